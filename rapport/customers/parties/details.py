"""What we know of a person or a company, section by section, each field edited where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.access.queries import may
from rapport.core.customfields.place import facts_of
from rapport.core.pagelayouts.queries import Line, Reader, drawn, laid_out
from rapport.core.pagelayouts.sheets import Field, Sheet
from rapport.customers.parties.models import Party
from rapport.customers.parties.queries import refs_of

# what every party has, behind the fields of its kind
SHARED = [
    Field("lifecycle", gettext_lazy("Lifecycle")),
    Field("owner", gettext_lazy("Owner")),
    Field("refs", gettext_lazy("Numbers in other systems")),
]


@dataclass(frozen=True)
class Known:
    """A field of the kind: its name, label and value in words."""

    name: str
    label: str | Promise
    shown: str


def details_of(
    party: Party, reader: Reader, sheet: Sheet, known: Iterable[Known], room: str
) -> dict[str, Any]:
    """Return what the panel shows; `room` names the pages that edit a field (`people:field`, `people:custom`)."""
    may_edit = not party.is_trashed and may(reader.user, f"customers.edit_{party.kind}", party)
    may_assign = may_edit and may(reader.user, "customers.assign_party", party)

    def line(label: object, shown: str, page: str, name: str, may_edit: bool) -> list[Line]:  # noqa: FBT001
        edit = reverse(page, args=[party.pk, name]) if may_edit else ""
        return [Line(label, shown, edit)] if may_edit or shown else []

    lines = {
        one.name: line(one.label, one.shown, f"{room}:field", one.name, may_edit) for one in known
    }
    stage, owner = party.get_lifecycle_display(), party.owner.name
    lines["lifecycle"] = line(_("Lifecycle"), stage, "parties:field", "lifecycle", may_edit)
    lines["owner"] = line(_("Owner"), owner, "parties:field", "owner", may_assign)
    for fact in facts_of(reader.user, party.kind, party):
        name, editable = fact.field.column, may_edit and fact.may_edit
        lines[name] = line(fact.field.name, fact.shown, f"{room}:custom", name, editable)
    lines["refs"] = [
        Line(_("Number in %(system)s") % {"system": ref.system}, ref.key) for ref in refs_of(party)
    ]
    return {"party": party, "sections": drawn(laid_out(reader, sheet), lines)}
