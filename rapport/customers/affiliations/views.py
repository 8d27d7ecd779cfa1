"""Where a person works, who works at a company, and the org chart."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.pages.dialogs import ask
from rapport.core.pages.editing import Editing
from rapport.core.pages.rendering import page
from rapport.customers.affiliations import actions, queries
from rapport.customers.affiliations.forms import EndForm, ManagerForm, PlaceForm, StartForm
from rapport.customers.parties.models import Kind
from rapport.customers.parties.queries import party_of


def _back(party_id: int) -> str:
    return reverse("parties:open", args=[party_id])


@login_required
@require_safe
def places(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show where a person works, with the part of the org chart around her."""
    user = caller(request)
    party = party_of(user, party_id, kind=Kind.PERSON)
    found = queries.places_of(user, party.pk)
    first = next((one for one in found if one.is_primary), None)
    around = (
        queries.around(queries.chart(user, first.organization_id, here=party.pk)) if first else []
    )
    context = {
        "party": party,
        "places": found,
        "first": first,
        "chart": around if around and (around[0].reports or not around[0].here) else [],
        "may_edit": not party.is_trashed and may(user, "customers.edit_affiliation", party),
    }
    return page(request, "customers/affiliations/places.html", context)


@login_required
@require_safe
def people(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show who works at a company, as an org chart."""
    user = caller(request)
    party = party_of(user, party_id, kind=Kind.ORGANIZATION)
    context = {
        "party": party,
        "chart": queries.chart(user, party.pk),
        "may_edit": not party.is_trashed and may(user, "customers.start_affiliation"),
    }
    return page(request, "customers/affiliations/people.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, party_id: int) -> HttpResponse:
    """Ask where a person works, or who works at a company."""
    user = caller(request)
    party = party_of(user, party_id)
    other = Kind.ORGANIZATION if party.is_person else Kind.PERSON

    def save(data: dict[str, Any]) -> object:
        person, organization = party.pk, data["other"]
        if not party.is_person:
            person, organization = organization, person
        return actions.start_affiliation(
            person,
            by=user,
            at=timezone.now(),
            organization_id=organization,
            title=data["title"],
            department=data["department"],
            since=data["since"],
            is_primary=data["is_primary"],
        )

    return ask(
        request,
        StartForm(request.POST or None, kind=other),
        title=_("Where %(name)s works") % {"name": party.display_name}
        if party.is_person
        else _("Who works at %(name)s") % {"name": party.display_name},
        submit=_("Add"),
        save=save,
        said=_("Added."),
        back=_back(party_id),
    )


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, affiliation_id: int) -> HttpResponse:
    """Edit title, department and dates."""
    user = caller(request)
    place = queries.affiliation_of(user, affiliation_id)
    names = ("title", "department", "since", "is_primary")
    start = {name: getattr(place, name) for name in names}
    editing = Editing(request, lambda data: PlaceForm(data, initial=start), place)
    return ask(
        request,
        editing,
        title=place.organization.party.display_name,
        submit=_("Save"),
        save=lambda data: actions.edit_affiliation(
            affiliation_id, by=user, at=timezone.now(), version=editing.version, changes=data
        ),
        said=_("Saved."),
        back=_back(place.person_id),
    )


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, affiliation_id: int) -> HttpResponse:
    """Ask since when somebody no longer works there."""
    user = caller(request)
    place = queries.affiliation_of(user, affiliation_id)
    names = {"name": place.person.party.display_name, "company": place.organization.party}
    return ask(
        request,
        EndForm(request.POST or None, initial={"until": timezone.localdate()}),
        title=_("%(name)s left %(company)s") % names,
        submit=_("Save"),
        save=lambda data: actions.end_affiliation(
            affiliation_id, by=user, at=timezone.now(), until=data["until"]
        ),
        said=_("Saved."),
        back=_back(place.person_id),
    )


@login_required
@require_http_methods(["GET", "POST"])
def manager(request: HttpRequest, affiliation_id: int) -> HttpResponse:
    """Ask to whom somebody reports."""
    user = caller(request)
    place = queries.affiliation_of(user, affiliation_id)
    others = queries.people_of(user, place.organization_id).exclude(pk=place.pk)
    people = [(one.pk, one.person.party.display_name) for one in others[: queries.MOST]]
    form = ManagerForm(
        request.POST or None, people=people, initial={"reports_to": place.reports_to_id}
    )
    return ask(
        request,
        form,
        title=_("To whom %(name)s reports") % {"name": place.person.party.display_name},
        submit=_("Save"),
        save=lambda data: actions.set_manager(
            affiliation_id, by=user, at=timezone.now(), reports_to_id=data["reports_to"]
        ),
        said=_("Saved."),
        back=_back(place.person_id),
    )
