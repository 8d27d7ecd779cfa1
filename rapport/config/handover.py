"""What a colleague who leaves hands over, in this order: customers first, for much else follows its customer."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Owned:
    """One kind of record: its model, the column that names the owner, the column that names the customer."""

    label: str | Promise
    model: str
    owner: str
    party: str
    only: dict[str, Any] = field(default_factory=dict)


HANDOVER = [
    Owned(_("People and companies"), "customers.Party", "owner_id", "id"),
    Owned(_("Accounts as their manager"), "customers.Account", "manager_id", "party_id"),
    Owned(
        _("Open tasks"),
        "touchpoints.Task",
        "assignee_id",
        "party_id",
        {"done_at": None},
    ),
    Owned(_("Orders"), "sales.Order", "owner_id", "party_id"),
    Owned(_("Credit notes"), "sales.CreditNote", "owner_id", "party_id"),
]
