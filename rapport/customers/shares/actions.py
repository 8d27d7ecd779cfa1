"""Showing a record to colleagues besides its owner."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.actions import check_version
from rapport.core.access.models import Team, User
from rapport.core.action import action
from rapport.core.errors import Invalid, Missing
from rapport.core.events.actions import publish
from rapport.customers.parties.editing import require_party
from rapport.customers.parties.events import PartyShared, PartyUnshared
from rapport.customers.parties.models import Share


class NobodyToShareWith(Invalid):
    """Choose a colleague or a team to share this with."""


@action
def share_party(
    party_id: int,
    *,
    by: User,
    at: datetime,
    user_id: int | None = None,
    team_id: int | None = None,
    can_change: bool = False,
) -> Share:
    """Show a party to a colleague or a team, to read or also to change; sharing again changes which of both."""
    party = require_party(by, "customers.share_party", party_id)
    user = User.objects.filter(pk=user_id or 0, is_system=False, left_at=None).first()
    team = Team.objects.filter(pk=team_id or 0).first()
    if (user is None) == (team is None):
        raise NobodyToShareWith(fields={"who": NobodyToShareWith().sentence()})
    share = Share.objects.filter(party=party, user=user, team=team).first()
    if share is not None and share.can_change == can_change:
        return share
    share = share or Share(party=party, user=user, team=team)
    share.can_change = can_change
    share.save()
    publish(
        PartyShared(party_id=party.pk, user_id=user_id, team_id=team_id, can_change=can_change),
        by=by,
        at=at,
    )
    return share


@action
def unshare_party(
    party_id: int, share_id: int, *, by: User, at: datetime, version: int | None = None
) -> None:
    """Stop showing a party to a colleague or a team."""
    party = require_party(by, "customers.unshare_party", party_id)
    share = Share.objects.filter(pk=share_id, party=party).first()
    if share is None:
        raise Missing
    check_version(share, version)
    share.delete()
    publish(
        PartyUnshared(party_id=party.pk, user_id=share.user_id, team_id=share.team_id),
        by=by,
        at=at,
    )
