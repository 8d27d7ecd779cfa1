"""How a kind of notification reads; the list itself stands in `config/notifications.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.notifications.models import Notification

# Returns the keys of those notifications of which the reader may still see what they are about.
Sees = Callable[[User, Sequence[Notification]], set[int]]


class Category(models.TextChoices):
    """What a colleague chooses by how she wants to be told."""

    MENTIONS = "mentions", _("Mentions")
    ASSIGNMENTS = "assignments", _("Assignments")
    REMINDERS = "reminders", _("Reminders")
    VIEWS = "views", _("Followed views")
    RUNS = "runs", _("Imports, exports, bulk changes")
    CONNECTIONS = "connections", _("Connected programs")
    AUTOMATIONS = "automations", _("Automations")


@dataclass(frozen=True)
class Wording:
    """Icon, sentence and category of one kind; the sentence's %(names)s are filled from the notification.

    `sees` asks anew, whenever it is shown or mailed, whether the reader may see what it is about.
    """

    icon: str
    text: str | Promise
    category: Category
    sees: Sees | None = None


def category_of(kind: str) -> Category:
    """Return the category of a kind."""
    found: Category = listed("notifications")[kind].category
    return found
