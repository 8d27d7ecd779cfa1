"""Erasing a person for good: what no law keeps is deleted in every room, and she is never written to again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from rapport.core.access.actions import require, require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.company.queries import company
from rapport.core.erasure.erasing import erase, forget_log
from rapport.core.erasure.sweeping import Sweep, sweep
from rapport.core.errors import Missing
from rapport.core.events.actions import publish
from rapport.customers.consent.hashing import digest
from rapport.customers.consent.models import Suppression
from rapport.customers.contactpoints.models import Channel
from rapport.customers.households.actions import take_out
from rapport.customers.households.models import Member
from rapport.customers.parties.models import Party
from rapport.customers.people.models import Person
from rapport.customers.privacy.actions import IsErased, NoReason
from rapport.customers.privacy.events import PersonErased
from rapport.customers.privacy.models import (
    Erasure,
    PrivacyRequest,
    RequestKind,
    RequestState,
)
from rapport.customers.privacy.queries import held_of, selves
from rapport.customers.privacy.terms import own_points, pattern_of

REASON = "GDPR 17, PIPL 47"  # by which her addresses are blocked
BLOCKED = (Channel.PHONE, Channel.EMAIL, Channel.WECHAT)
FACTS = ("family", "given", "honorific", "gender", "education", "income_band", "locale", "timezone")


@action
def erase_person(
    person_id: int, *, by: User, at: datetime, reason: str, suppress: bool = True
) -> Erasure:
    """Erase a person for good, also one in the trash; with `suppress` nobody writes to her addresses again. Cannot be undone.

    What others wrote is looked through in the background. Errors: NoReason, IsErased, BeingSent.
    """
    party = require_row(by, "customers.erase_person", Party, person_id)
    if not party.is_person:
        raise Missing
    if party.is_erased:
        raise IsErased
    if not reason.strip():
        raise NoReason(fields={"reason": NoReason().sentence()})
    return erase_party(party, by=by, at=at, reason=reason.strip()[:200], suppress=suppress)


def erase_party(party: Party, *, by: User, at: datetime, reason: str, suppress: bool) -> Erasure:
    """Erase a party. A part of the verbs that do so: they have asked for the right."""
    ids = selves(party.pk)
    pattern, titles = pattern_of(ids), f"{party.display_name} {party.latin_name}"
    if suppress:
        _suppress(ids)
    before = held_of(party.pk)
    for member in Member.objects.filter(person__in=ids).select_related("household"):
        take_out(member)
    open_ones = PrivacyRequest.objects.filter(
        party__in=ids, kind=RequestKind.ERASURE, state=RequestState.OPEN
    )
    open_ones.update(state=RequestState.DONE, closed_at=at)
    found = erase(
        held_of(party.pk),
        {Party: _nobody(at), Person: dict.fromkeys(FACTS, "") | {"born_on": None}},
        titles=titles,
    )
    forget_log(before)
    erasure = Erasure.objects.create(
        party=party, by=by, at=at, reason=reason, erased=found.gone, kept=found.kept, terms=pattern
    )
    publish(PersonErased(party_id=party.pk, erasure_id=erasure.pk), by=by, at=at)
    return erasure


def _nobody(at: datetime) -> dict[str, Any]:
    """Return what is left of a party."""
    with translation.override(company().language):
        name = _("Erased person")
    return {
        "display_name": name,
        "latin_name": "",
        "sort_key": "",
        "city": "",
        "country": "",
        "last_touch_at": None,
        "last_touch_channel": "",
        "next_step": "",
        "next_step_on": None,
        "custom": {},
        "restricted_at": None,
        "restriction_reason": "",
        "trashed_at": at,
        "erased_at": at,
    }


def _suppress(party_ids: Sequence[int]) -> None:
    """Block the addresses that are hers alone: her family may still be written to at a shared one."""
    points = own_points(party_ids).filter(channel__in=BLOCKED)
    hashed = {digest(one.channel, one.normalized) for one in points}
    Suppression.objects.bulk_create(
        [Suppression(digest=one, reason=REASON) for one in sorted(hashed)], ignore_conflicts=True
    )


@action
def sweep_erased(erasure_id: int, *, by: User, at: datetime) -> None:
    """Take an erased person's names, numbers and addresses out of what others wrote, in every room. Repeatable."""
    require(by, "customers.erase_person")
    erasure = Erasure.objects.select_for_update().filter(pk=erasure_id, swept_at=None).first()
    if erasure is None:
        return
    if erasure.terms:
        with translation.override(company().language):
            erasure.swept = sweep(Sweep(erasure.terms, _("[erased]")))
    erasure.terms, erasure.swept_at = "", at
    erasure.save(update_fields=["swept", "swept_at", "terms"])
