"""Import sources: the list, one with its readings, and what can be done about it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from rapport.core.access.caller import caller
from rapport.core.errors import RapportError
from rapport.core.imports.kinds import kinds
from rapport.core.pages.blame import blame
from rapport.core.pages.editing import Editing
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import go, page, toast
from rapport.core.pages.verbs import verb
from rapport.core.sources import actions, queries
from rapport.core.sources.forms import SourceForm
from rapport.core.sources.models import ImportSource, Where

MANAGE = actions.MANAGE
FIELDS = ("name", "kind", "place", "query", "rhythm", "hour", "weekday")


@needs(MANAGE)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the sources."""
    sources = list(queries.sources_of(caller(request)))
    context = {
        "sources": sources,
        "last": queries.last_readings(sources),
        "kinds": kinds(),
        "places": Where.choices,
    }
    return page(request, "core/sources/list.html", context)


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, where: str) -> HttpResponse:
    """Make a source."""
    if where not in Where.values:
        raise Http404
    form = SourceForm(request.POST or None, where=where, initial={"rhythm": "daily", "hour": 6})
    if form.is_valid():
        try:
            source = actions.create_source(
                by=caller(request), at=timezone.now(), where=where, **form.cleaned_data
            )
        except RapportError as error:
            blame(form, error)
        else:
            toast(request, _("Source added. Read it once, and say which column holds what."))
            return redirect("sources:open", source.pk)
    context = {"form": form, "source": None, "where": where}
    return page(request, "core/sources/edit.html", context, status=422 if form.errors else 200)


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, source_id: int) -> HttpResponse:
    """Change a source."""
    source = queries.source_of(caller(request), source_id)
    initial = {name: getattr(source, name) for name in FIELDS}
    has_secret = bool(source.secret)
    editing = Editing(
        request,
        lambda data: SourceForm(data, where=source.where, has_secret=has_secret, initial=initial),
        source,
    )
    form = editing.form
    if editing.is_ready:
        try:
            actions.edit_source(
                source_id,
                by=caller(request),
                at=timezone.now(),
                version=editing.version,
                **form.cleaned_data,
            )
        except RapportError as error:
            blame(form, error)
        else:
            toast(request, _("Source saved."))
            return redirect("sources:open", source_id)
    return editing.show("core/sources/edit.html", {"source": source, "where": source.where})


@needs(MANAGE)
@require_GET
def open_one(request: HttpRequest, source_id: int) -> HttpResponse:
    """Show a source and what came of its readings."""
    source = queries.source_of(caller(request), source_id)
    context = {"source": source, "readings": queries.readings_of(source), "told": _told(source)}
    return page(request, "core/sources/open.html", context)


def _told(source: ImportSource) -> list[tuple[str, str]]:
    kind = kinds().get(source.kind)
    return [
        (_("Where"), source.get_where_display()),
        (_("Query") if source.where == Where.QUERY else _("Place"), source.query or source.place),
        (_("Holds"), str(kind.label) if kind else source.kind),
        (_("Owner"), source.owner.name),
        (_("When is it read?"), source.get_rhythm_display()),
    ]


read = verb(
    MANAGE,
    actions.read_source,
    gettext_lazy("It is being read. What came of it appears below in a moment."),
    "sources:open",
)
pause = verb(
    MANAGE,
    actions.pause_source,
    gettext_lazy("Paused. It is not read until it goes on."),
    "sources:open",
)
resume = verb(MANAGE, actions.resume_source, gettext_lazy("The source goes on."), "sources:open")


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, source_id: int) -> HttpResponse:
    """Ask, then remove it."""
    source = queries.source_of(caller(request), source_id)
    if request.method == "GET":
        return page(request, "core/sources/remove.html", {"source": source})
    actions.remove_source(source_id, by=caller(request), at=timezone.now())
    toast(request, _("“%(name)s” was removed.") % {"name": source.name})
    return go(request, reverse("sources:list"))
