"""Colleagues come, change and leave."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from rapport.core.access.actions import require
from rapport.core.access.models import Grant, Role, User
from rapport.core.action import action
from rapport.core.company.queries import company
from rapport.core.errors import NotAllowed
from rapport.core.events.actions import publish
from rapport.core.users.events import UserJoined


class NotInvited(NotAllowed):
    """There is no account for this address. Ask an administrator for an invitation."""


class AddressNotConfirmed(NotAllowed):
    """The company sign-in did not confirm your e-mail address, so we cannot tell who you are."""


@action
def join_by_provider(email: str, *, by: User, at: datetime, name: str) -> User:
    """Return the colleague with this confirmed address; a new one is made when her domain is allowed."""
    require(by, "core.manage_users")
    email = email.strip().lower()
    if not email:
        raise AddressNotConfirmed
    user = User.objects.filter(email=email, is_system=False).first()
    if user is not None:
        return user
    if email.partition("@")[2] not in settings.OIDC_DOMAINS:
        raise NotInvited
    row = company()
    user = User(
        email=email,
        name=name.strip()[:100] or email.partition("@")[0],
        language=row.language,
        timezone=row.timezone,
    )
    user.set_unusable_password()
    user.save()
    Grant.objects.create(user=user, role=Role.objects.get(key=settings.OIDC_ROLE))
    publish(UserJoined(user_id=user.pk), by=user, at=at)
    return user
