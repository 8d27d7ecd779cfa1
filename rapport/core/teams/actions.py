"""Teams are added, renamed, moved in the tree, and removed when nobody is in them any more."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from rapport.core.access.actions import StaleVersion, require
from rapport.core.access.models import Team, User, team_and_below
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.events.actions import publish
from rapport.core.sentences import NO_NAME
from rapport.core.users.events import TeamChanged


class TeamInUse(Conflict):
    """There are still colleagues or teams in this team. Move them first."""


@action
def add_team(name: str, *, by: User, at: datetime, parent_id: int | None = None) -> Team:
    """Add a team, below another or at the top."""
    require(by, "core.manage_users")
    team = Team(name=name.strip(), parent_id=parent_id)
    _check(team)
    team.save()
    publish(TeamChanged(team_id=team.pk), by=by, at=at)
    return team


@action
def edit_team(
    team_id: int, *, by: User, at: datetime, version: int, name: str, parent_id: int | None
) -> Team:
    """Rename a team, or move it with all below it."""
    require(by, "core.manage_users")
    team = _locked(team_id)
    if team.version != version:
        raise StaleVersion(team)
    team.name, team.parent_id = name.strip(), parent_id
    _check(team)
    team.save(update_fields=["name", "parent"])
    publish(TeamChanged(team_id=team.pk), by=by, at=at)
    return team


@action
def remove_team(team_id: int, *, by: User, at: datetime) -> None:
    """Remove a team in which nobody is any more."""
    require(by, "core.manage_users")
    team = _locked(team_id)
    if team.members.exists() or team.below.exists():
        raise TeamInUse
    team.delete()
    publish(TeamChanged(team_id=team_id), by=by, at=at)


def _locked(team_id: int) -> Team:
    list(Team.objects.select_for_update().order_by("pk"))  # the tree is checked as a whole
    team = Team.objects.filter(pk=team_id).first()
    if team is None:
        raise Missing
    return team


def _check(team: Team) -> None:
    wrong = {}
    if not team.name:
        wrong["name"] = str(NO_NAME)
    elif Team.objects.filter(name__iexact=team.name).exclude(pk=team.pk).exists():
        wrong["name"] = _("There is a team of this name already.")
    if team.parent_id is not None:
        if not Team.objects.filter(pk=team.parent_id).exists():
            wrong["parent"] = _("This team does not exist any more.")
        elif team.pk and team.parent_id in team_and_below(team.pk):
            wrong["parent"] = _("A team cannot belong to itself or to a team below it.")
    if wrong:
        raise Invalid(wrong)
