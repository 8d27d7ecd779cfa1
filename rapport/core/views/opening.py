"""A list that is opened without a word about what to show opens with the view its user chose."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from rapport.core.access.caller import caller
from rapport.core.views.queries import opening

View = Callable[..., HttpResponse]


def opens_with_own_view(list_name: str) -> Callable[[View], View]:
    """Send whoever opens the bare list on to the view she chose for it."""

    def wrap(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            chosen = None if request.GET else opening(caller(request), list_name)
            if chosen is not None:
                return redirect(request.path + chosen.address)
            return view(request, *args, **kwargs)

        return run

    return wrap
