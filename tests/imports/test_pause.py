"""An import stands still when it is asked to, and goes on where it stopped."""

import pytest
from django.urls import reverse

from rapport.core.imports import driving
from rapport.core.imports.actions import (
    ImportHasEnded,
    ImportIsNotPaused,
    cancel_import,
    continue_import,
    pause_import,
    start_import,
)
from rapport.core.imports.driving import drive
from rapport.core.imports.models import State
from rapport.customers.parties.models import Party
from tests.imports.conftest import counts

FILE = "id,name\n" + "".join(f"K{n},Person {n}\n" for n in range(10))


@pytest.fixture
def pausing(drafted, admin, at, monkeypatch):
    """A run of ten rows, two at a time, that somebody pauses after so many looks at the clock."""
    monkeypatch.setattr(driving, "WRITE_AT_ONCE", 2)
    run = drafted("people", FILE)
    start_import(run.pk, by=admin, at=at)

    def paused_after(looks):
        seen = iter(range(100))

        def clock():
            if next(seen) == looks:
                pause_import(run.pk, by=admin, at=at)
            return at

        drive(run.pk, by=admin, clock=clock)
        run.refresh_from_db()
        return run

    return paused_after


@pytest.mark.parametrize("looks", range(2, 14))
def test_it_goes_on_where_it_stopped(pausing, admin, at, looks):
    run = pausing(looks)
    assert run.state == State.PAUSED
    assert Party.objects.count() == run.written
    continue_import(run.pk, by=admin, at=at)
    drive(run.pk, by=admin, clock=lambda: at)
    run.refresh_from_db()
    assert (run.state, counts(run)) == (State.DONE, (10, 10, 0, 0, 0, 0))
    assert Party.objects.count() == 10


def test_paused_it_may_be_cancelled(pausing, admin, at):
    run = pausing(10)
    cancel_import(run.pk, by=admin, at=at)
    run.refresh_from_db()
    assert run.state == State.CANCELLED
    assert run.can_be_undone
    with pytest.raises(ImportIsNotPaused):
        continue_import(run.pk, by=admin, at=at)
    with pytest.raises(ImportHasEnded):
        pause_import(run.pk, by=admin, at=at)


def test_by_the_page(pausing, drafted, admin, charlie, at, signed_in):
    run = pausing(10)
    client, page = signed_in(admin), reverse("imports:open", args=[run.pk])
    assert "Paused" in client.get(page).content.decode()
    refused = signed_in(charlie).post(reverse("imports:continue", args=[run.pk]))
    assert refused.status_code in {403, 404}
    client.post(reverse("imports:continue", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == State.WRITING
    client.post(reverse("imports:pause", args=[run.pk]))
    drive(run.pk, by=admin, clock=lambda: at)
    run.refresh_from_db()
    assert run.state == State.PAUSED
    text = b"".join(client.get(reverse("imports:rows", args=[run.pk])).streaming_content).decode()
    assert text.splitlines()[1] == "K0,Person 0,Created,"
