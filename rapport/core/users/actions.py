"""Colleagues come, and change their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from django.utils.translation import gettext as _

from rapport.core.access.actions import StaleVersion, require
from rapport.core.access.models import Grant, Role, Team, User
from rapport.core.access.passwords import choose_password
from rapport.core.action import action
from rapport.core.company.queries import company, timezones
from rapport.core.errors import Conflict, Invalid, Missing, NotAllowed
from rapport.core.events.actions import publish
from rapport.core.links.actions import issue_link, use
from rapport.core.links.models import OneTimeLink, Purpose
from rapport.core.sentences import NO_EMAIL, NO_NAME
from rapport.core.users.events import UserEdited, UserInvited, UserJoined


class NotInvited(NotAllowed):
    """There is no account for this address. Ask an administrator for an invitation."""


class AddressNotConfirmed(NotAllowed):
    """The company sign-in did not confirm your e-mail address, so we cannot tell who you are."""


class LastAdministrator(Conflict):
    """Nobody else could manage users any more. Give another colleague that right first."""


class AlreadyHere(Conflict):
    """This colleague has come in already and needs no invitation."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A colleague's place: her team and her roles."""

    team_id: int | None
    role_ids: tuple[int, ...]


@action
def invite_user(email: str, *, by: User, at: datetime, name: str, place: Place) -> OneTimeLink:
    """Invite a colleague; the link is mailed, and returned to be copied where there is no mail server."""
    require(by, "core.manage_users")
    email, name, wrong = email.strip().lower(), name.strip(), {}
    if not name:
        wrong["name"] = str(NO_NAME)
    try:
        validate_email(email)
    except ValidationError:
        wrong["email"] = str(NO_EMAIL)
    if User.objects.filter(email=email).exists():
        wrong["email"] = _("There is an account for this address already.")
    _check_place(place, wrong)
    row = company()
    user = User(
        email=email,
        name=name,
        team_id=place.team_id,
        language=row.language,
        timezone=row.timezone,
        invited_at=at,
    )
    user.set_unusable_password()
    user.save()
    Grant.objects.bulk_create(Grant(user=user, role_id=pk) for pk in place.role_ids)
    publish(UserInvited(user_id=user.pk), by=by, at=at)
    return issue_link(user.pk, Purpose.INVITATION, by=by, at=at)


@action
def invite_again(user_id: int, *, by: User, at: datetime) -> OneTimeLink:
    """Make a new invitation for a colleague who has not come in yet; the old link stops working."""
    require(by, "core.manage_users")
    user = _colleague(user_id)
    if user.invited_at is None or not user.is_active:
        raise AlreadyHere
    return issue_link(user.pk, Purpose.INVITATION, by=by, at=at)


@action
def accept_invitation(
    token: str, *, by: User, at: datetime, name: str, password: str, language: str, timezone: str
) -> User:
    """Open the account that a colleague was invited to. Errors: LinkBroken, LinkExpired, LinkUsed."""
    require(by, "core.manage_users")
    user = use(token, Purpose.INVITATION, at=at).user
    user.name, user.language, user.timezone = name.strip(), language, timezone
    user.invited_at = None
    check_person(user)
    choose_password(user, password)
    user.save(update_fields=["name", "language", "timezone", "invited_at", "password"])
    publish(UserJoined(user_id=user.pk), by=user, at=at)
    return user


@action
def join_by_provider(email: str, *, by: User, at: datetime, name: str) -> User:
    """Return the colleague with this confirmed address; a new one is made when her domain is allowed."""
    require(by, "core.manage_users")
    email = email.strip().lower()
    if not email:
        raise AddressNotConfirmed
    user = User.objects.filter(email=email, is_system=False).first()
    if user is not None:
        if user.invited_at is not None:
            user.invited_at = None
            user.save(update_fields=["invited_at"])
        return user
    if email.partition("@")[2] not in settings.OIDC_DOMAINS:
        raise NotInvited
    row, name = company(), name.strip()[:100] or email.partition("@")[0]
    user = User(email=email, name=name, language=row.language, timezone=row.timezone)
    user.set_unusable_password()
    user.save()
    Grant.objects.create(user=user, role=Role.objects.get(key=settings.OIDC_ROLE))
    publish(UserJoined(user_id=user.pk), by=user, at=at)
    return user


@action
def edit_user(
    user_id: int, *, by: User, at: datetime, version: int, name: str, place: Place
) -> User:
    """Change a colleague's name, team and roles."""
    require(by, "core.manage_users")
    user = _colleague(user_id)
    if user.version != version:
        raise StaleVersion(user)
    wrong = {} if name.strip() else {"name": str(NO_NAME)}
    _check_place(place, wrong)
    user.name, user.team_id = name.strip(), place.team_id
    user.save(update_fields=["name", "team"])
    held = set(user.grants.values_list("role_id", flat=True))
    user.grants.filter(role_id__in=held - set(place.role_ids)).delete()
    new = sorted(set(place.role_ids) - held)
    Grant.objects.bulk_create(Grant(user=user, role_id=pk) for pk in new)
    keep_an_administrator()
    publish(UserEdited(user_id=user.pk), by=by, at=at)
    return user


def keep_an_administrator() -> None:
    """Refuse what would leave nobody who can manage users; of two who go at once, one waits and stays."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('administrators', 0))")
    grants = Grant.objects.filter(user__left_at=None, user__invited_at=None, user__is_system=False)
    roles = Role.objects.filter(pk__in=grants.values("role_id"))
    if not any("core.manage_users" in role.scopes() for role in roles):
        raise LastAdministrator


def check_person(user: User) -> None:
    """Refuse a name, language or time zone that cannot be used."""
    wrong = {}
    if not user.name:
        wrong["name"] = str(NO_NAME)
    if user.language not in dict(settings.LANGUAGES):
        wrong["language"] = _("Choose one of the listed languages.")
    if user.timezone not in dict(timezones()):
        wrong["timezone"] = _("Choose one of the listed time zones.")
    if wrong:
        raise Invalid(wrong)


def _colleague(user_id: int) -> User:
    user = User.objects.select_for_update(of=("self",)).filter(pk=user_id, is_system=False).first()
    if user is None:
        raise Missing
    return user


def _check_place(place: Place, wrong: dict[str, str]) -> None:
    if place.team_id is not None and not Team.objects.filter(pk=place.team_id).exists():
        wrong["team"] = _("This team does not exist any more.")
    if not place.role_ids:
        wrong["roles"] = _("Choose at least one role; without one she would see nothing.")
    elif not _all_exist(Role, place.role_ids):
        wrong["roles"] = _("One of these roles does not exist any more.")
    if wrong:
        raise Invalid(wrong)


def _all_exist(model: type[Role], ids: Iterable[int]) -> bool:
    return model.objects.filter(pk__in=set(ids)).count() == len(set(ids))
