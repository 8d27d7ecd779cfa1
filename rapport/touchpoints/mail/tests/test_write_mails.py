"""A mail to many: who gets none and why is told before, each address once, taken back as long as it waits."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from rapport.core.bulk.actions import start_bulk, undo_bulk, write_bulk_slice
from rapport.core.bulk.choosing import Chosen, outlook
from rapport.core.bulk.known import answered, verb_of
from rapport.core.bulk.previews import samples
from rapport.core.bulk.queries import rows
from rapport.core.errors import Invalid
from rapport.customers.people.lists import PEOPLE
from rapport.touchpoints.mail.models import OutgoingMail
from rapport.touchpoints.mail.tests.conftest import SOON

pytestmark = pytest.mark.django_db
WORDS = {"purpose": "offers", "subject": "Summer", "body": "Dear {{ first name }},\n\nsun."}


@pytest.fixture
def many(known, agreed, wang):
    """王伟 and Anna agreed, Ben shares Anna's address, Carl said nothing, Dora has no address, Eve no first name."""
    agreed(wang)
    for name in ("Anna", "Ben"):
        agreed(known(name, "home@berg.example"))
    known("Carl", "carl@berg.example")
    known("Dora")
    agreed(known("", "eve@berg.example", family="Eve"))
    return Chosen(PEOPLE, query="", all=True)


def asked(user, **changed):
    return answered(verb_of("mail"), user, {**WORDS, **changed})


def test_who_gets_none_is_told_before(many, alice, django_assert_max_num_queries) -> None:
    values, verb = asked(alice), verb_of("mail")
    with django_assert_max_num_queries(14):
        found = outlook(many, verb, alice, values)
    assert (found.total, found.able) == (6, 2)
    assert sorted(found.left) == [
        (1, "No consent was given."),
        (1, "No such number or address is known."),
        (1, "The same address as another of them: it gets one mail"),
        (1, "Without first name, and the text says nothing instead"),
    ]
    shown = samples(many, verb, alice, values)
    assert [(one.name, one.title, one.text) for one in shown] == [
        ("王伟", "Summer", "Dear 伟,\n\nsun."),
        ("Anna Berg", "Summer", "Dear Anna,\n\nsun."),
    ]


def test_each_gets_one_and_the_result_says_why_others_do_not(
    many, alice, at, post, minute, told
) -> None:
    run = start_bulk(many, "mail", by=alice, at=at, values=asked(alice))
    assert (run.state, run.changed, run.skipped) == ("done", 2, 4)
    assert len(told("MailsWritten")[0]["party_ids"]) == 2
    minute(at + SOON)
    assert sorted(one["To"] for one in post.taken) == [
        "home@berg.example",
        "wang.wei@hailan.example",
    ]
    assert all(one["List-Unsubscribe"] for one in post.taken)
    found, _next = rows(run, alice)
    assert {one.name: one.reason for one in found}["Carl Berg"] == "No consent was given."


def test_an_address_is_written_to_once_also_across_slices(many, alice, at, monkeypatch) -> None:
    monkeypatch.setattr("rapport.core.bulk.choosing.SLICE", 1)
    run = start_bulk(many, "mail", by=alice, at=at, values=asked(alice), in_background=True)
    while run.state in {"queued", "working"}:
        run = write_bulk_slice(run.pk, by=alice, at=at)
    assert (run.changed, run.skipped) == (2, 4)
    assert OutgoingMail.objects.filter(address="home@berg.example").count() == 1


def test_undo_cancels_what_waits_and_says_what_has_gone(
    many, alice, at, post, minute, monkeypatch
) -> None:
    run = start_bulk(many, "mail", by=alice, at=at, values=asked(alice))
    monkeypatch.setattr("rapport.touchpoints.mail.jobs.MOST", 1)
    minute(at + SOON)
    assert len(post.taken) == 1
    run = undo_bulk(run.pk, by=alice, at=at + SOON)
    assert (run.state, run.undone, run.kept) == ("undone", 1, 1)
    kept, _next = rows(run, alice, outcome="kept")
    assert [one.said for one in kept] == ["gone out already"]
    minute(at + 2 * SOON)
    assert len(post.taken) == 1
    assert sorted(OutgoingMail.objects.values_list("state", flat=True)) == ["cancelled", "sent"]


def test_what_cannot_be_merged_is_refused_at_once(alice, wang) -> None:
    with pytest.raises(Invalid) as error:
        asked(alice, body="Dear {{ nobody }}")
    assert "no merge field “nobody”" in error.value.fields["body"]


def test_the_dialog_shows_what_three_of_them_get(many, alice, signed_in) -> None:
    address = "/lists/people/bulk/mail?" + QueryDict("all=people%3F").urlencode()
    client = signed_in(alice)
    assert client.get(address).status_code == 200
    answer = client.post(address.replace("?", "/preview?"), WORDS)
    assert answer.status_code == 200
    assert "Dear 伟," in answer.text
    assert "2 of 6 get a mail." in answer.text
