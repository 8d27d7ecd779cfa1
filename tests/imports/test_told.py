"""Whoever started a long import and went on working is told how it ended."""

from __future__ import annotations

from datetime import timedelta

from rapport.core.imports.actions import start_import
from rapport.core.imports.driving import drive
from rapport.core.notifications.queries import messages

LIST = "SKU,Name,Price\nA1,Anchor,1.50\nA2,Boat,abc\n"


def test_a_long_one_is_told_and_a_short_one_is_not(drafted, admin, at) -> None:
    for lasts in (0, 60):
        run = drafted("products", LIST)
        start_import(run.pk, by=admin, at=at)
        drive(run.pk, by=admin, clock=lambda lasts=lasts: at + timedelta(seconds=lasts))
    (message,) = messages(admin)[0]
    assert message.text == "Import of “list.csv” is done: 0 added, 0 updated, 1 left out"
    assert message.link == f"/imports/{run.pk}"


def test_a_trial_is_not_told(drafted, admin, at) -> None:
    run = drafted("products", LIST)
    start_import(run.pk, by=admin, at=at, is_trial=True)
    drive(run.pk, by=admin, clock=lambda: at + timedelta(minutes=1))
    assert messages(admin)[0] == []
