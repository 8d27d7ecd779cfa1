"""The log of sign-ins: who came in, who was refused, and how."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from rapport.core.audit.browsers import browser
from rapport.core.records import LooseKey


class Outcome(models.TextChoices):
    """What came of it."""

    SIGNED_IN = "signed_in", _("Signed in")
    FAILED = "failed", _("Refused")
    LOCKED_OUT = "locked_out", _("Locked out")
    SIGNED_OUT = "signed_out", _("Signed out")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    FACTOR_ADDED = "factor_added", _("Second proof added")
    FACTOR_REMOVED = "factor_removed", _("Second proof removed")


class Method(models.TextChoices):
    """By which proof."""

    PASSWORD = "password", _("Password")
    LINK = "link", _("Link by e-mail")
    INVITATION = "invitation", _("Invitation")
    CODE = "code", _("Code")
    PASSKEY = "passkey", _("Passkey")
    PROVIDER = "provider", _("Company sign-in")


class SignInEvent(models.Model):
    """Somebody signed in or out, or was refused. Append-only; it is a log itself, so changes are not logged again."""

    log_changes: ClassVar[bool] = False

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    method = models.CharField(max_length=20, choices=Method.choices, blank=True, default="")
    user_id = LooseKey("core.User", null=True)
    email = models.CharField(max_length=254, blank=True, default="")
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["user_id", "-id"], name="signin_by_user")]

    def __str__(self) -> str:
        return f"{self.email} {self.outcome}"

    @property
    def browser_name(self) -> str:
        """Return the browser in words."""
        return browser(self.browser)
