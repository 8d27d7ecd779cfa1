"""People and companies with rows in every place that can refer to them, and the whole database as values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import connection

from rapport.core.access.models import User
from rapport.core.changes.triggers import logged_models
from rapport.core.files.models import Attachment, File
from rapport.core.references.finding import Reference, references
from rapport.core.search.actions import refill
from rapport.core.search.kinds import kinds
from rapport.core.search.models import SearchEntry
from rapport.customers.accounts.models import Account
from rapport.customers.affiliations.models import Affiliation
from rapport.customers.consent.models import ConsentEvent
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.duplicates.models import MatchVerdict
from rapport.customers.households.models import Household, Member
from rapport.customers.notes.models import Note
from rapport.customers.organizations.models import Organization
from rapport.customers.parties.models import ExternalRef, Party, Share
from rapport.customers.people.models import Person
from rapport.customers.privacy.models import PrivacyRequest
from rapport.customers.relations.models import Relation
from rapport.customers.tags.models import PartyTag, Tag
from rapport.customers.traits.models import Trait
from rapport.sales.creditnotes.models import CreditNote
from rapport.sales.orders.models import Order
from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.mail.models import MailState, OutgoingMail
from rapport.touchpoints.messages.models import MailMessage, MailMessageParty
from rapport.touchpoints.messages.tests.made import mail_in, mailbox_of
from rapport.touchpoints.tasks.models import Task

MERGES = {"customers_merge", "customers_merged"}


def person(owner: User, given: str, **fields: Any) -> Party:
    """Add somebody by plain rows."""
    latin = fields.pop("latin_name", "")
    party = Party.objects.create(
        kind="person", display_name=f"{given} Wang", sort_key=f"wang {given.lower()}", owner=owner, latin_name=latin
    )  # fmt: skip
    Person.objects.create(party=party, family="Wang", given=given, **fields)
    return party


def company(owner: User, name: str, **fields: Any) -> Party:
    """Add a company by plain rows."""
    party = Party.objects.create(
        kind="organization", display_name=name, sort_key=name.lower(), owner=owner
    )
    Organization.objects.create(party=party, legal_name=name, **fields)
    return party


def furnish(party: Party, owner: User, at: datetime, other: Party, number: int) -> None:
    """Give a party a row in every place that refers to customers, some the same for everybody; `other` is a third one."""
    point = ContactPoint.objects.create(
        party=party, channel="email", raw="Same@x.example", normalized="same@x.example",
        is_primary=True, verified_at=at if number == 1 else None,
    )  # fmt: skip
    ContactPoint.objects.create(
        party=party, channel="phone", raw=f"{number}", normalized=f"+4911{number}", is_primary=True
    )
    said = ["given", "withdrawn", "given"][number % 3]
    ConsentEvent.objects.create(
        contact_point=point, purpose="offers", decision=said, source="phone",
        at=at - timedelta(days=10 - number), evidence=f"call {number}",
    )  # fmt: skip
    account = Account.objects.create(party=party, number=f"A{party.pk}")
    tag, _new = Tag.objects.get_or_create(name="VIP")
    PartyTag.objects.create(party=party, tag=tag)
    Share.objects.create(party=party, user=owner, can_change=number == 2)
    ExternalRef.objects.create(party=party, system="shop", key=f"{party.pk}")
    Note.objects.create(party=party, author=owner, body=f"note {number}", written_at=at)
    Trait.objects.create(
        party=party, name="churn", value=number, model_version="1",
        computed_at=at + timedelta(hours=number),
    )  # fmt: skip
    Relation.objects.create(from_party=party, to_party=other, kind="friend")
    Relation.objects.create(from_party=other, to_party=party, kind="friend")
    talk = Interaction.objects.create(party=party, channel="phone", started_at=at)
    Task.objects.create(title="Call", party=party, assignee=owner, made_by=owner, source_id=talk.pk)
    OutgoingMail.objects.create(
        party=party, contact_point=point, address=point.normalized, sender=owner,
        purpose="service", subject="S", body="B", state=MailState.SENT, due_at=None,
    )  # fmt: skip
    order = Order.objects.create(
        number=f"O{party.pk}", party=party, account=account, owner=party.owner, ordered_at=at,
        currency="CNY", rate=Decimal(1),
    )  # fmt: skip
    CreditNote.objects.create(
        number=f"C{party.pk}", party=party, order=order, owner=party.owner, credited_at=at,
        currency="CNY", rate=Decimal(1),
    )  # fmt: skip
    PrivacyRequest.objects.create(
        party=party, kind="access", law="gdpr", source="email", received_on=at, due_on=at, owner=owner
    )  # fmt: skip
    file = File.objects.create(
        name="f", size=1, content_type="text/plain", sha256=uuid4().hex, uploaded_by=owner
    )
    Attachment.objects.create(file=file, kind="party", row_id=party.pk)
    for first, second in ((party, other), (other, party)):
        MatchVerdict.objects.create(
            kind=party.kind, first_id=first.pk, second_id=second.pk, verdict="different",
            probability=0.5, user=owner, said_at=at,
        )  # fmt: skip
    MailMessageParty.objects.create(
        message=_mail(owner, at), party=party, interaction=talk, why="address", address="x@x.example", at=at
    )  # fmt: skip


def _mail(owner: User, at: datetime) -> MailMessage:
    """Return the one mail that everybody got."""
    return MailMessage.objects.first() or mail_in(mailbox_of(owner, at), at)  # type: ignore[return-value]


def found_by_search() -> None:
    """Fill the index of search from what stands there."""
    for kind in kinds().values():
        refill(kind, list(kind.model_class._base_manager.values_list("pk", flat=True)))


def employ(people: Sequence[Party], companies: Sequence[Party]) -> None:
    """Let everybody work everywhere, each in a household of her own with a child, each company with a daughter."""
    for number, one in enumerate(people):
        boss = None
        for at in companies:
            boss = Affiliation.objects.create(
                person_id=one.pk, organization_id=at.pk, title="" if number == 0 else f"T{number}",
                is_primary=at is companies[0], reports_to=boss, since=date(2020, 1, 1) if number else None,
            )  # fmt: skip
        home = Household.objects.create(name=f"Home {number}", head_id=one.pk)
        Member.objects.create(household=home, person_id=one.pk, role="head")
        child = person(one.owner, f"Child{number}")
        Member.objects.create(household=home, person_id=child.pk, role="child")
    for number, one in enumerate(companies):
        daughter = company(one.owner, f"Daughter {number}")
        Organization.objects.filter(pk=daughter.pk).update(parent_id=one.pk)


def business_references() -> list[Reference]:
    """Return the places that merging moves."""
    found = references(Party)
    return [one for one in found if one.is_business and getattr(one.model, "follows_merges", True)]


def everything() -> dict[str, dict[str, Any]]:
    """Return every business table and the index of search, row by row; the version counts writes and is left out."""
    found = {}
    tables = {model._meta.db_table for model in logged_models()} - MERGES
    with connection.cursor() as cursor:
        for table in sorted(tables | {SearchEntry._meta.db_table}):
            own = " - 'id'" if table == SearchEntry._meta.db_table else ""
            cursor.execute(f"SELECT (to_jsonb(t) - 'version'{own})::text FROM {table} t")
            rows = [json.loads(text) for (text,) in cursor.fetchall()]
            found[table] = {json.dumps(row, sort_keys=True): row for row in rows}
    return found


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return per table what went and what came."""
    return {
        table: {"gone": sorted(set(before[table]) - set(rows)), "new": sorted(set(rows) - set(before[table]))}
        for table, rows in after.items()
        if set(rows) != set(before[table])
    }  # fmt: skip
