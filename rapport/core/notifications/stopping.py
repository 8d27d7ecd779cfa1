"""The signed link at the foot of a mail, by which its reader gets no more of the kind."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.core.notifications.wording import Category

SIGNER = Signer(salt="rapport.notifications.stop")


class StopLinkBroken(Missing):
    """This link is not complete. Copy the whole address from the mail, or sign in and choose under Notifications."""


def sign(user_id: int, category: Category) -> str:
    """Return the signed part of the address. It does not expire: nobody has to sign in to be left in peace."""
    return SIGNER.sign(f"{user_id}.{category.value}")


def reader_of(signed: str) -> tuple[User, Category]:
    """Return whose mails of which category the link stops. Errors: StopLinkBroken."""
    try:
        number, _dot, name = SIGNER.unsign(signed).partition(".")
        category = Category(name)
    except (BadSignature, ValueError) as error:
        raise StopLinkBroken from error
    user = User.objects.filter(pk=int(number), left_at=None).first()
    if user is None:
        raise StopLinkBroken
    return user, category
