"""The API: every room's endpoints under /api/v1, described at /api/v1/openapi.json."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.operation import Operation

from rapport.catalog.api import router as catalog
from rapport.core.api import router as core
from rapport.core.rest import problems
from rapport.core.rest.openapi import completed
from rapport.core.rest.parser import BodyParser
from rapport.core.rest.signin import SIGN_IN
from rapport.core.rest.strict import strict
from rapport.customers.api import router as customers
from rapport.sales.api import router as sales
from rapport.touchpoints.api import router as touchpoints

ABOUT = """\
Everything a page can do, over the same rules. Sign in with an access token (`Authorization: Bearer rpt_…`).
Lists are paged by `next`, records carry their version as ETag, errors are problem details (RFC 9457)."""


class Api(NinjaAPI):
    """The API with its complete description."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the verb: the name of the function, which is the name of the action."""
        return operation.view_func.__name__

    @cached_property
    def description_json(self) -> bytes:
        """Return the description, made once."""
        return msgspec.json.encode(self.described())

    def described(self) -> dict[str, Any]:
        """Return the description of every endpoint."""
        return completed(dict(self.get_openapi_schema(path_prefix="/api/v1/")))


api = Api(
    title="Rapport",
    version="1",
    description=ABOUT,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    auth=SIGN_IN,
    parser=BodyParser(),
)
problems.install(api)
api.add_decorator(strict, mode="view")
for room in (core, customers, touchpoints, catalog, sales):
    api.add_router("", room)


def openapi(request: HttpRequest) -> HttpResponse:
    """Return the description of the API; it says nothing that the repository does not."""
    return HttpResponse(api.description_json, content_type="application/json")
