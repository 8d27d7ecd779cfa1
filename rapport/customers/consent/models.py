"""Who allowed what, when, by which words, with which proof."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet
from rapport.core.records import Record
from rapport.customers.contactpoints.models import ContactPoint


class Purpose(models.TextChoices):
    """What a contact point may be used for."""

    SERVICE = "service", _("Service")
    OFFERS = "offers", _("Offers")
    SURVEYS = "surveys", _("Surveys")
    PROFILING = "profiling", _("Analysis")
    RECORDING = "recording", _("Recording of calls")


class Decision(models.TextChoices):
    """What the customer said."""

    GIVEN = "given", _("Given")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Source(models.TextChoices):
    """Where she said it."""

    PHONE = "phone", _("By telephone")
    EMAIL = "email", _("By e-mail")
    FORM = "form", _("On a form")
    WEB = "web", _("On the website")
    MEETING = "meeting", _("In person")
    IMPORT = "import", _("From an import")
    MERGE = "merge", _("From merging records")


class Hindrance(models.TextChoices):
    """Why a contact point may not be used for a purpose."""

    UNKNOWN = "unknown", _("No such number or address is known.")
    RESTRICTED = "restricted", _("Processing of this person’s data is restricted.")
    SUPPRESSED = "suppressed", _("This address is blocked for good.")
    BOUNCED = "bounced", _("Mail to this address came back.")
    WITHDRAWN = "withdrawn", _("Consent was withdrawn.")
    NOT_GIVEN = "not_given", _("No consent was given.")


class ConsentEvent(Record):
    """One line of the ledger: never edited, the last one for a contact point and purpose counts."""

    contact_point = models.ForeignKey(
        ContactPoint, models.CASCADE, related_name="consents", db_index=False
    )
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    decision = models.CharField(max_length=10, choices=Decision.choices)
    wording = models.CharField(_("version of the wording"), max_length=50, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    evidence = models.TextField(_("evidence"), blank=True)
    at = models.DateTimeField()

    access: ClassVar[Access] = Access(via="contact_point")
    objects: ClassVar[AccessQuerySet[ConsentEvent]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                "contact_point",
                "purpose",
                models.F("at").desc(),
                models.F("id").desc(),
                name="consent_latest",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact_point_id} {self.purpose} {self.decision}"


class Suppression(Record):
    """An address that must never be written to again, known only by a keyed hash, so that it outlives erasure."""

    digest = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return self.digest[:12]
