"""What the bar below a list offers for the selection."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.bulk.known import verbs
from rapport.core.bulk.own import own_verbs
from rapport.core.bulk.verbs import Verb
from rapport.core.pages.calling import fixed_url


@dataclass(frozen=True)
class Offer:
    """A button of the bar."""

    label: str
    icon: str
    address: str
    is_bad: bool = False


def offers(user: User, list_name: str) -> list[Offer]:
    """Return what this user may do with rows of a list; the columns that can be edited behind one button."""
    found = []
    if any(verb.is_edit for verb in _of(user, list_name)) or own_verbs(user, list_name):
        found.append(Offer(_("Edit"), "pencil", fixed_url("bulk:edit", list_name)))
    for verb in _of(user, list_name):
        if not verb.is_edit:
            address = fixed_url("bulk:ask", list_name, verb.name)
            found.append(Offer(str(verb.label), verb.icon, address, verb.is_bad))
    return found


def edits(user: User, list_name: str) -> list[Verb]:
    """Return the columns of a list that this user may edit on many rows, the company's own fields after them."""
    own = [verb for verb in own_verbs(user, list_name) if may(user, verb.right)]
    return [*(verb for verb in _of(user, list_name) if verb.is_edit), *own]


def _of(user: User, list_name: str) -> list[Verb]:
    return [v for v in verbs().values() if list_name in v.lists and may(user, v.right)]
