"""What happened to a row, newest first."""

from __future__ import annotations

from django.db import models

from rapport.core.changes.models import Change


def history(model: type[models.Model], row_id: int) -> models.QuerySet[Change]:
    """Return the changes of one row, newest first."""
    return Change.objects.filter(table=model._meta.db_table, row_id=row_id).order_by("-id")
