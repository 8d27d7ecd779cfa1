"""Records of every kind, for tests that walk through every door."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from rapport.catalog.products.actions import create_product
from rapport.core.access.models import Role
from rapport.core.automation.actions import create_automation
from rapport.core.automation.preparing import note
from rapport.core.bulk.actions import start_bulk
from rapport.core.bulk.choosing import Chosen
from rapport.core.customfields.actions import add_field
from rapport.core.exports.actions import export_list
from rapport.core.files.actions import attach_file
from rapport.core.incoming.actions import create_incoming_hook
from rapport.core.incoming.messages import receive_message
from rapport.core.notifications.models import Notification
from rapport.core.sources.actions import create_source
from rapport.core.views.actions import save_view
from rapport.core.webhooks.actions import create_webhook, test_webhook as send_test
from rapport.customers.accounts.actions import open_account
from rapport.customers.affiliations.actions import start_affiliation
from rapport.customers.contactpoints.actions import Contact, add_contact_point
from rapport.customers.households.actions import form_household
from rapport.customers.merges.actions import merge_parties
from rapport.customers.notes.actions import write_note
from rapport.customers.organizations.actions import create_organization
from rapport.customers.people.actions import create_person
from rapport.customers.people.lists import PEOPLE
from rapport.customers.privacy.requests import log_privacy_request
from rapport.customers.relations.actions import relate_parties
from rapport.customers.shares.actions import share_party
from rapport.customers.tags.actions import tag_parties
from rapport.sales.orders.actions import place_order
from rapport.sales.orders.lines import LineInput
from rapport.touchpoints.interactions.actions import log_interaction
from rapport.touchpoints.interactions.details import Details
from rapport.touchpoints.mail.actions import write_mail
from rapport.touchpoints.mail.drafts import Draft
from rapport.touchpoints.messages.tests.made import mail_in, mailbox_of
from rapport.touchpoints.tasks.actions import create_task
from rapport.touchpoints.tasks.plan import Plan


@pytest.fixture
def records(admin: Any, at: Any, bob: Any, settings: Any, tmp_path: Any) -> dict[str, int]:
    """A record of each kind, all the administrator's: the name of its id in addresses → the id."""
    real: dict[str, int] = {}
    place = {"OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | place}
    person = create_person(by=admin, at=at, family="王", given="伟")
    organization = create_organization(by=admin, at=at, legal_name="海纳")
    contact = Contact(channel="phone", value="+8613816432207")
    point = add_contact_point(person.pk, by=admin, at=at, contact=contact)
    real.update(party_id=person.pk, person_id=person.pk, organization_id=organization.pk)
    real.update(point_id=point.pk)
    place = start_affiliation(person.pk, by=admin, at=at, organization_id=organization.pk)
    household = form_household(person.pk, by=admin, at=at)
    account = open_account(person.pk, by=admin, at=at)
    relation = relate_parties(person.pk, by=admin, at=at, other_id=organization.pk, kind="supplier")
    real.update(affiliation_id=place.pk, household_id=household.pk)
    real.update(account_id=account.pk, relation_id=relation.pk)
    twins = [create_person(by=admin, at=at, family="李", given="梅").pk for _one in range(2)]
    real["merge_id"] = merge_parties(twins[0], twins[1:], by=admin, at=at).pk
    asked = log_privacy_request(
        person.pk, by=admin, at=at, kind="access", law="pipl", source="email"
    )
    real["privacy_request_id"] = asked.pk
    _work(real, admin, at, person.pk, bob)
    _trade(real, admin, at, person.pk)
    return real


def _work(real: dict[str, int], admin: Any, at: Any, party_id: int, bob: Any) -> None:
    """What colleagues write, hang and plan on a customer."""
    note = write_note(party_id, by=admin, at=at, body="Likes tea")
    tag = tag_parties([party_id], by=admin, at=at, name="VIP")
    share = share_party(party_id, by=admin, at=at, user_id=bob.pk)
    file = attach_file("party", party_id, "offer.txt", [b"Offer"], by=admin, at=at)
    task = create_task(Plan(title="Call back", party_id=party_id), by=admin, at=at)
    details = Details(channel="phone", started_at=at, subject="Offer")
    contact = log_interaction(party_id, details, by=admin, at=at)
    export = export_list("people", by=admin, at=at, query="", for_excel=False, in_background=True)
    real["role_id"] = Role.objects.get(key="seller").pk
    real.update(note_id=note.pk, tag_id=tag.pk, share_id=share.pk, task_id=task.pk)
    real.update(file_id=file.pk, record_id=party_id, interaction_id=contact.pk)
    draft = Draft(subject="Offer", body="Likes tea", purpose="service")
    point = add_contact_point(
        party_id, by=admin, at=at, contact=Contact(channel="email", value="wang@hailan.example")
    )
    mail = write_mail(party_id, draft, by=admin, at=at, contact_point_id=point.pk)
    field = add_field("person", by=admin, at=at, label="Film", kind="text")
    real.update(export_id=export.pk, mail_id=mail.pk, field_id=field.pk)
    view = save_view("people", by=admin, at=at, name="Mine")
    lifecycle = {"value": "customer"}
    run = start_bulk(
        Chosen(PEOPLE, ids=[party_id]), "edit-lifecycle", by=admin, at=at, values=lifecycle
    )
    box = mailbox_of(admin, at)
    letter = mail_in(box, at)
    real.update(mailbox_id=box.pk, mail_message_id=letter.pk if letter else 0)
    told = Notification.objects.create(user=admin, kind="task_due", params={"title": "Call back"})
    real.update(view_id=view.pk, run_id=run.pk, row_id=party_id, notification_id=told.pk)


def _trade(real: dict[str, int], admin: Any, at: Any, party_id: int) -> None:
    product = create_product(by=admin, at=at, sku="NB", name="Notebook", currency="CNY")
    line = LineInput(product_id=product.pk, quantity=Decimal(2), unit_price=Decimal(10))
    order = place_order(by=admin, at=at, party_id=party_id, lines=[line])
    real.update(product_id=product.pk, order_id=order.pk)
    address = "https://erp.example.com/hook"
    hook, _secret = create_webhook(
        by=admin, at=at, name="海纳 ERP", address=address, events=["PersonCreated"]
    )
    told = send_test(hook.pk, by=admin, at=at)
    tag = [{"do": "tag", "values": {"name": "VIP"}}]
    rule = create_automation("people", by=admin, at=at, name="海纳", steps=tag)
    note(rule, [party_id], "event 1", at=at)
    real.update(automation_id=rule.pk, automation_run_id=rule.runs.get().pk)
    real.update(webhook_id=hook.pk, delivery_id=told.pk)
    daily = {"rhythm": "daily", "hour": 6, "weekday": 0}
    source = create_source(
        by=admin, at=at, where="address", name="Shop", kind="people", place=address, **daily
    )
    real.update(source_id=source.pk, where="address")
    door, key = create_incoming_hook(by=admin, at=at, name="Website", kind="people")
    message, _is_new = receive_message(key, by=admin, at=at, body={"name": "王伟"})
    real.update(hook_id=door.pk, incoming_id=message.pk)
