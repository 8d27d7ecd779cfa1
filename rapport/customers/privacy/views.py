"""What is held of a person, and what is done with it at her own wish."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.erasure.erasing import kept_by_law
from rapport.core.erasure.telling import kinds
from rapport.core.errors import NotAllowed
from rapport.core.lists.table import table
from rapport.core.pages.dialogs import ask
from rapport.core.pages.formats import date
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import done, page, toast
from rapport.core.views.opening import opens_with_own_view
from rapport.customers.privacy import actions, cells, queries, requests
from rapport.customers.privacy.erasing import erase_person
from rapport.customers.privacy.forms import AnswerForm, EraseForm, RequestForm, RestrictForm
from rapport.customers.privacy.lists import LISTED, PRIVACY_REQUESTS
from rapport.customers.privacy.paper import write_file


def _here(person_id: int) -> str:
    return reverse("privacy:open", args=[person_id])


@login_required
@require_safe
def open_privacy(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show what is held of a person by kind, how it may be used, and what she asked."""
    user = caller(request)
    party = queries.person_with(user, person_id)
    is_kept, held = not party.is_trashed, queries.held_of(party.pk)
    context = {
        "party": party,
        "kinds": kinds(held),
        "by_law": [(kinds({one.model: ids})[0], one.why) for one, ids in kept_by_law(held)],
        "requests": queries.requests_of(user, party.pk),
        "today": timezone.localdate(),
        "may_log": not party.is_erased and may(user, "customers.log_privacy_request", party),
        "may_close": may(user, "customers.close_privacy_request", party),
        "erasure": queries.erasure_of(party),
        "may_erase": not party.is_erased and may(user, "customers.erase_person", party),
        "languages": settings.LANGUAGES,
        "may_disclose": not party.is_erased and may(user, "customers.disclose_person", party),
        "may_restrict": is_kept and may(user, "customers.restrict_person", party),
        "may_lift": is_kept and may(user, "customers.lift_restriction", party),
    }
    return page(request, "customers/privacy/open.html", context)


@needs("customers.disclose_person")
@require_POST
def disclose(request: HttpRequest, person_id: int) -> HttpResponseBase:
    """Hand everything that is held of a person out as one file; it is made now and kept nowhere."""
    user, at = caller(request), timezone.now()
    language = request.POST.get("language", "")
    party = actions.disclose_person(person_id, by=user, at=at)
    known = dict(settings.LANGUAGES)
    file = write_file(party, user, language=language if language in known else user.language, at=at)
    name = f"{party.display_name} {at:%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@login_required
@require_http_methods(["GET", "POST"])
def restrict(request: HttpRequest, person_id: int) -> HttpResponse:
    """Ask why, then keep a person's data only."""
    user = caller(request)
    party = queries.person_with(user, person_id)
    return ask(
        request,
        RestrictForm(request.POST or None, initial={"reason": party.restriction_reason}),
        title=_("Restrict the processing for %(name)s") % {"name": party.display_name},
        text=_(
            "Everything is kept. Until it is lifted nobody mails this person, automations and bulk changes leave the record out, and so do exports."
        ),
        submit=_("Restrict"),
        save=lambda data: actions.restrict_person(
            person_id, by=user, at=timezone.now(), reason=data["reason"]
        ),
        said=_("Processing is restricted."),
        back=_here(person_id),
    )


@login_required
@require_POST
def lift(request: HttpRequest, person_id: int) -> HttpResponse:
    """Work with a person's data again."""
    actions.lift_restriction(person_id, by=caller(request), at=timezone.now())
    toast(request, _("The restriction is lifted."), undo=True)
    return done(request, _here(person_id))


@login_required
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, person_id: int) -> HttpResponse:
    """Ask why, then erase a person for good."""
    user = caller(request)
    party = queries.person_with(user, person_id)
    if not may(user, "customers.erase_person", party):
        raise NotAllowed
    return ask(
        request,
        EraseForm(request.POST or None),
        title=_("Erase %(name)s for good") % {"name": party.display_name},
        text=_(
            "Everything that no law makes us keep is deleted in all tables, with the history of it. This cannot be undone, and no backup brings it back."
        ),
        submit=_("Erase for good"),
        kind="danger",
        save=lambda data: erase_person(
            person_id,
            by=user,
            at=timezone.now(),
            reason=data["reason"],
            suppress=data["suppress"],
        ),
        said=_("Erased. What others wrote is being looked through."),
        back=_here(person_id),
        undo=False,
    )


@needs("customers.view_privacy_request")
@require_safe
@opens_with_own_view("privacy-requests")
def list_requests(request: HttpRequest) -> HttpResponse:
    """Show what people ask about their data, the most pressing first."""
    user, due = caller(request), cells.due(timezone.localdate())
    own = {"state": lambda _rows: cells.state, "due_on": lambda _rows: due}
    state = LISTED.state(request.GET)
    context = {
        "table": table(PRIVACY_REQUESTS, user, state, cells.leads, own),
        "shown": LISTED.shown(state),
    }
    return page(request, "customers/privacy/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest, person_id: int) -> HttpResponse:
    """Ask what a person wants to know or to happen, and note it."""
    user = caller(request)
    party = queries.person_with(user, person_id)
    start = {
        "received_on": timezone.localdate(),
        "law": "pipl" if party.country == "CN" else "gdpr",
    }
    return ask(
        request,
        RequestForm(request.POST or None, initial=start),
        title=_("What %(name)s asks") % {"name": party.display_name},
        submit=_("Record"),
        save=lambda data: requests.log_privacy_request(
            person_id, by=user, at=timezone.now(), **data
        ),
        said=lambda asked: _("Noted. The answer is due on %(day)s.") % {"day": date(asked.due_on)},
        back=_here(person_id),
        undo=False,
    )


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, privacy_request_id: int) -> HttpResponse:
    """Ask what was answered, and close a request."""
    user = caller(request)
    asked = queries.request_of(user, privacy_request_id)
    return ask(
        request,
        AnswerForm(request.POST or None, initial={"state": "done", "identity": asked.identity}),
        title=f"{asked.get_kind_display()} · {asked.party.display_name}",
        submit=_("Close"),
        save=lambda data: requests.close_privacy_request(
            privacy_request_id, by=user, at=timezone.now(), **data
        ),
        said=_("The request is closed."),
        back=_here(asked.party_id),
        undo=False,
    )
