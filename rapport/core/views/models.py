"""Saved views: a list as somebody wants to find it again, and who else finds it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Team, User, holds
from rapport.core.records import Record

# Who sees a view `v`: her own, everybody's, and those of her team and of the teams above it. Parameters: user, team.
SEEN = """(v.owner_id = %s OR v.audience = 'public' OR (v.audience = 'team' AND v.team_id IN (
  WITH RECURSIVE above AS (
    SELECT id, parent_id FROM core_team WHERE id = %s
    UNION SELECT t.id, t.parent_id FROM core_team t JOIN above a ON t.id = a.parent_id)
  SELECT id FROM above)))"""


class Audience(models.TextChoices):
    """Who finds a view beside whoever saved it."""

    PRIVATE = "private", _("Only me")
    TEAM = "team", _("My team")
    PUBLIC = "public", _("Everybody")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Views, and who may see and change them."""

    def visible_to(self, user: User) -> Self:
        """Keep the user's own, those of her team and of the teams above it, and everybody's."""
        seen = f"SELECT v.id FROM core_savedview v WHERE {SEEN}"  # noqa: S608 - our own words
        return self.filter(pk__in=RawSQL(seen, [user.pk, user.team_id]))  # noqa: S611

    def within(self, user: User, right: str) -> Self:
        """Keep those the user may change: her own; with the right to share also those that others shared."""
        if not holds(user, right):
            return self.none()
        mine = Q(owner=user)
        if holds(user, "core.share_view"):
            mine |= ~Q(audience=Audience.PRIVATE)
        return self.visible_to(user).filter(mine)


class SavedView(Record):
    """Filters, words, sort and columns of a list under a name. `query` is the list's address without a place."""

    list_name = models.CharField(max_length=50)
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField(blank=True)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.PRIVATE)
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="view_has_a_name"),
            models.CheckConstraint(
                condition=Q(audience="team", team__isnull=False)
                | (~Q(audience="team") & Q(team__isnull=True)),
                name="view_of_a_team_has_one",
            ),
            models.UniqueConstraint("owner", "list_name", Lower("name"), name="view_named_once"),
        ]
        indexes = [models.Index(fields=["audience", "list_name"], name="view_of_list")]

    def __str__(self) -> str:
        return self.name


class ViewUse(models.Model):
    """What one colleague made of a view: pinned, the one her list opens with, followed, its place among the tabs."""

    class Follows(models.TextChoices):
        """How she is told of what enters the view."""

        NOT = "", _("Do not tell me")
        AT_ONCE = "now", _("Tell me within minutes")
        DAILY = "daily", _("Tell me once a day")

    log_changes: ClassVar[bool] = False

    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="uses")
    list_name = models.CharField(max_length=50)
    is_pinned = models.BooleanField(default=False)
    opens = models.BooleanField(default=False)
    follows = models.CharField(max_length=10, blank=True, choices=Follows.choices)
    position = models.SmallIntegerField(null=True, blank=True)
    known = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "view"], name="view_use_once"),
            models.UniqueConstraint(
                fields=["user", "list_name"], condition=Q(opens=True), name="list_opens_with_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.view_id} of {self.user_id}"
