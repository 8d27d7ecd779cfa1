"""How a colleague settles in: which checklists she put away, and what she tried."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from rapport.core.access.models import User


class Onboarding(models.Model):
    """`closed` are the checklists put away; `tried` is what leaves no record of its own, such as searching."""

    log_changes: ClassVar[bool] = False

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="onboarding")
    closed = ArrayField(models.CharField(max_length=30), default=list)
    tried = ArrayField(models.CharField(max_length=30), default=list)

    def __str__(self) -> str:
        return f"{self.user_id}"
