"""A parameter that nobody knows is refused: a misspelled filter must not quietly answer with everything."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja.operation import Operation

from rapport.core.rest.problems import InvalidRequest

Run = Callable[..., HttpResponseBase]


def strict(run: Run) -> Run:
    """Wrap the run of an endpoint; used for the whole API by `add_decorator(strict, mode="view")`."""
    operation: Any = run.__self__  # type: ignore[attr-defined]

    @wraps(run)
    def checked(request: HttpRequest, **values: Any) -> HttpResponseBase:
        unknown = set(request.GET) - _known(operation) if request.user.is_authenticated else set()
        if unknown:
            text = _("There is no such parameter.")
            error = InvalidRequest(fields={name[:100]: text for name in sorted(unknown)[:10]})
            answer: HttpResponseBase = operation.api.on_exception(request, error)
            return answer
        return run(request, **values)

    return checked


@cache
def _known(operation: Operation) -> frozenset[str]:
    names: set[str] = set()
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            names |= set(model.__ninja_flatten_map__)
    return frozenset(names)
