"""Who can see a record, and sharing it."""

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
from rapport.customers.parties.queries import party_of, shares_of
from rapport.customers.shares import actions
from rapport.customers.shares.forms import ShareForm


@login_required
@require_safe
def list_shares(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show who can see a record besides its owner and those above."""
    user = caller(request)
    party = party_of(user, party_id)
    context = {
        "party": party,
        "shares": list(shares_of(party)),
        "may_share": not party.is_trashed and may(user, "customers.share_party", party),
        "may_unshare": not party.is_trashed and may(user, "customers.unshare_party", party),
    }
    return page(request, "customers/parties/shares.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, party_id: int) -> HttpResponse:
    """Ask with whom to share a record."""
    user = caller(request)
    party = party_of(user, party_id)
    form = ShareForm(request.POST or None)
    return ask(
        request,
        form,
        title=_("Share %(name)s") % {"name": party.display_name},
        submit=_("Share"),
        save=lambda data: actions.share_party(
            party_id,
            by=user,
            at=timezone.now(),
            can_change=data["can_change"] == "yes",
            **form.target(),
        ),
        said=lambda made: _("Shared with %(name)s.") % {"name": made.user or made.team},
        back=reverse("parties:open", args=[party_id]),
    )


@login_required
@require_POST
def unshare(request: HttpRequest, party_id: int, share_id: int) -> HttpResponse:
    """Stop sharing a record."""
    actions.unshare_party(party_id, share_id, by=caller(request), at=timezone.now())
    toast(request, _("No longer shared."), undo=True)
    return done(request, reverse("parties:open", args=[party_id]))
