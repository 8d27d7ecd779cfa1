"""What analysis found out about a customer, with its reasons."""

from __future__ import annotations

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Func

from rapport.core.access.models import Access, AccessQuerySet
from rapport.core.records import Record
from rapport.customers.parties.models import Party

# A finding is a figure or a word; a value of another kind reads as none, so that no row can break a list.
NUMBER = Func(
    F("value"),
    template="(CASE WHEN jsonb_typeof(%(expressions)s) = 'number' THEN %(expressions)s::numeric END)",
    output_field=models.DecimalField(max_digits=19, decimal_places=4),
)
WORD = Func(
    F("value"),
    template="(CASE WHEN jsonb_typeof(%(expressions)s) = 'string' THEN left(%(expressions)s #>> '{}', 200) END)",
    output_field=models.CharField(),
)


class Trait(Record):
    """A finding about a party: its value, why, by which model, computed when, good until when."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="traits", db_index=False)
    name = models.CharField(max_length=50)
    value = models.JSONField(encoder=DjangoJSONEncoder)
    reasons = models.JSONField(default=list)
    model_version = models.CharField(max_length=50)
    computed_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)

    access: ClassVar[Access] = Access(via="party")
    objects: ClassVar[AccessQuerySet[Trait]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "name"], name="trait_once")]
        indexes = [
            models.Index(F("name"), NUMBER, name="trait_number"),
            models.Index(F("name"), WORD, name="trait_word"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.party_id}"
