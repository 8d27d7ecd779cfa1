"""Telling colleagues something in person, and choosing how one is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time

from django.utils.translation import gettext as _

from rapport.core.access.actions import check_version, require, require_self
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.assembly import listed
from rapport.core.errors import Invalid
from rapport.core.events.actions import publish
from rapport.core.notifications.events import Notified
from rapport.core.notifications.models import (
    Channel,
    DigestEvery,
    Notification,
    NotificationSettings,
)
from rapport.core.notifications.preferences import (
    company_settings,
    own_settings,
    preferences_of,
)
from rapport.core.notifications.queries import kinds_of
from rapport.core.notifications.wording import Category

OWN = "core.edit_own_account"


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """How somebody wants to be told. `channels`: category → channel; a colleague leaves out what is as the company has it."""

    channels: Mapping[str, str]
    quiet_from: time | None
    quiet_until: time | None
    quiet_days: list[int]
    digest_every: str
    digest_on: int
    digest_at: time


def notify(
    users: Collection[int],
    kind: str,
    params: Mapping[str, str],
    *,
    sender: User,
    at: datetime,
    link: str = "",
    party_id: int | None = None,
    once: str | None = None,
) -> int:
    """Tell some colleagues, each once for the same occasion and as she wants to be told; return how many were told now.

    A part of other rooms' verbs, which have asked for their right.
    """
    told = Notification.objects.filter(user_id__in=users, once=once) if once else ()
    waiting = set(users) - {row.user_id for row in told}
    category = listed("notifications")[kind].category
    wanted = preferences_of(waiting) if waiting else {}
    rows = [
        Notification(
            user_id=user,
            kind=kind,
            params=dict(params),
            link=link,
            party_id=party_id,
            once=once,
            mail_due_at=one.due(category, at),
            in_digest=one.channels[category] == Channel.DIGEST,
        )
        for user, one in sorted(wanted.items())
        if one.channels[category] != Channel.OFF
    ]
    Notification.objects.bulk_create(rows)
    for row in rows:
        publish(Notified(user_id=row.user_id), by=sender, at=at)
    return len(rows)


@action
def edit_own_notifications(
    wishes: Wishes, *, by: User, at: datetime, version: int | None = None
) -> NotificationSettings:
    """Choose how one is told oneself; mails that wait follow the choice."""
    user = require_self(by, OWN)
    row = own_settings(user)
    check_version(row, version)
    _save(row, wishes)
    _plan_anew(user, at)
    return row


@action
def reset_own_notifications(*, by: User, at: datetime) -> None:
    """Be told again as the company has it."""
    user = require_self(by, OWN)
    NotificationSettings.objects.filter(user=user).delete()
    _plan_anew(user, at)


@action
def stop_mails(category: str, *, by: User, at: datetime) -> NotificationSettings:
    """Get no mails of a category any more; it still stands in the page."""
    user = require_self(by, OWN)
    row = own_settings(user)
    row.channels = {**row.channels, Category(category).value: Channel.PAGE.value}
    _write(row)
    _plan_anew(user, at)
    return row


@action
def edit_company_notifications(
    wishes: Wishes, *, by: User, at: datetime, version: int | None = None
) -> NotificationSettings:
    """Choose how colleagues are told who have chosen nothing themselves, from the next time on."""
    require(by, "core.manage_company")
    row = company_settings()
    check_version(row, version)
    _save(row, wishes)
    return row


def _save(row: NotificationSettings, wishes: Wishes) -> None:
    _check(wishes)
    for name, value in asdict(wishes).items():
        setattr(row, name, value)
    row.channels, row.quiet_days = dict(wishes.channels), sorted(set(wishes.quiet_days))
    _write(row)


def _write(row: NotificationSettings) -> None:
    """Save without the version, which the database raises."""
    if row.pk is None:
        row.version = 1
        row.save(force_insert=True)
    else:
        names = [f.name for f in row._meta.concrete_fields if f.editable and not f.primary_key]
        row.save(update_fields=names)


def _check(wishes: Wishes) -> None:
    """Say everything that is wrong at once, by field."""
    wrong = {}
    for name, channel in wishes.channels.items():
        if name not in Category or channel not in Channel:
            wrong[f"channel_{name}"] = _("Choose one of the listed ways.")
    begin, end = wishes.quiet_from, wishes.quiet_until
    if (begin is None) != (end is None):
        name = "quiet_from" if begin is None else "quiet_until"
        wrong[name] = _("Quiet hours need a beginning and an end.")
    elif begin is not None and begin == end:
        wrong["quiet_until"] = _("The quiet hours end when they begin. Choose another end.")
    if not set(wishes.quiet_days) < set(range(7)):
        wrong["quiet_days"] = _("Leave at least one day on which mail may come.")
    if wishes.digest_every not in DigestEvery:
        wrong["digest_every"] = _("Choose one of the listed ways.")
    if wishes.digest_on not in range(7):
        wrong["digest_on"] = _("Choose a day of the week.")
    elif wishes.digest_every == DigestEvery.WEEK and wishes.digest_on in wishes.quiet_days:
        wrong["digest_on"] = _("This is a quiet day. Choose another day for the digest.")
    if wrong:
        raise Invalid(wrong)


def _plan_anew(user: User, at: datetime) -> None:
    """Let what waits for a mail follow her choice."""
    wanted = preferences_of([user.pk])[user.pk]
    waiting = Notification.objects.filter(user=user, mail_due_at__isnull=False)
    for category, channel in wanted.channels.items():
        waiting.filter(kind__in=kinds_of(category)).update(
            mail_due_at=wanted.due(category, at), in_digest=channel == Channel.DIGEST
        )
