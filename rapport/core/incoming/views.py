"""Incoming hooks: the list, one with its log, its mapping, and one message."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.errors import RapportError
from rapport.core.imports.forms import MappingForm
from rapport.core.imports.kinds import kind_of
from rapport.core.imports.queries import owners
from rapport.core.incoming import actions, messages, queries
from rapport.core.incoming.forms import IncomingForm, SampleForm
from rapport.core.incoming.models import IncomingHook, MessageState
from rapport.core.lists.log import sieve, turning
from rapport.core.pages.blame import blame
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import go, page, toast
from rapport.core.pages.verbs import verb

MANAGE = actions.MANAGE


@needs(MANAGE)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the incoming hooks."""
    hooks = list(queries.hooks_of(caller(request)))
    return page(request, "core/incoming/list.html", {"hooks": hooks, "kinds": queries.offered()})


@needs(MANAGE)
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """Open an address; it is shown with this answer only."""
    form = IncomingForm(request.POST or None)
    if form.is_valid():
        try:
            hook, key = actions.create_incoming_hook(
                by=caller(request), at=timezone.now(), **form.cleaned_data
            )
        except RapportError as error:
            blame(form, error)
        else:
            return _address(request, hook, key)
    return page(
        request, "core/incoming/add.html", {"form": form}, status=422 if form.errors else 200
    )


@needs(MANAGE)
@require_GET
def open_one(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Show a hook and what it received."""
    hook = queries.hook_of(caller(request), hook_id)
    return _shown(request, hook, SampleForm())


@needs(MANAGE)
@require_POST
def sample(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Take a sample to map by."""
    form = SampleForm(request.POST)
    if form.is_valid():
        try:
            actions.show_sample(
                hook_id, by=caller(request), at=timezone.now(), body=form.cleaned_data["sample"]
            )
        except RapportError as error:
            blame(form, error)
        else:
            return redirect("incoming:map", hook_id)
    return _shown(request, queries.hook_of(caller(request), hook_id), form, status=422)


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def map_paths(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Show what the parts of a message become, and keep it."""
    hook = queries.hook_of(caller(request), hook_id)
    form = _form(request, hook)
    if request.method == "POST" and form.is_valid():
        try:
            actions.map_incoming_hook(
                hook_id,
                by=caller(request),
                at=timezone.now(),
                mapping=form.mapping(),
                options=form.options(),
                match=form.cleaned_data["match"],
                owner_id=form.cleaned_data["owner"],
            )
        except RapportError as error:
            blame(form, error)
        else:
            toast(request, _("Saved. Messages are taken in like this from now on."))
            return redirect("incoming:open", hook_id)
    return _mapping(request, hook, form, status=422 if form.errors else 200)


@needs(MANAGE)
@require_POST
def preview(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Show what would become of the sample."""
    hook = queries.hook_of(caller(request), hook_id)
    form = _form(request, hook)
    if form.is_valid():
        hook.mapping, hook.options = form.mapping(), form.options()
        hook.match, hook.owner_id = form.cleaned_data["match"], form.cleaned_data["owner"]
    return _mapping(request, hook, form, block="preview")


@needs(MANAGE)
@require_POST
@never_cache
def rotate(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Give it another address, shown with this answer only."""
    hook, key = actions.rotate_incoming_hook(hook_id, by=caller(request), at=timezone.now())
    return _address(request, hook, key)


stop = verb(
    MANAGE,
    actions.switch_incoming_hook,
    gettext_lazy("Stopped. The address answers 404 until it goes on."),
    "incoming:open",
    is_on=False,
)
resume = verb(
    MANAGE,
    actions.switch_incoming_hook,
    gettext_lazy("The address takes messages again."),
    "incoming:open",
    is_on=True,
)
undo = verb(
    MANAGE,
    messages.undo_message,
    gettext_lazy("Taken back. The message can be taken in again."),
    "incoming:message",
)


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Ask, then close the address."""
    hook = queries.hook_of(caller(request), hook_id)
    if request.method == "GET":
        return page(request, "core/incoming/remove.html", {"hook": hook})
    actions.remove_incoming_hook(hook_id, by=caller(request), at=timezone.now())
    toast(request, _("“%(name)s” was removed.") % {"name": hook.name})
    return go(request, reverse("incoming:list"))


@needs(MANAGE)
@require_GET
def open_message(request: HttpRequest, incoming_id: int) -> HttpResponse:
    """Show one message and what became of it; its content to who mapped the hook alone."""
    row = queries.message_of(caller(request), incoming_id)
    is_own = row.hook.runs_as_id == caller(request).pk
    context = {
        "row": row,
        "hook": row.hook,
        "body": json.dumps(row.body, ensure_ascii=False, indent=2) if is_own else "",
        "record": queries.record_address(row.hook.kind, row.target_id),
        "may_undo": row.can_be_undone and may(caller(request), actions.TAKES_IN),
    }
    return page(request, "core/incoming/message.html", context)


@needs(MANAGE)
@require_POST
def replay(request: HttpRequest, incoming_id: int) -> HttpResponse:
    """Take a message in once more."""
    row = messages.replay_message(incoming_id, by=caller(request), at=timezone.now())
    toast(request, _("The message is taken in once more."))
    return redirect("incoming:open", row.hook_id)


def _address(request: HttpRequest, hook: IncomingHook, key: str) -> HttpResponse:
    address = settings.PUBLIC_URL.rstrip("/") + reverse("incoming:receive", args=[key])
    return page(request, "core/incoming/address.html", {"hook": hook, "address": address})


def _form(request: HttpRequest, hook: IncomingHook) -> MappingForm:
    kind = kind_of(hook.kind, hook.runs_as)
    known = owners(caller(request), kind.right)
    absent = _("Not in the message")
    return MappingForm(request.POST or None, run=hook, kind=kind, owners=known, absent=absent)


def _shown(
    request: HttpRequest, hook: IncomingHook, form: SampleForm, *, status: int = 200
) -> HttpResponse:
    state, after = request.GET.get("state", ""), request.GET.get("after", "")
    log = queries.log_of(hook, state=state, after=after)
    kept = {"state": state}
    context = {
        "hook": hook,
        "kind": kind_of(hook.kind, hook.runs_as),
        "log": log.rows,
        "form": form,
        "states": sieve("state", MessageState.choices, kept, _("All")),
        "state": state,
        **turning(log, kept, after),
    }
    return page(request, "core/incoming/open.html", context, status=status)


def _mapping(
    request: HttpRequest,
    hook: IncomingHook,
    form: MappingForm,
    *,
    block: str | None = None,
    status: int = 200,
) -> HttpResponse:
    user, now = caller(request), timezone.now()
    body = queries.sample_of(hook, user)
    row = queries.tried(hook, body, by=user, at=now) if body is not None else None
    held = {index: form.kind.field(name) for name, index in hook.mapping.items()}
    context = {"hook": hook, "kind": form.kind, "form": form, "row": row, "fields_of": held}
    return page(request, "core/incoming/map.html", context, block=block, status=status)
