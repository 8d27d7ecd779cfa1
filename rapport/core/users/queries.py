"""Who works here, in which team, with which roles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from rapport.core.access.models import Role, Team, User
from rapport.core.access.queries import role_name
from rapport.core.assembly import listed
from rapport.core.errors import Missing
from rapport.core.links.models import OneTimeLink, Purpose
from rapport.core.pages.formats import series


@dataclass(frozen=True)
class Colleague:
    """A row of the users page."""

    user: User
    roles: str
    team: str
    state: str
    kind: str


@dataclass
class Branch:
    """A team in the tree, with its members and the teams below it."""

    team: Team
    depth: int
    members: list[User] = field(default_factory=list)


def state(user: User) -> tuple[str, str]:
    """Return how a colleague stands, in words and as a kind of status."""
    if user.left_at:
        return _("Left"), "off"
    if user.invited_at:
        return _("Invited"), "warn"
    return _("Active"), "ok"


def colleagues() -> list[Colleague]:
    """Return everybody who works or worked here: the present first, by name."""
    users = User.objects.filter(is_system=False).select_related("team")
    rows = users.prefetch_related("grants__role").order_by("name", "pk")
    found = []
    for user in rows:
        roles = series(sorted(role_name(grant.role) for grant in user.grants.all()))
        words, kind = state(user)
        found.append(Colleague(user, roles, user.team.name if user.team else "", words, kind))
    return sorted(found, key=lambda one: one.user.left_at is not None)


def colleague(user_id: int) -> User:
    """Return one colleague, or say that there is none."""
    user = User.objects.select_related("team").filter(pk=user_id, is_system=False).first()
    if user is None:
        raise Missing
    return user


def open_invitation(user: User, at: datetime) -> OneTimeLink | None:
    """Return the invitation that waits for this colleague."""
    links = OneTimeLink.objects.filter(user=user, purpose=Purpose.INVITATION, used_at=None)
    return links.filter(expires_at__gt=at).order_by("-pk").first()


def team_tree() -> list[Branch]:
    """Return the teams from the top, each followed by those below it; a team in a circle stands at the top."""
    teams = list(Team.objects.order_by("name"))
    below: dict[int | None, list[Team]] = defaultdict(list)
    for team in teams:
        below[team.parent_id].append(team)
    found: dict[int, Branch] = {}

    def walk(parent_id: int | None, depth: int) -> None:
        for team in below[parent_id]:
            if team.pk not in found:
                found[team.pk] = Branch(team, depth)
                walk(team.pk, depth + 1)

    walk(None, 0)
    for team in teams:
        found.setdefault(team.pk, Branch(team, 0))
    for user in User.objects.filter(is_system=False, left_at=None).order_by("name"):
        if user.team_id in found:
            found[user.team_id].members.append(user)
    return list(found.values())


def team_choices() -> list[tuple[int, str]]:
    """Return the teams for a choice, indented by depth."""
    return [(b.team.pk, "\N{EM SPACE}" * b.depth + b.team.name) for b in team_tree()]


def role_choices() -> list[tuple[int, str]]:
    """Return the roles for a choice: the shipped ones in their order, then the company's own."""
    order = list(listed("roles"))
    roles = sorted(
        Role.objects.all(),
        key=lambda r: (order.index(r.key) if r.key in order else len(order), r.name),
    )
    return [(role.pk, role_name(role)) for role in roles]


def heirs(leaving: User) -> list[tuple[int, str]]:
    """Return the colleagues who can take records over."""
    active = User.objects.filter(is_system=False, left_at=None, invited_at=None)
    rows = active.exclude(pk=leaving.pk).select_related("team").order_by("name")
    return [(u.pk, f"{u.name} · {u.team.name}" if u.team else u.name) for u in rows]
