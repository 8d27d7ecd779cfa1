"""What a party allows, and the ledger behind it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.pages.dialogs import ask
from rapport.core.pages.rendering import page
from rapport.customers.consent import actions, queries
from rapport.customers.consent.forms import ConsentForm
from rapport.customers.consent.models import Decision
from rapport.customers.contactpoints.models import Channel
from rapport.customers.contactpoints.queries import points_of
from rapport.customers.parties.queries import party_of

ASKED = (Channel.PHONE, Channel.EMAIL, Channel.WECHAT, Channel.ADDRESS)


@login_required
@require_safe
def panel(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show what a party allows now."""
    user = caller(request)
    party = party_of(user, party_id)
    can_ask = any(point.channel in ASKED for point in points_of(party))
    context = {
        "party": party,
        "standing": queries.standing(party.pk, user),
        "may_edit": can_ask and not party.is_trashed and may(user, "customers.give_consent", party),
    }
    return page(request, "customers/consent/panel.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, party_id: int) -> HttpResponse:
    """Ask what the customer said, and add it to the ledger."""
    user = caller(request)
    party = party_of(user, party_id)
    points = [point for point in points_of(party) if point.channel in ASKED]

    def save(data: dict[str, Any]) -> object:
        common = {
            "by": user,
            "at": timezone.now(),
            "contact_point_id": data["contact_point"],
            "purpose": data["purpose"],
            "source": data["source"],
            "evidence": data["evidence"],
        }
        if data["decision"] == Decision.GIVEN:
            return actions.give_consent(party_id, wording=data["wording"], **common)
        return actions.withdraw_consent(party_id, **common)

    form = ConsentForm(request.POST or None, points=points, initial={"decision": Decision.GIVEN})
    return ask(
        request,
        form,
        title=_("What %(name)s allows") % {"name": party.display_name},
        submit=_("Record"),
        save=save,
        said=lambda line: _("Recorded. To take it back, record the opposite."),
        back=reverse("parties:open", args=[party_id]),
        undo=False,
    )


@login_required
@require_safe
def ledger(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show every line of the ledger for a party."""
    party = party_of(caller(request), party_id)
    context = {"party": party, "lines": queries.lines_of(party)}
    return page(request, "customers/consent/ledger.html", context)
