"""Mails that name an erased person: those with her alone go, of the others the bytes as they were received."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from rapport.core.erasure.erasing import delete_rows
from rapport.core.files.models import Attachment, File
from rapport.touchpoints.messages.models import MailMessage, MailMessageParty, MailThread

KIND = "message"  # in config/attachments.py
WORDS = ("subject", "text", "html", "from_name", "from_address", "sender_address", "reply_to")
LISTS = ("to", "cc")


def remove_mails_with(pattern: str, _matches: Callable[[str], bool]) -> int:
    """Remove the mails that name the person and are with no customer any more, and what the others keep unread; return how many.

    What is read of the others, their words and addresses, is cleared with all texts.
    """
    names = Q()
    for one in (*WORDS, *(f"{column}_text" for column in LISTS)):
        names |= Q(**{f"{one}__iregex": pattern})
    texts = {f"{column}_text": Cast(column, TextField()) for column in LISTS}
    named = MailMessage.objects.annotate(**texts).filter(names)
    with_somebody = Exists(MailMessageParty.objects.filter(message=OuterRef("pk")))
    alone = list(named.filter(~with_somebody).values_list("pk", flat=True))
    shared = list(named.filter(with_somebody, raw__isnull=False).values_list("pk", flat=True))
    attached = Attachment.objects.filter(kind=KIND, row_id__in=alone)
    touched = MailMessage.objects.filter(pk__in=[*alone, *shared])
    files = {*attached.values_list("file_id", flat=True), *touched.values_list("raw_id", flat=True)}
    threads = list(touched.values_list("thread_id", flat=True))
    attached.delete()
    MailMessage.objects.filter(pk__in=alone).delete()
    MailMessage.objects.filter(pk__in=shared).update(raw=None)
    MailThread.objects.filter(pk__in=threads, messages=None).delete()
    used = {
        *Attachment.objects.filter(file__in=files).values_list("file_id", flat=True),
        *MailMessage.objects.filter(raw__in=files).values_list("raw_id", flat=True),
    }
    delete_rows(File, sorted(files - used - {None}))
    return len(alone) + len(shared)
