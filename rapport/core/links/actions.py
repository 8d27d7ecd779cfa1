"""Making links that work once, and using them up."""

from __future__ import annotations

from datetime import datetime, timedelta

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.access.passwords import choose_password
from rapport.core.action import action
from rapport.core.events.actions import publish
from rapport.core.links.events import LinkAsked, LinkIssued
from rapport.core.links.models import OneTimeLink, Purpose
from rapport.core.links.queries import find

LASTS = {
    Purpose.SIGN_IN: timedelta(minutes=15),
    Purpose.NEW_PASSWORD: timedelta(hours=1),
    Purpose.INVITATION: timedelta(days=7),
}


@action
def ask_for_link(email: str, purpose: str, *, by: User, at: datetime, onward: str = "") -> None:
    """Note that somebody wants a link; whether she has an account shows only in her mailbox."""
    require(by, "core.manage_users")
    publish(LinkAsked(email=email.strip().lower(), purpose=purpose, onward=onward), by=by, at=at)


@action
def answer_link_request(
    email: str, purpose: str, *, by: User, at: datetime, onward: str = ""
) -> OneTimeLink | None:
    """Make the link that was asked for, if there is such a colleague and she has come in before."""
    require(by, "core.manage_users")
    user = User.objects.filter(email=email, is_system=False, left_at=None, invited_at=None).first()
    if user is None:
        return None
    return issue_link(user.pk, purpose, by=by, at=at, onward=onward)


@action
def issue_link(
    user_id: int, purpose: str, *, by: User, at: datetime, onward: str = ""
) -> OneTimeLink:
    """Make a link for a colleague, to be mailed or copied; older ones for the same purpose stop working."""
    require(by, "core.manage_users")
    OneTimeLink.objects.filter(user_id=user_id, purpose=purpose, used_at=None).update(used_at=at)
    link = OneTimeLink.objects.create(
        user_id=user_id,
        purpose=purpose,
        onward=onward[:500],
        expires_at=at + LASTS[Purpose(purpose)],
    )
    publish(LinkIssued(link_id=link.pk, user_id=user_id), by=by, at=at)
    return link


@action
def mark_sent(link_id: int, *, by: User, at: datetime) -> None:
    """Note that a link was mailed."""
    require(by, "core.manage_users")
    OneTimeLink.objects.filter(pk=link_id, sent_at=None).update(sent_at=at)


@action
def use_sign_in_link(token: str, *, by: User, at: datetime) -> OneTimeLink:
    """Use a sign-in link up; who holds it has read the colleague's mail. Errors: LinkBroken, LinkExpired, LinkUsed."""
    require(by, "core.manage_users")
    return use(token, Purpose.SIGN_IN, at=at)


@action
def reset_password(token: str, *, by: User, at: datetime, password: str) -> User:
    """Give the colleague behind the link a new password; all her sessions end by it."""
    require(by, "core.manage_users")
    user = use(token, Purpose.NEW_PASSWORD, at=at).user
    choose_password(user, password)
    user.save(update_fields=["password"])
    return user


def use(token: str, purpose: str, *, at: datetime) -> OneTimeLink:
    """Use a link up as a part of another action; of two at once, one is told that it was used."""
    link = find(token, purpose, at=at, lock=True)
    link.used_at = at
    link.save(update_fields=["used_at"])
    return link
