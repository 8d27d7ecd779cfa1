"""What everything that goes out has in common: whose turn it is, who is at it, and what became of it."""

from __future__ import annotations

from enum import StrEnum
from uuid import uuid4

from django.db import models


class Step(StrEnum):
    """The states by which `leases` drives a row; a model may know others, in which nothing more is done with it."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class Outgoing(models.Model):
    """Something that goes out once. `key` makes its Message-ID, the same at every attempt.

    It is `sending` from just before the server may take it until its answer is noted. Who finds it so after its lease
    cannot know whether it went, and does not send it again: nobody gets it twice.
    """

    key = models.UUIDField(unique=True, default=uuid4)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    taken_until = models.DateTimeField(null=True)
    failure = models.TextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
