"""What a user had open lately, for an empty palette and for ranking. Called by a record's page when it opens."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from rapport.core.access.models import User
from rapport.core.search.models import RecentRecord

KEPT = 50
# Two pages that one user opens at once forget the same rows in different orders: without this they wait for each other.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('core_recentrecord', %s))"
REMEMBER = """
INSERT INTO core_recentrecord AS r (user_id, kind, object_id, at) VALUES (%s, %s, %s, %s)
ON CONFLICT (user_id, kind, object_id) DO UPDATE SET at = excluded.at,
  weight = 1 + r.weight * 0.5 ^ (greatest(extract(epoch FROM excluded.at - r.at), 0) / 604800)"""


@transaction.atomic
def remember_opened(user: User, kind: str, object_id: int, *, at: datetime) -> None:
    """Note that the user opened a record, and forget the oldest beyond fifty."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")  # a crash may forget it, nobody waits
        cursor.execute(ONE_AT_A_TIME, [user.pk])
        cursor.execute(REMEMBER, [user.pk, kind, object_id, at])
    kept = RecentRecord.objects.filter(user=user).order_by("-at", "-id")
    forgotten = list(kept.values_list("pk", flat=True)[KEPT : KEPT + 50])
    if forgotten:
        RecentRecord.objects.filter(pk__in=forgotten).delete()
