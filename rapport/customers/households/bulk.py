"""Ending many households at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from rapport.core.access.models import User
from rapport.core.bulk.verbs import Values, Verb, same
from rapport.core.pages.formats import number
from rapport.customers.households.actions import dissolve_households
from rapport.customers.households.models import Household


def _dissolve(ids: Sequence[int], _values: Values, *, by: User, at: datetime) -> Sequence[int]:
    return dissolve_households(ids, by=by, at=at)


DISSOLVE = Verb(
    name="dissolve",
    label=gettext_lazy("Dissolve"),
    icon="home-x",
    right="customers.dissolve_household",
    model=Household,
    lists={"households": same},
    title=lambda _n: _("Dissolve households"),
    said=lambda n: (
        ngettext("%(n)s household dissolved.", "%(n)s households dissolved.", n) % {"n": number(n)}
    ),
    write=_dissolve,
    says=lambda _values: _("Dissolve households"),
    kept=Q(),
    named="name",
    page="households:open",
    is_bad=True,
    question=lambda n: (
        ngettext(
            "Dissolve %(n)s household? The people in it stay.",
            "Dissolve %(n)s households? The people in them stay.",
            n,
        )
        % {"n": number(n)}
    ),
)
