"""What a colleague is told in person."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.core.events.models import EventRow
from rapport.core.notifications.models import Notification
from rapport.core.notifications.queries import SIZE, chosen, messages, unread_count
from rapport.core.notifications.reading import mark_all_read, mark_read

pytestmark = pytest.mark.django_db


def test_each_is_told_in_her_words_and_the_bell_rings(tell, alice: User) -> None:
    assert tell(alice, title="给王先生回电") == 1
    assert messages(alice)[0][0].text == "Reminder: 给王先生回电"
    assert EventRow.objects.get(name="Notified").subject_id == alice.pk


def test_once_for_the_same_occasion(tell, alice: User, charlie: User) -> None:
    assert tell(alice, once="task_due:1") == 1
    assert tell(alice, charlie, once="task_due:1") == 1
    assert Notification.objects.count() == 2


def test_reading_one_and_all(tell, alice: User, charlie: User, at) -> None:
    for number in range(3):
        tell(alice, title=str(number))
    tell(charlie)
    first = Notification.objects.filter(user=alice).first()
    mark_read(alice, first.pk, at=at)
    assert unread_count(alice) == 2
    assert mark_all_read(alice, chosen(alice), at=at) == 2
    assert (unread_count(alice), unread_count(charlie)) == (0, 1)
    with pytest.raises(Missing):
        mark_read(charlie, first.pk, at=at)


def test_pages(tell, alice: User) -> None:
    for number in range(SIZE + 2):
        tell(alice, title=str(number), link=f"/tasks/{number}")
    first, following = messages(alice)
    second, end = messages(alice, after=following)
    assert (len(first), len(second), end) == (SIZE, 2, "")


def test_a_kind_of_a_later_version_is_left_out(tell, alice: User) -> None:
    tell(alice)
    Notification.objects.update(kind="of_tomorrow")
    assert messages(alice)[0] == []


def test_the_bell_its_menu_and_the_page(tell, alice: User, signed_in) -> None:
    client = signed_in(alice)
    assert "Nothing new." in client.get(reverse("notifications:menu")).content.decode()
    assert "No notifications yet" in client.get(reverse("notifications:open")).content.decode()
    tell(alice)
    assert "Notifications, 1 new" in client.get(reverse("notifications:bell")).content.decode()
    for name in ("menu", "open"):
        assert (
            "Reminder: Call back" in client.get(reverse(f"notifications:{name}")).content.decode()
        )
    note = Notification.objects.get()
    answer = client.post(reverse("notifications:read", args=[note.pk]))
    assert (answer.status_code, answer["Location"]) == (303, "/tasks/")
    tell(alice)
    client.post(reverse("notifications:read_all"))
    assert unread_count(alice) == 0


def test_somebody_elses_is_missing(tell, alice: User, charlie: User, signed_in) -> None:
    tell(alice)
    address = reverse("notifications:read", args=[Notification.objects.get().pk])
    assert signed_in(charlie).post(address).status_code == 404


def test_a_forged_place(alice: User, signed_in) -> None:
    answer = signed_in(alice).get(reverse("notifications:open"), {"after": "forged"})
    assert answer.status_code == 422


def test_the_same_number_of_queries(tell, alice: User, signed_in) -> None:
    client = signed_in(alice)
    tell(alice)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("notifications:open"))
    for number in range(20):
        tell(alice, link=f"/tasks/{number}")
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("notifications:open"))
    assert len(many) == len(one)
