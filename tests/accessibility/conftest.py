"""The demo company with a record of each kind, all open to its administrator, and a browser that is signed in once."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from time import time
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from rapport.catalog.products.models import Product
from rapport.config.demo.found import Wanted, found_haina
from rapport.core.access.models import Role, Team, User
from rapport.core.automation.actions import create_automation
from rapport.core.automation.preparing import note
from rapport.core.bulk.actions import start_bulk
from rapport.core.bulk.choosing import Chosen
from rapport.core.customfields.actions import add_field
from rapport.core.exports.actions import export_list
from rapport.core.files.actions import attach_file
from rapport.core.imports.intake import take_in
from rapport.core.incoming.actions import create_incoming_hook
from rapport.core.incoming.messages import receive_message
from rapport.core.notifications.models import Notification
from rapport.core.sources.actions import create_source
from rapport.core.tokens.actions import create_token
from rapport.core.views.actions import save_view
from rapport.core.webhooks.actions import create_webhook, test_webhook as send_test
from rapport.customers.accounts.models import Account
from rapport.customers.affiliations.models import Affiliation
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.households.models import Member
from rapport.customers.merges.actions import merge_parties
from rapport.customers.notes.models import Note
from rapport.customers.organizations.models import Organization
from rapport.customers.parties.models import Party
from rapport.customers.people.lists import PEOPLE
from rapport.customers.privacy.requests import log_privacy_request
from rapport.customers.received.actions import receive
from rapport.customers.relations.models import Relation
from rapport.customers.shares.actions import share_party
from rapport.customers.tags.models import PartyTag
from rapport.customers.traits.actions import Finding, set_traits
from rapport.sales.orders.models import Order
from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.mail.actions import write_mail
from rapport.touchpoints.mail.drafts import Draft
from rapport.touchpoints.messages.tests.made import mail_in, mailbox_of
from rapport.touchpoints.tasks.models import Task

MAIL = Draft(subject="Your sea view", body="Dear {{ full name }}", purpose="service")
DAILY = {"rhythm": "daily", "hour": 6, "weekday": 0}
AT = datetime(2026, 9, 17, 9, 30, tzinfo=UTC)
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(24)


@pytest.fixture
def ada(transactional_db: None, settings: Any, tmp_path: Any) -> User:
    """The administrator of the demo company, which really is in the database."""
    place = {"OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | place}
    found_haina(Wanted(120, 1, AT.date(), "en", "a password of the demo"), lambda *_: None)
    return User.objects.get(email__startswith="admin@")


@pytest.fixture
def sign_in(live_server: Any, context: Any) -> Any:
    """Return a way to sign the browser in, as somebody who proved just now who she is."""

    def signed(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        proof = {"method": "password", "at": time(), "reauthenticated": True}
        session["account_authentication_methods"] = [proof]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        cookie = {"name": "sessionid", "value": session.session_key, "url": live_server.url}
        context.add_cookies([cookie])
        return client

    return signed


@pytest.fixture
def values(ada: User) -> dict[str, Any]:
    """What stands for each part of an address that differs from record to record."""
    hero = Account.objects.get(number="A-000231").party
    posted = {"group": UUID(int=0), "number": 1, "passkey_id": 0, "session_id": 0}
    return {**_customer(hero, ada), **_work(hero, ada), **_company(ada), **posted}


def _customer(hero: Party, ada: User) -> dict[str, Any]:
    tag = PartyTag.objects.filter(party=hero).values_list("tag_id", flat=True)[0]
    relation = Relation.objects.filter(from_party=hero).first() or Relation.objects.first()
    reasons = ["Bought in 9 of the last 12 months"]
    finding = Finding(party_id=hero.pk, name="churn_risk", value=0.12, reasons=reasons)
    set_traits([finding], by=ada, at=AT, model_version="1")
    colleague = User.objects.get(email__startswith="charlie@")
    others = Party.objects.people().kept().exclude(pk=hero.pk).order_by("-pk")
    twins = list(others.values_list("pk", flat=True)[:2])
    return {
        "party_id": hero.pk,
        "person_id": hero.pk,
        "row_id": hero.pk,
        "organization_id": Organization.objects.values_list("pk", flat=True)[0],
        "merge_id": merge_parties(twins[0], twins[1:], by=ada, at=AT).pk,
        "person_twin": twins[0],
        "received_id": receive(by=ada, at=AT, text="He wants a sea view").pk,
        "point_id": ContactPoint.objects.filter(party=hero, channel="phone")[0].pk,
        "affiliation_id": Affiliation.objects.filter(person=hero.pk)[0].pk,
        "household_id": Member.objects.filter(person=hero.pk)[0].household_id,
        "account_id": Account.objects.get(party=hero).pk,
        "relation_id": relation.pk,
        "tag_id": tag,
        "share_id": share_party(hero.pk, by=ada, at=AT, user_id=colleague.pk).pk,
        "privacy_request_id": log_privacy_request(
            hero.pk, by=ada, at=AT, kind="access", law="pipl", source="email"
        ).pk,
        "note_id": Note.objects.filter(party=hero)[0].pk,
        "channel": "phone",
        "name": "people",
        "column": "city",
        "kind": "party",
        "label": "customers.party",
    }


def _work(hero: Party, ada: User) -> dict[str, Any]:
    file = attach_file("party", hero.pk, "card.png", [PICTURE], by=ada, at=AT)
    export = export_list("people", by=ada, at=AT, query="", for_excel=False, in_background=True)
    run = start_bulk(
        Chosen(PEOPLE, ids=[hero.pk]),
        "edit-lifecycle",
        by=ada,
        at=AT,
        values={"value": "former"},
    )
    lines = BytesIO(b"SKU,Name,Price\nA1,Anchor,1.50\nA2,Boat,abc\n")
    told = Notification.objects.create(
        user=ada, kind="task_assigned", params={"by": "陈浩 Bob", "title": "Call back"}
    )
    return {
        "interaction_id": Interaction.objects.filter(party=hero)[0].pk,
        "mail_id": write_mail(hero.pk, MAIL, by=ada, at=AT).pk,
        **_mailbox(ada),
        "task_id": Task.objects.filter(party=hero)[0].pk,
        "order_id": Order.objects.filter(party=hero)[0].pk,
        "product_id": Product.objects.values_list("pk", flat=True)[0],
        "attachment_id": file.pk,
        "export_id": export.pk,
        "run_id": take_in(lines, "list.csv", kind="products", by=ada, at=AT).pk,
        "notification_id": told.pk,
        **_automation(hero, ada),
        "view_id": save_view("people", by=ada, at=AT, name="Quiet for 60 days").pk,
        "verb": "edit-lifecycle",
        "bulk": {"run_id": run.pk},
        "home": {"name": "tasks"},
    }


def _automation(hero: Party, ada: User) -> dict[str, Any]:
    task = {"title": "Call", "assignee": "owners", "due_in": 3, "priority": 2}
    row = create_automation(
        "people",
        by=ada,
        at=AT,
        name="Welcome",
        trigger=("event", {"event": "PersonCreated"}),
        query="f=city:is:上海",
        steps=[{"do": "task", "values": task}],
    )
    note(row, [hero.pk], "event 1", at=AT)
    run = row.runs.get()
    rest = {"waking": "event", "step": "task", "place": 0}
    return {"automation_id": row.pk, "automation_run_id": run.pk, **rest}


def _mailbox(ada: User) -> dict[str, Any]:
    mailbox = mailbox_of(ada, AT)
    message = mail_in(mailbox, AT)
    return {"mailbox_id": mailbox.pk, "mail_message_id": message.pk if message else 0}


def _company(ada: User) -> dict[str, Any]:
    made, _secret = create_token(by=ada, at=AT, name="Warehouse")
    address = "https://erp.example.com/hook"
    hook, _key = create_webhook(
        by=ada, at=AT, name="ERP", address=address, events=["PersonCreated"]
    )
    source = create_source(
        by=ada, at=AT, where="address", name="Shop", kind="people", place=address, **DAILY
    )
    door, key = create_incoming_hook(by=ada, at=AT, name="Website", kind="people")
    body = {"name": "王伟", "email": "wang@example.com"}
    message, _is_new = receive_message(key, by=ada, at=AT, body=body)
    return {
        "user_id": User.objects.get(email__startswith="bob@").pk,
        "team_id": Team.objects.values_list("pk", flat=True)[0],
        "role_id": Role.objects.get(key="seller").pk,
        "token_id": made.pk,
        "hook_id": door.pk,
        "incoming_id": message.pk,
        "source_id": source.pk,
        "where": "address",
        "key": "x",
        "webhook_id": hook.pk,
        "delivery_id": send_test(hook.pk, by=ada, at=AT).pk,
        "slug": "people",
        "record": "people",
        "sheet": "person",
        "entity": "person",
        "target": "person",
        "field_id": add_field("person", by=ada, at=AT, label="Film", kind="text").pk,
    }
