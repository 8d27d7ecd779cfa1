"""The pages that explain the API to people."""

from __future__ import annotations

import json
import shlex

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rapport.config.apidocs.reading import Endpoint, resources
from rapport.config.apidocs.words import label
from rapport.core.access.queries import may
from rapport.core.errors import Missing
from rapport.core.pages.rendering import page
from rapport.core.rest.openapi import REFUSALS


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show how a program signs in, what holds for every address, and which resources there are."""
    context = {
        "host": _host(request),
        "resources": [(label(one.name), one) for one in resources().values()],
        "limit": settings.API_REQUESTS_A_MINUTE,
        "refusals": sorted(REFUSALS.items()),
        "may_make_tokens": may(request.user, "core.use_api"),  # type: ignore[arg-type]
    }
    return page(request, "config/apidocs/index.html", context)


@login_required
@require_safe
def resource(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the addresses of one resource."""
    found = resources().get(slug)
    if found is None:
        raise Missing
    calls = [(one, call(one, _host(request))) for one in found.endpoints]
    return page(
        request, "config/apidocs/resource.html", {"name": label(found.name), "calls": calls}
    )


def _host(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def call(endpoint: Endpoint, host: str) -> str:
    """Return the line that calls an endpoint from a shell, in which $TOKEN is the access token."""
    is_plain = endpoint.method == ("GET" if endpoint.example is None else "POST")
    verb = "curl" if is_plain else f"curl -X {endpoint.method}"
    parts = [f'{verb} "{host}{endpoint.path}"', '-H "Authorization: Bearer $TOKEN"']
    if endpoint.is_upload:
        parts += [f"-F {name}=@{value}" for name, value in endpoint.example.items()]
    elif endpoint.example is not None:
        body = json.dumps(endpoint.example, ensure_ascii=False)
        parts += ['-H "Content-Type: application/json"', f"-d {shlex.quote(body)}"]
    return " \\\n  ".join(parts)
