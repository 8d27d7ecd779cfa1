"""The mails that carry links."""

from __future__ import annotations

from django.utils.translation import gettext as _, override

from rapport.core.company.adapters import send_letter
from rapport.core.company.queries import company
from rapport.core.links.models import OneTimeLink, Purpose
from rapport.core.links.queries import address


def send_link(link: OneTimeLink) -> None:
    """Mail a link to its colleague, in her language."""
    with override(link.user.language):
        subject = {
            Purpose.SIGN_IN: _("Your link to sign in"),
            Purpose.NEW_PASSWORD: _("Choose a new password"),
            Purpose.INVITATION: _("You are invited to %(company)s on Rapport")
            % {"company": company().name},
        }[Purpose(link.purpose)]
    context = {"address": address(link)}
    send_letter(link.user, f"core/links/{link.purpose}.txt", subject, context)
