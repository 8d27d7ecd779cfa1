"""Access tokens: how another program acts in a user's name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.records import Record


class ApiToken(Record):
    """A token that acts as its user, with some of her rights or all. Only a digest of it is kept."""

    never_logged: ClassVar[tuple[str, ...]] = ("digest",)

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class TokenUse(models.Model):
    """When a token was last used, to five minutes."""

    log_changes = False

    token = models.OneToOneField(
        ApiToken, models.CASCADE, primary_key=True, related_name="last_use"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.token_id} {self.at}"
