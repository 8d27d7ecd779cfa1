"""A letter as HTML and text in its reader's language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, override

from rapport.core.company.adapters import sender
from rapport.core.company.queries import company
from rapport.core.notifications.letters import Claimed
from rapport.core.notifications.stopping import sign
from rapport.core.notifications.wording import Category, category_of
from rapport.core.outgoing.adapters import message_id

STYLE = Path(__file__).with_name("letter.css")


def compose(claimed: Claimed) -> EmailMultiAlternatives:
    """Return the mail, worded and dated for its reader."""
    to, messages = claimed.to, claimed.messages
    categories = sorted({category_of(one.kind) for one in messages}, key=list(Category).index)
    root = settings.PUBLIC_URL.rstrip("/")
    with override(to.language), timezone.override(ZoneInfo(to.timezone)):
        stops = [
            (one.label, root + reverse("notifications:stop", args=[sign(to.pk, one)]))
            for one in categories
        ]
        context = {
            "to": to,
            "company": company(),
            "messages": messages,
            "is_digest": claimed.letter.is_digest,
            "subject": subject(claimed),
            "root": root,
            "stops": stops,
            "choose": root + reverse("notifications:choose"),
        }
        text = render_to_string("core/notifications/letter.txt", context).strip() + "\n"
        html = _inlined(render_to_string("core/notifications/letter.html", context))
        head = " ".join(str(context["subject"]).split())
    headers = {
        "Message-ID": message_id(claimed.letter.key),
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{stops[0][1]}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    letter = EmailMultiAlternatives(head, text, sender(), [to.email], headers=headers)
    letter.attach_alternative(html, "text/html")
    return letter


def subject(claimed: Claimed) -> str:
    """Return what the mail is about: its one sentence, or how many there are."""
    count = len(claimed.messages)
    if claimed.letter.is_digest:
        said = ngettext(
            "Your digest: %(num)s notification", "Your digest: %(num)s notifications", count
        )
        return said % {"num": count}
    if count == 1:
        return claimed.messages[0].text
    said = _("%(num)s notifications: %(first)s")
    return said % {"num": count, "first": claimed.messages[0].text}


def _inlined(html: str) -> str:
    """Write the style to each element: mail programs drop style sheets."""
    return _inliner().inline(html)


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, extra_css=STYLE.read_text("utf-8"))
