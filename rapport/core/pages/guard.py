"""Pages that show no single record but need a right, such as the settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from rapport.core.access.queries import may
from rapport.core.errors import NotAllowed

View = Callable[..., HttpResponseBase]


def needs(right: str) -> Callable[[View], View]:
    """Show the page only to signed-in users who hold the right."""

    def guard(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user, right):  # type: ignore[arg-type]
                raise NotAllowed
            return view(request, *args, **kwargs)

        return guarded

    return guard
