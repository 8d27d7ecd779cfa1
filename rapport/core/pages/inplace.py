"""Editing one field where it stands on the record's page; who saved at the same time is asked, nobody is overwritten."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rapport.core.access.actions import StaleVersion
from rapport.core.errors import Invalid
from rapport.core.pages.rendering import flush_toast, page, toast
from rapport.core.pages.whose import last_change

TEMPLATE = "core/pages/inplace.html"
Options = Sequence[tuple[str, str | Promise]]


@dataclass(frozen=True)
class Current:
    """A field as it stands now: as typed, as shown, and the record's version."""

    raw: str
    shown: str
    version: int


@dataclass(frozen=True)
class Place:
    """Where a field stands: its name, label and address, how to read and save it, and which rows log its changes.

    Of the `type` choices several options are ticked, `pick` is the address at which a record is looked up while typing; `words`
    says what a typed value means.
    """

    name: str
    label: str
    url: str
    read: Callable[[], Current]
    save: Callable[[str, int | None], object]
    logged: Sequence[tuple[str, int]] = ()
    type: str = "text"
    options: Options | None = None
    hint: str = ""
    pick: str = ""
    words: Callable[[str], str] | None = None
    help: str = ""


def edit_in_place(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the field, its little form, or save it. A save that meets another one asks: mine, theirs, before."""
    now = place.read()
    if request.method != "POST":
        state = "text" if "show" in request.GET else "form"
        return _answer(request, place, now, state=state, value=now.raw)
    if request.POST.get(f"keep_{place.name}") == "theirs":
        return _end(request, place, now)
    value = "|".join(request.POST.getlist(place.name)).replace("\x00", "")
    before = request.POST.get("before", now.raw)
    version = _number(request.POST.get("version", ""))
    try:
        _save(place, value, before, version)
    except StaleVersion:
        return _conflict(request, place, value, before)
    except Invalid as error:
        sentence = error.fields.get(place.name) or " ".join(error.fields.values())
        sentence = sentence or error.sentence()
        return _answer(request, place, now, state="form", value=value, error=sentence, status=422)
    toast(request, _("%(what)s saved.") % {"what": place.label}, undo=True)
    return _end(request, place, place.read())


def _save(place: Place, value: str, before: str, version: int | None) -> None:
    """Save; when only other fields were changed meanwhile, nobody's work is lost and it is saved as well."""
    try:
        place.save(value, version)
    except StaleVersion:
        now = place.read()
        if now.raw not in {before, value}:
            raise
        place.save(value, now.version)


def _end(request: HttpRequest, place: Place, now: Current) -> HttpResponse:
    """Answer with the text again; after the dialog of a conflict, close it and show the page anew."""
    if any(name.startswith("keep_") for name in request.POST):
        events: dict[str, Any] = {"rapport:close": None, "rapport:refresh": None}
        response = HttpResponse(status=204)
    else:
        events = {"rapport:edited": {"field": place.name}}
        response = _answer(request, place, now, state="text", value=now.raw)
    told = json.loads(response.headers.get("HX-Trigger", "{}"))
    if not told:
        flush_toast(request, response)
        told = json.loads(response.headers.get("HX-Trigger", "{}"))
    response["HX-Trigger"] = json.dumps(told | events)
    return response


def _answer(
    request: HttpRequest,
    place: Place,
    now: Current,
    *,
    state: str,
    value: str,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"place": place, "now": now, "value": value, "error": error}
    return page(request, TEMPLATE, context, block=state, status=status)


def _conflict(request: HttpRequest, place: Place, mine: str, before: str) -> HttpResponse:
    now = place.read()
    options = {str(key): str(label) for key, label in place.options or ()}
    read = place.words or (lambda raw: options.get(raw, raw))
    sides = [read(one) for one in (mine, now.raw, before)]
    who, when = last_change(*place.logged)
    context = {
        "place": place,
        "rows": [(place.name, place.label, *sides)],
        "now": now,
        "who": who,
        "when": when,
        "carried": [(place.name, mine), ("before", now.raw)],
    }
    response = page(request, TEMPLATE, context, block="conflict", status=409)
    response["HX-Retarget"], response["HX-Reswap"] = "#dialog", "innerHTML"
    return response


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
