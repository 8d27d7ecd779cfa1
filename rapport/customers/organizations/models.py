"""What we know of a company, an authority or a club besides being a party."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet
from rapport.customers.parties.models import Party


class Size(models.TextChoices):
    """How many people work there."""

    MICRO = "micro", _("1–9 people")
    SMALL = "small", _("10–49 people")
    MEDIUM = "medium", _("50–249 people")
    LARGE = "large", _("250–999 people")
    ENTERPRISE = "enterprise", _("1,000 people and more")


class Organization(models.Model):
    """A body. Its shown name, owner and lifecycle stand in the party of the same key."""

    party = models.OneToOneField(
        Party, models.CASCADE, primary_key=True, related_name="organization"
    )
    legal_name = models.CharField(_("legal name"), max_length=200)
    trade_name = models.CharField(_("trade name"), max_length=200, blank=True)
    tax_id = models.CharField(_("tax number"), max_length=50, blank=True)
    domains = ArrayField(
        models.CharField(max_length=253), default=list, blank=True, verbose_name=_("domains")
    )
    industry = models.CharField(_("industry"), max_length=100, blank=True)
    size = models.CharField(_("size"), max_length=10, choices=Size.choices, blank=True)
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="subsidiaries",
        db_index=False,
        verbose_name=_("parent company"),
    )
    version = models.IntegerField(db_default=1, editable=False)

    access: ClassVar[Access] = Access(via="party")
    objects: ClassVar[AccessQuerySet[Organization]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("party")),
                name="organization_not_its_own_parent",
            )
        ]
        indexes = [
            models.Index("parent", name="organization_parent", condition=Q(parent__isnull=False)),
            models.Index("tax_id", name="organization_tax_id", condition=~Q(tax_id="")),
            GinIndex("domains", name="organization_domains", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.trade_name or self.legal_name
