"""What the page that arranges shows and sends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _, override

from rapport.core.access.models import Role, User
from rapport.core.pagelayouts.queries import fields_of
from rapport.core.pagelayouts.sheets import (
    BESIDE,
    MAIN,
    OUT,
    Arrangement,
    Field,
    Part,
    Section,
    Sheet,
)

HIDDEN = "hidden"
MOST = 500


@dataclass(frozen=True)
class Box:
    """A section as it is arranged: its key on the page, its titles, and its fields."""

    key: str
    section: Section
    fields: Sequence[Field]
    is_new: bool = False

    @property
    def label(self) -> str:
        """Return what the choices call it."""
        untitled = _("New section") if self.is_new else _("Section %(number)s")
        return self.section.name or untitled % {"number": int(self.key[1:]) + 1}


@dataclass(frozen=True)
class Board:
    """Everything on the page that arranges: parts by column, sections with one more to fill, and what is not shown."""

    columns: Sequence[tuple[str, Sequence[Part]]]
    boxes: Sequence[Box]
    hidden: Sequence[Field]
    version: int
    is_own: bool
    closed: frozenset[str]  # the parts to which the role has no right


def board(sheet: Sheet, found: Arrangement, role: Role | None, by: User) -> Board:
    """Return a layout as it is arranged."""
    fields = {one.name: one for one in fields_of(by, sheet)}
    parts = {one.name: one for one in sheet.parts()}
    sections = [in_both(one) for one in found.sections]
    boxes = [
        Box(f"s{n}", one, [fields[name] for name in one.fields if name in fields])
        for n, one in enumerate(sections)
    ]
    scopes = role.scopes() if role else {}
    return Board(
        columns=[
            (at, [parts[name] for name in getattr(found, at) if name in parts])
            for at in (MAIN, BESIDE, OUT)
            if parts
        ],
        boxes=[*boxes, Box(f"s{len(boxes)}", Section(), [], is_new=True)],
        hidden=[fields[name] for name in found.hidden if name in fields],
        version=found.version,
        is_own=found.is_own,
        closed=frozenset(n for n, one in parts.items() if role and one.right not in {"", *scopes}),
    )


def in_both(section: Section) -> Section:
    """Return a section with its title in both languages; that of a shipped one is translated."""
    if isinstance(section.title, str):
        return section
    with override("zh-hans"):
        chinese = str(section.title)
    with override("en"):
        return replace(section, title=str(section.title), title_zh=chinese)


def wanted(data: QueryDict) -> Arrangement:
    """Return what was arranged: each part and field in its order, and beside it where it was put."""
    columns: dict[str, list[str]] = {MAIN: [], BESIDE: [], OUT: []}
    for name in data.getlist("part")[:MOST]:
        columns[_one_of(columns, data.get(f"where-{name}"), OUT)].append(name)
    sections: dict[str, list[str]] = {key: [] for key in data.getlist("section")[:MOST]}
    hidden: list[str] = []
    for name in data.getlist("field")[:MOST]:
        sections.get(data.get(f"in-{name}", ""), hidden).append(name)
    made = [
        Section(
            names,
            title=_text(data, f"title-{key}"),
            title_zh=_text(data, f"title_zh-{key}"),
            columns=2 if data.get(f"columns-{key}") == "2" else 1,
        )
        for key, names in sections.items()
    ]
    return Arrangement(columns[MAIN], columns[BESIDE], columns[OUT], made, hidden)


def _one_of(columns: dict[str, list[str]], name: str | None, otherwise: str) -> str:
    return name if name in columns else otherwise


def _text(data: QueryDict, name: str) -> str:
    return " ".join(data.get(name, "").replace("\x00", "").split())
