"""Logging a contact from anywhere, one contact, and what becomes of it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.errors import Conflict, Invalid
from rapport.core.onboarding.remembering import remember_tried
from rapport.core.pages.blame import blame
from rapport.core.pages.editing import Editing
from rapport.core.pages.formats import date
from rapport.core.pages.rendering import done, page, toast
from rapport.core.search.kinds import kinds
from rapport.customers.parties.models import Party
from rapport.touchpoints.interactions import actions, queries
from rapport.touchpoints.interactions.entries import title_of, what_of
from rapport.touchpoints.interactions.forms import (
    PRESETS,
    InteractionForm,
    ResolveForm,
    initial,
    preset,
)
from rapport.touchpoints.interactions.models import Interaction


@login_required
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """Ask what was said, filled in for a call, a mail, a meeting …; without a customer, ask for her too."""
    user = caller(request)
    kind = request.GET.get("kind", "call")
    party = queries.party(user, request.POST.get("party", request.GET.get("party", "")))
    form = InteractionForm(request.POST or None, initial=preset(kind))
    if form.is_valid() and party is None:
        form.add_error(None, _("Choose the customer."))
    if form.is_valid() and party is not None:
        try:
            row = actions.log_interaction(party.pk, form.details(), by=user, at=timezone.now())
        except (Invalid, Conflict) as error:
            blame(form, error)
        else:
            remember_tried(request, "contact")
            toast(request, _logged(row, form), undo=True)
            return done(request, address_of(party))
    title = PRESETS.get(kind, PRESETS["other"]).title
    context = {"form": form, "kind": kind, "party": party, "row": None, "title": title}
    return page(request, _template(request), context, status=422 if form.errors else 200)


@login_required
@require_GET
def open_interaction(request: HttpRequest, interaction_id: int) -> HttpResponse:
    """Show one contact."""
    row = queries.interaction(caller(request), interaction_id)
    context = {
        "row": row,
        "title": title_of(row),
        "what": what_of(row),
        "party_url": address_of(row.party),
        "may_edit": may(caller(request), "touchpoints.edit_interaction", row),
    }
    return page(request, "touchpoints/interactions/open.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, interaction_id: int) -> HttpResponse:
    """Correct what was written."""
    row = queries.interaction(caller(request), interaction_id)
    start = initial(row)
    editing = Editing(request, lambda data: InteractionForm(data, initial=start), row)
    form = editing.form
    if editing.is_ready:
        try:
            actions.edit_interaction(
                row.pk,
                form.details(),
                by=caller(request),
                at=timezone.now(),
                version=editing.version,
            )
        except (Invalid, Conflict) as error:
            blame(form, error)
        else:
            toast(request, _("Contact saved."), undo=True)
            return done(request, address_of(row.party))
    context = {"row": row, "party": row.party, "title": _("Edit contact")}
    return editing.show(_template(request), context)


@login_required
@require_http_methods(["GET", "POST"])
def resolve(request: HttpRequest, interaction_id: int) -> HttpResponse:
    """Ask what was done about a complaint, and close it."""
    row = queries.interaction(caller(request), interaction_id)
    form = ResolveForm(request.POST or None)
    if form.is_valid():
        actions.resolve_complaint(
            row.pk,
            by=caller(request),
            at=timezone.now(),
            resolution=form.cleaned_data["resolution"],
        )
        toast(request, _("Complaint resolved."), undo=True)
        return done(request, address_of(row.party))
    context = {"form": form, "row": row}
    status = 422 if form.errors else 200
    return page(request, "touchpoints/interactions/resolve.html", context, status=status)


@login_required
@require_POST
def reopen(request: HttpRequest, interaction_id: int) -> HttpResponse:
    """Take a complaint up again."""
    row = actions.reopen_complaint(interaction_id, by=caller(request), at=timezone.now())
    toast(request, _("Complaint open again."), undo=True)
    return done(request, address_of(row.party))


@login_required
@require_POST
def trash(request: HttpRequest, interaction_id: int) -> HttpResponse:
    """Move a contact to the trash."""
    row = actions.trash_interaction(interaction_id, by=caller(request), at=timezone.now())
    toast(request, _("Contact moved to the trash."), undo=True)
    return done(request, address_of(row.party))


def address_of(party: Party) -> str:
    """Return the page of a customer."""
    return reverse(kinds()[party.kind].page, args=[party.pk])


def _template(request: HttpRequest) -> str:
    in_dialog = bool(request.headers.get("HX-Request"))
    return f"touchpoints/interactions/{'dialog' if in_dialog else 'form'}.html"


def _logged(row: Interaction, form: InteractionForm) -> str:
    words = {"channel": row.get_channel_display(), "day": date(form.cleaned_data["next_step_on"])}
    if words["day"]:
        return _("%(channel)s logged. Next step: %(day)s") % words
    return _("%(channel)s logged.") % words
