"""Running numbers of documents: SO-000123. A number that a file brought along is passed over."""

from __future__ import annotations

from django.db import connection, models


def next_number(prefix: str, sequence: str, model: type[models.Model]) -> str:
    """Return the next free number of a kind of document."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(%s)", [sequence])
            number = f"{prefix}-{cursor.fetchone()[0]:06d}"
        if not model._default_manager.filter(number=number).exists():
            return number
