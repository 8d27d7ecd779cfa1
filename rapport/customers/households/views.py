"""Households: the list, one of them, and the panel of a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.bulk.bar import offers
from rapport.core.lists.state import ListState
from rapport.core.lists.table import forgiven, table
from rapport.core.pagelayouts.queries import page_of, reader_of
from rapport.core.pages.dialogs import ask
from rapport.core.pages.editing import Editing
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import done, page, toast
from rapport.core.views.opening import opens_with_own_view
from rapport.customers.households import actions, queries
from rapport.customers.households.cells import facts, leads, members_line
from rapport.customers.households.forms import EditForm, HouseholdForm, MemberForm
from rapport.customers.households.layouts import HOUSEHOLD
from rapport.customers.households.models import Household, Member
from rapport.customers.parties.cells import CELLS
from rapport.customers.parties.models import Kind
from rapport.customers.parties.queries import party_of, reachable


@needs("customers.view_party")
@require_safe
@opens_with_own_view("households")
def list_households(request: HttpRequest) -> HttpResponse:
    """Show the households the user may see, with their members."""
    user = caller(request)
    members: dict[int, list[Member]] = defaultdict(list)  # of the rows, once they are read

    def gather(rows: Sequence[Household]) -> Callable[[Household], Markup]:
        for member in queries.members_of(user, [one.pk for one in rows]):
            members[member.household_id].append(member)
        return lambda household: members_line(members[household.pk])

    state = ListState.read(request.GET)
    made = forgiven(
        state,
        lambda asked: table(queries.HOUSEHOLDS, user, asked, leads(members), {"members": gather}),
    )
    context = {"table": made, "offers": offers(user, "households")}
    return page(request, "customers/households/list.html", context)


@login_required
@require_safe
def open_household(request: HttpRequest, household_id: int) -> HttpResponse:
    """Show a household and its members."""
    user = caller(request)
    household = queries.household_of(user, household_id)
    members = list(queries.members_of(user, [household.pk]))
    context = {
        **CELLS,
        "household": household,
        "members": members,
        "reach": reachable([member.person_id for member in members]),
        "today": timezone.localdate(),
        "may_edit": may(user, "customers.edit_household", household),
        **page_of(reader_of(request, user), HOUSEHOLD, facts(household)),
    }
    return page(request, "customers/households/record.html", context)


@login_required
@require_safe
def panel(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show the household of a person."""
    user = caller(request)
    party = party_of(user, party_id, kind=Kind.PERSON)
    mine = queries.membership_of(user, party)
    context = {
        "party": party,
        "mine": mine,
        "members": list(queries.members_of(user, [mine.household_id])) if mine else [],
        "may_edit": not party.is_trashed and may(user, "customers.form_household", party),
    }
    return page(request, "customers/households/panel.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, party_id: int) -> HttpResponse:
    """Form a household around a person."""
    user = caller(request)
    party = party_of(user, party_id, kind=Kind.PERSON)
    suggested = _("%(name)s’s household") % {"name": party.display_name}
    return ask(
        request,
        HouseholdForm(request.POST or None, initial={"name": suggested}),
        title=_("Form a household"),
        submit=_("Form"),
        save=lambda data: actions.form_household(
            party_id, by=user, at=timezone.now(), name=data["name"]
        ),
        said=_("Household formed. Add who belongs to it."),
        back=reverse("parties:open", args=[party_id]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, household_id: int) -> HttpResponse:
    """Rename a household or choose who heads it."""
    user = caller(request)
    household = queries.household_of(user, household_id)
    members = queries.members_of(user, [household.pk])
    people = [(one.person_id, one.person.party.display_name) for one in members]
    start = {"name": household.name, "head": household.head_id}
    editing = Editing(request, lambda data: EditForm(data, people=people, initial=start), household)
    return ask(
        request,
        editing,
        title=household.name,
        submit=_("Save"),
        save=lambda data: actions.edit_household(
            household_id,
            by=user,
            at=timezone.now(),
            version=editing.version,
            name=data["name"],
            head_id=data["head"],
        ),
        said=_("Saved."),
        back=reverse("households:open", args=[household_id]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, household_id: int) -> HttpResponse:
    """Ask who else belongs to a household."""
    user = caller(request)
    household = queries.household_of(user, household_id)
    return ask(
        request,
        MemberForm(request.POST or None),
        title=_("Add to %(name)s") % {"name": household.name},
        submit=_("Add"),
        save=lambda data: actions.add_member(
            household_id, by=user, at=timezone.now(), person_id=data["person"], role=data["role"]
        ),
        said=_("Added."),
        back=reverse("households:open", args=[household_id]),
    )


@login_required
@require_POST
def remove(request: HttpRequest, household_id: int, person_id: int) -> HttpResponse:
    """Take somebody out of a household."""
    user = caller(request)
    actions.remove_member(household_id, by=user, at=timezone.now(), person_id=person_id)
    toast(request, _("No longer in this household."), undo=True)
    return done(request, reverse("parties:open", args=[person_id]))
