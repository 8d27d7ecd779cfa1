"""The first steps on the home page: what is done, what comes next."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.onboarding.queries import list_named, standings
from rapport.core.onboarding.remembering import put_away
from rapport.core.pages.rendering import done, go, page, toast


@login_required
@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """Show the first steps that were not put away."""
    found = [one for one in standings(request) if not one.is_closed]
    return page(request, "core/onboarding/card.html", {"standings": found})


@login_required
@require_POST
def close(request: HttpRequest, name: str) -> HttpResponse:
    """Put a checklist away for good."""
    user = caller(request)
    put_away(user, list_named(user, name).name)
    toast(
        request,
        _("Put away. You find it again under Help."),
        undo=reverse("onboarding:bring_back", args=[name]),
    )
    return done(request, reverse("home"))


@login_required
@require_POST
def bring_back(request: HttpRequest, name: str) -> HttpResponse:
    """Show a checklist on the home page again."""
    user = caller(request)
    put_away(user, list_named(user, name).name, away=False)
    return go(request, reverse("home"))
