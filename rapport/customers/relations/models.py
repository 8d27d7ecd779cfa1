"""How two parties are related, besides work and household."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet
from rapport.core.records import Record
from rapport.customers.parties.models import Party


class Relationship(models.TextChoices):
    """What the first party is to the second."""

    SPOUSE = "spouse", _("Spouse of")
    PARENT = "parent", _("Parent of")
    SIBLING = "sibling", _("Sibling of")
    FRIEND = "friend", _("Friend of")
    REFERRER = "referrer", _("Referred")
    ASSISTANT = "assistant", _("Assistant of")
    ADVISER = "adviser", _("Adviser of")
    SUPPLIER = "supplier", _("Supplier of")
    PARTNER = "partner", _("Business partner of")


CONVERSE = {
    Relationship.SPOUSE: _("Spouse of"),
    Relationship.PARENT: _("Child of"),
    Relationship.SIBLING: _("Sibling of"),
    Relationship.FRIEND: _("Friend of"),
    Relationship.REFERRER: _("Referred by"),
    Relationship.ASSISTANT: _("Assisted by"),
    Relationship.ADVISER: _("Advised by"),
    Relationship.SUPPLIER: _("Customer of"),
    Relationship.PARTNER: _("Business partner of"),
}
SYMMETRIC = frozenset(
    {Relationship.SPOUSE, Relationship.SIBLING, Relationship.FRIEND, Relationship.PARTNER}
)


class Relation(Record):
    """One party is something to another; read from both ends."""

    from_party = models.ForeignKey(Party, models.CASCADE, related_name="relations_from")
    to_party = models.ForeignKey(Party, models.CASCADE, related_name="relations_to")
    kind = models.CharField(max_length=12, choices=Relationship.choices)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    access: ClassVar[Access] = Access(via="from_party")
    objects: ClassVar[AccessQuerySet[Relation]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_party=F("to_party")), name="relation_to_another"
            ),
            models.UniqueConstraint(
                fields=["from_party", "to_party", "kind"],
                name="relation_once",
                condition=Q(until__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_party_id} {self.kind} {self.to_party_id}"
