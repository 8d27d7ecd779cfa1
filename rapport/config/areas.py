"""The areas of the settings page, each shown to those who hold its right."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Area:
    """One area: what it is called, what it is for, where it lies, and the right that opens it."""

    label: str | Promise
    text: str | Promise
    page: str
    icon: str
    right: str


AREAS = [
    Area(
        _("Company"),
        _("Name, base currency, fiscal year."),
        "company:edit",
        "building",
        "core.manage_company",
    ),
    Area(
        _("Mail"),
        _("The server through which invitations and reminders go out."),
        "company:mail",
        "mail",
        "core.manage_company",
    ),
]
