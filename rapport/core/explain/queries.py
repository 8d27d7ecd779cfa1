"""Why somebody can, or cannot, see a record: the chain of role, right, scope, owner, team and share, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from rapport.core.access.models import Access, Role, User, viewing_right
from rapport.core.access.queries import may, reach, role_name
from rapport.core.access.rights import WIDTH, Scope
from rapport.core.assembly import listed
from rapport.core.errors import Missing, NotAllowed
from rapport.core.pages.formats import series
from rapport.core.roles.queries import scope_labels


@dataclass(frozen=True)
class Step:
    """One link of the chain: a sentence, and whether it opens (True), closes (False) or only leads on (None)."""

    text: str
    opens: bool | None = None


@dataclass
class Explanation:
    """Whether she sees the record, and the steps that lead there."""

    user: User
    row: models.Model
    sees: bool
    steps: list[Step] = field(default_factory=list)


def record(label: str, row_id: int, *, by: User) -> models.Model:
    """Return the record asked about, if the asker may know: an administrator, or whoever sees it herself."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Missing from error
    if not hasattr(model, "access"):
        raise Missing
    manager: Any = model._default_manager
    rows = manager.all() if may(by, "core.manage_users") else manager.all().visible_to(by)
    row: models.Model | None = rows.filter(pk=row_id).first()
    if row is None:
        raise Missing
    return row


def may_ask(by: User, row: models.Model, about: User) -> bool:
    """Tell whether the asker may ask about this colleague: administrators, the record's owner, anybody about herself."""
    owner = _owner(_guard(row))
    return by == about or may(by, "core.manage_users") or (owner is not None and owner == by)


def explain(user: User, row: models.Model, *, by: User) -> Explanation:
    """Return why the user can or cannot see the record. Errors: NotAllowed when the asker may not know."""
    if not may_ask(by, row, user):
        raise NotAllowed
    manager: Any = type(row)._default_manager
    sees = manager.all().visible_to(user).filter(pk=row.pk).exists()
    found = Explanation(user, row, sees)
    if not user.is_active:
        found.steps.append(
            Step(_("%(user)s has left and sees nothing.") % {"user": user}, opens=False)
        )
        return found
    guard = _parents(row, found)
    held = _roles(user, guard, found)
    if held is not None:
        _scope(user, guard, held, found)
        if held != Scope.ALL:
            _share(user, guard, found)
    return found


def _guard(row: models.Model) -> models.Model:
    """Return the row whose owner decides: the record itself or the parent it is seen through."""
    access: Access = row.access  # type: ignore[attr-defined]
    return _guard(getattr(row, access.via)) if access.via else row


def _owner(guard: models.Model) -> User | None:
    access: Access = guard.access  # type: ignore[attr-defined]
    if not access.owner:
        return None
    return User.objects.select_related("team").filter(pk=getattr(guard, access.owner)).first()


def _parents(row: models.Model, found: Explanation) -> models.Model:
    guard = row
    while guard.access.via:  # type: ignore[attr-defined]
        parent = getattr(guard, guard.access.via)  # type: ignore[attr-defined]
        words = {"record": guard, "parent": parent}
        found.steps.append(
            Step(_("“%(record)s” belongs to “%(parent)s”: who sees that sees this.") % words)
        )
        guard = parent
    return guard


def _roles(user: User, guard: models.Model, found: Explanation) -> Scope | None:
    """Say which roles grant the viewing right and how far; return the widest scope."""
    right = viewing_right(type(guard))
    label = str(listed("rights")[right].label) if right in listed("rights") else right
    roles = list(Role.objects.filter(grants__user=user))
    scopes = {role_name(role): role.scopes()[right] for role in roles if right in role.scopes()}
    if not scopes:
        names = series(role_name(role) for role in roles) or _("none")
        words = {"user": user, "roles": names, "right": label}
        text = _("None of %(user)s's roles (%(roles)s) grants “%(right)s”.") % words
        found.steps.append(Step(text, opens=False))
        return None
    words_of = dict(scope_labels())
    for name, scope in scopes.items():
        words = {"role": name, "right": label, "scope": words_of[scope], "user": user}
        found.steps.append(
            Step(_("%(user)s's role %(role)s grants “%(right)s” for: %(scope)s.") % words)
        )
    return max(scopes.values(), key=WIDTH.__getitem__)


def _scope(user: User, guard: models.Model, scope: Scope, found: Explanation) -> None:
    """Say whose the record is, and whether the scope reaches there."""
    if scope == Scope.ALL:
        found.steps.append(Step(_("So every record is open, whoever owns it."), opens=True))
        return
    owner = _owner(guard)
    if owner is None:
        found.steps.append(
            Step(_("The record has no owner; only “All records” reaches it."), opens=False)
        )
        return
    words = {
        "record": guard,
        "owner": owner,
        "user": user,
        "team": owner.team or _("no team"),
        "own_team": user.team or _("no team"),
    }
    found.steps.append(Step(_("“%(record)s” belongs to %(owner)s (%(team)s).") % words))
    if owner.pk in reach(user, viewing_right(type(guard))).owner_ids:
        own = _("%(owner)s is herself the owner.")
        text = own if owner == user else _("%(user)s (%(own_team)s) reaches %(owner)s's records.")
        found.steps.append(Step(text % words, opens=True))
    else:
        text = _("%(user)s (%(own_team)s) does not reach %(owner)s's records.")
        found.steps.append(Step(text % words, opens=False))


def _is_shared(user: User, guard: models.Model) -> bool:
    access: Access = guard.access  # type: ignore[attr-defined]
    if not access.shared:
        return False
    return guard.pk in getattr(guard, access.shared)(user, viewing_right(type(guard)))


def _share(user: User, guard: models.Model, found: Explanation) -> None:
    if _is_shared(user, guard):
        found.steps.append(
            Step(_("It is shared with %(user)s or her team.") % {"user": user}, opens=True)
        )
    elif not found.sees:
        found.steps.append(Step(_("It is not shared with her or her team."), opens=False))
