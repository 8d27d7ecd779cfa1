"""Answering with a page, or with one named block of it when htmx asks for a fragment."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import reverse
from jinja2 import Environment
from markupsafe import Markup

from rapport.core.action import last_group
from rapport.core.pages.context import page_context

FRAME = "core/pages/frame.html"
SHEET = "sheet"  # what stands inside the frame, in ui/shell.html
TITLE = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    block: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render a page; with `block`, only that block, for a request that replaces a part of the page.

    A template that is only a part (a dialog) comes in a page of its own when its address is opened by itself.
    """
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    is_whole = block is None and not is_fragment(request)
    values = {**page_context(request), "framed": is_whole, **(context or {})}
    if (
        is_whole and request.headers.get("HX-Target") == "main"
    ):  # a page that has the frame shows the rest anew
        block = SHEET
    if block is None:
        html = environment.get_template(template).render(values)
    else:
        html = block_of(environment, template, block, values)
    if is_whole and not html.lstrip().startswith(("<!doctype", "<main")):
        html = _framed(environment, html, values)
    response = HttpResponse(html, status=status)
    if request.headers.get("HX-Request"):
        response["Vary"] = "HX-Request"
        flush_toast(request, response)
    return response


def _framed(environment: Environment, part: str, values: Mapping[str, Any]) -> str:
    """Put a dialog or another part whose address was opened by itself into a page with the product's frame."""
    heading = TITLE.search(part)
    inside = {"part": Markup(part), "title": Markup(heading[1]) if heading else ""}  # noqa: S704 -- our own templates
    return environment.get_template(FRAME).render({**values, **inside})


def block_of(environment: Environment, template: str, block: str, values: Mapping[str, Any]) -> str:
    """Render one named block; what the template imports at its top is at hand in it. Without such a block, the whole."""
    found = environment.get_template(template)
    context = found.new_context(dict(values))
    next(found.root_render_func(context), None)  # runs the imports, up to the first output
    if block not in context.blocks:
        return found.render(dict(values))
    return environment.concat(context.blocks[block][0](context))


def is_fragment(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part of a page (not for a whole one by a boosted link)."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")


def toast(request: HttpRequest, text: str, *, undo: bool | str = False, level: str = "ok") -> None:
    """Say what happened, once, with the next answer; `undo` offers to take the last action back, or is the address that does."""
    group: UUID | None = last_group() if undo is True else None
    address = reverse("undo", args=[group]) if group else undo or ""
    request.session["toast"] = {"text": text, "undo": address, "level": level}


def flush_toast(request: HttpRequest, response: HttpResponse) -> None:
    """Move a waiting toast into the headers of an htmx answer."""
    waiting = request.session.pop("toast", None)
    if waiting:
        response["HX-Trigger"] = json.dumps({"rapport:toast": waiting})


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Send the browser to another page, whether htmx or a plain form asked."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponse(status=303, headers={"Location": address})


def done(request: HttpRequest, address: str) -> HttpResponse:
    """End a dialog: it closes, its page is shown anew, the waiting toast appears. Without a script, go to the address."""
    if not request.headers.get("HX-Request"):
        return go(request, address)
    events: dict[str, Any] = {"rapport:close": None, "rapport:refresh": None}
    waiting = request.session.pop("toast", None)
    if waiting:
        events["rapport:toast"] = waiting
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(events)})


def page_languages() -> list[tuple[str, str]]:
    """Return the languages a user can choose: code and its own name."""
    return settings.LANGUAGES if settings.USE_I18N else []
