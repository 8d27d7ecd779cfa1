"""How often each caller asked in the present minute."""

from __future__ import annotations

from django.db import models


class ApiUsage(models.Model):
    """Requests of one caller in one minute. The table is unlogged: counting costs no write to disk, a crash forgets it."""

    log_changes = False

    caller = models.CharField(max_length=60, primary_key=True)
    minute = models.BigIntegerField()
    count = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.caller}: {self.count}"
