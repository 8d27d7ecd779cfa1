"""One kind of record over the API: an endpoint makes its one call, and the answer is the record as its caller sees it then."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from operator import attrgetter, methodcaller
from typing import Any, Generic, TypeVar, cast

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from rapport.core.access.actions import StaleVersion
from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.core.rest.conditional import TAGGED, if_match, tagged

ROOT = "/api/v1"
M = TypeVar("M", bound=Model)
Endpoint = Callable[..., object]
Decorator = Callable[[Endpoint], Endpoint]


@dataclass(frozen=True)
class Resource(Generic[M]):
    """Records at an address of their own, each answered with its version as ETag.

    `find(user, *ids of the address)` returns a record or raises Missing. `tell(user, record)` makes the answer; without
    it `out` reads the record. `freshen(record)` reads what a new record does not know of itself yet, None if nothing.
    """

    router: Router
    address: str
    out: type[Schema]
    find: Callable[..., M]
    tell: Callable[[User, M], Schema] | None = None
    version: Callable[[M], int] = attrgetter("version")
    freshen: Callable[[M], object] | None = methodcaller("refresh_from_db")

    def get(self, summary: str) -> Decorator:
        """Decorate the endpoint that reads a record; its function only says so."""
        return self._route("GET", self.address, summary, self._read)

    def patch(self, summary: str) -> Decorator:
        """Decorate the endpoint that changes the fields it is sent."""
        return self._route("PATCH", self.address, summary, self._after)

    def put(self, summary: str) -> Decorator:
        """Decorate the endpoint that replaces all fields."""
        return self._route("PUT", self.address, summary, self._after)

    def verb(self, verb: str, summary: str) -> Decorator:
        """Decorate the endpoint of a verb of its own."""
        return self._route("POST", f"{self.address}/{verb}", summary, self._after)

    def post(self, address: str, summary: str) -> Decorator:
        """Decorate the endpoint that adds a record: its function returns it, the answer says where it stands."""
        return self._route("POST", address, summary, self._made, status=201)

    def told(self, user: User, *ids: int) -> dict[str, Any]:
        """Return a record as plain values, as its answer tells it to a user. Errors: Missing."""
        return self._schema(user, self.find(user, *ids)).model_dump(mode="json")

    def _route(
        self,
        method: str,
        address: str,
        summary: str,
        answer: Callable[[Endpoint], Callable[..., HttpResponse]],
        *,
        status: int = 200,
    ) -> Decorator:
        def decorate(endpoint: Endpoint) -> Endpoint:
            run = wraps(endpoint)(answer(endpoint))
            # ninja would look for the names of the annotations in this module
            run.__signature__ = inspect.signature(endpoint, eval_str=True)  # type: ignore[attr-defined]
            return self.router.api_operation(
                [method],
                address,
                response={status: self.out, **({204: None} if answer == self._after else {})},
                openapi_extra=TAGGED,
                summary=summary,
            )(run)

        return decorate

    def _read(self, endpoint: Endpoint) -> Callable[..., HttpResponse]:
        def run(request: HttpRequest, **values: Any) -> HttpResponse:
            endpoint(request, **values)
            return self._told(request, values)

        return run

    def _after(self, endpoint: Endpoint) -> Callable[..., HttpResponse]:
        def run(request: HttpRequest, **values: Any) -> HttpResponse:
            self._require_version(request, values)
            endpoint(request, **values)
            try:
                return self._told(request, values)
            except Missing:  # done, and by it no longer hers to see
                return HttpResponse(status=204)

        return run

    def _require_version(self, request: HttpRequest, values: dict[str, Any]) -> None:
        """Refuse when the caller read an older version, whatever the verb itself looks at. Errors: BadIfMatch, StaleVersion."""
        wanted = if_match(request)
        if wanted is None:
            return
        row = self.find(caller(request), *(values[name] for name in self._ids))
        if self.version(row) != wanted:
            raise StaleVersion(row)

    def _made(self, endpoint: Endpoint) -> Callable[..., HttpResponse]:
        def run(request: HttpRequest, **values: Any) -> HttpResponse:
            row = cast("M", endpoint(request, **values))
            if self.freshen:
                self.freshen(row)  # what triggers and later statements wrote
            location = ROOT + self.address.format_map(values | {self._ids[-1]: row.pk})
            return self._answer(request, row, status=201, location=location)

        return run

    def _told(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        row = self.find(caller(request), *(values[name] for name in self._ids))
        return self._answer(request, row)

    @property
    def _ids(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.address)

    def _answer(self, request: HttpRequest, row: M, **how: Any) -> HttpResponse:
        return tagged(request, self._schema(caller(request), row), self.version(row), **how)

    def _schema(self, user: User, row: M) -> Schema:
        return self.tell(user, row) if self.tell else self.out.from_orm(row)
