"""Links that open a door once: an invitation, a sign-in by e-mail, a new password."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.records import Record


class Purpose(models.TextChoices):
    """What a link is for."""

    SIGN_IN = "sign_in", _("Sign in")
    INVITATION = "invitation", _("Invitation")
    NEW_PASSWORD = "new_password", _("New password")


class OneTimeLink(Record):
    """A link made for one colleague and one purpose. Its address is signed and stored nowhere; it works once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    onward = models.CharField(max_length=500, blank=True, default="")
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.user_id}"
