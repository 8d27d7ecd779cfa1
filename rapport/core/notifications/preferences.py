"""How a colleague is told: what she chose, else what the company chose, else what is shipped."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from rapport.core.access.models import User
from rapport.core.notifications.clock import Times, after_quiet, next_digest
from rapport.core.notifications.models import Channel, DigestEvery, NotificationSettings
from rapport.core.notifications.wording import Category

SHIPPED = {
    Category.MENTIONS: Channel.MAIL,
    Category.ASSIGNMENTS: Channel.MAIL,
    Category.REMINDERS: Channel.PAGE,
    Category.VIEWS: Channel.DIGEST,
    Category.RUNS: Channel.PAGE,
    Category.CONNECTIONS: Channel.MAIL,
    Category.AUTOMATIONS: Channel.PAGE,
}

GRACE = timedelta(minutes=1)  # who is at work reads it under the bell, and needs no mail


@dataclass(frozen=True)
class Preferences:
    """One colleague's choice, complete."""

    channels: dict[Category, Channel]
    times: Times

    def due(self, category: Category, at: datetime) -> datetime | None:
        """Return when a mail about it goes out, None for none."""
        channel = self.channels[category]
        if channel == Channel.DIGEST:
            return next_digest(self.times, at)
        return after_quiet(self.times, at + GRACE) if channel == Channel.MAIL else None


def company_settings() -> NotificationSettings:
    """Return the company's choice; without one, what is shipped."""
    found = NotificationSettings.objects.filter(user=None).first()
    return found or NotificationSettings(version=0)


def own_settings(user: User) -> NotificationSettings:
    """Return a colleague's own row; without one, a row not saved yet that begins with the company's times."""
    own = NotificationSettings.objects.filter(user=user).first()
    return own or begun(user, company_settings())


def begun(user: User, company: NotificationSettings) -> NotificationSettings:
    """Return a row for a colleague with the company's times and no channel of her own."""
    times = ("quiet_from", "quiet_until", "quiet_days", "digest_every", "digest_on", "digest_at")
    kept = {name: getattr(company, name) for name in times}
    return NotificationSettings(user=user, version=0, **kept)


def channels_of(*rows: NotificationSettings) -> dict[Category, Channel]:
    """Return the channel of each category: the shipped one unless a row says otherwise, the last one above the others."""
    found = dict(SHIPPED)
    for row in rows:
        found |= {
            Category(name): Channel(channel)
            for name, channel in row.channels.items()
            if name in Category and channel in Channel
        }
    return found


def preferences_of(users: Collection[int]) -> dict[int, Preferences]:
    """Return how each of these colleagues is told, in two questions."""
    rows = NotificationSettings.objects.filter(Q(user=None) | Q(user__in=users))
    by_user = {row.user_id: row for row in rows}
    company = by_user.get(None) or NotificationSettings()
    zones = User.objects.filter(pk__in=users).values_list("pk", "timezone")
    return {pk: _complete(company, by_user.get(pk), zone) for pk, zone in zones}


def digest_within(users: Collection[int], at: datetime, soon: timedelta) -> set[int]:
    """Return whose hour of the digest comes that soon; what is gathered once a day is gathered then."""
    found = preferences_of(users)
    return {
        pk
        for pk, one in found.items()
        if next_digest(replace(one.times, is_weekly=False), at) - at <= soon
    }


def _complete(
    company: NotificationSettings, own: NotificationSettings | None, zone: str
) -> Preferences:
    row = own or company
    times = Times(
        zone=ZoneInfo(zone),
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        quiet_days=frozenset(row.quiet_days),
        is_weekly=row.digest_every == DigestEvery.WEEK,
        digest_on=row.digest_on,
        digest_at=row.digest_at,
    )
    return Preferences(channels_of(company, *([own] if own else [])), times)
