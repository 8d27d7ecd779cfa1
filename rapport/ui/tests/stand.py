"""A small page on which the browser's part is tried: a list, a dialog, a text edited in place, a search-select, uploads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from queue import Queue
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.urls import include, path

from rapport.core.errors import NotAllowed
from rapport.core.pages.context import page_context

PAGE = """{% extends "ui/shell.html" %}
{% from "ui/page.html" import bar %}
{% from "ui/button.html" import button, link_button %}
{% from "ui/grid.html" import grid, foot with context %}
{% from "ui/record.html" import edit %}
{% from "ui/field.html" import pick, search %}
{% from "ui/files.html" import attachments %}
{% block title %}Stand{% endblock %}
{% block main %}
  {% call bar("Stand") %}{{ search("/stand", "") }}{{ button("Log a call", icon="phone", kind="primary", hx_get="/stand/call", hx_target="#dialog", data_key="l") }}
    {{ button("Break", hx_post="/stand/broken", hx_swap="none", id="break") }}{% endcall %}
  <p id="calls">{{ calls|join(", ") or "none" }}</p>
  <p id="fresh" data-refresh-on="CallLogged" hx-get="/stand/fresh" hx-trigger="refresh" hx-swap="innerHTML">stale</p>
  <div id="edited">{{ edit(name, "/stand/name", "Name") }}</div>
  <form id="picked">{{ pick("company", "Company", "/stand/companies") }}</form>
  {{ attachments([], url="/stand/upload") }}
  {% call grid([{"key": "name", "label": "Name"}], label="Rows", select=True) %}
    {% for id in (1, 2, 3) %}{% call row(id, "Row " ~ id, select=True) %}{{ main_cell("/stand?row=" ~ id, "Row " ~ id) }}{% endcall %}{% endfor %}
  {% endcall %}
  {% call foot("1–3", none, none, action="/stand") %}{{ button("Assign", kind="ghost") }}{% endcall %}
{% endblock %}"""

CALL = """{% from "ui/dialog.html" import dialog with context %}{% from "ui/field.html" import text %}
{% call dialog("Log a call", action="/stand/call", submit="Log call") %}{{ text("subject", "Subject", subject, required=True, error=error) }}{% endcall %}"""

EDIT = """{% from "ui/record.html" import edit, edit_form %}
{% if form %}{{ edit_form("/stand/name", "/stand/name?back=1", "name", name, "Name", csrf_token, error=error) }}{% else %}{{ edit(name, "/stand/name", "Name") }}{% endif %}"""

PALETTE = """{% from "ui/palette.html" import palette_group, palette_option %}
{% call palette_group("People") %}{% if q != "wf" %}{{ palette_option("王伟", "/stand?row=7", detail=q, face="王伟") }}{% endif %}{{ palette_option("王芳", "/stand?row=8", face="王芳") }}{% endcall %}
{% call palette_group("Do", actions=True) %}{{ palette_option("Log a call", "/stand/call", icon="phone", key="L", dialog=True, plain=True) }}{% endcall %}"""

state: dict[str, Any] = {"calls": [], "name": "Anna"}


def render(request: HttpRequest, source: str, status: int = 200, **values: Any) -> HttpResponse:
    """Answer with a template that stands in this file."""
    template = engines["jinja2"].env.from_string(source)
    context = {**page_context(request), "palette_url": "/stand/palette", **state, **values}
    return HttpResponse(template.render(context), status=status)


def told(**events: Any) -> HttpResponse:
    """Answer with events alone."""
    names = {f"rapport:{name}": detail for name, detail in events.items()}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(names)})


def stand(request: HttpRequest) -> HttpResponse:
    """Show the page."""
    return render(request, PAGE)


def call(request: HttpRequest) -> HttpResponse:
    """Ask for a subject, and keep it."""
    subject = request.POST.get("subject", "")
    if request.method == "GET":
        return render(request, CALL, subject="", error=None)
    if not subject:
        return render(request, CALL, 422, subject="", error="Say what it was about.")
    state["calls"].append(subject)
    return told(close=True, refresh=True, toast={"text": "Call logged", "undo": "/stand/undo"})


def undo(request: HttpRequest) -> HttpResponse:
    """Take the last call back."""
    state["calls"].pop()
    return told(toast={"text": "Taken back", "level": "info"})


def name(request: HttpRequest) -> HttpResponse:
    """Show, ask or keep the name."""
    if request.method == "POST":
        if not request.POST["name"]:
            return render(request, EDIT, 422, form=True, error="A name is needed.", name="")
        state["name"] = request.POST["name"]
        return render(request, EDIT, form=False)
    return render(request, EDIT, form="back" not in request.GET, error=None)


def companies(request: HttpRequest) -> HttpResponse:
    """Find companies."""
    source = '{% from "ui/field.html" import pick_option %}{{ pick_option(7, "海蓝科技", q) }}{{ pick_option(8, "海南航空", q) }}'
    return render(request, source, q=request.GET["q"])


def upload(request: HttpRequest) -> HttpResponse:
    """Take a file, but no script."""
    file = request.FILES["file"]
    if file.name.endswith(".js"):
        raise NotAllowed
    source = '{% from "ui/files.html" import attachment %}{{ attachment({"name": file, "size": "1 KB", "url": "#"}) }}'
    return render(request, source, file=file.name)


streams: list[Queue[str]] = []


def events(request: HttpRequest) -> StreamingHttpResponse:
    """Keep a stream open until it is told to end."""
    told_here: Queue[str] = Queue()
    streams.append(told_here)

    def frames() -> Iterator[str]:
        yield "retry: 100\n\n"
        while frame := told_here.get(timeout=30):
            yield frame

    return StreamingHttpResponse(frames(), content_type="text/event-stream")


def broken(request: HttpRequest) -> HttpResponse:
    """Refuse."""
    raise NotAllowed


urlpatterns = [
    path("stand", stand),
    path("stand/call", call),
    path("stand/undo", undo),
    path("stand/name", name),
    path("stand/companies", companies),
    path("stand/upload", upload),
    path("stand/broken", broken),
    path("stand/fresh", lambda request: HttpResponse("fresh")),
    path("stand/palette", lambda request: render(request, PALETTE, q=request.GET["q"])),
    path("events", events),
    path("", include("rapport.config.urls")),
]
