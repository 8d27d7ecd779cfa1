"""Erasing a person who stands in every room: nothing in the database names her, the books still add up, nothing brings her back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import override_settings

from rapport.core.access.models import User
from rapport.core.action import last_group
from rapport.core.changes.models import Change
from rapport.core.company.models import Company
from rapport.core.customfields.actions import add_field
from rapport.core.errors import Missing, NotAllowed
from rapport.core.files.actions import attach_file
from rapport.core.idempotency.models import IdempotencyKey
from rapport.core.imports.actions import map_import, start_import
from rapport.core.imports.driving import drive
from rapport.core.imports.intake import take_in
from rapport.core.imports.models import ImportRun
from rapport.core.incoming.models import IncomingHook, IncomingMessage
from rapport.core.notifications.models import Notification
from rapport.core.search.models import SearchWord
from rapport.core.trash.queries import trashed
from rapport.core.undo.actions import NothingToUndo, undo
from rapport.core.webhooks.models import Webhook, WebhookDelivery
from rapport.customers.affiliations.actions import start_affiliation
from rapport.customers.consent.actions import give_consent
from rapport.customers.consent.models import Hindrance, Suppression
from rapport.customers.consent.queries import may_contact
from rapport.customers.contactpoints.actions import Contact
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.households.actions import add_member, form_household
from rapport.customers.households.models import Household
from rapport.customers.notes.actions import edit_note, write_note
from rapport.customers.notes.models import Note
from rapport.customers.organizations.actions import create_organization
from rapport.customers.parties.actions import WasErased, restore_party, trash_parties
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person, edit_person
from rapport.customers.privacy import ledger
from rapport.customers.privacy.actions import IsErased
from rapport.customers.privacy.erasing import erase_person, sweep_erased
from rapport.customers.privacy.events import PersonErased
from rapport.customers.privacy.jobs import look_through
from rapport.customers.privacy.models import Erasure
from rapport.customers.privacy.replaying import replay
from rapport.customers.tags.actions import tag_parties
from rapport.sales.creditnotes.actions import credit_order
from rapport.sales.orders.actions import place_order
from rapport.sales.orders.lines import LineInput
from rapport.sales.orders.models import Order
from rapport.touchpoints.interactions.actions import log_interaction
from rapport.touchpoints.interactions.details import Details
from rapport.touchpoints.mail.models import OutgoingMail
from rapport.touchpoints.mailboxes.tests.mails import raw
from rapport.touchpoints.messages.models import MailMessage, MailMessageParty
from rapport.touchpoints.messages.tests.made import mail_in, mailbox_of
from rapport.touchpoints.tasks.actions import create_task
from rapport.touchpoints.tasks.plan import Plan

MAIL, PHONE, WECHAT, PASSPORT = (
    "Jingyi.Ouyang@Private.example",
    "+86 139 1234 5678",
    "ouyang_jy88",
    "E8812345X",
)
NAMES = "欧阳静怡|静怡|Ouyang|Jingyi|jingyi.ouyang|139.?1234.?5678|ouyang_jy88|E8812345X"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(24)
FILE = f"Name,E-mail,Phone\n欧阳静怡,{MAIL},{PHONE}\nTom Hill,tom@hill.example,\n"
TABLES = """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1"""


@pytest.fixture(autouse=True)
def places(tmp_path: Any) -> Iterator[None]:
    """Files and the ledger go to a folder of the test."""
    stores = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=stores, ERASURES=tmp_path / "backups" / "erasures.jsonl"):
        yield


@pytest.fixture
def ouyang(admin: User, alice: User, at: datetime) -> Party:
    """欧阳静怡, whom every room knows."""
    Company.objects.create(pk=1, name="海纳", base_currency="CNY")
    add_field("person", by=admin, at=at, kind="text", label="Passport")
    run = take_in(BytesIO(FILE.encode()), "guests.csv", kind="people", by=admin, at=at)
    map_import(run.pk, by=admin, at=at, mapping=run.mapping, options=run.options)
    start_import(run.pk, by=admin, at=at)
    drive(run.pk, by=admin, clock=lambda: at)
    party = Party.objects.get(display_name="欧阳静怡")
    edit_person(
        party.pk,
        by=admin,
        at=at,
        changes={
            "latin_name": "Ouyang Jingyi",
            "born_on": "1988-04-02",
            "custom": {"passport": PASSPORT},
        },
    )
    point = ContactPoint.objects.get(party=party, channel="email")
    give_consent(
        party.pk,
        by=admin,
        at=at,
        contact_point_id=point.pk,
        purpose="offers",
        source="email",
        evidence="Mail of Ouyang Jingyi",
    )
    tag_parties([party.pk], by=admin, at=at, name="VIP")
    note = write_note(party.pk, by=admin, at=at, body="欧阳静怡 likes tea")
    edit_note(note.pk, by=admin, at=at, body="欧阳静怡 likes coffee")
    attach_file("party", party.pk, "欧阳静怡.png", [PICTURE], by=admin, at=at)
    details = Details(
        channel="phone",
        direction="in",
        started_at=at,
        subject="Ouyang Jingyi called",
        body=PHONE,
        next_step="Call 欧阳静怡",
        next_step_on=at.date(),
    )
    log_interaction(party.pk, details, by=admin, at=at)
    OutgoingMail.objects.create(
        party=party,
        contact_point=point,
        address=point.normalized,
        sender=admin,
        purpose="offers",
        subject="Dear 静怡",
        body="…",
        due_at=at,
    )
    _elsewhere(party, admin, alice, at)
    return party


def _elsewhere(party: Party, admin: User, alice: User, at: datetime) -> None:
    """Let others write of her, programs send and receive her, and colleagues be told."""
    company = create_organization(by=admin, at=at, legal_name="海纳科技有限公司", trade_name="海纳")
    start_affiliation(party.pk, by=admin, at=at, organization_id=company.pk, title="Buyer")
    write_note(
        company.pk,
        by=admin,
        at=at,
        body="Ask Ouyang  Jingyi, 139-1234-5678, or jingyi.ouyang@private.example; she knows Tom.",
    )
    create_task(Plan(title="Thank 欧阳静怡", party_id=company.pk), by=admin, at=at)
    spouse = create_person(by=admin, at=at, family="李", given="强")
    household = form_household(party.pk, by=admin, at=at)
    add_member(household.pk, by=admin, at=at, person_id=spouse.pk, role="partner")
    Notification.objects.create(
        user=alice, kind="party_assigned", params={"name": "欧阳静怡"}, party_id=party.pk
    )
    hook = Webhook.objects.create(
        owner=admin, name="Shop", address="https://shop.example", events=[]
    )
    WebhookDelivery.objects.create(
        webhook=hook,
        event="PersonCreated",
        message="m1",
        state="sent",
        created_at=at,
        payload={"name": "欧阳静怡", "phone": 13912345678},
    )
    incoming = IncomingHook.objects.create(
        name="Form",
        runs_as=admin,
        owner=admin,
        prefix="x",
        digest="y",
        kind="people",
        sample={"who": "Ouyang Jingyi"},
    )
    IncomingMessage.objects.create(
        hook=incoming, body={"mail": [MAIL]}, received_at=at, state="done", target_id=party.pk
    )
    answer = json.dumps({"display_name": "欧阳静怡"}, ensure_ascii=False).encode()
    IdempotencyKey.objects.create(
        user=admin, key="k", digest="d", status=201, headers={}, body=answer, at=at
    )


def found(pattern: str = NAMES) -> list[str]:
    """Return where the whole database names her: every table, every column."""
    places = []
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            column = "encode(x.body, 'escape')" if table == "core_idempotencykey" else "''"
            cursor.execute(
                f"SELECT x::text || {column} FROM {table} x WHERE x::text ~* %s", [pattern]
            )
            places += [f"{table}: {row}" for (row,) in cursor.fetchall()]
    return places


def mails(party: Party, admin: User, at: datetime) -> None:
    """Let three mails arrive: from her, from somebody else to her, and from nobody we know about nobody."""
    tom = Party.objects.get(display_name="Tom Hill")
    box = mailbox_of(admin, at)
    file = [("欧阳静怡.txt", b"Ouyang Jingyi", "text/plain")]
    mail_in(box, at, raw(sender=f"Ouyang Jingyi <{MAIL}>", body="It is I", files=file), uid=1)
    mail_in(
        box, at, raw(sender="tom@hill.example", body="Ouyang Jingyi likes it", key="<2@x>"), uid=2
    )
    mail_in(box, at, raw(sender="else@x.example", body="Nobody", key="<3@x>"), uid=3)
    parties = set(MailMessageParty.objects.values_list("party_id", flat=True))
    assert parties == {party.pk, tom.pk}


def erased(party: Party, admin: User, at: datetime) -> Erasure:
    """Erase her, and look through what others wrote, as the job does."""
    erasure = erase_person(party.pk, by=admin, at=at, reason="Asked by mail on 17 September")
    look_through(PersonErased(party_id=party.pk, erasure_id=erasure.pk), by=admin, at=at)
    erasure.refresh_from_db()
    return erasure


def test_nothing_in_the_database_names_her(
    ouyang: Party, admin: User, at: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    assert len({place.split(":")[0] for place in found()}) > 12  # the test can fail
    with django_capture_on_commit_callbacks(execute=True):
        erasure = erased(ouyang, admin, at)
    assert found() == []
    assert (
        not IdempotencyKey.objects.exists()
    )  # its body is bytes, which the search above cannot read
    assert not SearchWord.objects.filter(word__in=["ouyang", "jingyi"]).exists()
    assert erasure.terms == ""
    assert erasure.swept["customers_note"] == 1
    assert "she knows Tom." in Note.objects.get().body
    assert ImportRun.objects.get().file == ""
    assert not [name for name in _stored() if PICTURE in default_storage.open(name).read()]


def test_her_mails_go_and_those_of_others_lose_what_names_her(
    ouyang: Party, admin: User, at: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    mails(ouyang, admin, at)
    with django_capture_on_commit_callbacks(execute=True):
        erased(ouyang, admin, at)
    assert found() == []
    about_her, about_nobody = MailMessage.objects.order_by("received_at", "pk")
    assert (about_her.from_address, about_her.raw) == ("tom@hill.example", None)
    assert "[erased] likes it" in about_her.text
    assert about_nobody.raw is not None
    assert not [name for name in _stored() if b"Jingyi" in default_storage.open(name).read()]


def _stored(place: str = "") -> Iterator[str]:
    folders, files = default_storage.listdir(place)
    yield from (f"{place}/{name}".lstrip("/") for name in files)
    for folder in folders:
        yield from _stored(f"{place}/{folder}".lstrip("/"))


def test_the_household_and_the_others_stay(ouyang: Party, admin: User, at: datetime) -> None:
    erased(ouyang, admin, at)
    household = Household.objects.get()
    assert household.head.party.display_name == "李强"
    assert Party.objects.filter(display_name="Tom Hill", trashed_at=None).exists()


def test_the_books_still_add_up(ouyang: Party, admin: User, at: datetime) -> None:
    line = LineInput(description="Suite", quantity=Decimal(2), unit_price=Decimal(100))
    order = place_order(
        by=admin, at=at, party_id=ouyang.pk, lines=[line], currency="CNY", note="For 欧阳静怡"
    )
    note = credit_order(order.pk, by=admin, at=at, reason="欧阳静怡 cancelled")
    erasure = erased(ouyang, admin, at)
    assert found() == []
    order.refresh_from_db()
    note.refresh_from_db()
    assert (order.total, note.total, order.party_id) == (200, 200, ouyang.pk)
    assert erasure.kept == {
        "sales_order": 1,
        "sales_orderline": 1,
        "sales_creditnote": 1,
        "sales_creditnoteline": 1,
    }
    assert order.party.display_name == "Erased person"


def test_undo_cannot_bring_her_back(ouyang: Party, admin: User, at: datetime) -> None:
    edit_person(ouyang.pk, by=admin, at=at, changes={"given": "静"})
    group = last_group()
    assert group
    erased(ouyang, admin, at)
    with pytest.raises(NothingToUndo):
        undo(group, by=admin, at=at)
    assert not Change.objects.filter(table="customers_person", row_id=ouyang.pk).exists()
    with pytest.raises(WasErased):
        restore_party(ouyang.pk, by=admin, at=at)
    assert trashed(admin).rows == []


def test_she_is_never_written_to_again(ouyang: Party, admin: User, at: datetime) -> None:
    erased(ouyang, admin, at)
    again = create_person(
        by=admin, at=at, family="O", contacts=[Contact(channel="email", value=MAIL.upper())]
    )
    verdict = may_contact(again.pk, "email", "service")
    assert verdict.hindrance == Hindrance.SUPPRESSED


def test_a_shared_number_stays_with_the_others(ouyang: Party, admin: User, at: datetime) -> None:
    spouse = Party.objects.get(display_name="李强")
    ContactPoint.objects.create(
        party=spouse, channel="phone", raw=PHONE, normalized="+8613912345678"
    )
    erased(ouyang, admin, at)
    assert may_contact(spouse.pk, "phone", "service").allowed
    assert ContactPoint.objects.get(party=spouse).normalized == "+8613912345678"


def test_a_name_that_others_have_too_is_left_in_texts(
    ouyang: Party, admin: User, at: datetime
) -> None:
    create_person(by=admin, at=at, family="欧阳", given="静怡", latin_name="Ouyang Jingyi")
    erased(ouyang, admin, at)
    assert "Ouyang  Jingyi" in Note.objects.get().body
    assert not found("139.?1234.?5678|jingyi.ouyang@")


def test_an_older_backup_does_not_bring_her_back(ouyang: Party, admin: User, at: datetime) -> None:
    made = ouyang.created_at
    erased(ouyang, admin, at)
    assert "欧阳" not in json.dumps(ledger.read(), ensure_ascii=False)
    Erasure.objects.all().delete()  # as an older backup holds it
    Suppression.objects.all().delete()
    Party.objects.filter(pk=ouyang.pk).update(
        display_name="欧阳静怡", erased_at=None, trashed_at=None, created_at=made
    )
    ContactPoint.objects.create(
        party_id=ouyang.pk, channel="email", raw=MAIL, normalized=MAIL.lower()
    )
    assert replay(by=admin, at=at + timedelta(days=1)) == 1
    assert not ContactPoint.objects.filter(party=ouyang.pk).exists()
    assert Suppression.objects.exists()
    sweep_erased(Erasure.objects.get().pk, by=admin, at=at)
    assert found() == []
    assert replay(by=admin, at=at) == 0
    stranger = create_person(
        by=admin, at=at, family="New"
    )  # another company's row of that number is left alone
    ledger.append(
        {
            "party": stranger.pk,
            "made": "2001-01-01T00:00:00+00:00",
            "at": "2001-01-01T00:00:00+00:00",
        }
    )
    assert replay(by=admin, at=at) == 0


def test_who_may(
    ouyang: Party, admin: User, alice: User, bob: User, charlie: User, at: datetime
) -> None:
    own = create_person(by=alice, at=at, family="Own")
    with pytest.raises(NotAllowed):
        erase_person(own.pk, by=alice, at=at, reason="No right")
    with pytest.raises(Missing):
        erase_person(own.pk, by=charlie, at=at, reason="Cannot see her")
    trash_parties([own.pk], by=alice, at=at)
    erase_person(own.pk, by=admin, at=at, reason="From the trash too")
    with pytest.raises(IsErased):
        erase_person(own.pk, by=admin, at=at, reason="Again")


def test_page(ouyang: Party, admin: User, signed_in: Callable[[User], Any]) -> None:
    client, here = signed_in(admin), f"/people/{ouyang.pk}/privacy"
    assert "This cannot be undone" in client.get(f"{here}/erase").content.decode()
    assert client.post(f"{here}/erase", {"reason": " "}).status_code == 422
    assert client.post(f"{here}/erase", {"reason": "Asked", "suppress": "on"}).status_code == 303
    page = client.get(here).content.decode()
    assert "Erased on" in page
    assert "欧阳" not in page
    assert "was erased on" in client.get(f"/people/{ouyang.pk}").content.decode()
    assert Order.objects.count() == 0
