"""A letter as HTML and text in its reader's language, and handing it to the mail server."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, override

from rapport.core.company.adapters import answer_of, sender
from rapport.core.company.queries import company
from rapport.core.errors import Unreachable
from rapport.core.notifications.letters import Claimed
from rapport.core.notifications.ports import Answer, Outcome
from rapport.core.notifications.stopping import sign
from rapport.core.notifications.wording import Category, category_of

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
    address = sender()
    domain = address.rpartition("@")[2].rstrip(">") or "localhost"
    headers = {
        "Message-ID": f"<{claimed.letter.key.hex}@{domain}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{stops[0][1]}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    letter = EmailMultiAlternatives(head, text, address, [to.email], headers=headers)
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


def deliver(letter: EmailMultiAlternatives, begin: Callable[[], None]) -> Answer:
    """Hand the mail to the server. `begin` is called once it is reached, just before it may take the mail."""
    try:
        connection = get_connection()
        connection.open()
    except Unreachable as error:
        return Answer(Outcome.LATER, error.sentence())
    except (OSError, UnicodeError, smtplib.SMTPException) as error:
        return Answer(Outcome.LATER, answer_of(error))
    begin()
    try:
        connection.send_messages([letter])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        said = f"{code} {words.decode(errors='replace')}"
        return Answer(Outcome.REFUSED if code >= 500 else Outcome.LATER, said)
    except smtplib.SMTPResponseException as error:
        outcome = Outcome.REFUSED if error.smtp_code >= 500 else Outcome.LATER
        return Answer(outcome, answer_of(error))
    except (smtplib.SMTPNotSupportedError, UnicodeError) as error:
        return Answer(Outcome.REFUSED, answer_of(error))
    except (OSError, smtplib.SMTPException) as error:
        return Answer(Outcome.UNKNOWN, answer_of(error))
    finally:
        _close(connection)
    return Answer(Outcome.TAKEN)


def _close(connection: object) -> None:
    """End the conversation; what the server says to that changes nothing any more."""
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, smtplib.SMTPException):
        return


def _inlined(html: str) -> str:
    """Write the style to each element: mail programs drop style sheets."""
    return _inliner().inline(html)


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, extra_css=STYLE.read_text("utf-8"))
