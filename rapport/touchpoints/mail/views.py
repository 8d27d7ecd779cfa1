"""Writing a mail to a customer, what became of all of them, and the customer's way out of more."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.access.queries import may, system
from rapport.core.bulk.bar import offers
from rapport.core.company.queries import company, mail_is_set_up
from rapport.core.errors import Conflict, Invalid
from rapport.core.lists.state import ListState
from rapport.core.lists.table import table
from rapport.core.pages.blame import blame
from rapport.core.pages.guard import needs
from rapport.core.pages.limits import limit
from rapport.core.pages.rendering import done, page, toast
from rapport.core.views.opening import opens_with_own_view
from rapport.customers.consent.actions import withdraw_by_link
from rapport.touchpoints.mail import actions, cells, queries
from rapport.touchpoints.mail.forms import ComposeForm
from rapport.touchpoints.mail.lists import MAILS
from rapport.touchpoints.mail.models import MailState
from rapport.touchpoints.mail.unsubscribing import read


@login_required
@require_safe
@opens_with_own_view("mails")
def list_mails(request: HttpRequest) -> HttpResponse:
    """Show what was written to customers, and how far each mail has come."""
    user = caller(request)
    own = {"state": lambda _rows: cells.state, "party": lambda _rows: cells.customer}
    context = {
        "table": table(MAILS, user, ListState.read(request.GET), cells.leads, own),
        "offers": offers(user, "mails"),
        "by_mail": mail_is_set_up(),
    }
    return page(request, "touchpoints/mail/list.html", context)


@login_required
@require_safe
def open_mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Show one mail, how far it has come, and why no further."""
    user, mail = caller(request), queries.mail(caller(request), mail_id)
    context = {
        "mail": mail,
        "colour": cells.COLOURS[MailState(mail.state)],
        "party_url": reverse("parties:open", args=[mail.party_id]),
        "may_cancel": mail.can_be_cancelled and may(user, "touchpoints.cancel_mail", mail),
        "may_send": mail.can_be_sent_again and may(user, "touchpoints.send_mail", mail),
    }
    return page(request, "touchpoints/mail/open.html", context)


@needs("touchpoints.write_mail")
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Ask what the mail shall say, and write it; for ten seconds it can be taken back."""
    user = caller(request)
    party = queries.customer(user, request.GET.get("party", ""))
    points = queries.addresses(party)
    form = ComposeForm(request.POST or None, points=points)
    if form.is_valid():
        try:
            mail = actions.write_mail(
                party.pk,
                form.draft(),
                by=user,
                at=timezone.now(),
                contact_point_id=form.cleaned_data["point"],
            )
        except (Invalid, Conflict) as error:
            blame(form, error)
        else:
            said = _("The mail to %(name)s goes out in ten seconds.")
            toast(request, said % {"name": party.display_name}, undo=True)
            return done(request, reverse("mail:open", args=[mail.pk]))
    context = {
        "form": form,
        "party": party,
        "points": points,
        "by_mail": mail_is_set_up(),
        "back": reverse("parties:open", args=[party.pk]),
    }
    status = 422 if form.errors else 200
    return page(request, "touchpoints/mail/write.html", context, status=status)


@needs("touchpoints.write_mail")
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Show the mail as the customer gets it, while it is written."""
    user = caller(request)
    party = queries.customer(user, request.GET.get("party", ""))
    points = queries.addresses(party)
    form = ComposeForm(request.POST, points=points)
    found = None
    if form.is_valid():
        point = next(one for one in points if one.pk == form.cleaned_data["point"])
        found = queries.previewed(party, point, form.draft(), user)
    context = {"found": found, "wrong": [] if found else _wrong(form)}
    return page(request, "touchpoints/mail/preview.html", context)


def _wrong(form: ComposeForm) -> list[str]:
    """Return what is wrong with what is typed already; an empty field is no fault yet."""
    return [str(one) for name, them in form.errors.items() if form.data.get(name) for one in them]


@login_required
@require_POST
def cancel(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Stop a mail that has not gone out."""
    actions.cancel_mail(mail_id, by=caller(request), at=timezone.now())
    toast(request, _("The mail is cancelled."))
    return done(request, reverse("mail:open", args=[mail_id]))


@login_required
@require_http_methods(["GET", "POST"])
def send_again(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Try anew to send a mail; what may have arrived already is asked about first."""
    mail = queries.mail(caller(request), mail_id)
    if request.method == "POST":
        actions.send_mail(mail_id, by=caller(request), at=timezone.now())
        toast(request, _("The mail goes out again."))
        return done(request, reverse("mail:open", args=[mail_id]))
    return page(request, "touchpoints/mail/again.html", {"mail": mail})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, signed: str) -> HttpResponse:
    """Ask, then withdraw the consent. Whoever holds the link has the mail; a mail program posts by itself (RFC 8058)."""
    wish = read(signed)
    if request.method == "POST":
        limit(request, "unsubscribe")
        evidence = f"List-Unsubscribe, mail {wish.mail_id}"
        withdraw_by_link(
            wish.contact_point_id,
            by=system(),
            at=timezone.now(),
            purpose=wish.purpose,
            evidence=evidence,
        )
    context = {
        "purpose": wish.purpose,
        "company": company().name,
        "signed": signed,
        "is_done": request.method == "POST",
    }
    return page(request, "touchpoints/mail/unsubscribe.html", context)
