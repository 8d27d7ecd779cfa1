"""The tour's card: where one is, on to the next step, the end."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from rapport.config.demo.tour import progress
from rapport.core.access.models import User
from rapport.core.pages.rendering import go, page


@login_required
@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """Show the next step."""
    return _card(request, progress.read(request))


@login_required
@require_POST
def pass_step(request: HttpRequest, number: int) -> HttpResponse:
    """Go on after this step, done or not."""
    known = progress.begun(progress.read(request))
    return _card(request, replace(known, passed=max(known.passed, min(number, LAST) + 1)))


@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Put the tour away."""
    response = HttpResponse()
    progress.write(response, replace(progress.read(request), ended=True))
    return response


@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the tour anew, from the help."""
    response = go(request, "/")
    progress.write(response, progress.begun(progress.Progress(since=-1)))
    return response


LAST = len(progress.STEPS) - 1


def _card(request: HttpRequest, known: progress.Progress) -> HttpResponse:
    hero = progress.hero()
    user = cast("User", request.user)
    begun_elsewhere = known.since >= 0
    if hero is None or known.ended:
        return HttpResponse()
    known = progress.begun(known)
    number = progress.step(user, hero, known)
    if number > LAST and not begun_elsewhere:
        return HttpResponse()  # Charlie first: there is nobody for him to meet
    context = {"number": number, "steps": progress.STEPS, "hero": hero}
    response = page(request, "config/tour.html", context)
    progress.write(response, known)
    return response
