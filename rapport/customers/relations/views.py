"""To whom a party is related."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.pages.dialogs import ask
from rapport.core.pages.rendering import done, page, toast
from rapport.customers.parties.queries import party_of
from rapport.customers.relations import actions
from rapport.customers.relations.forms import RelationForm
from rapport.customers.relations.queries import relations_of


@login_required
@require_safe
def panel(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show to whom a party is related."""
    user = caller(request)
    party = party_of(user, party_id)
    context = {
        "party": party,
        "relations": relations_of(user, party),
        "may_edit": not party.is_trashed and may(user, "customers.relate_parties", party),
    }
    return page(request, "customers/relations/panel.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def relate(request: HttpRequest, party_id: int) -> HttpResponse:
    """Ask to whom a party is related, and how."""
    user = caller(request)
    party = party_of(user, party_id)
    return ask(
        request,
        RelationForm(request.POST or None),
        title=_("Relate %(name)s") % {"name": party.display_name},
        submit=_("Add"),
        save=lambda data: actions.relate_parties(
            party_id,
            by=user,
            at=timezone.now(),
            other_id=data["other"],
            kind=data["way"].removesuffix("-"),
            is_converse=data["way"].endswith("-"),
            since=data["since"],
        ),
        said=_("Added."),
        back=reverse("parties:open", args=[party_id]),
    )


@login_required
@require_POST
def unrelate(request: HttpRequest, party_id: int, relation_id: int) -> HttpResponse:
    """End a relation."""
    actions.unrelate_parties(party_id, relation_id, by=caller(request), at=timezone.now())
    toast(request, _("Relation ended."), undo=True)
    return done(request, reverse("parties:open", args=[party_id]))
