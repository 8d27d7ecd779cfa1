"""Mails that were read in mailboxes: all of them, one in its conversation, its HTML in a frame, its bytes."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.errors import Missing
from rapport.core.files.serving import served
from rapport.core.lists.state import ListState
from rapport.core.lists.table import table
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import page, toast
from rapport.core.views.opening import opens_with_own_view
from rapport.customers.affiliations.actions import start_affiliation
from rapport.touchpoints.mailboxes.models import CONNECT, Mailbox
from rapport.touchpoints.messages import cells, queries
from rapport.touchpoints.messages.lists import MESSAGES

# Nothing runs and nothing is asked for: what is shown stands in the answer itself.
FRAME = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; img-src data:"
PICTURES = " http: https:"


@needs(CONNECT)
@require_safe
@opens_with_own_view("messages")
def list_messages(request: HttpRequest) -> HttpResponse:
    """Show the mails that were read in mailboxes, as far as each lets the user."""
    user = caller(request)
    own = {"nature": lambda _rows: cells.nature}
    context = {
        "table": table(MESSAGES, user, ListState.read(request.GET), cells.leads, own),
        "has_mailbox": Mailbox.objects.visible_to(user).exists(),
    }
    return page(request, "touchpoints/messages/list.html", context)


@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
@login_required
@require_GET
def open_message(request: HttpRequest, mail_message_id: int) -> HttpResponse:
    """Show one mail in its conversation."""
    user = caller(request)
    message = queries.message(user, mail_message_id)
    context = {
        "message": message,
        "told": queries.conversation(user, message),
        "customers": queries.customers(user, message),
        "may_link": may(user, "customers.start_affiliation"),
        "pictures": request.GET.get("pictures") == str(message.pk),
    }
    return page(request, "touchpoints/messages/open.html", context)


@login_required
@xframe_options_sameorigin
@require_GET
def body(request: HttpRequest, mail_message_id: int) -> HttpResponse:
    """Show the HTML of a mail, to stand in a frame; pictures from elsewhere only when they were asked for."""
    message = queries.message(caller(request), mail_message_id)
    shown = queries.framed(message) or f"<pre>{escape(message.text)}</pre>"
    head = '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>–</title>'
    # A mail is written for white paper: it stays on it in the dark, too.
    look = "<style>body{margin:12px;background:#fff;color:#1a1a1a;font:14px/1.5 sans-serif;overflow-wrap:anywhere}img,table{max-width:100%}pre{white-space:pre-wrap}</style>"
    answer = HttpResponse(f"{head}{look}{shown}")
    answer["Content-Security-Policy"] = FRAME + (PICTURES if request.GET.get("pictures") else "")
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_GET
def raw(request: HttpRequest, mail_message_id: int) -> FileResponse:
    """Hand out every byte of a mail, as a download."""
    file = queries.message(caller(request), mail_message_id).raw
    if file is None:
        raise Missing
    return served(file)


@login_required
@require_POST
def works_at(
    request: HttpRequest, mail_message_id: int, party_id: int, organization_id: int
) -> HttpResponse:
    """Say that who wrote a mail works at the company of her domain."""
    queries.message(caller(request), mail_message_id)
    start_affiliation(
        party_id, by=caller(request), at=timezone.now(), organization_id=organization_id
    )
    toast(request, _("Noted where she works."), undo=True)
    return redirect("messages:open", mail_message_id)


@login_required
@require_GET
def of_interaction(request: HttpRequest, interaction_id: int) -> HttpResponse:
    """Show the way from a contact to its mail, to those who may read it; nothing to others."""
    found = queries.of_interaction(caller(request), interaction_id)
    return page(request, "touchpoints/messages/behind.html", {"message": found})
