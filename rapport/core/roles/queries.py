"""Which role grants what, over whose records."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rapport.core.access.models import Role
from rapport.core.access.queries import role_name
from rapport.core.access.rights import Right, Scope
from rapport.core.assembly import listed
from rapport.core.errors import Missing


@dataclass(frozen=True)
class RoleLine:
    """A row of the roles page."""

    role: Role
    name: str
    users: int
    rights: int
    is_own: bool


@dataclass(frozen=True)
class RoomRights:
    """The rights of one room."""

    label: str | Promise
    rights: list[Right]


def scope_labels() -> list[tuple[str, str]]:
    """Return the scopes from narrow to wide in the words of the roles page; empty is no right at all."""
    return [
        ("", "–"),
        (Scope.OWN, _("Own records")),
        (Scope.TEAM, _("The team's records")),
        (Scope.BELOW, _("Team and teams below")),
        (Scope.ALL, _("All records")),
    ]


def short_scopes() -> list[tuple[str, str]]:
    """Return the scopes in one word each, where they stand side by side."""
    return [
        ("", _("No")),
        (Scope.OWN, _("Own")),
        (Scope.TEAM, _("Team")),
        (Scope.BELOW, _("Below")),
        (Scope.ALL, _("All")),
    ]


def role(role_id: int) -> Role:
    """Return a role, or say that there is none."""
    row = Role.objects.filter(pk=role_id).first()
    if row is None:
        raise Missing
    return row


def role_lines() -> list[RoleLine]:
    """Return the roles with how many colleagues hold them: the shipped ones first."""
    order = list(listed("roles"))
    present = Q(grants__user__left_at=None)
    rows = Role.objects.annotate(holders=Count("grants", filter=present))
    lines = [
        RoleLine(
            row,
            role_name(row),
            row.holders,
            len(row.scopes()),
            row.rights is not None,
        )
        for row in rows
    ]
    place = {key: number for number, key in enumerate(order)}
    return sorted(lines, key=lambda line: (place.get(line.role.key, len(place)), line.name))


def rights_by_room() -> list[RoomRights]:
    """Return every right, grouped by room."""
    rooms = listed("rooms")
    groups = {name: RoomRights(label, []) for name, label in rooms.items()}
    for right in listed("rights").values():
        room = right.name.split(".")[0]
        groups.setdefault(room, RoomRights(room, [])).rights.append(right)
    return [group for group in groups.values() if group.rights]
