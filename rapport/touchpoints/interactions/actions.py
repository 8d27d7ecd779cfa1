"""Logging contacts with customers, and what becomes of complaints."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.actions import require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Conflict
from rapport.core.events.actions import publish
from rapport.customers.parties.actions import forget_touch, note_touch
from rapport.customers.parties.editing import require_party
from rapport.touchpoints.interactions.details import Details, check
from rapport.touchpoints.interactions.events import (
    ComplaintOpened,
    ComplaintResolved,
    InteractionEdited,
    InteractionRestored,
    InteractionTrashed,
)
from rapport.touchpoints.interactions.models import Interaction, Reason
from rapport.touchpoints.interactions.noting import note_interaction
from rapport.touchpoints.tasks.actions import create_task
from rapport.touchpoints.tasks.plan import Plan


class NotAComplaint(Conflict):
    """This contact is no complaint."""


class AlreadyResolved(Conflict):
    """This complaint is resolved already."""


class StillOpen(Conflict):
    """This complaint is still open."""


class InteractionInTheTrash(Conflict):
    """This contact is in the trash. Restore it first."""


@action
def log_interaction(party_id: int, details: Details, *, by: User, at: datetime) -> Interaction:
    """Write down a contact with a customer; a next step with a day becomes a task of whoever logs it."""
    party = require_party(by, "touchpoints.log_interaction", party_id)
    check(details, at=at)
    row = note_interaction(party, details, staff=by, by=by, at=at)
    if details.next_step.strip():
        plan = Plan(
            title=details.next_step,
            party_id=party.pk,
            due_on=details.next_step_on,
            source_id=row.pk,
        )
        create_task(plan, by=by, at=at)
    if row.reason == Reason.COMPLAINT:
        publish(ComplaintOpened(interaction_id=row.pk, party_id=party.pk), by=by, at=at)
    return row


@action
def edit_interaction(
    interaction_id: int, details: Details, *, by: User, at: datetime, version: int | None = None
) -> Interaction:
    """Correct what was written about a contact."""
    row = _kept(
        require_row(
            by, "touchpoints.edit_interaction", Interaction, interaction_id, version=version
        )
    )
    check(details, at=at)
    was_complaint, was_at = row.reason == Reason.COMPLAINT, row.started_at
    for name, value in details.columns().items():
        setattr(row, name, value)
    is_complaint = row.reason == Reason.COMPLAINT
    if not is_complaint:
        row.resolved_at, row.resolution = None, ""
    row.save()
    if row.started_at != was_at:
        _touch_again(row, was_at)
    publish(InteractionEdited(interaction_id=row.pk, party_id=row.party_id), by=by, at=at)
    if is_complaint and not was_complaint:
        publish(ComplaintOpened(interaction_id=row.pk, party_id=row.party_id), by=by, at=at)
    return row


@action
def resolve_complaint(
    interaction_id: int, *, by: User, at: datetime, resolution: str = ""
) -> Interaction:
    """Say that a complaint was answered to the end, and how."""
    row = _kept(require_row(by, "touchpoints.resolve_complaint", Interaction, interaction_id))
    if row.reason != Reason.COMPLAINT:
        raise NotAComplaint
    if row.resolved_at is not None:
        raise AlreadyResolved
    row.resolved_at, row.resolution = at, resolution.replace("\x00", "").strip()[:500]
    row.save(update_fields=["resolved_at", "resolution"])
    publish(ComplaintResolved(interaction_id=row.pk, party_id=row.party_id), by=by, at=at)
    return row


@action
def reopen_complaint(interaction_id: int, *, by: User, at: datetime) -> Interaction:
    """Take a complaint up again."""
    row = _kept(require_row(by, "touchpoints.reopen_complaint", Interaction, interaction_id))
    if row.reason != Reason.COMPLAINT:
        raise NotAComplaint
    if row.resolved_at is None:
        raise StillOpen
    row.resolved_at, row.resolution = None, ""
    row.save(update_fields=["resolved_at", "resolution"])
    publish(ComplaintOpened(interaction_id=row.pk, party_id=row.party_id), by=by, at=at)
    return row


@action
def trash_interaction(interaction_id: int, *, by: User, at: datetime) -> Interaction:
    """Move a contact to the trash, where it stays for 30 days."""
    row = require_row(by, "touchpoints.trash_interaction", Interaction, interaction_id)
    if row.trashed_at is None:
        row.trashed_at = at
        row.save(update_fields=["trashed_at"])
        _touch_again(row, row.started_at)
        publish(InteractionTrashed(interaction_id=row.pk, party_id=row.party_id), by=by, at=at)
    return row


@action
def restore_interaction(interaction_id: int, *, by: User, at: datetime) -> Interaction:
    """Take a contact out of the trash."""
    row = require_row(by, "touchpoints.restore_interaction", Interaction, interaction_id)
    if row.trashed_at is not None:
        row.trashed_at = None
        row.save(update_fields=["trashed_at"])
        note_touch(row.party_id, channel=row.channel, touched_at=row.started_at)
        publish(InteractionRestored(interaction_id=row.pk, party_id=row.party_id), by=by, at=at)
    return row


def _kept(row: Interaction) -> Interaction:
    if row.trashed_at is not None:
        raise InteractionInTheTrash
    return row


def _touch_again(row: Interaction, was_at: datetime) -> None:
    """Let the customer's last contact follow when the one it came from moved or went."""
    forget_touch(row.party_id, touched_at=was_at)
    rows = Interaction.objects.kept().filter(party_id=row.party_id)
    last = rows.order_by("-started_at", "-id").first()
    if last is not None:
        note_touch(row.party_id, channel=last.channel, touched_at=last.started_at)
