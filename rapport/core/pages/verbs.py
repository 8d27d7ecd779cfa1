"""A button of a record's page: one verb, one sentence, and back to the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_POST

from rapport.core.access.caller import caller
from rapport.core.pages.guard import View, needs
from rapport.core.pages.rendering import toast


def verb(
    right: str, act: Callable[..., object], said: str | Promise, back: str, **more: Any
) -> View:
    """Return the view of a verb: `act(id, by=, at=, **more)`, then the sentence on the page named `back`, which takes the same id."""

    @needs(right)
    @require_POST
    def view(request: HttpRequest, **ids: int) -> HttpResponse:
        act(*ids.values(), by=caller(request), at=timezone.now(), **more)
        toast(request, str(said))
        return redirect(back, *ids.values())

    return view
