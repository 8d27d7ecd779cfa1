"""What analysis found out about a party."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rapport.core.pages.rendering import page
from rapport.customers.parties.queries import party_of
from rapport.customers.traits.queries import traits_of


@login_required
@require_safe
def panel(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show the findings with their reasons."""
    party = party_of(request.user, party_id)  # type: ignore[arg-type]
    context = {"traits": traits_of(party, timezone.now())}
    return page(request, "customers/traits/panel.html", context)
