"""When a mail goes out: quiet hours and days, and the hour of the digest, by the clock of whoever gets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = 7


@dataclass(frozen=True, kw_only=True)
class Times:
    """One colleague's times. Days count from Monday, 0; without `quiet_from` no hour is quiet."""

    zone: ZoneInfo
    quiet_from: time | None = None
    quiet_until: time | None = None
    quiet_days: frozenset[int] = frozenset()
    is_weekly: bool = False
    digest_on: int = 0
    digest_at: time = time(8)


def is_quiet(times: Times, at: datetime) -> bool:
    """Tell whether mail stays silent at this moment."""
    local = at.astimezone(times.zone)
    if local.weekday() in times.quiet_days:
        return True
    begin, end = times.quiet_from, times.quiet_until
    if begin is None or end is None:
        return False
    now = local.time()
    return begin <= now < end if begin < end else now >= begin or now < end


def after_quiet(times: Times, at: datetime) -> datetime:
    """Return the first moment from then on at which mail may come; at least one day of the week is not quiet."""
    while is_quiet(times, at):
        local = at.astimezone(times.zone)
        if local.weekday() in times.quiet_days:
            day, end = local.date() + timedelta(days=1), time(0)
        else:
            assert times.quiet_until is not None
            end = times.quiet_until
            day = local.date() + timedelta(days=local.time() >= end)
        # where the clock is put back an hour comes twice: the one meant is in the same half as now
        at = _moment(times.zone, day, end, fold=local.fold)
    return at


def next_digest(times: Times, at: datetime) -> datetime:
    """Return when the next digest comes, later than that moment."""
    today = at.astimezone(times.zone).date()
    for ahead in range(2 * WEEK + 1):
        day = today + timedelta(days=ahead)
        if times.is_weekly and day.weekday() != times.digest_on:
            continue
        if not times.is_weekly and day.weekday() in times.quiet_days:
            continue
        moment = _moment(times.zone, day, times.digest_at)
        if moment > at:
            return after_quiet(times, moment)
    msg = "Every day of the week is quiet."
    raise ValueError(msg)


def _moment(zone: ZoneInfo, day: date, clock: time, *, fold: int = 0) -> datetime:
    return datetime.combine(day, clock, zone).replace(fold=fold).astimezone(UTC)
