"""The rooms in the side bar, as far as the user may enter them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.translation import get_language

from rapport.core.access.queries import may
from rapport.core.pages.calling import url
from rapport.ui.sentences import gettext as _


@dataclass(frozen=True)
class Entry:
    """A link of the side bar, with the topics below it; `go` is the letter after g that leads there."""

    label: str
    address: str
    icon: str = ""
    right: str = ""
    below: tuple[Entry, ...] = ()
    is_current: bool = False
    at_end: bool = False
    go: str = ""


def entries() -> list[Entry]:
    """Return every entry in the reader's language; the order is the customer's road."""
    return _entries(get_language(), get_script_prefix())


@lru_cache(maxsize=8)
def _entries(_language: str | None, _prefix: str) -> list[Entry]:
    return [
        Entry(_("Home"), url("home"), "home", go="h"),
        Entry(_("Tasks"), url("tasks:list"), "checkbox", right="touchpoints.view_task", go="t"),
        Entry(_("Mails"), url("mail:list"), "mail", right="touchpoints.write_mail", go="m"),
        Entry(
            _("Inbox"), url("messages:list"), "inbox", right="touchpoints.connect_mailbox", go="b"
        ),
        Entry(
            _("Customers"),
            url("people:list"),
            "users",
            right="customers.view_party",
            below=(
                Entry(_("People"), url("people:list"), "user", go="p"),
                Entry(_("Companies"), url("organizations:list"), "building", go="c"),
                Entry(_("Households"), url("households:list"), "home", go="f"),
            ),
        ),
        Entry(_("Orders"), url("orders:list"), "shopping-cart", right="sales.view_order", go="o"),
        Entry(_("Products"), url("products:list"), "package", right="catalog.view_product", go="r"),
        Entry(
            _("Imports"),
            url("imports:list"),
            "upload",
            right="core.import_data",
            at_end=True,
            go="i",
        ),
        Entry(_("Settings"), url("company:index"), "settings", at_end=True, go="s"),
    ]


def navigation(request: HttpRequest) -> list[Entry]:
    """Return the entries this user may open, the present one marked."""
    user: Any = request.user
    return [_marked(e, request.path) for e in entries() if not e.right or may(user, e.right)]


def _marked(entry: Entry, path: str) -> Entry:
    below = tuple(_marked(one, path) for one in entry.below)
    inside = any(one.is_current for one in below)
    return replace(entry, below=below, is_current=inside or _stands_in(path, entry.address))


def _stands_in(path: str, address: str) -> bool:
    """Tell whether a page belongs to an entry: every page lies below home, so home is only itself."""
    return path == address or (len(address) > 1 and path.startswith(address.rstrip("/") + "/"))


NAVIGATION = navigation
