"""The first page: what is to be done today, and why."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.assembly import listed
from rapport.core.pages.rendering import page
from rapport.core.search.kinds import kinds
from rapport.core.search.queries import recent
from rapport.touchpoints.home.queries import QUIET_DAYS, today

RECENT = 12


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the user's day."""
    user: User = request.user  # type: ignore[assignment]
    day = timezone.localdate()
    found = today(user, day=day, at=timezone.now())
    context = {
        "day": day,
        "today": found,
        "quiet_days": QUIET_DAYS,
        "recent": [
            {
                "title": one.title,
                "subtitle": one.subtitle,
                "address": reverse(kinds()[one.kind].page, args=[one.object_id]),
            }
            for one in (recent(user, limit=RECENT) if found.knows_anybody else [])
        ],
        "first_steps": []
        if found.knows_anybody
        else [
            (step.label, reverse(step.page), step.icon, step.is_primary)
            for step in listed("home")
            if may(user, step.right)
        ],
    }
    return page(request, "touchpoints/home/home.html", context)
