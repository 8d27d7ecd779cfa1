"""Mails of automations to colleagues: claimed, handed over outside any transaction, recorded in the log of the run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import override

from rapport.core.automation.models import AutomationMail, AutomationRun, MailState
from rapport.core.outgoing import leases
from rapport.core.outgoing.leases import MAIL
from rapport.core.outgoing.ports import Answer

KEPT = timedelta(days=30)


def settle(*, at: datetime) -> None:
    """Say of mails whose sender was killed while the server took them that they may have gone."""
    lost = AutomationMail.objects.filter(state=MailState.SENDING, taken_until__lt=at)
    if not lost.exists():
        return
    for mail in list(lost.select_related("user")):
        if leases.settle(AutomationMail.objects.filter(pk=mail.pk), at=at):
            mail.refresh_from_db()
            _note(mail)


@transaction.atomic
def claim(*, at: datetime) -> AutomationMail | None:
    """Take the mail that is due longest, for a while; None when none is. Who left gets none."""
    rows = AutomationMail.objects.select_related("user")
    while (mail := leases.next_due(rows, at=at)) is not None:
        if MAIL.is_spent(mail.attempts) or mail.user.left_at is not None:
            leases.end(mail, MailState.FAILED, at=at, failure=mail.failure)
            _note(mail)
            continue
        leases.claim(mail, at=at)
        return mail
    return None


@transaction.atomic
def record(mail: AutomationMail, answer: Answer, *, at: datetime) -> None:
    """Note what the server said, also beside the step in the log."""
    leases.record(mail, answer, at=at)
    _note(mail)


def _note(mail: AutomationMail) -> None:
    with override(mail.user.language):
        state = MailState(mail.state)
        said = state.value if state == MailState.SENT else mail.failure or str(state.label)
    _note_beside(mail.run_ids, mail.place, said)


def _note_beside(run_ids: Sequence[int], place: int, said: str) -> None:
    runs = list(AutomationRun.objects.select_for_update().filter(pk__in=run_ids))
    for run in runs:
        if place < len(run.steps):
            run.steps[place]["mail"] = said
    AutomationRun.objects.bulk_update(runs, ["steps"])


def forget_old(*, at: datetime) -> int:
    """Delete what ended more than thirty days ago."""
    return AutomationMail.objects.filter(ended_at__lt=at - KEPT).delete()[0]
