"""Reading mails: one with its conversation, with whom it is, its pictures, and who might work at which company."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.urls import reverse

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.core.files.content import IMAGES, content_type, icon_of, size_words
from rapport.core.files.models import Attachment
from rapport.customers.affiliations.models import Affiliation
from rapport.customers.organizations.models import Organization
from rapport.customers.parties.models import Kind, Party
from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.messages import html
from rapport.touchpoints.messages.matching import domains_of
from rapport.touchpoints.messages.models import MailMessage, MailMessageParty
from rapport.touchpoints.messages.parsing import parse
from rapport.touchpoints.messages.quoting import split

MOST = 100
LARGEST_PICTURE = 1_000_000


def message(user: User, message_id: int) -> MailMessage:
    """Return one mail that the user may read. Errors: Missing."""
    rows = MailMessage.objects.visible_to(user).select_related(
        "mailbox__owner", "thread", "answers"
    )
    row = rows.filter(pk=message_id).first()
    if row is None:
        raise Missing
    return row


@dataclass(frozen=True)
class Told:
    """A mail of a conversation as it is shown: what is new in it, what it repeats, its files."""

    message: MailMessage
    new: str
    quoted: str
    files: Sequence[dict[str, Any]]
    has_remote: bool


def conversation(user: User, of: MailMessage) -> list[Told]:
    """Return the mails of a conversation that the user may read, oldest first. Two queries."""
    rows = MailMessage.objects.visible_to(user).filter(thread=of.thread_id)
    found = sorted(rows.order_by("-received_at", "-pk")[:MOST], key=_order)
    files: dict[int, list[dict[str, Any]]] = {}
    kept = Attachment.objects.filter(kind="message", row_id__in=[row.pk for row in found]).kept()
    for one in kept.select_related("file").order_by("pk"):
        files.setdefault(one.row_id, []).append(_line(one))
    return [
        Told(row, *split(row.text), files.get(row.pk, []), html.has_remote(row.html))
        for row in found
    ]


def _line(one: Attachment) -> dict[str, Any]:
    kind, is_picture = one.file.content_type, one.file.content_type in IMAGES
    return {
        "name": one.file.name,
        "url": reverse("files:download", args=[one.pk]),
        "icon": icon_of(kind),
        "picture": reverse("files:picture", args=[one.pk]) if is_picture else None,
        "size": size_words(one.file.size),
    }


def _order(row: MailMessage) -> tuple[object, int]:
    return row.received_at, row.pk


@dataclass(frozen=True)
class With:
    """A customer with whom a mail is, and a company at which her address says she works."""

    link: MailMessageParty
    party: Party
    company: Organization | None = None


def customers(user: User, of: MailMessage) -> list[With]:
    """Return with whom a mail is, as far as the user sees them, each with the company of her domain where she has none."""
    links = list(MailMessageParty.objects.filter(message=of).order_by("pk"))
    seen = Party.objects.visible_to(user).in_bulk([link.party_id for link in links])
    people = [p.pk for p in seen.values() if p.kind == Kind.PERSON and not p.is_trashed]
    working = set(
        Affiliation.objects.filter(person__in=people, until=None).values_list(
            "person_id", flat=True
        )
    )
    free = {link.address for link in links if link.party_id in set(people) - working}
    companies = _companies(user, free)
    return [
        With(
            link,
            seen[link.party_id],
            companies.get(link.address) if link.party_id in set(people) - working else None,
        )
        for link in links
        if link.party_id in seen
    ]


def _companies(user: User, addresses: set[str]) -> dict[str, Organization]:
    """Return the company of each address's domain."""
    domains = domains_of(addresses)
    if not domains:
        return {}
    rows = Organization.objects.visible_to(user).filter(
        domains__overlap=domains, party__trashed_at=None
    )
    found: dict[str, Organization] = {}
    for row in rows.order_by("pk")[:MOST]:
        for address in addresses:
            if set(domains_of([address])) & set(row.domains):
                found.setdefault(address, row)
    return found


def framed(of: MailMessage) -> str:
    """Return the HTML of a mail, with the pictures that came with it in it."""
    if "cid:" not in of.html or of.raw is None:
        return of.html
    try:
        with default_storage.open(of.raw.path, "rb") as body:
            parts = parse(body.read()).parts
    except FileNotFoundError:
        return of.html
    pictures = {
        part.cid: _address(part.content)
        for part in parts
        if part.cid and len(part.content) <= LARGEST_PICTURE
    }
    return html.with_inline(of.html, pictures)


def _address(content: bytes) -> str:
    kind = content_type(content[:8192])
    return f"data:{kind};base64,{base64.b64encode(content).decode()}" if kind in IMAGES else ""


def of_interaction(user: User, interaction_id: int) -> MailMessage | None:
    """Return the mail behind a contact on a timeline, if the user may read it. Errors: Missing for a contact she cannot see."""
    if not Interaction.objects.visible_to(user).filter(pk=interaction_id).exists():
        raise Missing
    links = MailMessageParty.objects.filter(interaction=interaction_id)
    rows = MailMessage.objects.visible_to(user).filter(pk__in=links.values("message"))
    return rows.first()
