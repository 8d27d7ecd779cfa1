"""Correcting a contact, and what becomes of complaints."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.core.access.actions import StaleVersion
from rapport.core.access.models import User
from rapport.core.action import last_group
from rapport.core.errors import Missing, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.undo.actions import undo
from rapport.customers.parties.models import Party
from rapport.customers.shares.actions import share_party
from rapport.touchpoints.interactions.actions import (
    AlreadyResolved,
    InteractionInTheTrash,
    NotAComplaint,
    StillOpen,
    edit_interaction,
    reopen_complaint,
    resolve_complaint,
    restore_interaction,
    trash_interaction,
)
from rapport.touchpoints.interactions.details import Details
from rapport.touchpoints.interactions.models import Interaction

pytestmark = pytest.mark.django_db


def told(name: str) -> int:
    return EventRow.objects.filter(name=name).count()


def test_it_is_corrected(logged, alice: User, at) -> None:
    row = logged()
    details = Details(channel="meeting", started_at=at, subject="Lunch", reason="complaint")
    edited = edit_interaction(row.pk, details, by=alice, at=at, version=row.version)
    assert (edited.channel, edited.subject) == ("meeting", "Lunch")
    assert (told("InteractionEdited"), told("ComplaintOpened")) == (1, 1)


def test_two_people_saving_the_same(logged, alice: User, at) -> None:
    row = logged()
    details = Details(channel="phone", started_at=at, subject="Mine")
    edit_interaction(row.pk, details, by=alice, at=at, version=1)
    with pytest.raises(StaleVersion):
        edit_interaction(row.pk, details, by=alice, at=at, version=1)


def test_the_last_contact_follows_a_corrected_time(logged, wang, alice, at) -> None:
    logged(started_at=at - timedelta(days=5), channel="email")
    row = logged()
    earlier = Details(channel="phone", started_at=at - timedelta(days=7), subject="x")
    edit_interaction(row.pk, earlier, by=alice, at=at)
    party = Party.objects.get(pk=wang.pk)
    assert (party.last_touch_at, party.last_touch_channel) == (at - timedelta(days=5), "email")


def test_another_team_cannot_see_it_and_a_reader_cannot_change_it(
    logged, wang, alice, charlie, at
) -> None:
    row = logged()
    details = Details(channel="phone", started_at=at, subject="x")
    with pytest.raises(Missing):
        edit_interaction(row.pk, details, by=charlie, at=at)
    share_party(wang.pk, by=alice, at=at, user_id=charlie.pk, can_change=False)
    with pytest.raises(NotAllowed):
        edit_interaction(row.pk, details, by=charlie, at=at)


def test_a_complaint_is_resolved_once_and_taken_up_again(logged, alice, at) -> None:
    row = logged(reason="complaint")
    resolve_complaint(row.pk, by=alice, at=at, resolution=" Replaced the charger ")
    row.refresh_from_db()
    assert (row.resolved_at, row.resolution) == (at, "Replaced the charger")
    with pytest.raises(AlreadyResolved):
        resolve_complaint(row.pk, by=alice, at=at)
    reopen_complaint(row.pk, by=alice, at=at)
    with pytest.raises(StillOpen):
        reopen_complaint(row.pk, by=alice, at=at)
    assert (told("ComplaintResolved"), told("ComplaintOpened")) == (1, 2)


def test_only_complaints_are_resolved(logged, alice, at) -> None:
    row = logged()
    with pytest.raises(NotAComplaint):
        resolve_complaint(row.pk, by=alice, at=at)
    with pytest.raises(NotAComplaint):
        reopen_complaint(row.pk, by=alice, at=at)


def test_resolving_can_be_undone(logged, alice, at) -> None:
    row = logged(reason="complaint")
    resolve_complaint(row.pk, by=alice, at=at)
    undo(last_group(), by=alice, at=at)
    assert Interaction.objects.open_complaints().get() == row


def test_into_the_trash_and_back(logged, wang, alice, at) -> None:
    row = logged()
    trash_interaction(row.pk, by=alice, at=at)
    assert not Interaction.objects.kept().exists()
    assert Party.objects.get(pk=wang.pk).last_touch_at is None
    with pytest.raises(InteractionInTheTrash):
        resolve_complaint(row.pk, by=alice, at=at)
    restore_interaction(row.pk, by=alice, at=at)
    assert Party.objects.get(pk=wang.pk).last_touch_at == at
    assert (told("InteractionTrashed"), told("InteractionRestored")) == (1, 1)


def test_another_team_can_do_none_of_it(logged, charlie, at) -> None:
    row = logged(reason="complaint")
    for verb in (resolve_complaint, reopen_complaint, trash_interaction, restore_interaction):
        with pytest.raises(Missing):
            verb(row.pk, by=charlie, at=at)
