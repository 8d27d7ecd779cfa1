"""What the palette and the search page show: records by kind, each with its address, the best kind first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from markupsafe import Markup

from rapport.core.search.kinds import Kind, kinds
from rapport.core.search.marking import marked
from rapport.core.search.queries import Found

FACES = {"person"}


@dataclass(frozen=True)
class Line:
    """One found record as a line."""

    found: Found
    href: str
    label: Markup
    detail: Markup
    icon: str
    face: str


@dataclass(frozen=True)
class Group:
    """The found records of one kind."""

    kind: Kind
    lines: list[Line] = field(default_factory=list)

    @property
    def label(self) -> str | Promise:
        """Return the kind's name."""
        return self.kind.label


def lines(found: Iterable[Found], asked: str = "") -> list[Line]:
    """Return records as lines, in their order."""
    return [_line(one, asked) for one in found]


def grouped(found: Iterable[Found], asked: str) -> list[Group]:
    """Return the records by kind, the kind of the best record first, each in the order in which it was found."""
    groups: dict[str, Group] = {}
    for one in found:
        groups.setdefault(one.kind, Group(kinds()[one.kind])).lines.append(_line(one, asked))
    return list(groups.values())


def _line(one: Found, asked: str) -> Line:
    kind = kinds()[one.kind]
    return Line(
        found=one,
        href=reverse(kind.page, args=[one.object_id]),
        label=marked(one.title, asked),
        detail=marked(one.subtitle, asked),
        icon=kind.icon,
        face=one.title if one.kind in FACES else "",
    )
