"""A mail to a customer as it is handed over: text and HTML, from whom, with its Message-ID and the way out of more."""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from functools import cache
from pathlib import Path

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _, override

from rapport.core.company.adapters import sender
from rapport.core.company.queries import company
from rapport.core.outgoing.adapters import message_id
from rapport.touchpoints.mail.facts import language_of
from rapport.touchpoints.mail.models import OutgoingMail
from rapport.touchpoints.mail.unsubscribing import sign

STYLE = Path(__file__).with_name("mail.css")


def compose(mail: OutgoingMail) -> EmailMultiAlternatives:
    """Return the mail; answers go to the colleague who wrote it."""
    us, (_name, address) = company().name, parseaddr(sender())
    person = getattr(mail.party, "person", None)
    language = language_of(person.locale if person else "", mail.party.display_name)
    stop = "" if mail.is_personal else stop_address(mail)
    with override(language):
        context = {
            "mail": mail,
            "language": language,
            "stop": stop,
            "foot": _("Sent by %(company)s.") % {"company": us},
            "paragraphs": [part for part in mail.body.split("\n\n") if part.strip()],
        }
        text = render_to_string("touchpoints/mail/mail.txt", context).strip() + "\n"
        html = _inliner().inline(render_to_string("touchpoints/mail/mail.html", context))
    headers = {"Message-ID": message_id(mail.key)}
    if stop:
        headers |= {
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    letter = EmailMultiAlternatives(
        mail.subject,
        text,
        formataddr((f"{mail.sender.name} · {us}" if us else mail.sender.name, address)),
        [mail.address],
        headers=headers,
        reply_to=[formataddr((mail.sender.name, mail.sender.email))],
    )
    letter.attach_alternative(html, "text/html")
    return letter


def stop_address(mail: OutgoingMail) -> str:
    """Return where a customer says that she wants no more mails of this kind."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("mail:unsubscribe", args=[sign(mail)])


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, extra_css=STYLE.read_text("utf-8"))
