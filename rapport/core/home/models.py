"""Home pages that somebody arranged: of a role, or of one colleague."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rapport.core.access.models import Role, User
from rapport.core.records import Record


class HomePage(Record):
    """The names of the widgets in the middle and at the side, from the top. Without a row, a role's are those shipped."""

    role = models.OneToOneField(
        Role, models.CASCADE, null=True, blank=True, related_name="home_page"
    )
    user = models.OneToOneField(
        User, models.CASCADE, null=True, blank=True, related_name="home_page"
    )
    main = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    beside = ArrayField(models.CharField(max_length=50), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__isnull=False, user__isnull=True)
                | Q(role__isnull=True, user__isnull=False),
                name="home_page_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role_id or self.user_id}"
