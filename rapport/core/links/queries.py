"""From a link's address to the link, and back."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from rapport.core.errors import Conflict, Missing
from rapport.core.links.models import OneTimeLink, Purpose

PAGES = {
    Purpose.SIGN_IN: "links:sign_in",
    Purpose.INVITATION: "users:accept",
    Purpose.NEW_PASSWORD: "links:new_password",
}


class LinkBroken(Missing):
    """This link is not complete. Copy the whole address from the mail, or ask for a new link."""


class LinkExpired(Conflict):
    """This link has expired. Ask for a new one."""


class LinkUsed(Conflict):
    """This link was used already; it works only once. Ask for a new one."""


def token(link: OneTimeLink) -> str:
    """Return the signed part of a link's address."""
    return _signer(link.purpose).sign(str(link.pk))


def address(link: OneTimeLink) -> str:
    """Return the whole address that is mailed or copied."""
    page = reverse(PAGES[Purpose(link.purpose)], args=[token(link)])
    return f"{settings.PUBLIC_URL.rstrip('/')}{page}"


def find(signed: str, purpose: str, *, at: datetime, lock: bool = False) -> OneTimeLink:
    """Return the link behind a token, if it is ours, fresh, unused, and its colleague has not left."""
    try:
        link_id = int(_signer(purpose).unsign(signed))
    except (BadSignature, ValueError) as error:
        raise LinkBroken from error
    links = OneTimeLink.objects.select_related("user").filter(purpose=purpose, pk=link_id)
    link = (links.select_for_update(of=("self",)) if lock else links).first()
    if link is None or not link.user.is_active:
        raise LinkBroken
    if link.used_at is not None:
        raise LinkUsed
    if link.expires_at <= at:
        raise LinkExpired
    return link


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"rapport.links.{purpose}")
