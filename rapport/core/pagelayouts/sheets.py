"""What a layout arranges. The rooms declare their pages and forms in `layouts.py`; `config/pagelayouts.py` lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language

from rapport.core.access.models import User

MAIN, BESIDE, OUT = "main", "beside", "out"
Words = str | Promise


@dataclass(frozen=True)
class Field:
    """A field of a page or form. A needed one cannot be taken off; a wide one has a line of its own."""

    name: str
    label: Words
    is_needed: bool = False
    is_wide: bool = False
    is_own: bool = False  # a field of the company's own


@dataclass(frozen=True)
class Part:
    """A panel or another part of a page, where it stands as shipped, and the right it wants. A wide one has no room at the side."""

    name: str
    label: Words
    right: str = ""
    at: str = MAIN
    is_wide: bool = False
    is_fixed: bool = False  # never taken off the page


@dataclass(frozen=True)
class Section:
    """Fields under a title, in one column or two."""

    fields: Sequence[str] = ()
    title: Words = ""
    title_zh: str = ""
    columns: int = 1

    @property
    def name(self) -> str:
        """Return the title in the reader's language."""
        in_chinese = self.title_zh and (get_language() or "").startswith("zh")
        return self.title_zh if in_chinese else str(self.title)

    def stored(self) -> dict[str, Any]:
        """Return it as a layout keeps it."""
        return {
            "title": str(self.title),
            "title_zh": self.title_zh,
            "columns": self.columns,
            "fields": list(self.fields),
        }


@dataclass(frozen=True)
class Arrangement:
    """What stands where: parts by column, fields by section, from the top. `is_own` tells that somebody arranged it."""

    main: Sequence[str] = ()
    beside: Sequence[str] = ()
    out: Sequence[str] = ()
    sections: Sequence[Section] = ()
    hidden: Sequence[str] = ()
    is_own: bool = False
    version: int = 0

    def kept(self) -> dict[str, Any]:
        """Return what a layout keeps of it."""
        columns = {name: list(getattr(self, name)) for name in (MAIN, BESIDE, OUT)}
        sections = [one.stored() for one in self.sections]
        return {**columns, "sections": sections, "hidden": list(self.hidden)}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A page or form that can be arranged.

    `fields` are the declared ones, those of the `entity` come behind them: all of them on a page, on a form those that
    must be filled. `further` is the title of the shipped section that holds them on a form. `sample` is the address of
    a record, or of the form, on which a layout is shown.
    """

    name: str
    label: Words
    fields: Callable[[], Sequence[Field]]
    shipped: Sequence[Section]
    sample: Callable[[User], str]
    parts: Callable[[], Sequence[Part]] = tuple
    entity: str = ""
    is_form: bool = False
    further: Words = ""


@dataclass(frozen=True)
class Arranged:
    """A kind of record: what it is called, and its page and form."""

    name: str
    label: Words
    sheets: Sequence[Sheet] = field(default_factory=tuple)


def shipped(sheet: Sheet, fields: Sequence[Field]) -> Arrangement:
    """Return a page or form as it is shipped, with the fields of the company's own in their place."""
    own = [one.name for one in fields if one.is_own and (one.is_needed or not sheet.is_form)]
    sections = list(sheet.shipped)
    if own and sheet.further:
        sections.append(Section(own, title=sheet.further))
    elif own:
        sections[-1] = replace(sections[-1], fields=[*sections[-1].fields, *own])
    placed = {name for one in sections for name in one.fields}
    columns: Mapping[str, list[str]] = {MAIN: [], BESIDE: [], OUT: []}
    for part in sheet.parts():
        columns[part.at].append(part.name)
    return Arrangement(
        columns[MAIN],
        columns[BESIDE],
        columns[OUT],
        sections,
        [one.name for one in fields if one.name not in placed],
    )


def settled(sheet: Sheet, kept: Arrangement, fields: Sequence[Field]) -> Arrangement:
    """Bring a kept layout together with what there is now.

    What is gone is passed over. A new part stands where it is shipped; a new field behind the one that comes before it,
    on a form only when it must be filled; what must be filled is never hidden.
    """
    known = {one.name: one for one in fields}
    hidden = [name for name in kept.hidden if name in known and not known[name].is_needed]
    sections = [[name for name in one.fields if name in known] for one in kept.sections]
    placed = {*hidden, *(name for one in sections for name in one)}
    before: list[str] = []
    for one in fields:
        if one.name not in placed and sheet.is_form and not one.is_needed:
            hidden.append(one.name)
        elif one.name not in placed:
            _land(one.name, before, sections)
        before.append(one.name)
    wide = [Section(title="")] if len(sections) > len(kept.sections) else []
    drawn = [
        replace(old, fields=names)
        for old, names in zip([*kept.sections, *wide], sections, strict=True)
    ]
    return replace(_columns(sheet, kept), sections=drawn, hidden=hidden)


def _land(name: str, before: Sequence[str], sections: list[list[str]]) -> None:
    for other in reversed(before):
        for section in sections:
            if other in section:
                section.insert(section.index(other) + 1, name)
                return
    if not sections:
        sections.append([])
    sections[-1].append(name)


def _columns(sheet: Sheet, kept: Arrangement) -> Arrangement:
    parts = {one.name: one for one in sheet.parts()}
    columns = {
        at: [name for name in getattr(kept, at) if name in parts] for at in (MAIN, BESIDE, OUT)
    }
    placed = {name for names in columns.values() for name in names}
    for part in parts.values():
        if part.name not in placed:
            columns[part.at].append(part.name)
    return replace(kept, **columns)  # type: ignore[arg-type]
