"""Reading organizations."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.core.pages.inplace import Current, Options
from rapport.customers.organizations.models import Organization, Size
from rapport.customers.parties.models import Kind, Party
from rapport.customers.parties.queries import party_of


@dataclass(frozen=True)
class Detail:
    """A field of the details panel."""

    name: str
    label: str | Promise
    options: Options | None = None
    type: str = "text"


DETAILS = [
    Detail("legal_name", _("Company name")),
    Detail("trade_name", _("Short name")),
    Detail("latin_name", _("Latin letters")),
    Detail("industry", _("Industry")),
    Detail("size", _("Size"), options=[("", "–"), *Size.choices]),
    Detail("tax_id", _("Tax number")),
    Detail("domains", _("Domains")),
]


def detail(name: str) -> Detail:
    """Return one field. Errors: Missing."""
    found = next((one for one in DETAILS if one.name == name), None)
    if found is None:
        raise Missing
    return found


def organization_of(user: User, organization_id: int) -> Organization:
    """Return a company that the user may see, with its party. Errors: Missing."""
    return party_of(user, organization_id, kind=Kind.ORGANIZATION).organization


def current(user: User, organization_id: int, one: Detail) -> Current:
    """Return a field of an organization as it stands now. Errors: Missing."""
    return standing(party_of(user, organization_id, kind=Kind.ORGANIZATION), one)


def standing(party: Party, one: Detail) -> Current:
    """Return a field of a loaded organization."""
    if one.name == "latin_name":
        value = party.latin_name
    elif one.name == "domains":
        value = ", ".join(party.organization.domains)
    else:
        value = getattr(party.organization, one.name)
    words = {str(key): str(label) for key, label in one.options or ()}
    return Current(value, words.get(value, value) if value else "", party.version)


def typed(one: Detail, value: str) -> str | list[str]:
    """Return what was typed as the rules take it: domains are words between commas."""
    if one.name != "domains":
        return value
    words = value.replace(",", " ").replace(";", " ").split()
    return [
        word.lower().removeprefix("https://").removeprefix("http://").strip("/") for word in words
    ]


def parent_of(user: User, party: Party) -> Party | None:
    """Return the company that this one belongs to, if the user may see it."""
    parent_id = party.organization.parent_id
    return Party.objects.visible_to(user).filter(pk=parent_id).first() if parent_id else None
