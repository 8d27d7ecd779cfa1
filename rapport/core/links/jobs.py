"""Answering requests for links, and mailing them."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.company.queries import mail_is_set_up
from rapport.core.events.reactions import on
from rapport.core.links.actions import answer_link_request, mark_sent
from rapport.core.links.adapters import send_link
from rapport.core.links.events import LinkAsked, LinkIssued
from rapport.core.links.models import OneTimeLink


@on(LinkAsked)
def answer(event: LinkAsked, *, by: User, at: datetime) -> None:
    """Make the link, if there is such a colleague."""
    answer_link_request(event.email, event.purpose, by=system(), at=at, onward=event.onward)


@on(LinkIssued)
def send(event: LinkIssued, *, by: User, at: datetime) -> None:
    """Mail the link; without a mail server it waits on the colleague's page to be copied."""
    link = OneTimeLink.objects.select_related("user").filter(pk=event.link_id).first()
    if link is None or link.sent_at or link.used_at or not mail_is_set_up():
        return
    send_link(link)
    mark_sent(link.pk, by=system(), at=at)
