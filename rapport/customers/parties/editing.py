"""The first and last steps that all verbs on a party share."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Field, Model

from rapport.core.access.actions import require_row
from rapport.core.access.models import User
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.pages.moved import MovedAway
from rapport.core.records import keys
from rapport.customers.parties.models import Party


class InTheTrash(Conflict):
    """This record is in the trash. Restore it first."""


class UnknownField(Invalid):
    """There is no field %(name)s here."""


def require_party(
    by: User, right: str, party_id: int, *, version: int | None = None, kind: str = ""
) -> Party:
    """Return the party, locked, as the first step of a verb on it.

    Errors: as `require_row`; InTheTrash when it has to be restored first, Missing when it is of the other kind.
    """
    party = require_row(by, right, Party, party_id, version=version)
    if party.merged_into_id is not None:
        raise MovedAway
    if party.is_trashed:
        raise InTheTrash
    if kind and party.kind != kind:
        raise Missing
    return party


def raise_version(party: Party) -> None:
    """Count an edit of what hangs on a party as an edit of the party, so that nobody overwrites it unseen."""
    Party.objects.filter(pk=party.pk).update(version=F("version"))


def raise_versions(party_ids: Sequence[int]) -> None:
    """Count an edit of what hangs on many parties as an edit of each."""
    Party.objects.filter(pk__any=keys(party_ids)).update(version=F("version"))


def set_fields(row: Model, values: Mapping[str, Any], allowed: Collection[str]) -> list[str]:
    """Set fields after checking each by its own rules; return the names of those that changed. Saves nothing.

    Errors: Invalid with a sentence per field.
    """
    wrong: dict[str, str] = {}
    changed = []
    for name, value in values.items():
        field = row._meta.get_field(name) if name in allowed else None
        if not isinstance(field, Field):
            wrong[name] = UnknownField(name=name).sentence()
            continue
        try:
            clean = field.clean(value if value is not None or field.null else "", row)
        except ValidationError as error:
            wrong[name] = " ".join(error.messages)
            continue
        if clean != getattr(row, name):
            setattr(row, name, clean)
            changed.append(name)
    if wrong:
        raise Invalid(fields=wrong)
    return changed
