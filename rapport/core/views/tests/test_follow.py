"""Who follows a view is told what enters it, once, and only of what she may see."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.notifications.models import Notification, NotificationSettings
from rapport.core.notifications.queries import messages
from rapport.core.views import actions
from rapport.core.views.actions import ViewTooLargeToFollow, follow_view, save_view
from rapport.core.views.jobs import tell_once_a_day, tell_within_minutes
from rapport.core.views.models import SavedView, ViewUse
from rapport.customers.parties.actions import change_lifecycle
from rapport.customers.people.actions import create_person

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 18, 9, tzinfo=UTC)


@pytest.fixture
def films(alice: User) -> SavedView:
    """Alice follows her customers."""
    create_person(by=alice, at=AT, family="王", given="伟", lifecycle="customer")
    view = save_view(
        "people", by=alice, at=AT, name="Mine", query="f=lifecycle:is:customer", audience="team"
    )
    return follow_view(view.pk, by=alice, at=AT, how="now")


def told(user: User) -> list[str]:
    """Return what somebody was told."""
    return [message.text for message in messages(user)[0]]


def test_what_enters_is_told_once(alice: User, films: SavedView) -> None:
    tell_within_minutes(by=system(), at=AT)
    assert told(alice) == []
    create_person(by=alice, at=AT, family="李", given="娜", lifecycle="customer")
    create_person(by=alice, at=AT, family="赵", given="六", lifecycle="prospect")
    tell_once_a_day(by=system(), at=AT)
    assert told(alice) == []
    tell_within_minutes(by=system(), at=AT)
    tell_within_minutes(by=system(), at=AT)
    assert told(alice) == ["New in your view “Mine”: 李娜"]
    assert Notification.objects.get(user=alice).link.endswith(f"view={films.pk}")


def test_once_a_day_is_just_before_her_digest(alice: User, films: SavedView) -> None:
    User.objects.filter(pk=alice.pk).update(timezone="Asia/Shanghai")
    NotificationSettings.objects.create(user=alice, digest_at=time(8, 30))
    follow_view(films.pk, by=alice, at=AT, how="daily")
    create_person(by=alice, at=AT, family="李", given="娜", lifecycle="customer")
    tell_once_a_day(by=system(), at=datetime(2026, 9, 19, 0, 0, tzinfo=UTC))
    assert told(alice) == []
    before = datetime(2026, 9, 19, 0, 15, tzinfo=UTC)  # a quarter past eight in Shanghai
    for _again in range(2):
        tell_once_a_day(by=system(), at=before)
    assert told(alice) == ["New in your view “Mine”: 李娜"]
    mailed = Notification.objects.get(user=alice)
    assert (mailed.in_digest, mailed.mail_due_at) == (
        True,
        datetime(2026, 9, 19, 0, 30, tzinfo=UTC),
    )


def test_who_comes_back_enters_anew(alice: User, films: SavedView) -> None:
    party = create_person(by=alice, at=AT, family="李", given="娜", lifecycle="prospect").party
    for stage in ("customer", "former", "customer"):
        change_lifecycle(party.pk, by=alice, at=AT, lifecycle=stage)
        tell_within_minutes(by=system(), at=AT)
    assert Notification.objects.filter(user=alice).count() == 2


def test_many_are_told_in_one_sentence(alice: User, films: SavedView) -> None:
    for given in "一二三四":
        create_person(by=alice, at=AT, family="李", given=given, lifecycle="customer")
    tell_within_minutes(by=system(), at=AT)
    assert told(alice)[0].startswith("4 records are new in your view “Mine”: ")


def test_only_what_she_may_see(alice: User, charlie: User, films: SavedView) -> None:
    create_person(by=charlie, at=AT, family="李", given="娜", lifecycle="customer")
    tell_within_minutes(by=system(), at=AT)
    assert told(alice) == []


def test_who_left_or_follows_no_longer_is_not_told(alice: User, films: SavedView) -> None:
    create_person(by=alice, at=AT, family="李", given="娜", lifecycle="customer")
    follow_view(films.pk, by=alice, at=AT, how="")
    tell_within_minutes(by=system(), at=AT)
    assert told(alice) == []


def test_a_view_on_a_column_that_is_gone_is_left_alone(alice: User, films: SavedView) -> None:
    SavedView.objects.filter(pk=films.pk).update(query="f=gone:is:1")
    tell_within_minutes(by=system(), at=AT)
    assert told(alice) == []
    assert ViewUse.objects.get(view=films).known


def test_a_large_view_is_not_followed(
    alice: User, films: SavedView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "FOLLOWED", 0)
    with pytest.raises(ViewTooLargeToFollow):
        follow_view(films.pk, by=alice, at=AT, how="daily")
