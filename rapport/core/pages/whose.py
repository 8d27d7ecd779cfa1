"""Whose change stands in a record now."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.changes.models import Change
from rapport.core.pages.formats import ago


def last_change(*rows: tuple[str, int]) -> tuple[str, str]:
    """Return who changed these rows (table, id) last, and when, in words."""
    latest: Change | None = None
    for table, row_id in rows:
        found = Change.objects.filter(table=table, row_id=row_id, operation="u")
        change = found.order_by("-id").first()
        if change and (latest is None or change.pk > latest.pk):
            latest = change
    if latest is None:
        return _("Somebody"), ago(timezone.now())
    user = User.objects.filter(pk=latest.by_id or 0).first()
    return user.name if user else _("Somebody"), ago(latest.at)
