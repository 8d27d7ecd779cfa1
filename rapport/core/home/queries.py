"""What stands on somebody's home page, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapport.core.access.models import Role, User
from rapport.core.access.queries import may
from rapport.core.assembly import listed
from rapport.core.errors import Missing
from rapport.core.home.models import HomePage
from rapport.core.home.widgets import Home, Place, Widget


@dataclass(frozen=True)
class Arranged:
    """A home page as it is shown; `left` are the widgets that could stand on it too."""

    main: list[Widget]
    beside: list[Widget]
    left: list[Widget]
    is_own: bool = False
    version: int = 0

    @property
    def place(self) -> Place:
        """Return where the widgets stand, by name."""
        return Place([one.name for one in self.main], [one.name for one in self.beside])


def home() -> Home:
    """Return the list of the assembly."""
    found: Home = listed("home")
    return found


def widgets_of(user: User) -> dict[str, Widget]:
    """Return every widget that this colleague may have, by name."""
    found = [*home().widgets, *home().own(user)]
    return {one.name: one for one in found if not one.right or may(user, one.right)}


def widget_of(user: User, name: str) -> Widget:
    """Return one widget. Errors: Missing."""
    found = widgets_of(user).get(name)
    if found is None:
        raise Missing
    return found


def page_of(user: User) -> Arranged:
    """Return somebody's home page: her own, else that of the role she was given first. Two queries, three as shipped."""
    own = HomePage.objects.filter(user=user).first()
    return _arranged(own or _of_her_role(user), widgets_of(user), is_own=own is not None)


def of_her_role(user: User) -> Arranged:
    """Return the home page that she has without one of her own."""
    return _arranged(_of_her_role(user), widgets_of(user))


def of_role(role: Role, by: User) -> Arranged:
    """Return the home page of a role, with the widgets that whoever arranges it can give."""
    return of_roles([role], by)[0]


def of_roles(roles: Sequence[Role], by: User) -> list[Arranged]:
    """Return the home pages of several roles, in their order."""
    rows = {row.role_id: row for row in HomePage.objects.filter(role__in=roles)}
    everything = {one.name: one for one in [*home().widgets, *home().own(by)]}
    return [
        _arranged(rows.get(one.pk) or shipped(one.key), everything, is_own=one.pk in rows)
        for one in roles
    ]


def shipped(key: str) -> Place:
    """Return where the widgets of a role stand until somebody arranges them."""
    return home().roles.get(key, home().otherwise)


def roles_with_own() -> set[int]:
    """Return the roles whose home page the company arranged."""
    return set(HomePage.objects.exclude(role=None).values_list("role_id", flat=True))


def _of_her_role(user: User) -> HomePage | Place:
    held = user.grants.order_by("pk")
    row = HomePage.objects.filter(role__grants__user=user).order_by("role__grants__pk").first()
    keys = list(held.values_list("role_id", "role__key"))
    if row is not None and keys and row.role_id == keys[0][0]:
        return row
    return shipped(keys[0][1] if keys else "")


def _arranged(
    found: HomePage | Place, known: dict[str, Widget], *, is_own: bool = False
) -> Arranged:
    """Bring names and widgets together; a name that is not for her, or no longer there, is passed over."""
    main, beside = _known(found.main, known), _known(found.beside, known)
    used = {one.name for one in [*main, *beside]}
    left = [one for one in known.values() if one.name not in used]
    version = found.version if isinstance(found, HomePage) else 0
    return Arranged(main, beside, left, is_own=is_own, version=version)


def _known(names: Iterable[str] | Sequence[str], known: dict[str, Widget]) -> list[Widget]:
    return [known[name] for name in names if name in known]
