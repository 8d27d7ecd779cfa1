"""A list over the API: the same filters, words, sorts and keyset as on the page, read as plain values for speed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import ConfigDict, StringConstraints

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.lists import cursor
from rapport.core.lists.filters import Filters
from rapport.core.lists.order import Order
from rapport.core.lists.spec import ListSpec, count_up_to
from rapport.core.lists.state import ListState
from rapport.core.rest.schemas import Count, Rows

EXACT_UP_TO = 10_000
One = Annotated[
    str, StringConstraints(max_length=1200, pattern=r"^[a-z_0-9.]+:[a-z]+(:[^\x00]*)?$")
]
Group = Annotated[str, StringConstraints(max_length=4000, pattern=r"^f=[^\x00]*$")]
encode = msgspec.json.Encoder(decimal_format="string").encode


class Asked(Schema):
    """Which rows a caller wants; f, g, match, q and sort read as in the address of the page."""

    model_config = ConfigDict(extra="ignore")

    f: list[One] = Field(
        [], max_length=20, description="Filters, all of which must hold: `column:operator:value`"
    )
    g: list[Group] = Field(
        [],
        max_length=10,
        description="Groups, in each of which one filter must hold: `f=…&f=…`, encoded once more",
    )
    match: Literal["all", "any"] = Field(
        "all", description="`any`: one filter or group must hold, and in a group all of its filters"
    )
    must: list[One] = Field(
        [],
        max_length=20,
        description="Filters that must hold beside all others, whatever `match` says",
    )
    q: str = Field("", max_length=200, description="Words to find")


class AskedPage(Asked):
    """Which page of them, in which order."""

    sort: str = Field(
        "", max_length=100, pattern=r"^(-?[a-z_0-9.]+)?$", description="A column, with - descending"
    )
    after: str = Field("", max_length=2000, description="The place that `next` of a page names")
    limit: int = Field(50, ge=1, le=500)


@dataclass(frozen=True)
class Listing:
    """A list as the API tells it: the page's list, and the schema of a row.

    A field reads the column of the same name, unless `paths` gives its way in the ORM. Fields whose column the caller
    may not see are null. `told` makes of a field's stored value what this caller may know of it, `read` is an expression for him.
    """

    spec: ListSpec
    row: type[Schema]
    paths: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, Callable[[User], Callable[[Any], Any]]] = field(default_factory=dict)
    read: Mapping[str, Callable[[User], Any]] = field(default_factory=dict)

    @cached_property
    def fields(self) -> dict[str, str]:
        """Return field → ORM path."""
        found = {}
        for name in self.row.model_fields:
            column = self.spec.by_name.get(name)
            found[name] = self.paths.get(name) or (column.lookup if column else name)
        return found

    def hidden(self, user: User) -> set[str]:
        """Return the fields that this user may not see."""
        columns = {name: self.spec.by_name.get(name) for name in self.fields}
        return {n for n, c in columns.items() if c and c.right and not may(user, c.right)}

    def serve(self, router: Router, address: str, noun: str, about: str) -> None:
        """Give the list and its count their addresses; `noun` is the many in the words of the field."""

        def page(request: HttpRequest, asked: Query[AskedPage]) -> HttpResponse:
            return self.page(request, asked)

        def count(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
            return self.count(request, asked)

        name = address.rpartition("/")[2]
        page.__name__, page.__doc__ = f"list_{name}", about
        count.__name__, count.__doc__ = f"count_{name}", f"Count the {noun} that match."
        rows: Any = Rows[self.row]  # type: ignore[name-defined]
        router.get(address, response=rows, summary=f"List {noun}")(page)
        router.get(f"{address}/count", response=Count, summary=f"Count {noun}")(count)

    def page(self, request: HttpRequest, asked: AskedPage) -> HttpResponse:
        """Return one page as JSON, with the address of the next one. One query besides the rights."""
        user: User = request.user  # type: ignore[assignment]
        state = _state(asked, asked.sort, asked.after, asked.limit)
        order = Order.of(self.spec, user, state)
        rows = order.on(self.spec.matching(user, state))
        fields = {n: p for n, p in self.fields.items() if n not in self.hidden(user)}
        ways = [self.read[n](user) if n in self.read else path for n, path in fields.items()]
        values = rows.values_list(order.path, self.spec.key, *ways)
        whole = self.spec.whole(user, state)
        found = order.take(values, state.after, state.size + 1, whole=whole)
        names = list(fields)
        blank = dict.fromkeys(self.fields)
        items = [blank | dict(zip(names, row[2:], strict=True)) for row in found[: state.size]]
        for name, telling in self.told.items():
            tell = telling(user)
            for item in items:
                item[name] = tell(item[name])
        next_ = None
        if len(found) > state.size:
            value, key = found[state.size - 1][:2]
            next_ = _address(request, state, cursor.write(order.text, value, key))
        response = HttpResponse(
            encode({"items": items, "next": next_}), content_type="application/json"
        )
        if next_:
            response["Link"] = f'<{next_}>; rel="next"'
        return response

    def count(self, request: HttpRequest, asked: Asked) -> HttpResponse:
        """Return how many rows match."""
        user: User = request.user  # type: ignore[assignment]
        count = count_up_to(self.spec.matching(user, _state(asked)), EXACT_UP_TO)
        answer = {"count": min(count, EXACT_UP_TO), "is_exact": count <= EXACT_UP_TO}
        return HttpResponse(encode(answer), content_type="application/json")


def _state(asked: Asked, sort: str = "", after: str = "", size: int = 50) -> ListState:
    return ListState(
        filters=Filters.read(asked.f, asked.g, any_group=asked.match == "any", must=asked.must),
        words=asked.q.strip(),
        sort=sort,
        after=after,
        size=size,
    )


def _address(request: HttpRequest, state: ListState, after: str) -> str:
    pairs = state.filters.pairs()
    pairs += [(n, v) for n, v in (("q", state.words), ("sort", state.sort)) if v]
    pairs += [("limit", str(state.size)), ("after", after)]
    return request.build_absolute_uri(f"{request.path}?{urlencode(pairs)}")
