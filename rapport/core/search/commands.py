"""What the palette offers besides records: pages to go to, things to create, verbs on the best match."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.assembly import listed
from rapport.core.help.articles import Article, articles, find
from rapport.core.pages.calling import url
from rapport.core.search.queries import Found
from rapport.core.search.tokens import fold, title_tokens


@dataclass(frozen=True, kw_only=True)
class Option:
    """One line of the palette; `dialog` opens its address in the dialog of the present page."""

    label: str | Promise
    href: str
    icon: str
    detail: str = ""
    key: str = ""
    dialog: bool = False


@dataclass(frozen=True, kw_only=True)
class Command:
    """A page to go to or a thing to create, for those who hold the right."""

    label: str | Promise
    page: str
    icon: str
    right: str = ""
    key: str = ""
    dialog: bool = False

    def option(self) -> Option:
        """Return it as a line."""
        return Option(
            label=str(self.label),
            href=url(self.page),
            icon=self.icon,
            key=self.key,
            dialog=self.dialog,
        )


Verbs = Callable[[User, Found], Iterable[Option]]


@dataclass(frozen=True)
class Palette:
    """What `config/palette.py` lists: what can be created, and the verbs on a record by its kind."""

    creates: list[Command]
    verbs: dict[str, list[Verbs]]


def creates(user: User) -> list[Option]:
    """Return what the user may create."""
    found: Palette = listed("palette")
    return [c.option() for c in found.creates if not c.right or may(user, c.right)]


def pages(request: HttpRequest) -> list[Option]:
    """Return the pages the user may go to: those of the side bar, and the areas of the settings."""
    found = []
    for room in listed("navigation")(request):
        for entry in room.below or [room]:
            icon = entry.icon or room.icon
            found.append(Option(label=entry.label, href=entry.address, icon=icon))
    user: User = request.user  # type: ignore[assignment]
    areas = [area for area in listed("areas") if may(user, area.right)]
    return found + [Option(label=a.label, href=url(a.page), icon=a.icon) for a in areas]


def verbs(user: User, found: Found) -> list[Option]:
    """Return what can be done with a record."""
    palette: Palette = listed("palette")
    return [option for offer in palette.verbs.get(found.kind, []) for option in offer(user, found)]


def helps(text: str) -> list[Option]:
    """Return the help that is called so, then that in which these words stand, once enough is typed to mean it."""
    asked, language = text.strip(), get_language() or "en"
    if len(asked) < 2:
        return []
    named = matching(map(_help, articles(language)), asked)
    told = find(asked, language) if len(asked) >= (4 if asked.isascii() else 2) else []
    return [*named, *(one for one in map(_help, told) if one not in named)]


def _help(one: Article) -> Option:
    return Option(label=one.title, href=one.address, icon="help")


def matching(options: Iterable[Option], text: str) -> list[Option]:
    """Keep the options whose label is meant: by the beginnings of its words, characters or pinyin."""
    words = fold(text).split()
    return [one for one in options if all(_begins(str(one.label), word) for word in words)]


def _begins(label: str, word: str) -> bool:
    folded, tokens = _said(label)
    return word in folded or any(token.startswith(word) for token in tokens)


@lru_cache(maxsize=2048)
def _said(label: str) -> tuple[str, tuple[str, ...]]:
    """Return how a label is found; a palette asks for the same hundred at each key."""
    return fold(label), tuple(title_tokens(label))
