"""What people and companies have in common on their pages: owner, lifecycle, trash, search-select, history."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.errors import Missing
from rapport.core.pages.dialogs import Question, ask
from rapport.core.pages.formats import number
from rapport.core.pages.inplace import Current, Place, edit_in_place
from rapport.core.pages.rendering import go, page, toast
from rapport.customers.parties import actions
from rapport.customers.parties.chosen import chosen
from rapport.customers.parties.forms import AssignForm
from rapport.customers.parties.history import history_of
from rapport.customers.parties.models import Lifecycle
from rapport.customers.parties.queries import everybody, party_of, picked


@login_required
@require_safe
def open_party(request: HttpRequest, party_id: int) -> HttpResponse:
    """Lead to the page of the person or the company."""
    party = party_of(caller(request), party_id)
    return redirect("people:open" if party.is_person else "organizations:open", party.pk)


@login_required
@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    """Answer a search-select with the records that match."""
    words = request.GET.get("q", "").replace("\x00", "")[:200]
    found = picked(caller(request), words, request.GET.get("kind", ""))
    return page(request, "customers/parties/pick.html", {"found": found})


@login_required
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    """Ask who shall own a record, and give it over."""
    user, ids = caller(request), chosen(caller(request), request.GET)
    return ask(
        request,
        AssignForm(request.POST or None, initial={"owner": user.pk}),
        title=ngettext("Assign %(n)s record", "Assign %(n)s records", len(ids))
        % {"n": number(len(ids))},
        submit=_("Assign"),
        save=lambda data: len(
            actions.assign_parties(ids, by=user, at=timezone.now(), owner_id=data["owner"])
        ),
        said=lambda count: (
            ngettext("%(n)s record assigned.", "%(n)s records assigned.", count)
            % {"n": number(count)}
        ),
        back=reverse("people:list"),
    )


@login_required
@require_http_methods(["GET", "POST"])
def trash(request: HttpRequest) -> HttpResponse:
    """Ask once, then move a record to the trash."""
    user, ids = caller(request), chosen(caller(request), request.GET)
    count = {"n": number(len(ids))}
    return ask(
        request,
        Question(request.POST if request.method == "POST" else None),
        title=_("Move to the trash"),
        text=ngettext(
            "Move %(n)s record to the trash? It stays there for 30 days.",
            "Move %(n)s records to the trash? They stay there for 30 days.",
            len(ids),
        )
        % count,
        submit=_("Move to the trash"),
        kind="danger",
        save=lambda _data: len(actions.trash_parties(ids, by=user, at=timezone.now())),
        said=lambda moved: (
            ngettext("%(n)s record is in the trash.", "%(n)s records are in the trash.", moved)
            % {"n": number(moved)}
        ),
        back=reverse("people:list"),
    )


@login_required
@require_POST
def restore(request: HttpRequest, party_id: int) -> HttpResponse:
    """Take a record out of the trash and show it."""
    actions.restore_parties([party_id], by=caller(request), at=timezone.now())
    toast(request, _("Restored."), undo=True)
    return go(request, reverse("parties:open", args=[party_id]))


@login_required
@require_http_methods(["GET", "POST"])
def edit_field(request: HttpRequest, party_id: int, name: str) -> HttpResponse:
    """Edit owner or lifecycle where they stand."""
    user = caller(request)

    def read() -> Current:
        party = party_of(user, party_id)
        if name == "lifecycle":
            return Current(party.lifecycle, party.get_lifecycle_display(), party.version)
        return Current(str(party.owner_id), party.owner.name, party.version)

    def save_lifecycle(value: str, version: int | None) -> object:
        return actions.change_lifecycle(
            party_id, by=user, at=timezone.now(), lifecycle=value, version=version
        )

    def save_owner(value: str, _version: int | None) -> object:
        owner_id = int(value) if value.isascii() and value.isdigit() else 0
        return actions.assign_parties([party_id], by=user, at=timezone.now(), owner_id=owner_id)

    if name not in {"lifecycle", "owner"}:
        raise Missing
    is_owner = name == "owner"
    place = Place(
        name=name,
        label=_("Owner") if is_owner else _("Lifecycle"),
        url=reverse("parties:field", args=[party_id, name]),
        read=read,
        save=save_owner if is_owner else save_lifecycle,
        logged=[("customers_party", party_id)],
        options=[(str(pk), who) for pk, who in everybody()] if is_owner else Lifecycle.choices,
    )
    return edit_in_place(request, place)


@login_required
@require_safe
def history(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show who changed what on a record."""
    user = caller(request)
    party = party_of(user, party_id)
    context = {"party": party, "steps": history_of(party, user)}
    return page(request, "customers/parties/history.html", context)
