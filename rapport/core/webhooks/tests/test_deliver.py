"""An event reaches its receivers: signed, in time, again when it must, and never beyond its owner's rights."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from rapport.core.events.models import EventRow
from rapport.core.notifications.models import Notification
from rapport.core.webhooks import delivering, jobs
from rapport.core.webhooks.actions import (
    create_webhook,
    pause_webhook,
    resend_delivery,
    resend_failed,
    resume_webhook,
    rotate_webhook,
    test_webhook as send_test,
)
from rapport.core.webhooks.adapters import Answer
from rapport.core.webhooks.models import (
    DeliveryState,
    Failure,
    StopReason,
    Webhook,
    WebhookDelivery,
    WebhookHealth,
)
from rapport.customers.parties.actions import assign_parties, trash_parties
from rapport.customers.people.actions import create_person, edit_person

PREPARE = "rapport.core.webhooks.jobs.prepare_deliveries"


@pytest.fixture
def hook(admin, at, receiver):
    """A webhook of the administrator, and its secret."""
    return create_webhook(
        by=admin,
        at=at,
        name="ERP",
        address=receiver.url,
        events=["PersonCreated", "PersonEdited", "PartiesAssigned", "PartiesTrashed"],
    )


def queued() -> list[int]:
    """Return the events that are queued for telling."""
    rows = ProcrastinateJob.objects.filter(task_name=PREPARE).order_by("id")
    return [row.args["event_id"] for row in rows]


def run() -> None:
    """Do what the worker does with the queued events."""
    for event_id in queued():
        for webhook_id in delivering.prepare(event_id, at=datetime.now(tz=UTC)):
            jobs.deliver(webhook_id=webhook_id)


def test_a_person_added_is_told_with_her_record(hook, admin, at, receiver):
    person = create_person(by=admin, at=at, family="王", given="伟")
    run()
    headers, body = receiver.got[0]
    message = json.loads(body)
    assert message["type"] == "PersonCreated"
    assert message["timestamp"] == at.isoformat()
    assert message["data"]["person_id"] == person.pk
    assert message["data"]["record"]["display_name"] == "王伟"
    assert headers["content-type"] == "application/json"
    row = WebhookDelivery.objects.get()
    assert (row.state, row.attempts, row.payload) == (DeliveryState.DELIVERED, 1, message)
    assert row.tries.get().status == 200


def test_the_signature_is_that_of_the_standard(hook, admin, at, receiver):
    create_person(by=admin, at=at, family="王", given="伟")
    run()
    headers, body = receiver.got[0]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(hook[1].removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_for_a_day_both_secrets_sign(hook, admin, at, receiver):
    now = datetime.now(tz=UTC)
    rotate_webhook(hook[0].pk, by=admin, at=now)
    create_person(by=admin, at=at, family="王", given="伟")
    run()
    assert len(receiver.got[0][0]["webhook-signature"].split()) == 2
    Webhook.objects.update(old_secret_until=now - timedelta(seconds=1))
    create_person(by=admin, at=at, family="李", given="娜")
    run()
    assert len(receiver.got[1][0]["webhook-signature"].split()) == 1


def test_what_nobody_asked_for_costs_no_job(hook, admin, at):
    pause_webhook(hook[0].pk, by=admin, at=at)
    create_person(by=admin, at=at, family="王", given="伟")
    assert queued() == []


def test_an_event_is_told_once_however_often_its_job_runs(hook, admin, at, receiver):
    create_person(by=admin, at=at, family="王", given="伟")
    run()
    run()
    assert len(receiver.got) == 1


def test_what_its_owner_may_not_see_is_withheld(alice, charlie, at, receiver, written_by):
    from rapport.core.access.models import Grant, Role

    role = Role.objects.create(key="it", name="IT", rights={"core.manage_webhooks": "own"})
    Grant.objects.create(user=charlie, role=role)
    create_webhook(
        by=charlie,
        at=at,
        name="x",
        address=receiver.url,
        events=["PersonCreated", "PartiesTrashed"],
    )
    hers = create_person(by=alice, at=at, family="王", given="伟")
    his = create_person(by=charlie, at=at, family="李", given="娜")
    run()
    assert [json.loads(body)["data"]["person_id"] for _h, body in receiver.got] == [his.pk]
    withheld = WebhookDelivery.objects.get(state=DeliveryState.WITHHELD)
    assert withheld.payload is None
    trash_parties([hers.pk], by=alice, at=at)
    run()
    assert len(receiver.got) == 1


def test_of_many_only_those_are_named_that_its_owner_sees(alice, admin, at, hook, receiver):
    ids = [create_person(by=alice, at=at, family="王", given=n).pk for n in ("一", "二")]
    assign_parties(ids, by=admin, at=at, owner_id=admin.pk)
    run()
    message = json.loads(receiver.got[-1][1])
    assert (message["type"], message["data"]["party_ids"]) == ("PartiesAssigned", ids)


def test_a_failed_message_comes_again_with_the_same_number(hook, admin, at, receiver):
    receiver.status = 500
    create_person(by=admin, at=at, family="王", given="伟")
    run()
    row = WebhookDelivery.objects.get()
    wait = row.due_at - row.tries.get().at
    assert timedelta(seconds=4) <= wait <= timedelta(seconds=6)
    again = ProcrastinateJob.objects.get(task_name="rapport.core.webhooks.jobs.deliver")
    assert again.queue_name == "webhooks-slow"  # where it holds up no address that answers
    receiver.status = 204
    WebhookDelivery.objects.update(due_at=at)
    WebhookHealth.objects.update(rests_until=None)
    jobs.deliver(webhook_id=hook[0].pk)
    first, second = (headers["webhook-id"] for headers, _body in receiver.got)
    assert first == second
    row.refresh_from_db()
    assert (row.state, row.attempts, row.due_at) == (DeliveryState.DELIVERED, 2, None)
    assert WebhookHealth.objects.get().failing_since is None


def test_after_ten_attempts_it_counts_as_failed(hook, admin, at, receiver):
    receiver.status = 500
    send_test(hook[0].pk, by=admin, at=at)
    waits = []
    for _attempt in range(10):
        WebhookDelivery.objects.update(due_at=at)
        WebhookHealth.objects.update(rests_until=None)
        jobs.deliver(webhook_id=hook[0].pk)
        row = WebhookDelivery.objects.get()
        if row.due_at:
            waits.append(row.due_at - row.tries.latest("id").at)
    assert row.state == DeliveryState.FAILED
    assert len(waits) == 9
    assert timedelta(days=2) < sum(waits, timedelta()) < timedelta(days=4)


def test_an_address_that_does_not_answer_is_left_in_peace(hook, admin, at, receiver):
    receiver.status = 500
    for name in "甲乙丙":
        create_person(by=admin, at=at, family="王", given=name)
    run()
    assert len(receiver.got) == 1  # the others wait until it answers again, and lose no attempt
    assert sorted(WebhookDelivery.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_the_receivers_wish_to_wait_is_kept(hook, admin, at, receiver):
    receiver.status, receiver.headers = 429, {"Retry-After": "3600"}
    send_test(hook[0].pk, by=admin, at=at)
    jobs.deliver(webhook_id=hook[0].pk)
    assert WebhookDelivery.objects.get().due_at - datetime.now(tz=UTC) > timedelta(minutes=59)


def test_one_that_never_answers_does_not_hold_up_the_others(hook, admin, at, receiver):
    receiver.hold = threading.Event()
    health = WebhookHealth.objects.get()
    assert delivering.take(hook[0].pk, at=at)
    assert not delivering.take(hook[0].pk, at=at)  # at most one thread waits for one address
    other, _secret = create_webhook(
        by=admin, at=at, name="b", address=receiver.url, events=["PersonCreated"]
    )
    assert delivering.take(other.pk, at=at)
    health.refresh_from_db()
    assert delivering.take(hook[0].pk, at=at + timedelta(minutes=2))  # its worker was killed


def test_a_killed_worker_loses_nothing(hook, admin, at, receiver):
    create_person(by=admin, at=at, family="王", given="伟")
    now = datetime.now(tz=UTC)
    delivering.prepare(queued()[0], at=now)
    first = delivering.claim(hook[0].pk, at=now)  # and then it is killed
    assert delivering.claim(hook[0].pk, at=now) is None
    assert delivering.due_hooks(at=now + timedelta(minutes=2)) == [hook[0].pk]
    again = delivering.claim(hook[0].pk, at=now + timedelta(minutes=2))
    assert again.headers["webhook-id"] == first.headers["webhook-id"]


def test_after_days_of_failure_it_is_stopped_and_its_owner_told(hook, admin, at, receiver):
    receiver.status = 500
    send_test(hook[0].pk, by=admin, at=at)
    WebhookHealth.objects.update(failing_since=datetime.now(tz=UTC) - timedelta(days=5))
    jobs.deliver(webhook_id=hook[0].pk)
    row = Webhook.objects.get()
    assert (row.is_stopped, row.stop_reason) == (True, StopReason.FAILING)
    assert Notification.objects.get().user == admin
    assert EventRow.objects.filter(name="WebhookStopped", subject_id=row.pk).exists()
    assert delivering.due_hooks(at=datetime.now(tz=UTC) + timedelta(days=1)) == []
    receiver.status = 200
    resume_webhook(row.pk, by=admin, at=at)
    WebhookDelivery.objects.update(due_at=at)
    jobs.deliver(webhook_id=row.pk)
    assert WebhookDelivery.objects.get().state == DeliveryState.DELIVERED


def test_an_address_that_is_gone_is_stopped_at_once(hook, admin, at, receiver):
    receiver.status = 410
    send_test(hook[0].pk, by=admin, at=at)
    jobs.deliver(webhook_id=hook[0].pk)
    assert Webhook.objects.get().stop_reason == StopReason.GONE


def test_a_message_and_all_failed_ones_are_sent_again(hook, admin, at, receiver):
    create_person(by=admin, at=at, family="王", given="伟")
    run()
    row = WebhookDelivery.objects.get()
    resend_delivery(row.pk, by=admin, at=at)
    jobs.deliver(webhook_id=hook[0].pk)
    assert len(receiver.got) == 2
    WebhookDelivery.objects.update(state=DeliveryState.FAILED, due_at=None)
    assert resend_failed(hook[0].pk, by=admin, at=at, since=at) == 1
    jobs.deliver(webhook_id=hook[0].pk)
    assert len(receiver.got) == 3


def test_its_owner_left_and_nothing_is_told(hook, admin, alice, at, receiver):
    person = create_person(by=alice, at=at, family="王", given="伟")
    admin.left_at = at
    admin.save()
    edit_person(person.pk, by=alice, at=at, changes={"given": "薇"})
    run()
    assert receiver.got == []
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {DeliveryState.WITHHELD}


def test_the_log_is_kept_for_thirty_days(hook, admin, at):
    send_test(hook[0].pk, by=admin, at=at)
    delivering.forget_old(at=at + timedelta(days=30))
    assert WebhookDelivery.objects.exists()
    delivering.forget_old(at=at + timedelta(days=30, seconds=1))
    assert not WebhookDelivery.objects.exists()


def test_an_answer_is_good_or_names_its_failure():
    assert Answer(status=204).is_good
    assert not Answer(failure=Failure.TIMEOUT).is_good
