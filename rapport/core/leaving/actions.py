"""A colleague leaves, and what was hers goes to others; or she comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import BigIntegerField, Case, F, Value, When
from django.db.models.functions import Coalesce, Mod
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.events.actions import publish
from rapport.core.leaving.queries import owned
from rapport.core.notifications.actions import notify
from rapport.core.pages.formats import number
from rapport.core.search.actions import hand_over
from rapport.core.sessions.actions import end_all
from rapport.core.tokens.models import ApiToken
from rapport.core.users.actions import keep_an_administrator
from rapport.core.users.events import UserLeft, UserReturned


class HasLeft(Conflict):
    """This colleague has left already."""


class HasNotLeft(Conflict):
    """This colleague works here; there is nothing to take back."""


class NotYourself(Conflict):
    """You cannot close your own account. Ask another administrator."""


@action
def deactivate_user(user_id: int, *, by: User, at: datetime, heirs: Sequence[int]) -> User:
    """Close a colleague's account and hand over all she owns; several heirs share her customers evenly.

    What belongs to one customer goes to one heir. Her sessions end and her tokens are revoked. Can be undone.
    """
    require(by, "core.manage_users")
    user = User.objects.select_for_update().filter(pk=user_id, is_system=False).first()
    if user is None:
        raise Missing
    if user.left_at is not None:
        raise HasLeft
    if user == by:
        raise NotYourself
    heirs = _checked(user, heirs)
    given = _hand_over(user, heirs)
    user.left_at = at
    user.save(update_fields=["left_at"])
    keep_an_administrator()
    end_all(user)
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=at)
    user.links.filter(used_at=None).update(used_at=at)
    publish(UserLeft(user_id=user.pk, handed_over=given), by=by, at=at)
    _tell(heirs, given, user, by=by, at=at)
    return user


@action
def reactivate_user(user_id: int, *, by: User, at: datetime) -> User:
    """Let a colleague who left sign in again; what she handed over stays where it is."""
    require(by, "core.manage_users")
    user = User.objects.select_for_update().filter(pk=user_id, is_system=False).first()
    if user is None:
        raise Missing
    if user.left_at is None:
        raise HasNotLeft
    user.left_at = None
    user.save(update_fields=["left_at"])
    publish(UserReturned(user_id=user.pk), by=by, at=at)
    return user


def _tell(
    heirs: Sequence[int], given: dict[str, dict[str, int]], user: User, *, by: User, at: datetime
) -> None:
    """Tell each heir how much is hers now."""
    for heir in heirs:
        count = sum(shares.get(str(heir), 0) for shares in given.values())
        if count:
            params = {"count": number(count), "name": user.name}
            notify([heir], "handed_over", params, sender=by, at=at, link="/")


def _checked(user: User, heirs: Sequence[int]) -> list[int]:
    """Return the heirs, each once; refuse none where there is something to inherit, and who cannot inherit."""
    chosen = list(dict.fromkeys(heirs))
    active = User.objects.filter(pk__in=chosen, is_system=False, left_at=None, invited_at=None)
    if active.exclude(pk=user.pk).count() != len(chosen):
        raise Invalid({"heirs": _("Choose colleagues who work here.")})
    if not chosen and any(rows.exists() for _kind, rows in owned(user)):
        raise Invalid({"heirs": _("Choose who takes the records over.")})
    return chosen


def _hand_over(user: User, heirs: list[int]) -> dict[str, dict[str, int]]:
    """Give away all she owns, one statement a kind and heir; return kind → heir → how many."""
    given: dict[str, dict[str, int]] = {}
    for kind, rows in owned(user):
        if not heirs:
            continue
        slots = rows.annotate(heir=_heir(kind.party, heirs))
        for heir in heirs:
            count = slots.filter(heir=heir).update(**{kind.owner: heir})
            if count:
                given.setdefault(kind.model, {})[str(heir)] = count
    if heirs:
        hand_over(user.pk, heirs)
    return given


def _heir(party: str, heirs: list[int], row: str = "id") -> Case:
    """Return the heir as an expression: by the customer's number, so that what is one customer's stays together."""
    slot = Mod(Coalesce(F(party), F(row)), len(heirs))
    return Case(
        *(When(Exact(slot, number), then=Value(heir)) for number, heir in enumerate(heirs)),
        output_field=BigIntegerField(),
    )
