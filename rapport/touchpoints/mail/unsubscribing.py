"""The signed link by which a customer gets no more mails of a kind."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from rapport.core.errors import Missing
from rapport.customers.consent.models import Purpose
from rapport.touchpoints.mail.models import OutgoingMail

SIGNER = Signer(salt="rapport.mail.unsubscribe")


class UnsubscribeLinkBroken(Missing):
    """This link is not complete. Copy the whole address from the mail."""


@dataclass(frozen=True)
class Wish:
    """Which address wants no more mails of which kind, and by which mail it said so."""

    contact_point_id: int
    purpose: Purpose
    mail_id: int


def sign(mail: OutgoingMail) -> str:
    """Return the signed part of the address. It does not expire, and outlives the mail."""
    return SIGNER.sign(f"{mail.contact_point_id}.{mail.purpose}.{mail.pk}")


def read(signed: str) -> Wish:
    """Return what a link says. Errors: UnsubscribeLinkBroken."""
    try:
        point, purpose, mail = SIGNER.unsign(signed).split(".")
        return Wish(int(point), Purpose(purpose), int(mail))
    except (BadSignature, ValueError) as error:
        raise UnsubscribeLinkBroken from error
