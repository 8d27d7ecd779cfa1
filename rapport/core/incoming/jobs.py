"""Taking in what other programs told us."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone, translation

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.errors import RapportError
from rapport.core.events.reactions import every, on
from rapport.core.incoming.events import MessageReceived
from rapport.core.incoming.messages import forget_messages, refuse_message, take_in_message
from rapport.core.incoming.models import IncomingMessage


@on(MessageReceived)
def take_in(event: MessageReceived, *, by: User, at: datetime) -> None:
    """Turn a message into a record with the rights and in the language of who mapped it. May run twice."""
    rows = IncomingMessage.objects.select_related("hook__runs_as")
    message = rows.filter(pk=event.message_id).first()
    if message is None:
        return
    user = message.hook.runs_as
    with translation.override(user.language):
        try:
            take_in_message(message.pk, by=user, at=timezone.now())
        except RapportError as error:
            reason = error.sentence()
            refuse_message(message.pk, by=system(), at=timezone.now(), reason=reason)


@every("19 4 * * *")
def forget_old_messages(*, by: User, at: datetime) -> None:
    """Keep what was received for thirty days."""
    forget_messages(at=at)
