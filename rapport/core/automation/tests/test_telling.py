"""Steps that tell somebody: in the page, by mail, to a webhook; never of what the receiver may not see."""

from __future__ import annotations

import json

import pytest

from rapport.core.automation import jobs, posting
from rapport.core.automation.models import AutomationMail
from rapport.core.notifications.models import Notification
from rapport.core.outgoing import leases
from rapport.core.outgoing.adapters import message_id
from rapport.core.webhooks import delivering
from rapport.core.webhooks.actions import create_webhook, pause_webhook
from rapport.core.webhooks.models import WebhookDelivery
from rapport.customers.people.actions import create_person

ADDED = ("event", {"event": "PersonCreated"})


def telling(whom: object) -> dict[str, object]:
    """Return the step that tells somebody in the page."""
    return {"do": "notify", "values": {"whom": str(whom), "text": "New"}}


def test_the_owner_is_told_in_the_page(automate, wake, alice, at):
    automate(ADDED, telling("owner"))
    person = create_person(by=alice, at=at, family="王", given="伟")
    wake()
    told = Notification.objects.get(kind="automation_says")
    assert (told.user, told.params["name"]) == (alice, "王伟")
    assert told.link == f"/people/{person.pk}"


def test_who_may_not_see_the_record_is_not_told_of_it(automate, wake, alice, charlie, at):
    automate(ADDED, telling(charlie.pk))
    create_person(by=alice, at=at, family="王", given="伟")
    (run,) = wake()
    assert (run.outcome, "Charlie cannot see this record." in run.reason) == ("error", True)
    assert not Notification.objects.filter(user=charlie).exists()


def test_a_colleague_gets_a_mail(automate, wake, alice, at, mailoutbox):
    values = {"whom": str(alice.pk), "title": "Somebody new", "text": "Say hello."}
    automate(ADDED, {"do": "mail", "values": values})
    person = create_person(by=alice, at=at, family="王", given="伟")
    (run,) = wake()
    assert run.outcome == "done"
    jobs.post_mails(by=alice, at=at)
    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == ([alice.email], "Somebody new")
    assert "Say hello." in letter.body
    assert letter.body.strip().endswith(f"/people/{person.pk}")
    jobs.post_mails(by=alice, at=at)
    assert len(mailoutbox) == 1  # a job that runs twice
    mail = AutomationMail.objects.get()
    assert (mail.state, letter.extra_headers["Message-ID"]) == ("sent", message_id(mail.key))


def test_a_mail_that_did_not_go_out_is_told_in_the_log(automate, wake, alice, admin, at, settings):
    values = {"whom": str(alice.pk), "title": "Somebody new", "text": "Say hello."}
    automate(ADDED, {"do": "mail", "values": values})
    create_person(by=alice, at=at, family="王", given="伟")
    (run,) = wake()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.SMTP_URL, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "smtp://127.0.0.1:9",
        "127.0.0.1",
        9,
    )
    jobs.post_mails(by=alice, at=at)
    run.refresh_from_db()
    assert "refused" in run.steps[0]["mail"]
    waiting = AutomationMail.objects.get()
    assert waiting.due_at > at
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    AutomationMail.objects.update(due_at=at)
    jobs.post_mails(by=alice, at=at)
    run.refresh_from_db()
    assert run.steps[0]["mail"] == "sent"


def test_a_mail_whose_sender_was_killed_is_told_and_not_sent_again(
    automate, wake, alice, at, mailoutbox
):
    values = {"whom": str(alice.pk), "title": "Somebody new", "text": "Say hello."}
    automate(ADDED, {"do": "mail", "values": values})
    create_person(by=alice, at=at, family="王", given="伟")
    (run,) = wake()
    leases.begin_sending(posting.claim(at=at), at=at)  # and here the worker is killed
    jobs.post_mails(by=alice, at=at)
    run.refresh_from_db()
    assert run.steps[0]["mail"].startswith("Perhaps sent")
    assert (AutomationMail.objects.get().state, mailoutbox) == ("uncertain", [])


def test_a_mail_is_for_colleagues_only(automate, at):
    values = {"whom": "wang@example.com", "title": "Hello", "text": "Hello"}
    with pytest.raises(Exception, match="cannot be saved"):
        automate(ADDED, {"do": "mail", "values": values})


def test_a_webhook_is_told_of_the_record(automate, wake, alice, admin, at):
    hook, _secret = create_webhook(
        by=admin, at=at, name="ERP", address="https://erp.example.com/hook", events=["TaskCreated"]
    )
    automate(ADDED, {"do": "webhook", "values": {"webhook": hook.pk}})
    person = create_person(by=alice, at=at, family="王", given="伟")
    (run,) = wake()
    assert run.outcome == "done"
    assert WebhookDelivery.objects.get().event == "AutomationActed"
    message = delivering.claim(hook.pk, at=at)
    sent = json.loads(message.body)
    assert sent["type"] == "AutomationActed"
    assert (sent["data"]["automation"], sent["data"]["row_id"]) == ("Rule", person.pk)
    assert sent["data"]["record"]["display_name"] == "王伟"


def test_a_webhook_that_is_stopped_is_an_error_with_a_sentence(automate, wake, alice, admin, at):
    hook, _secret = create_webhook(
        by=admin, at=at, name="ERP", address="https://erp.example.com/hook", events=["TaskCreated"]
    )
    automate(ADDED, {"do": "webhook", "values": {"webhook": hook.pk}})
    pause_webhook(hook.pk, by=admin, at=at)
    create_person(by=alice, at=at, family="王", given="伟")
    (run,) = wake()
    assert run.reason == "“Tell the webhook “ERP”” was not done: The webhook “ERP” is stopped."
