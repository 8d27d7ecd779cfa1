"""Choosing how one is told, as a colleague, as the company, and by the link of a mail."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from django.test import Client
from django.urls import reverse

from rapport.core.access.models import User
from rapport.core.changes.models import Change
from rapport.core.errors import NotAllowed
from rapport.core.notifications.actions import (
    Wishes,
    edit_company_notifications,
    edit_own_notifications,
    stop_mails,
)
from rapport.core.notifications.models import Notification, NotificationSettings
from rapport.core.notifications.preferences import GRACE, preferences_of
from rapport.core.notifications.stopping import sign
from rapport.core.notifications.wording import Category

pytestmark = pytest.mark.django_db
SENT = {
    "channel_mentions": "digest",
    "channel_assignments": "company",
    "channel_reminders": "off",
    "channel_views": "company",
    "channel_runs": "company",
    "channel_connections": "company",
    "channel_automations": "company",
    "quiet_from": "20:00",
    "quiet_until": "07:30",
    "quiet_days": ["5", "6"],
    "digest_every": "week",
    "digest_on": "0",
    "digest_at": "08:15",
    "version": "0",
    "before": "{}",
}
WISHES = Wishes(
    channels={},
    quiet_from=None,
    quiet_until=None,
    quiet_days=[],
    digest_every="day",
    digest_on=0,
    digest_at=time(8),
)


def channel(user: User, category: Category) -> str:
    return preferences_of([user.pk])[user.pk].channels[category]


def test_one_chooses_and_takes_it_back(alice: User, signed_in) -> None:
    client, page = signed_in(alice), reverse("notifications:choose")
    assert "As the company: page and mail" in client.get(page).content.decode()
    assert client.post(page, SENT).status_code == 302
    row = NotificationSettings.objects.get(user=alice)
    assert row.channels == {"mentions": "digest", "reminders": "off"}
    assert (row.quiet_from, row.quiet_days, row.digest_every) == (time(20), [5, 6], "week")
    assert channel(alice, Category.ASSIGNMENTS) == "mail"
    assert Change.objects.filter(table="core_notificationsettings", by_id=alice.pk).exists()
    text = client.get(page).content.decode()
    assert 'value="07:30"' in text
    client.post(reverse("notifications:reset"))
    assert channel(alice, Category.MENTIONS) == "mail"


def test_saved_in_two_windows_nothing_is_lost(alice: User, signed_in) -> None:
    client, page = signed_in(alice), reverse("notifications:choose")
    client.post(page, SENT)
    text = client.get(page).content.decode()
    seen = text.split('name="before" value="')[1].split('"')[0].replace("&#34;", '"')
    version = str(NotificationSettings.objects.get(user=alice).version)
    client.post(page, SENT | {"version": version, "before": seen, "digest_at": "09:00"})
    client.post(page, SENT | {"version": version, "before": seen, "quiet_from": "21:00"})
    row = NotificationSettings.objects.get(user=alice)
    assert (row.digest_at, row.quiet_from) == (time(9), time(21))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("channel_mentions", "pigeon", "Choose"),
        ("quiet_until", "", "Quiet hours need a beginning and an end."),
        ("quiet_until", "20:00", "The quiet hours end when they begin."),
        ("quiet_from", "25:00", ""),
        ("quiet_days", list("0123456"), "Leave at least one day"),
        ("quiet_days", ["9"], "Choose"),
        ("digest_on", "5", "This is a quiet day."),
        ("digest_on", "x", "Choose"),
        ("digest_at", "", ""),
        ("digest_every", "hour", "Choose"),
    ],
)
def test_what_cannot_be(alice: User, signed_in, field: str, value: object, sentence: str) -> None:
    answer = signed_in(alice).post(reverse("notifications:choose"), SENT | {field: value})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert "r-wrong" in text
    assert not NotificationSettings.objects.exists()


def test_the_company_chooses_for_the_others(
    alice: User, charlie: User, admin: User, signed_in, at
) -> None:
    edit_own_notifications(WISHES, by=charlie, at=at)
    stop_mails("mentions", by=charlie, at=at)
    page = reverse("notifications:company")
    assert signed_in(alice).get(page).status_code == 403
    with pytest.raises(NotAllowed):
        edit_company_notifications(WISHES, by=alice, at=at)
    full = SENT | {name: "digest" for name in SENT if name.startswith("channel_")}
    assert signed_in(admin).post(page, SENT).status_code == 422
    assert signed_in(admin).post(page, full).status_code == 302
    assert channel(alice, Category.MENTIONS) == "digest"
    assert channel(charlie, Category.MENTIONS) == "page"
    assert preferences_of([alice.pk])[alice.pk].times.is_weekly
    assert not preferences_of([charlie.pk])[charlie.pk].times.is_weekly


def test_what_waits_follows_the_choice(tell, alice: User, at) -> None:
    tell(alice, kind="task_assigned", by="Bob", title="Call")
    assert Notification.objects.get().mail_due_at == at + GRACE
    edit_own_notifications(
        Wishes(**{**vars(WISHES), "channels": {"assignments": "digest"}}), by=alice, at=at
    )
    told = Notification.objects.get()
    assert (told.in_digest, told.mail_due_at) == (True, datetime(2026, 9, 18, 8, tzinfo=UTC))
    stop_mails("assignments", by=alice, at=at)
    assert Notification.objects.get().mail_due_at is None


def test_the_link_of_a_mail_stops_that_kind(alice: User) -> None:
    address = reverse("notifications:stop", args=[sign(alice.pk, Category.MENTIONS)])
    client = Client(enforce_csrf_checks=True)
    assert "No more mails of the kind “Mentions”?" in client.get(address).content.decode()
    assert channel(alice, Category.MENTIONS) == "mail"
    answer = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert "No more mails of this kind" in answer.content.decode()
    assert channel(alice, Category.MENTIONS) == "page"
    assert channel(alice, Category.ASSIGNMENTS) == "mail"


def test_a_link_that_is_broken_or_of_who_left(alice: User) -> None:
    good = sign(alice.pk, Category.MENTIONS)
    User.objects.filter(pk=alice.pk).update(left_at=datetime.now(tz=UTC))
    for signed in (good, good[:-2], "1.mentions", "x"):
        assert Client().get(reverse("notifications:stop", args=[signed])).status_code == 404
        assert Client().post(reverse("notifications:stop", args=[signed])).status_code == 404
