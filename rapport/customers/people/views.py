"""The list of people, a new one, and everything about one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.customfields.place import place_of, sent
from rapport.core.pagelayouts.queries import reader_of
from rapport.core.pages.guard import needs
from rapport.core.pages.inplace import Place, edit_in_place
from rapport.core.pages.rendering import page
from rapport.core.search.recent import remember_opened
from rapport.core.views.opening import opens_with_own_view
from rapport.customers.contactpoints.normalizing import region_of
from rapport.customers.duplicates.drafts import number_of, person_draft, plain, typed_points
from rapport.customers.duplicates.near import near
from rapport.customers.parties.details import Known, details_of
from rapport.customers.parties.listing import ask_for_new, list_of
from rapport.customers.parties.models import Kind, Party
from rapport.customers.parties.panels import act_of, mail_of
from rapport.customers.parties.queries import (
    Employer,
    employers,
    party_of,
    reachable,
)
from rapport.customers.parties.record import record_of
from rapport.customers.people import actions, queries
from rapport.customers.people.forms import PersonForm
from rapport.customers.people.layouts import PERSON
from rapport.customers.people.lists import PEOPLE
from rapport.ui.names import name
from rapport.ui.rows import BLANK


@needs("customers.view_party")
@require_safe
@opens_with_own_view("people")
def list_people(request: HttpRequest) -> HttpResponse:
    """Show the people the user may see."""
    user = caller(request)
    own = {"company": lambda rows: _company(employers(user, [party.pk for party in rows]))}
    context = list_of(PEOPLE, user, request.GET, timezone.localdate(), own)
    context["may_create"] = may(user, "customers.create_person")
    return page(request, "customers/people/list.html", context)


def _company(known: dict[int, Employer]) -> Callable[[Party], Markup]:
    def draw(party: Party) -> Markup:
        company = known.get(party.pk)
        return name(company.name, company.latin) if company else BLANK

    return draw


@needs("customers.create_person")
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Ask for a new person, and add her."""
    reader = reader_of(request, caller(request))
    form = PersonForm(request.POST or None, initial=request.GET.dict(), reader=reader)

    def add() -> Party:
        return actions.create_person(
            by=caller(request),
            at=timezone.now(),
            contacts=form.contacts(),
            works_at=form.cleaned_data["organization"],
            title=form.cleaned_data["title"],
            force="force" in request.POST,
            custom=sent(form.cleaned_data),
            **form.person(),
        ).party

    return ask_for_new(request, form, "people", add, reader)


@needs("customers.create_person")
@require_safe
def similar_people(request: HttpRequest) -> HttpResponse:
    """Hint at records that may be the same as the one being typed."""
    user, typed = caller(request), request.GET
    draft = person_draft(
        typed_points(typed.dict(), region=region_of(user.timezone)),
        family=plain(typed.get("family", "")),
        given=plain(typed.get("given", "")),
        works_at=number_of(typed.get("organization", "")),
    )
    context = {"found": near(user, draft)}
    return page(request, "customers/duplicates/hint.html", context)


@login_required
@require_safe
def open_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show everything about a person."""
    user, now = caller(request), timezone.now()
    party = party_of(user, person_id, kind=Kind.PERSON)
    if "HX-Request" not in request.headers:  # a part that is loaded anew is not opened again
        remember_opened(user, Kind.PERSON, party.pk, at=now)
    reader = reader_of(request, user)
    context = record_of(party, reader, PERSON, now, request.GET) | _identity(request, party)
    block = "now" if request.headers.get("HX-Target") == "now" else None
    return page(request, "customers/people/record.html", context, block=block)


@login_required
@require_safe
def identity(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show the head of the page anew, after an edit."""
    party = party_of(caller(request), person_id, kind=Kind.PERSON)
    record = {
        "status_kind": "",
        "reach": reachable([party.pk]).get(party.pk),
        "act": act_of(party, caller(request)),
        "mail": mail_of(party, caller(request)),
    }
    context = record | _identity(request, party)
    return page(request, "customers/people/record.html", context, block="identity")


@login_required
@require_safe
def details_panel(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show what we know of a person, each field editable where it stands."""
    user = caller(request)
    party = party_of(user, person_id, kind=Kind.PERSON)
    known = [
        Known(one.name, one.label, queries.standing(party, one).shown) for one in queries.details()
    ]
    context = details_of(party, reader_of(request, user), PERSON, known, "people")
    return page(request, "customers/parties/details.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit_field(request: HttpRequest, person_id: int, name: str) -> HttpResponse:
    """Edit one field where it stands."""
    user, one = caller(request), queries.detail(name)
    place = Place(
        name=name,
        label=str(one.label),
        url=reverse("people:field", args=[person_id, name]),
        read=lambda: queries.current(user, person_id, one),
        save=lambda value, version: actions.edit_person(
            person_id,
            by=user,
            at=timezone.now(),
            changes={name: value or None if one.type == "date" else value},
            version=version,
        ),
        logged=[("customers_party", person_id), ("customers_person", person_id)],
        type=one.type,
        options=one.options,
        hint=_("Not known"),
    )
    return edit_in_place(request, place)


@login_required
@require_http_methods(["GET", "POST"])
def edit_custom(request: HttpRequest, person_id: int, name: str) -> HttpResponse:
    """Edit a field of the company's own where it stands."""
    user = caller(request)
    place = place_of(
        user,
        Kind.PERSON,
        name,
        url=reverse("people:custom", args=[person_id, name]),
        row=lambda: party_of(user, person_id, kind=Kind.PERSON),
        save=lambda values, version: actions.edit_person(
            person_id, by=user, at=timezone.now(), changes={"custom": values}, version=version
        ),
        logged=[("customers_party", person_id)],
    )
    return edit_in_place(request, place)


def _identity(request: HttpRequest, party: Any) -> dict[str, Any]:
    user = caller(request)
    return {
        "party": party,
        "person": party.person,
        "employer": employers(user, [party.pk]).get(party.pk),
        "local_time": queries.local_time(party.person, timezone.now()),
    }
