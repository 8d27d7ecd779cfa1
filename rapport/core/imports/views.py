"""The road of a file: chosen, mapped with a preview, watched, and its result with the way back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.errors import Conflict, Invalid
from rapport.core.imports import actions, decisions, queries, reading
from rapport.core.imports.dialects import Dialect
from rapport.core.imports.errors_file import lines, lines_decided
from rapport.core.imports.forms import FileForm, MappingForm
from rapport.core.imports.intake import take_in, take_sheet
from rapport.core.imports.kept import kept_of
from rapport.core.imports.kinds import kind_of, kinds
from rapport.core.imports.models import ImportRun, State
from rapport.core.pages.blame import blame
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import go, page, toast

PAGE = 50


@needs("core.import_data")
@require_safe
def list_imports(request: HttpRequest) -> HttpResponse:
    """Show the imports, newest first."""
    after = request.GET.get("after", "")
    rows = queries.runs(caller(request))
    if after.isascii() and after.isdigit() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: PAGE + 1])
    more = f"?after={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    context = {"runs": found[:PAGE], "next": more, "is_first": not after, "kinds": kinds()}
    return page(request, "core/imports/list.html", context)


@needs("core.import_data")
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Ask for a file and what it holds."""
    user = caller(request)
    form = FileForm(
        request.POST or None,
        request.FILES or None,
        user=user,
        initial={"kind": request.GET.get("kind", "people")},
    )
    if form.is_valid():
        file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        try:
            run = take_in(file, file.name, kind=kind, by=user, at=timezone.now())
        except Invalid as error:
            form.add_error("file", error.sentence())
        else:
            return go(request, reverse("imports:open", args=[run.pk]))
    status = 422 if form.errors else 200
    return page(request, "core/imports/new.html", {"form": form}, status=status)


@needs("core.import_data")
@require_safe
def open_import(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show where a run stands: its mapping, its progress or its result."""
    run = queries.run_of(caller(request), run_id)
    if run.state == State.DRAFT:
        return _mapping(request, run, _form(request, run, None))
    return page(request, "core/imports/run.html", _result(run, caller(request)))


@needs("core.import_data")
@require_safe
def watch(request: HttpRequest, run_id: int) -> HttpResponse:
    """Answer with the progress, and with the whole page again once the run has ended."""
    run = queries.run_of(caller(request), run_id)
    if not run.is_running:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return page(request, "core/imports/run.html", _result(run, caller(request)), block="progress")


@needs("core.import_data")
@require_POST
def map_columns(request: HttpRequest, run_id: int) -> HttpResponse:
    """Keep the mapping and show the first rows with what would become of them."""
    run = queries.run_of(caller(request), run_id)
    form = _form(request, run, request.POST)
    if form.is_valid():
        run = _keep(request, run, form)
    return _mapping(request, run, form, block="preview")


@needs("core.import_data")
@require_POST
def choose_sheet(request: HttpRequest, run_id: int) -> HttpResponse:
    """Read another sheet of the workbook."""
    name = request.POST.get("sheet", "")
    run = take_sheet(run_id, name, by=caller(request), at=timezone.now())
    return go(request, reverse("imports:open", args=[run.pk]))


@needs("core.import_data")
@require_POST
def start(request: HttpRequest, run_id: int) -> HttpResponse:
    """Begin the import, or a trial of it."""
    user = caller(request)
    run = queries.run_of(user, run_id)
    form = _form(request, run, request.POST)
    if run.state == State.DRAFT:
        if not form.is_valid():
            return _mapping(request, run, form, status=422)
        try:
            _keep(request, run, form)
            actions.start_import(
                run.pk, by=user, at=timezone.now(), is_trial="trial" in request.POST
            )
        except Invalid as error:
            for name in list(error.fields):
                error.fields[f"column_{name}"] = error.fields.pop(name)
            blame(form, error)
            return _mapping(request, run, form, status=422)
    else:
        actions.start_import(run.pk, by=user, at=timezone.now())
    return go(request, reverse("imports:open", args=[run.pk]))


@needs("core.import_data")
@require_POST
def cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    """Stop a run after its present batch."""
    run = actions.cancel_import(run_id, by=caller(request), at=timezone.now())
    toast(request, _("The import stops. What it wrote can be undone."))
    return go(request, reverse("imports:open", args=[run.pk]))


@needs("core.import_data")
@require_POST
def pause(request: HttpRequest, run_id: int) -> HttpResponse:
    """Let a run stand still after its present batch."""
    run = actions.pause_import(run_id, by=caller(request), at=timezone.now())
    toast(request, _("The import pauses. It goes on when you say so."))
    return go(request, reverse("imports:open", args=[run.pk]))


@needs("core.import_data")
@require_POST
def continue_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Let a paused run go on."""
    run = actions.continue_import(run_id, by=caller(request), at=timezone.now())
    return go(request, reverse("imports:open", args=[run.pk]))


@needs("core.import_data")
@require_POST
def undo_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take back all that a run wrote."""
    run = actions.ask_undo_import(run_id, by=caller(request), at=timezone.now())
    return go(request, reverse("imports:open", args=[run.pk]))


@needs("core.import_data")
@require_safe
def errors_file(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """Send the rows that could not be used, with their reasons."""
    run = queries.run_of(caller(request), run_id)
    return _sent(run, lines(run), "errors")


@needs("core.import_data")
@require_safe
def rows_file(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """Send every row with what became of it, or would."""
    run = queries.run_of(caller(request), run_id)
    return _sent(run, lines_decided(run), "rows")


def _sent(run: ImportRun, text: Iterator[str], name: str) -> HttpResponseBase:
    if not run.file:
        raise queries.FileGone
    response = StreamingHttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}-{name}.csv"'
    return response


def _form(request: HttpRequest, run: ImportRun, data: Any) -> MappingForm:
    kind = kind_of(run.kind, run.writes_as)
    owners = queries.owners(caller(request), kind.right)
    form = MappingForm(data, run=run, kind=kind, owners=owners)
    mapping = form.mapping() if form.is_valid() else run.mapping
    unknown = queries.unknown_words(run, kind, mapping)
    return (
        MappingForm(data, run=run, kind=kind, owners=owners, unknown=unknown) if unknown else form
    )


def _keep(request: HttpRequest, run: ImportRun, form: MappingForm) -> ImportRun:
    return actions.map_import(
        run.pk,
        by=caller(request),
        at=timezone.now(),
        mapping=form.mapping(),
        options=form.options(),
        match=form.cleaned_data["match"],
        owner_id=form.cleaned_data["owner"],
    )


def _mapping(
    request: HttpRequest,
    run: ImportRun,
    form: MappingForm,
    *,
    block: str | None = None,
    status: int = 200,
) -> HttpResponse:
    dialect, sheets = Dialect.stored(run.dialect), list[str]()
    try:
        with queries.local_file(run) as path:
            sample, sheets = queries.sample(path, dialect), reading.sheets(path, dialect)
        rows = queries.preview(run, sample.rows, by=caller(request), at=timezone.now())
    except Conflict as error:
        sample, rows = queries.Sample([], error.sentence()), []
    kind = kind_of(run.kind, run.writes_as)
    context = {
        "run": run,
        "kind": kind,
        "closed": kind.closed(run.writes_as, run.columns) if kind.closed else [],
        "form": form,
        "rows": rows,
        "problem": sample.problem,
        "sheets": [(name, name) for name in sheets] if len(sheets) > 1 else [],
        "sheet": dialect.sheet,
        "fields_of": {index: form.kind.field(name) for name, index in run.mapping.items()},
    }
    return page(request, "core/imports/map.html", context, block=block, status=status)


def _result(run: ImportRun, user: User) -> dict[str, Any]:
    kind = kind_of(run.kind, run.writes_as)
    return {
        "run": run,
        "kind": kind,
        "stayed": kept_of(run, kind, user) if run.kept else [],
        "reasons": queries.reasons(run),
        "interrupted": queries.is_interrupted(run),
        "has_rows": decisions.stand(run) and run.checked > 0,
    }
