"""A person's place in an organization; together they are the org chart."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet
from rapport.core.constraints import OnlyOne
from rapport.core.records import Record
from rapport.customers.organizations.models import Organization
from rapport.customers.people.models import Person


class Affiliation(Record):
    """A person works, or worked, at an organization. One of the running ones is the primary."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="affiliations")
    title = models.CharField(_("title"), max_length=100, blank=True)
    department = models.CharField(_("department"), max_length=100, blank=True)
    reports_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("reports to"),
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    is_primary = models.BooleanField(default=False)

    access: ClassVar[Access] = Access(via="person")
    objects: ClassVar[AccessQuerySet[Affiliation]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            OnlyOne(
                fields=["person"], name="affiliation_one_primary", condition=Q(is_primary=True)
            ),
            models.UniqueConstraint(
                fields=["person", "organization"],
                name="affiliation_once",
                condition=Q(until__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="affiliation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(reports_to__isnull=True) | ~Q(reports_to=F("id")),
                name="affiliation_not_under_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.organization_id}".strip()
