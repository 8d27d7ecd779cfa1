"""Sifting one's notifications, folding equal ones, putting them away, and what may no longer be seen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.notifications.models import Notification
from rapport.core.notifications.queries import messages, unread_count
from rapport.core.views.actions import follow_view, save_view
from rapport.core.views.jobs import tell_within_minutes
from rapport.customers.parties.actions import assign_parties
from rapport.customers.people.actions import create_person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 17, 9, 30, tzinfo=UTC)


def test_equal_ones_are_folded_and_read_together(tell, alice: User, signed_in) -> None:
    for number in "123":
        tell(alice, title=number)
    tell(alice, title="4", link="/tasks/4")
    newest, folded = messages(alice)[0]
    assert (newest.text, folded.text) == ("Reminder: 4", "Reminder: 3")
    assert [one.text for one in folded.others] == ["Reminder: 2", "Reminder: 1"]
    client = signed_in(alice)
    assert "2 earlier" in client.get(reverse("notifications:open")).content.decode()
    client.post(reverse("notifications:note", args=[folded.id]))
    assert unread_count(alice) == 1


def test_later_ones_of_the_same_stay_new(tell, alice: User, signed_in) -> None:
    tell(alice, title="seen")
    shown = messages(alice)[0][0]
    tell(alice, title="came meanwhile")
    signed_in(alice).post(reverse("notifications:note", args=[shown.id]))
    assert Notification.objects.get(read_at=None).params == {"title": "came meanwhile"}


def test_kept_for_later_it_is_new_again(tell, alice: User, signed_in) -> None:
    tell(alice)
    (only,) = messages(alice)[0]
    client = signed_in(alice)
    for verb, count in (("note", 0), ("unread", 1), ("archive", 0), ("unread", 1)):
        client.post(reverse(f"notifications:{verb}", args=[only.id]))
        assert unread_count(alice) == count
    assert not messages(alice)[0][0].is_archived


def test_archived_ones_leave_the_list_and_come_back(tell, alice: User, signed_in) -> None:
    tell(alice, title="old")
    tell(alice, title="other", link="/tasks/7")
    client, first = signed_in(alice), messages(alice)[0][0]
    answer = client.post(
        reverse("notifications:archive", args=[first.id]), headers={"HX-Request": "true"}
    )
    back = reverse("notifications:unarchive", args=[first.id])
    assert back in answer["HX-Trigger"]
    assert [one.text for one in messages(alice)[0]] == ["Reminder: old"]
    assert [one.text for one in messages(alice, show="archived")[0]] == ["Reminder: other"]
    client.post(back)
    assert len(messages(alice)[0]) == 2


def test_all_that_is_read_is_archived_at_once(tell, alice: User, signed_in) -> None:
    tell(alice, title="read")
    tell(alice, kind="webhook_stopped", name="ERP", link="")
    client = signed_in(alice)
    client.post(reverse("notifications:read_all") + "?category=reminders")
    client.post(reverse("notifications:archive_read"))
    assert [one.kind for one in messages(alice)[0]] == ["webhook_stopped"]
    assert messages(alice, show="archived")[0][0].text == "Reminder: read"


def test_what_is_shown(tell, alice: User, signed_in) -> None:
    tell(alice, title="read")
    tell(alice, kind="webhook_stopped", name="ERP", link="")
    signed_in(alice).post(reverse("notifications:read_all") + "?category=reminders")
    assert [one.kind for one in messages(alice, show="unread")[0]] == ["webhook_stopped"]
    assert [one.kind for one in messages(alice, category="reminders")[0]] == ["task_due"]
    client = signed_in(alice)
    for state in ({"show": "half"}, {"category": "weather"}):
        assert client.get(reverse("notifications:open"), state).status_code == 422
    text = client.get(reverse("notifications:open"), {"show": "archived"}).content.decode()
    assert "Nothing archived" in text


def test_what_she_may_no_longer_see_is_not_named(
    tell, alice: User, bob: User, charlie: User, signed_in
) -> None:
    person = create_person(by=bob, at=AT, family="王", given="伟")
    party = {"party": "王伟", "by": "Bob", "link": f"/people/{person.pk}", "party_id": person.pk}
    tell(alice, kind="mention", **party)
    assert "王伟" in messages(alice)[0][0].text
    assign_parties([person.pk], by=system(), at=AT, owner_id=charlie.pk)
    (hidden,) = messages(alice)[0]
    assert hidden.is_hidden
    assert (hidden.text, hidden.link) == ("You can no longer see what this was about.", "")
    client = signed_in(alice)
    assert "王伟" not in client.get(reverse("notifications:menu")).content.decode()
    answer = client.post(reverse("notifications:read", args=[hidden.id]))
    assert answer["Location"] == reverse("notifications:open")


def test_a_view_names_nobody_who_went_out_of_sight(alice: User, charlie: User) -> None:
    view = save_view("people", by=alice, at=AT, name="Mine", query="")
    follow_view(view.pk, by=alice, at=AT, how="now")
    person = create_person(by=alice, at=AT, family="李", given="娜")
    tell_within_minutes(by=system(), at=AT)
    assert "李娜" in messages(alice)[0][0].text
    assign_parties([person.pk], by=system(), at=AT, owner_id=charlie.pk)
    assert messages(alice)[0][0].is_hidden


def test_as_many_queries_for_many(tell, alice: User, signed_in) -> None:
    client = signed_in(alice)
    address = reverse("notifications:open")
    people = [create_person(by=alice, at=AT, family="王", given=one) for one in "伟芳娜敏静"]
    counts = []
    for some in (people[:1], people):
        for one in some:
            words = {"party": "王", "by": "Bob", "link": f"/people/{one.pk}", "party_id": one.pk}
            tell(alice, kind="mention", **words)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("verb", ["read", "note", "unread", "archive", "unarchive"])
def test_somebody_elses_is_missing(tell, alice: User, charlie: User, signed_in, verb: str) -> None:
    tell(alice)
    address = reverse(f"notifications:{verb}", args=[Notification.objects.get().pk])
    assert signed_in(charlie).post(address).status_code == 404
    assert signed_in(alice).get(address).status_code == 405
