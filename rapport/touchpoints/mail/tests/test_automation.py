"""The step that mails the customer: by the same rules, once for each occasion, taken back with its run."""

from __future__ import annotations

import pytest

from rapport.core.automation.actions import undo_automation_run
from rapport.core.automation.tests.conftest import automate, wake
from rapport.core.errors import Invalid
from rapport.touchpoints.mail.models import OutgoingMail
from rapport.touchpoints.mail.tests.conftest import SOON

__all__ = ["automate", "wake"]
pytestmark = pytest.mark.django_db
ADDED = ("event", {"event": "PersonCreated"})


def mailing(**changed):
    words = {"purpose": "service", "subject": "Welcome", "body": "Dear {{ first name }}"}
    return {"do": "mail-customer", "values": {**words, **changed}}


def test_a_person_who_is_added_gets_a_mail(automate, wake, known, post, minute, at) -> None:
    automate(ADDED, mailing())
    known("Anna", "anna@berg.example")
    (run,) = wake()
    assert (run.outcome, run.steps[0]["said"]) == ("done", "Mail to the customer: “Welcome”")
    assert wake()[0].pk == run.pk
    minute(at + SOON)
    (letter,) = post.taken
    assert (letter["To"], letter["Subject"]) == ("anna@berg.example", "Welcome")
    assert letter["List-Unsubscribe"]


def test_who_may_not_be_mailed_is_an_error_with_its_reason(automate, wake, known) -> None:
    automate(ADDED, mailing(purpose="offers"))
    known("Anna", "anna@berg.example")
    (run,) = wake()
    assert run.outcome == "error"
    assert "No consent was given." in run.reason
    assert not OutgoingMail.objects.exists()


def test_taken_back_with_its_run(automate, wake, known, admin, post, minute, at) -> None:
    automate(ADDED, mailing())
    known("Anna", "anna@berg.example")
    undo_automation_run(wake()[0].pk, by=admin, at=at)
    minute(at + SOON)
    assert (post.taken, OutgoingMail.objects.count()) == ([], 0)


def test_a_merge_field_that_nobody_knows_is_refused_when_it_is_set_up(automate) -> None:
    with pytest.raises(Invalid) as error:
        automate(ADDED, mailing(body="Dear {{ nobody }}"))
    assert "no merge field “nobody”" in " ".join(error.value.fields.values())
