"""Settings → Fields: which fields the company added to its records, and everything about one of them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.customfields import actions, queries
from rapport.core.customfields.entities import Entity, entities, entity_of, target_of
from rapport.core.customfields.forms import KnownFieldForm, NewFieldForm
from rapport.core.customfields.models import CHOSEN, CustomField, Kind
from rapport.core.customfields.referring import picked, referring_to
from rapport.core.customfields.trying import fields_to_name, functions, tried
from rapport.core.errors import Conflict, Invalid
from rapport.core.formulas.terms import BadFormula
from rapport.core.pages.blame import blame
from rapport.core.pages.dialogs import Question, ask
from rapport.core.pages.editing import Editing
from rapport.core.pages.formats import number
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import go, page, toast

MANAGE = "core.manage_fields"


@login_required
@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    """Answer a search-select with the records that match."""
    target = target_of(request.GET.get("kind", "person"))
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    found = picked(caller(request), target, words)
    return page(request, "core/customfields/pick.html", {"found": found})


@login_required
@require_safe
def referring(request: HttpRequest, target: str, row_id: int) -> HttpResponse:
    """Show which records refer to one by their fields."""
    found = referring_to(caller(request), target, row_id)
    return page(request, "core/customfields/referring.html", {"found": found})


@needs(MANAGE)
@require_safe
def index(request: HttpRequest, entity: str = "") -> HttpResponse:
    """Show the fields of one kind of record, and those that were removed."""
    here = entity_of(entity or next(iter(entities())))
    context = {
        "entities": list(entities().values()),
        "here": here,
        "fields": queries.all_of(here.name),
        "removed": queries.removed(here.name),
        "stages": dict(here.stages),
    }
    return page(request, "core/customfields/list.html", context)


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, entity: str) -> HttpResponse:
    """Ask for a new field, and add it."""
    here = entity_of(entity)
    form = NewFieldForm(request.POST or None, entity=here)
    if form.is_valid():
        try:
            field = actions.add_field(
                here.name, by=caller(request), at=timezone.now(), **form.details()
            )
        except (Invalid, Conflict) as error:
            _blame(form, error)
        else:
            toast(request, _("“%(name)s” added.") % {"name": field.name}, undo=True)
            return go(request, reverse("customfields:list", args=[here.name]))
    status = 422 if form.errors else 200
    demanded = " ".join(kind for kind in Kind.values if kind != Kind.FORMULA)
    context = {"form": form, "here": here, "demanded": demanded, **_writing(here)}
    return page(request, "core/customfields/new.html", context, status=status)


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, field_id: int) -> HttpResponse:
    """Show a field, and change what it is called, offers and demands, and who may see it."""
    field = queries.field_of(field_id)
    here = entity_of(field.entity)
    initial = KnownFieldForm.initial_of(field)
    editing = Editing(
        request, lambda data: KnownFieldForm(data, entity=here, field=field, initial=initial), field
    )
    if editing.is_ready:
        try:
            field = actions.edit_field(
                field.pk,
                by=caller(request),
                at=timezone.now(),
                version=editing.version,
                changes=editing.form.changes(),
            )
        except (Invalid, Conflict) as error:
            _blame(editing.form, error)
        else:
            toast(request, _("“%(name)s” saved.") % {"name": field.name}, undo=True)
            return go(request, reverse("customfields:list", args=[here.name]))
    context = {
        "field": field,
        "here": here,
        "roles": [f"role_{role.pk}" for role in queries.roles()],
        "has_options": field.kind in CHOSEN,
    } | (_writing(here, field) if field.kind == Kind.FORMULA else {})
    return editing.show("core/customfields/edit.html", context)


@needs(MANAGE)
@require_POST
def try_formula(request: HttpRequest, entity: str) -> HttpResponse:
    """Show what a formula makes of three records, or what is wrong with it."""
    source, known = (
        request.POST.get("formula", "").replace("\x00", ""),
        request.POST.get("field", ""),
    )
    field = queries.field_of(int(known)) if known.isascii() and known[:18].isdigit() else None
    context: dict[str, Any] = {"tried": None, "wrong": ""}
    try:
        if source.strip():
            context["tried"] = tried(caller(request), entity_of(entity), source, field)
    except BadFormula as error:
        context["wrong"] = str(error)
    return page(request, "core/customfields/tried.html", context)


@needs(MANAGE)
@require_POST
def order(request: HttpRequest, entity: str) -> HttpResponse:
    """Keep the order into which the fields were dragged."""
    ids = [int(pk) for pk in request.POST.getlist("field") if pk.isascii() and pk[:18].isdigit()]
    actions.order_fields(entity, ids, by=caller(request), at=timezone.now())
    toast(request, _("Order saved."), undo=True)
    return go(request, reverse("customfields:list", args=[entity]))


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, field_id: int) -> HttpResponse:
    """Say how many records have a value, then remove the field."""
    field = queries.field_of(field_id)
    count = queries.filled(field, entity_of(field.entity)) if request.method != "POST" else 0
    return ask(
        request,
        Question(request.POST if request.method == "POST" else None),
        title=_("Remove “%(name)s”") % {"name": field.name},
        text=ngettext(
            "%(n)s record has a value. It is kept, and comes back when the field is restored.",
            "%(n)s records have a value. They are kept, and come back when the field is restored.",
            count,
        )
        % {"n": number(count)},
        submit=_("Remove"),
        kind="danger",
        save=lambda _data: actions.remove_field(field_id, by=caller(request), at=timezone.now()),
        said=_("“%(name)s” removed.") % {"name": field.name},
        back=reverse("customfields:list", args=[field.entity]),
    )


@needs(MANAGE)
@require_POST
def restore(request: HttpRequest, field_id: int) -> HttpResponse:
    """Bring a removed field back."""
    try:
        field = actions.restore_field(field_id, by=caller(request), at=timezone.now())
    except Invalid as error:
        field = queries.field_of(field_id)
        toast(request, " ".join(error.fields.values()) or error.sentence(), level="bad")
    else:
        toast(request, _("“%(name)s” is back.") % {"name": field.name}, undo=True)
    return go(request, reverse("customfields:list", args=[field.entity]))


@needs("core.purge_field")
@require_http_methods(["GET", "POST"])
def purge(request: HttpRequest, field_id: int) -> HttpResponse:
    """Ask once more, then delete a removed field with all its values."""
    field = queries.field_of(field_id)
    count = queries.filled(field, entity_of(field.entity)) if request.method != "POST" else 0
    return ask(
        request,
        Question(request.POST if request.method == "POST" else None),
        title=_("Delete “%(name)s” for good") % {"name": field.name},
        text=ngettext(
            "The value of %(n)s record is deleted with it. This cannot be undone.",
            "The values of %(n)s records are deleted with it. This cannot be undone.",
            count,
        )
        % {"n": number(count)},
        submit=_("Delete for good"),
        kind="danger",
        save=lambda _data: actions.purge_field(field_id, by=caller(request), at=timezone.now()),
        said=_("“%(name)s” is being deleted.") % {"name": field.name},
        back=reverse("customfields:list", args=[field.entity]),
        undo=False,
    )


def _writing(here: Entity, field: CustomField | None = None) -> dict[str, Any]:
    """Return what stands beside a formula while it is written."""
    return {"names": fields_to_name(here, field), "functions": functions()}


def _blame(form: NewFieldForm | KnownFieldForm, error: Invalid | Conflict) -> None:
    """Show what is wrong with the options where they are written."""
    fields = getattr(error, "fields", {})
    if "options" in fields and "more" in form.fields:
        fields["more"] = fields.pop("options")
    blame(form, error)
