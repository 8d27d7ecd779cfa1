"""The company that works with this installation: one row."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.core.company import cipher
from rapport.core.records import Record


class MailSecurity(models.TextChoices):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls", _("STARTTLS (usual, port 587)")
    TLS = "tls", _("TLS (port 465)")
    NONE = "none", _("None (only inside your own network)")


class SealedField(models.TextField):  # type: ignore[type-arg]
    """A text that is encrypted in the database with a key made from the secret key."""

    def get_prep_value(self, value: Any) -> str:
        """Encrypt on the way in."""
        return cipher.seal(value) if value else ""

    def from_db_value(self, value: str | None, *_context: Any) -> str:
        """Decrypt on the way out; what cannot be read any more counts as not set."""
        return cipher.unseal(value) if value else ""


class Company(Record):
    """Who we are: name, base currency, fiscal year, the defaults of new colleagues, and the mail server."""

    never_logged: ClassVar[tuple[str, ...]] = ("mail_password",)

    name = models.CharField(max_length=100)
    base_currency = models.CharField(max_length=3)
    fiscal_year_start = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    language = models.CharField(max_length=10, default="en")
    timezone = models.CharField(max_length=50, default="UTC")
    keep_months = models.PositiveSmallIntegerField(_("months kept"), default=24)
    journals_since = models.DateField(_("changes and events since"), null=True)
    sender = models.EmailField(blank=True, default="")
    mail_host = models.CharField(max_length=253, blank=True, default="")
    mail_port = models.PositiveIntegerField(default=587)
    mail_security = models.CharField(
        max_length=10, choices=MailSecurity.choices, default=MailSecurity.STARTTLS
    )
    mail_user = models.CharField(max_length=254, blank=True, default="")
    mail_password = SealedField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="company_once"),
            models.CheckConstraint(
                condition=Q(fiscal_year_start__range=(1, 12)), name="company_fiscal_month"
            ),
            models.CheckConstraint(condition=Q(keep_months__gte=1), name="company_keeps_a_month"),
        ]

    def __str__(self) -> str:
        return self.name
