"""What people ask of us about their data, with the day by which the law wants an answer; and who was erased."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.company.models import SealedField
from rapport.core.records import Record
from rapport.customers.consent.models import Source
from rapport.customers.parties.models import Party


class Law(models.TextChoices):
    """Under which law somebody asks."""

    GDPR = "gdpr", _("GDPR (Europe)")
    PIPL = "pipl", _("PIPL (China)")


class RequestKind(models.TextChoices):
    """What somebody asks for."""

    ACCESS = "access", _("Access and copy")
    CORRECTION = "correction", _("Correction")
    RESTRICTION = "restriction", _("Restriction of processing")
    ERASURE = "erasure", _("Erasure")


ARTICLES = {
    (Law.GDPR, RequestKind.ACCESS): "GDPR 15, 20",
    (Law.GDPR, RequestKind.CORRECTION): "GDPR 16",
    (Law.GDPR, RequestKind.RESTRICTION): "GDPR 18, 21",
    (Law.GDPR, RequestKind.ERASURE): "GDPR 17",
    (Law.PIPL, RequestKind.ACCESS): "PIPL 45",
    (Law.PIPL, RequestKind.CORRECTION): "PIPL 46",
    (Law.PIPL, RequestKind.RESTRICTION): "PIPL 44",
    (Law.PIPL, RequestKind.ERASURE): "PIPL 47",
}


class RequestState(models.TextChoices):
    """How far an answer is."""

    OPEN = "open", pgettext_lazy("of a request", "Open")
    DONE = "done", pgettext_lazy("of a request", "Answered")
    REFUSED = "refused", pgettext_lazy("of a request", "Refused")


GDPR_DAYS, PIPL_WORKING_DAYS = 30, 15


def due_on(law: str, received_on: date) -> date:
    """Return the day by which the law wants an answer: thirty days, or fifteen days from Monday to Friday.

    Public holidays are counted as working days: whoever keeps this day is never late.
    """
    if law == Law.GDPR:
        return received_on + timedelta(days=GDPR_DAYS)
    day, left = received_on, PIPL_WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


class PrivacyRequest(Record):
    """Somebody asks for her data, or for what is done with them; kept as the proof of when and how it was answered."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="privacy_requests")
    kind = models.CharField(_("asked for"), max_length=12, choices=RequestKind.choices)
    law = models.CharField(_("law"), max_length=5, choices=Law.choices)
    source = models.CharField(_("how it came"), max_length=10, choices=Source.choices)
    received_on = models.DateField(_("received"))
    due_on = models.DateField(_("due"))
    identity = models.CharField(_("how the identity was checked"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, verbose_name=_("answered by")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState.choices, default=RequestState.OPEN
    )
    answer = models.TextField(_("answer"), blank=True)
    closed_at = models.DateTimeField(_("answered"), null=True, blank=True)

    access: ClassVar[Access] = Access(view="customers.view_privacy_request", via="party")
    objects: ClassVar[AccessQuerySet[PrivacyRequest]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("privacy request")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN) ^ Q(closed_at__isnull=False),
                name="privacy_request_closed",
            )
        ]
        indexes = [
            models.Index(
                "due_on", "id", name="privacy_request_due", condition=Q(state=RequestState.OPEN)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.received_on}"

    @property
    def articles(self) -> str:
        """Return where the law says so."""
        return ARTICLES[Law(self.law), RequestKind(self.kind)]

    @property
    def is_open(self) -> bool:
        """Tell whether an answer is owed."""
        return self.state == RequestState.OPEN


class Erasure(Record):
    """Somebody was erased: when, by whom, how many rows of which kind, and what the law made us keep.

    `terms` are the names, numbers and addresses that are still looked for in the texts of others; sealed, and emptied
    once that is done.
    """

    never_logged: ClassVar[tuple[str, ...]] = ("terms",)

    party = models.OneToOneField(Party, models.PROTECT, related_name="erasure")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    erased = models.JSONField(_("erased rows"), default=dict)
    kept = models.JSONField(_("rows kept by law"), default=dict)
    swept = models.JSONField(_("texts cleared"), default=dict)
    swept_at = models.DateTimeField(_("texts looked through"), null=True)
    terms = SealedField(_("looked for"), blank=True, default="")

    access: ClassVar[Access] = Access(via="party")
    objects: ClassVar[AccessQuerySet[Erasure]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("erasure")

    def __str__(self) -> str:
        return f"{self.party_id} {self.at}"
