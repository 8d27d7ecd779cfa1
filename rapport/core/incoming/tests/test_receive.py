"""A message of another program becomes a person: once, by its owner's rights, and nothing is lost on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.core.access.models import Grant
from rapport.core.events.models import EventRow
from rapport.core.incoming import actions, messages
from rapport.core.incoming.models import IncomingMessage, MessageState
from rapport.core.incoming.tests.conftest import SAMPLE
from rapport.core.undo.actions import undo
from rapport.customers.parties.models import Party


def test_a_message_becomes_a_person(mapped, post, work, admin):
    _hook, key = mapped
    answer = post(key, SAMPLE)
    assert answer.status_code == 202
    (message,) = work()
    assert answer.json() == {"id": message.pk}
    party = Party.objects.get(pk=message.target_id)
    assert (party.display_name, party.owner) == ("王伟", admin)
    assert (message.state, message.outcome, message.body) == (MessageState.DONE, "created", SAMPLE)
    assert EventRow.objects.get(name="MessageTakenIn").data["target_id"] == party.pk


def test_the_same_number_comes_in_once(mapped, post, work):
    _hook, key = mapped
    first = post(key, SAMPLE, **{"Idempotency-Key": "4711"})
    again = post(key, SAMPLE, **{"Idempotency-Key": "4711"})
    other = post(key, SAMPLE, **{"webhook-id": "msg_1"})
    assert (first.status_code, again.status_code, other.status_code) == (202, 200, 202)
    assert first.json() == again.json()
    created, known = work()
    assert (created.outcome, known.outcome) == ("created", "unchanged")
    assert Party.objects.count() == 1


def test_a_known_person_is_updated(mapped, post, work):
    _hook, key = mapped
    post(key, SAMPLE)
    work()
    changed = {"contact": {"family": "王", "given": "薇", "email": "wang@example.com"}}
    post(key, changed)
    assert work()[-1].outcome == "updated"
    assert Party.objects.get().display_name == "王薇"


def test_its_job_may_run_twice(mapped, post, work, admin, at):
    _hook, key = mapped
    post(key, SAMPLE)
    (message,) = work()
    assert messages.take_in_message(message.pk, by=admin, at=at) is None
    assert Party.objects.count() == 1


def test_what_came_in_can_be_undone(mapped, post, work, admin, at):
    _hook, key = mapped
    post(key, SAMPLE)
    (message,) = work()
    undo(message.group, by=admin, at=at)
    assert not Party.objects.exists()


def test_a_message_that_says_too_little_is_refused_with_the_reason(mapped, post, work):
    _hook, key = mapped
    post(key, {"event": "signup", "contact": {"email": "no address"}})
    (message,) = work()
    assert message.state == MessageState.REFUSED
    assert message.reason
    assert not Party.objects.exists()


def test_before_it_is_mapped_messages_are_kept_and_then_taken_in(fresh, post, work, admin, at):
    hook, key = fresh
    post(key, SAMPLE)
    (message,) = work()
    assert message.state == MessageState.KEPT
    hook.refresh_from_db()
    assert hook.columns == [
        "event",
        "contact.family",
        "contact.given",
        "contact.email",
        "tags.0",
        "tags.1",
    ]
    assert {"family": 1, "given": 2, "email": 3}.items() <= hook.mapping.items()
    actions.map_incoming_hook(
        hook.pk,
        by=admin,
        at=at,
        mapping=hook.mapping,
        options=hook.options,
        match="skip",
        owner_id=admin.pk,
    )
    assert work()[0].outcome == "created"


def test_new_paths_join_behind_the_known_ones(mapped, post):
    hook, key = mapped
    post(key, {"phone": "1", **SAMPLE})
    before = hook.columns
    hook.refresh_from_db()
    assert hook.columns == [*before, "phone"]


def test_it_writes_no_more_than_its_user_may(mapped, post, work, admin):
    _hook, key = mapped
    Grant.objects.filter(user=admin).delete()
    post(key, SAMPLE)
    (message,) = work()
    assert (message.state, message.target_id) == (MessageState.REFUSED, None)
    assert "right" in message.reason
    assert not Party.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "x",
        "[]",
        "{}",
        '"text"',
        "null",
        "[{}]",
        b"\xff\xfe",
        '{"a": "\\u0000"}',
        "[" * 100_000,
        '{"a":' * 20_000 + "1" + "}" * 20_000,
    ],
)
def test_what_is_no_message_is_refused(mapped, post, body):
    _hook, key = mapped
    assert post(key, body).status_code == 422
    assert not IncomingMessage.objects.exists()


def test_a_message_that_is_too_long_is_refused(mapped, post):
    _hook, key = mapped
    assert post(key, {"name": "x" * 300_000}).status_code == 413


def test_who_does_not_know_the_address_gets_nothing(mapped, post, admin, at, client):
    hook, key = mapped
    assert post("x", SAMPLE).status_code == 404
    assert client.get(f"/incoming/{key}").status_code == 405
    _hook, other = actions.rotate_incoming_hook(hook.pk, by=admin, at=at)
    assert post(key, SAMPLE).status_code == 404
    assert post(other, SAMPLE).status_code == 202
    actions.switch_incoming_hook(hook.pk, by=admin, at=at, is_on=False)
    assert post(other, SAMPLE).status_code == 404
    actions.switch_incoming_hook(hook.pk, by=admin, at=at, is_on=True)
    admin.left_at = at
    admin.save()
    assert post(other, SAMPLE).status_code == 404


def test_when_too_many_wait_the_sender_comes_later(mapped, post, monkeypatch):
    _hook, key = mapped
    monkeypatch.setattr(messages, "MOST_WAITING", 2)
    codes = [post(key, SAMPLE).status_code for _turn in range(4)]
    assert codes == [202, 202, 429, 429]


def test_messages_are_kept_for_thirty_days(mapped, post, at):
    _hook, key = mapped
    post(key, SAMPLE)
    received = IncomingMessage.objects.get().received_at
    assert messages.forget_messages(at=received + timedelta(days=30)) == 0
    assert messages.forget_messages(at=received + timedelta(days=30, seconds=1)) == 1
