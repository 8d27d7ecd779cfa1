"""When mail may come, by the clock of whoever gets it; checked minute by minute against the plain words of the rule."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from rapport.core.notifications.clock import Times, after_quiet, is_quiet, next_digest

ZONES = [
    "UTC",
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
]
CLOCK = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
MOMENT = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001 - made aware at once
    lambda one: one.replace(second=0, microsecond=0, tzinfo=UTC)
)


@st.composite
def times(draw: st.DrawFn) -> Times:
    begin, end = draw(CLOCK), draw(CLOCK)
    has_hours = draw(st.booleans()) and begin != end
    return Times(
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        quiet_from=begin if has_hours else None,
        quiet_until=end if has_hours else None,
        quiet_days=frozenset(draw(st.sets(st.integers(0, 6), max_size=6))),
        is_weekly=draw(st.booleans()),
        digest_on=draw(st.integers(0, 6)),
        digest_at=draw(CLOCK),
    )


@settings(deadline=None, max_examples=200)
@given(times(), MOMENT)
def test_the_first_minute_that_is_not_quiet(wanted: Times, at: datetime) -> None:
    found = after_quiet(wanted, at)
    minute = at
    while is_quiet(wanted, minute):
        minute += timedelta(minutes=15)
    assert at <= found <= minute
    assert not is_quiet(wanted, found)


@settings(deadline=None, max_examples=200)
@given(times(), MOMENT)
def test_the_digest_comes_later_and_not_in_quiet_time(wanted: Times, at: datetime) -> None:
    found = next_digest(wanted, at)
    assert at < found < at + timedelta(days=16)
    assert not is_quiet(wanted, found)
    assert next_digest(wanted, found) > found


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-09-17 21:00", "2026-09-18 07:00"),  # Thursday evening in Shanghai
        ("2026-09-18 06:59", "2026-09-18 07:00"),
        ("2026-09-18 07:00", "2026-09-18 07:00"),
        ("2026-09-18 23:00", "2026-09-21 07:00"),  # over the weekend
    ],
)
def test_evenings_and_weekends(at: str, expected: str) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    wanted = Times(
        zone=zone, quiet_from=time(20), quiet_until=time(7), quiet_days=frozenset({5, 6})
    )
    local = datetime.fromisoformat(at).replace(tzinfo=zone)
    assert after_quiet(wanted, local).astimezone(zone).strftime("%Y-%m-%d %H:%M") == expected


def test_daily_on_working_days_and_weekly() -> None:
    zone = ZoneInfo("Europe/Berlin")
    friday = datetime(2026, 9, 18, 9, tzinfo=zone)
    daily = Times(zone=zone, quiet_days=frozenset({5, 6}), digest_at=time(8, 30))
    assert next_digest(daily, friday) == datetime(2026, 9, 21, 8, 30, tzinfo=zone)
    weekly = Times(zone=zone, is_weekly=True, digest_on=4, digest_at=time(8, 30))
    assert next_digest(weekly, friday) == datetime(2026, 9, 25, 8, 30, tzinfo=zone)
