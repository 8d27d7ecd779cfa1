"""Putting tasks on another day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection

from rapport.core.records import among, keys

# The hour stays the same on the calendar of whoever moves it, across a change of clocks too, and goes with its day.
PUT = """UPDATE touchpoints_task SET due_on = %s,
due_at = ((due_at AT TIME ZONE %s)::time + %s::date) AT TIME ZONE %s
WHERE {which} AND due_on IS DISTINCT FROM %s RETURNING id"""


def put_on_day(task_ids: Sequence[int], due_on: date | None, zone: str) -> list[int]:
    """Put tasks on a day, or on none; return those that were on another.

    A part of the verbs that reschedule: they have asked for the right.
    """
    which, of_keys = among("id", keys(task_ids))
    with connection.cursor() as cursor:
        given = [due_on, zone, due_on, zone, *of_keys, due_on]
        cursor.execute(PUT.format(which=which), given)
        return [row_id for (row_id,) in cursor.fetchall()]
