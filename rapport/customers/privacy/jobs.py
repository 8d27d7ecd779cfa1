"""What follows an erasure in the background."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.events.reactions import every, on
from rapport.customers.consent.events import AddressSuppressed
from rapport.customers.privacy import ledger
from rapport.customers.privacy.erasing import sweep_erased
from rapport.customers.privacy.events import PersonErased
from rapport.customers.privacy.models import Erasure
from rapport.customers.privacy.replaying import line_of
from rapport.customers.privacy.requests import remind_of_requests


@on(PersonErased, queue="system")
def look_through(event: PersonErased, *, by: User, at: datetime) -> None:
    """Note the erasure beside the backups, then look through what others wrote."""
    ledger.append(line_of(Erasure.objects.select_related("party").get(pk=event.erasure_id)))
    sweep_erased(event.erasure_id, by=system(), at=at)


@on(AddressSuppressed, queue="system")
def note_suppression(event: AddressSuppressed, *, by: User, at: datetime) -> None:
    """Note a blocked address beside the backups: its fingerprint, not the address."""
    ledger.append({"digest": event.digest})


@every("20 5 * * *", queue="system")
def remind(*, by: User, at: datetime) -> None:
    """Remind whoever answers of what the law wants soon."""
    remind_of_requests(by=by, at=at)
