"""What is written, to whom of those meant it can go, and why not to the others: told before, asked again while writing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.errors import Invalid, RapportError
from rapport.customers.consent.queries import Verdict, may_contact_each
from rapport.customers.contactpoints.models import Channel, ContactPoint
from rapport.touchpoints.mail import merging
from rapport.touchpoints.mail.facts import facts_of
from rapport.touchpoints.mail.merging import Facts
from rapport.touchpoints.mail.models import BODY, PURPOSES, SUBJECT, OutgoingMail

AT_ONCE = 5_000


class NoSubject(Invalid):
    """Write a subject."""


class NoText(Invalid):
    """Write what the mail is to say."""


class UnknownPurpose(Invalid):
    """Choose what the mail is for."""


class TooLong(Invalid):
    """This text is too long: %(limit)s characters fit."""


class BrokenText(Invalid):
    """This text holds a character that cannot be stored. Type it again."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A mail before it is merged."""

    subject: str
    body: str
    purpose: str


@dataclass(frozen=True)
class Ready:
    """A mail as one customer gets it."""

    party_id: int
    point: ContactPoint
    subject: str
    body: str


def check(draft: Draft) -> None:
    """Refuse what cannot be sent to anybody, field by field. Errors: Invalid with a sentence for each field."""
    wrong: dict[str, RapportError] = {}
    if not draft.subject.strip():
        wrong["subject"] = NoSubject()
    if not draft.body.strip():
        wrong["body"] = NoText()
    if draft.purpose not in PURPOSES:
        wrong["purpose"] = UnknownPurpose()
    for name, text, limit in (("subject", draft.subject, SUBJECT), ("body", draft.body, BODY)):
        try:
            merging.used(text)
        except RapportError as error:
            wrong[name] = error
        if "\x00" in text:
            wrong[name] = BrokenText()
        elif len(text) > limit:
            wrong[name] = TooLong(limit=limit)
    if wrong:
        raise Invalid(fields={name: error.sentence() for name, error in wrong.items()})


def sort_out(
    party_ids: Collection[int], draft: Draft, *, sender: User, batch: UUID | None
) -> tuple[list[Ready], dict[int, str]]:
    """Return the mails to those who can get one, each address once in a batch, and why the others get none."""
    ready: list[Ready] = []
    left: dict[int, str] = {}
    used = _used(batch)
    wanted = {one.field.key for one in merging.used(f"{draft.subject}\n{draft.body}")}
    for some in _slices(sorted(set(party_ids))):
        verdicts = may_contact_each(some, Channel.EMAIL, draft.purpose)
        facts = facts_of(some, sender=sender, wanted=wanted)
        for pk in some:
            mail, why = _one(pk, verdicts[pk], draft, facts.get(pk, {}))
            if mail is not None and mail.point.normalized in used:
                why = _("The same address as another of them: it gets one mail")
            elif mail is not None:
                used.add(mail.point.normalized)
                ready.append(mail)
                continue
            left[pk] = why
    return ready, left


def _slices(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[begin : begin + AT_ONCE] for begin in range(0, len(ids), AT_ONCE))


def _used(batch: UUID | None) -> set[str]:
    """Return the addresses that this batch has written to already."""
    if batch is None:
        return set()
    return set(OutgoingMail.objects.filter(batch=batch).values_list("address", flat=True))


def _one(pk: int, verdict: Verdict, draft: Draft, facts: Facts) -> tuple[Ready | None, str]:
    if not verdict.allowed or verdict.contact_point is None:
        return None, str(verdict.reason)
    if why := lacks(draft, facts):
        return None, why
    return merge(pk, verdict.contact_point, draft, facts), ""


def lacks(draft: Draft, facts: Facts) -> str:
    """Return what a customer has no words for, empty when there is none."""
    missing = merging.lacking(f"{draft.subject}\n{draft.body}", facts)
    names = dict.fromkeys(str(one.label) for one in missing)
    return (
        _("Without %(field)s, and the text says nothing instead") % {"field": _(", ").join(names)}
        if names
        else ""
    )


def merge(pk: int, point: ContactPoint, draft: Draft, facts: Facts) -> Ready:
    """Return the mail as a customer gets it."""
    subject = " ".join(merging.merged(draft.subject, facts).split())[:SUBJECT]
    body = merging.merged(draft.body, facts).replace("\r\n", "\n").strip()
    return Ready(pk, point, subject, body)


def by_reason(left: dict[int, str]) -> dict[str, list[int]]:
    """Return those who get no mail, by the reason."""
    found: dict[str, list[int]] = {}
    for pk, why in left.items():
        found.setdefault(why, []).append(pk)
    return found


@dataclass(frozen=True)
class Outlook:
    """A mail as one customer would get it, or why she would not; `instead` tells what is said for what we do not know."""

    subject: str = ""
    body: str = ""
    why: str = ""
    instead: tuple[str, ...] = ()


def outlook(draft: Draft, facts: Facts, verdict: Verdict, *, name: str) -> Outlook:
    """Return what would go out. Errors: as `check`."""
    check(draft)
    text = f"{draft.subject}\n{draft.body}"
    why = "" if verdict.allowed else str(verdict.reason)
    said = tuple(
        _("%(name)s has no %(field)s: “%(words)s” is written instead.")
        % {"name": name, "field": one.field.label, "words": one.instead}
        for one in merging.replaced(text, facts)
    )
    subject, body = merging.merged(draft.subject, facts), merging.merged(draft.body, facts)
    return Outlook(" ".join(subject.split()), body.strip(), why or lacks(draft, facts), said)
