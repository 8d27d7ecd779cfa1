"""Making, changing, pausing and removing webhooks."""

from __future__ import annotations

import pytest

from rapport.core.access.actions import StaleVersion
from rapport.core.access.models import Grant, Role
from rapport.core.changes.models import Change
from rapport.core.errors import Invalid, Missing, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.webhooks import actions
from rapport.core.webhooks.models import Webhook

NEW = {"name": "ERP", "address": "https://erp.example.com/hook", "events": ["PersonCreated"]}


@pytest.fixture
def hook(admin, at):
    return actions.create_webhook(by=admin, at=at, **NEW)[0]


def test_a_webhook_is_made_and_its_secret_is_sealed(admin, at):
    hook, secret = actions.create_webhook(by=admin, at=at, **NEW)
    assert secret.startswith("whsec_")
    assert Webhook.objects.get().secret == secret
    assert secret not in str(Webhook.objects.raw("SELECT id, secret AS name FROM core_webhook")[0])
    assert EventRow.objects.get(name="WebhookCreated").subject_id == hook.pk


def test_its_secrets_are_never_logged(admin, at, hook):
    actions.rotate_webhook(hook.pk, by=admin, at=at)
    logged = Change.objects.filter(table="core_webhook", operation="u").latest("id")
    assert (logged.before["secret"], logged.before["old_secret"]) == (None, None)
    actions.remove_webhook(hook.pk, by=admin, at=at)
    gone = Change.objects.get(table="core_webhook", operation="d")
    assert "secret" not in gone.before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"address": "erp"}, "address"),
        ({"address": "http://10.0.0.1/"}, "address"),
        ({"events": []}, "events"),
        ({"events": ["LinkAsked"]}, "events"),
        ({"events": ["PersonCreated", "Nothing"]}, "events"),
    ],
)
def test_what_cannot_be_made_is_said(admin, at, wrong, field):
    with pytest.raises(Invalid) as told:
        actions.create_webhook(by=admin, at=at, **(NEW | wrong))
    assert list(told.value.fields) == [field]
    assert not Webhook.objects.exists()


def test_who_may_not_manage_them_sees_none(alice, admin, at, hook):
    with pytest.raises(NotAllowed):
        actions.create_webhook(by=alice, at=at, **NEW)
    with pytest.raises(Missing):
        actions.pause_webhook(hook.pk, by=alice, at=at)


def test_there_are_fifty_at_most(admin, at, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    actions.create_webhook(by=admin, at=at, **NEW)
    with pytest.raises(actions.TooManyWebhooks):
        actions.create_webhook(by=admin, at=at, **NEW)


def test_whoever_changes_it_owns_it(admin, bob, at, hook):
    """Nobody leads to herself what only a colleague may see."""
    role = Role.objects.create(key="it", name="IT", rights={"core.manage_webhooks": "all"})
    Grant.objects.create(user=bob, role=role)
    edited = actions.edit_webhook(
        hook.pk, by=bob, at=at, **(NEW | {"address": "https://bob.example.com/"})
    )
    assert edited.owner == bob
    hook.refresh_from_db()
    with pytest.raises(StaleVersion):
        actions.edit_webhook(hook.pk, by=admin, at=at, version=hook.version - 1, **NEW)


def test_paused_and_resumed(admin, at, hook):
    actions.pause_webhook(hook.pk, by=admin, at=at)
    with pytest.raises(actions.WebhookIsStopped):
        actions.pause_webhook(hook.pk, by=admin, at=at)
    with pytest.raises(actions.WebhookIsStopped):
        actions.test_webhook(hook.pk, by=admin, at=at)
    actions.resume_webhook(hook.pk, by=admin, at=at)
    with pytest.raises(actions.WebhookRuns):
        actions.resume_webhook(hook.pk, by=admin, at=at)


def test_what_waits_is_not_queued_twice(admin, at, hook):
    row = actions.test_webhook(hook.pk, by=admin, at=at)
    with pytest.raises(actions.StillWaiting):
        actions.resend_delivery(row.pk, by=admin, at=at)
    with pytest.raises(Missing):
        actions.resend_delivery(row.pk + 1, by=admin, at=at)
