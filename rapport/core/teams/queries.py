"""One team."""

from __future__ import annotations

from rapport.core.access.models import Team
from rapport.core.errors import Missing


def team(team_id: int) -> Team:
    """Return a team, or say that there is none."""
    row = Team.objects.filter(pk=team_id).first()
    if row is None:
        raise Missing
    return row
