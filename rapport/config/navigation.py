"""The rooms in the side bar, as far as the user may enter them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.core.access.queries import may


@dataclass
class Entry:
    """A link of the side bar, with the topics below it."""

    label: str | Promise
    address: str
    icon: str = ""
    right: str = ""
    below: list[Entry] = field(default_factory=list)
    is_current: bool = False
    at_end: bool = False


def entries() -> list[Entry]:
    """Return every entry; the order is the customer's road."""
    return [
        Entry(_("Home"), reverse("home"), "home"),
        Entry(_("My tasks"), reverse("tasks:list"), "checkbox", right="touchpoints.view_task"),
        Entry(
            _("Customers"),
            reverse("people:list"),
            "users",
            right="customers.view_party",
            below=[
                Entry(_("People"), reverse("people:list"), "user"),
                Entry(_("Companies"), reverse("organizations:list"), "building"),
                Entry(_("Households"), reverse("households:list"), "home"),
            ],
        ),
        Entry(_("Trash"), reverse("trash:open"), "trash", right="core.restore_trash", at_end=True),
        Entry(_("Settings"), reverse("company:index"), "settings", at_end=True),
    ]


def navigation(request: HttpRequest) -> list[Entry]:
    """Return the entries this user may open, the present one marked."""

    shown = []
    for entry in entries():
        if entry.right and not may(request.user, entry.right):  # type: ignore[arg-type]
            continue
        for below in entry.below:
            below.is_current = request.path.startswith(below.address)
        entry.is_current = request.path == entry.address or any(b.is_current for b in entry.below)
        shown.append(entry)
    return shown


NAVIGATION = navigation
