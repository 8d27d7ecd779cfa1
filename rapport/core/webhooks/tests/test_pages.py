"""The pages of webhooks."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rapport.core.access.models import Grant, Role
from rapport.core.webhooks.actions import create_webhook, test_webhook as send_test
from rapport.core.webhooks.jobs import deliver
from rapport.core.webhooks.models import DeliveryState, Webhook, WebhookAttempt, WebhookDelivery

NEW = {"name": "ERP", "address": "https://erp.example.com/hook", "events_sales": ["OrderPlaced"]}


@pytest.fixture
def hook(admin, at, receiver):
    return create_webhook(
        by=admin, at=at, name="ERP", address=receiver.url, events=["PersonCreated"]
    )[0]


def test_a_webhook_is_made_and_its_secret_shown_once(admin, signed_in):
    client = signed_in(admin)
    assert "No webhooks yet" in client.get(reverse("webhooks:list")).content.decode()
    html = client.post(reverse("webhooks:add"), NEW).content.decode()
    hook = Webhook.objects.get()
    assert re.search(r"whsec_[\w+/=]{40,}", html)[0] == hook.secret
    assert hook.events == ["OrderPlaced"]
    for page in (reverse("webhooks:list"), reverse("webhooks:open", args=[hook.pk])):
        html = client.get(page).content.decode()
        assert "erp.example.com" in html
        assert hook.secret not in html


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"address": "erp"},
        {"address": "https://127.0.0.1/"},
        {"events_sales": []},
        {"events_sales": ["x"]},
    ],
)
def test_what_cannot_be_made_is_said(admin, signed_in, wrong):
    assert signed_in(admin).post(reverse("webhooks:add"), NEW | wrong).status_code == 422
    assert not Webhook.objects.exists()


def test_it_is_edited_and_a_colleagues_edit_is_not_overwritten(admin, signed_in, hook):
    client = signed_in(admin)
    page = client.get(reverse("webhooks:edit", args=[hook.pk])).content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    new = NEW | {"name": "Shop", "address": hook.address, "version": version}
    assert client.post(reverse("webhooks:edit", args=[hook.pk]), new).status_code == 302
    assert Webhook.objects.get().name == "Shop"
    new["name"] = "Other"
    assert client.post(reverse("webhooks:edit", args=[hook.pk]), new).status_code == 409


def test_a_test_is_sent_and_its_answer_stands_in_the_log(admin, signed_in, hook, receiver):
    client = signed_in(admin)
    client.post(reverse("webhooks:test", args=[hook.pk]))
    log = client.get(reverse("webhooks:open", args=[hook.pk])).content.decode()
    assert "every 2s" in log
    deliver(webhook_id=hook.pk)
    log = client.get(reverse("webhooks:open", args=[hook.pk])).content.decode()
    assert "Delivered" in log
    assert "every 2s" not in log
    row = WebhookDelivery.objects.get()
    message = client.get(reverse("webhooks:message", args=[row.pk])).content.decode()
    assert "thanks" in message
    assert row.message in message
    client.post(reverse("webhooks:resend", args=[row.pk]))
    deliver(webhook_id=hook.pk)
    assert len(receiver.got) == 2


def test_what_was_sent_is_shown_to_its_owner_alone(admin, bob, signed_in, hook):
    role = Role.objects.create(key="it", name="IT", rights={"core.manage_webhooks": "all"})
    Grant.objects.create(user=bob, role=role)
    row = send_test(hook.pk, by=admin, at=timezone.now())
    WebhookDelivery.objects.update(
        payload={"type": "Test", "timestamp": "", "data": {"name": "王伟"}}
    )
    page = reverse("webhooks:message", args=[row.pk])
    assert "王伟" in signed_in(admin).get(page).content.decode()
    assert "王伟" not in signed_in(bob).get(page).content.decode()


def test_the_log_is_filtered_and_paged(admin, signed_in, hook, at):
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(
            webhook=hook,
            event="PersonCreated",
            event_id=number,
            message=f"msg_{number}",
            state=DeliveryState.FAILED if number % 2 else DeliveryState.DELIVERED,
            created_at=at,
        )
        for number in range(80)
    )
    client, page = signed_in(admin), reverse("webhooks:open", args=[hook.pk])
    html = client.get(f"{page}?state=failed").content.decode()
    assert html.count('data-row="') == 30
    following = re.search(r'href="(\?[^"]*after=[^"]*)"', html)[1].replace("&amp;", "&")
    assert client.get(page + following).content.decode().count('data-row="') == 10
    assert "No such messages" in client.get(f"{page}?state=withheld").content.decode()
    assert client.get(f"{page}?after=x").status_code == 422


def test_verbs(admin, signed_in, hook):
    client = signed_in(admin)
    for verb, told in (("pause", "Paused"), ("resume", "goes on"), ("again", "sent again")):
        answer = client.post(reverse(f"webhooks:{verb}", args=[hook.pk]), follow=True)
        assert told in answer.content.decode()
    rotated = client.post(reverse("webhooks:rotate", args=[hook.pk])).content.decode()
    assert Webhook.objects.get().secret in rotated
    assert "Remove" in client.get(reverse("webhooks:remove", args=[hook.pk])).content.decode()
    client.post(reverse("webhooks:remove", args=[hook.pk]))
    assert not Webhook.objects.exists()


def test_without_the_right_there_is_no_page(alice, signed_in, hook, admin, at):
    client, row = signed_in(alice), send_test(hook.pk, by=admin, at=at)
    for page in (reverse("webhooks:list"), reverse("webhooks:open", args=[hook.pk])):
        assert client.get(page).status_code == 403
    assert client.post(reverse("webhooks:resend", args=[row.pk])).status_code == 403


def test_as_many_queries_for_fifty_as_for_one(admin, signed_in, hook, at):
    client = signed_in(admin)
    pages = [reverse("webhooks:list"), reverse("webhooks:open", args=[hook.pk])]

    def counted():
        for page in pages:
            client.get(page)
        with CaptureQueriesContext(connection) as queries:
            for page in pages:
                client.get(page)
        return len(queries)

    def tell(number):
        row = send_test(hook.pk, by=admin, at=at)
        WebhookAttempt.objects.create(delivery=row, at=at, status=200, milliseconds=number)

    tell(0)
    one = counted()
    for number in range(30):
        tell(number)
        create_webhook(
            by=admin, at=at, name=f"{number}", address=hook.address, events=["PersonCreated"]
        )
    assert counted() == one
