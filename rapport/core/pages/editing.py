"""Editing a record in a form while others may do so too: nobody is overwritten, and nobody is asked without need."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template import engines
from django.utils.safestring import mark_safe

from rapport.core.pages.context import page_context
from rapport.core.pages.parts import Part, Raw, Shown, is_secret, parts_of
from rapport.core.pages.rendering import block_of, is_fragment, page
from rapport.core.pages.whose import last_change

F = TypeVar("F", bound=forms.BaseForm)
TEMPLATE = "core/pages/conflict.html"
Row = tuple[str, str, str, str, str]


class Editing(Generic[F]):
    """A form over a record. Its page carries the version and the values that were shown (`opened` in ui/form.html).

    What only I changed is mine, what only others changed is theirs; what both changed differently is asked.
    `build` makes the form from the data sent, or from None; `shown` puts values into words, by field; `beside` are
    parts that are no field of it; `sent` is False where the request asks something else.
    """

    def __init__(
        self,
        request: HttpRequest,
        build: Callable[[QueryDict | None], F],
        row: Any,
        *,
        shown: dict[str, Shown] | None = None,
        beside: Sequence[Part] = (),
        sent: bool | None = None,
    ) -> None:
        self.request, self.row = request, row
        self.form = build(None)
        self.data: QueryDict | None = None
        self.rows: list[Row] = []
        self.version: int = row.version
        self.parts = [*parts_of(self.form, shown or {}), *beside]
        self.seen = self.version
        self.before: dict[str, Raw] = {part.name: part.now() for part in self.parts}
        if request.method == "POST" if sent is None else sent:
            self.data = request.POST.copy()
            self._meet(_number(self.data.get("version", "")))
            self.form = build(self.data)

    @property
    def is_ready(self) -> bool:
        """Tell whether this can be saved as it was sent."""
        return self.data is not None and not self.rows and self.form.is_valid()

    @property
    def opened(self) -> str:
        """Return the values that were shown, for the hidden field of the page."""
        return json.dumps(self.before, ensure_ascii=False, separators=(",", ":"))

    def show(
        self, template: str, context: Mapping[str, Any], *, wrong: bool = False
    ) -> HttpResponse:
        """Answer with the form's page; where both changed the same, with the question on top of it."""
        values = {"form": self.form, "editing": self, **context}
        if not self.rows:
            status = 422 if self.form.errors or wrong else 200
            return page(self.request, template, values, status=status)
        if is_fragment(self.request):
            return page(self.request, TEMPLATE, self._question(), block="question", status=409)
        asked = {**page_context(self.request), **self._question()}
        environment = engines["jinja2"].env  # type: ignore[attr-defined]
        html = block_of(environment, TEMPLATE, "question", asked)
        values["question"] = mark_safe(html)  # noqa: S308 -- rendered by our own template
        return page(self.request, template, values, status=409)

    def _meet(self, seen: int | None) -> None:
        """Bring together what was sent and what others saved since."""
        assert self.data is not None
        theirs, before = self.before, _values(self.data.get("before", ""))
        for part in self.parts:
            if self.data.get(f"keep_{part.name}") == "theirs":
                part.write(self.data, before.get(part.name, theirs[part.name]))
        if seen is None or seen == self.version:
            return
        for part in self.parts:
            self._compare(part, theirs[part.name], before.get(part.name))
        if self.rows:
            self.seen, self.before = seen, before

    def _compare(self, part: Part, theirs: Raw, before: Raw | None) -> None:
        assert self.data is not None
        mine = part.sent(self.data)
        if mine is None or (before is not None and part.same(mine, before)):
            part.write(self.data, theirs)
        elif not part.same(mine, theirs) and (before is None or not part.same(before, theirs)):
            was = "" if before is None else part.shown(before)
            self.rows.append((part.name, part.label, part.shown(mine), part.shown(theirs), was))

    def _question(self) -> dict[str, Any]:
        assert self.data is not None
        who, when = last_change((self.row._meta.db_table, self.row.pk))
        theirs = {part.name: part.now() for part in self.parts}
        sent = [(part, part.sent(self.data)) for part in self.parts]
        carried = [one for part, raw in sent if raw is not None for one in part.inputs(raw)]
        again = [
            self.form[n] for n in self.form.fields if is_secret(self.form[n]) and self.data.get(n)
        ]
        return {
            "action": self.request.get_full_path(),
            "rows": self.rows,
            "version": self.version,
            "who": who,
            "when": when,
            "carried": [*carried, ("before", json.dumps(theirs, ensure_ascii=False))],
            "again": again,
            "hx": is_fragment(self.request),
        }


def _values(text: str) -> dict[str, Raw]:
    """Read what the page says it had shown; it serves to compare only, so what is broken counts as not said."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    good = (str, list)
    return {
        str(k): v if isinstance(v, str) else [str(x) for x in v]
        for k, v in found.items()
        if isinstance(v, good)
    }


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
