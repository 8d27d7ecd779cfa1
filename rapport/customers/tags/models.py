"""Words that the company hangs on its customers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet
from rapport.core.records import Record
from rapport.customers.parties.models import Party


class Tag(Record):
    """A word that everybody in the company shares."""

    name = models.CharField(_("name"), max_length=50)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="tag_once")]

    def __str__(self) -> str:
        return self.name


class PartyTag(Record):
    """A party carries a tag."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="party_tags", db_index=False)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="party_tags", db_index=False)

    access: ClassVar[Access] = Access(via="party")
    objects: ClassVar[AccessQuerySet[PartyTag]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "tag"], name="party_tag_once")]
        indexes = [models.Index("tag", "party", name="party_tag_by_tag")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.party_id}"
