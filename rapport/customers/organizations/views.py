"""The list of companies, a new one, and everything about one of them."""

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
from rapport.core.customfields.place import place_of, sent
from rapport.core.pagelayouts.queries import reader_of
from rapport.core.pages.dialogs import ask
from rapport.core.pages.guard import needs
from rapport.core.pages.inplace import Place, edit_in_place
from rapport.core.pages.rendering import page
from rapport.core.search.recent import remember_opened
from rapport.core.views.opening import opens_with_own_view
from rapport.customers.contactpoints.normalizing import region_of
from rapport.customers.duplicates.drafts import organization_draft, plain, typed_points
from rapport.customers.duplicates.near import near
from rapport.customers.organizations import actions, queries
from rapport.customers.organizations.forms import OrganizationForm, ParentForm
from rapport.customers.organizations.group import group_of
from rapport.customers.organizations.layouts import ORGANIZATION
from rapport.customers.organizations.lists import ORGANIZATIONS
from rapport.customers.parties.details import Known, details_of
from rapport.customers.parties.listing import ask_for_new, list_of
from rapport.customers.parties.models import Kind, Party
from rapport.customers.parties.panels import act_of, mail_of
from rapport.customers.parties.queries import party_of, reachable
from rapport.customers.parties.record import record_of


@needs("customers.view_party")
@require_safe
@opens_with_own_view("organizations")
def list_organizations(request: HttpRequest) -> HttpResponse:
    """Show the companies the user may see."""
    user = caller(request)
    context = list_of(ORGANIZATIONS, user, request.GET, timezone.localdate(), {}, "building")
    context["may_create"] = may(user, "customers.create_organization")
    return page(request, "customers/organizations/list.html", context)


@needs("customers.create_organization")
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Ask for a new company, and add it."""
    reader = reader_of(request, caller(request))
    form = OrganizationForm(request.POST or None, initial=request.GET.dict(), reader=reader)

    def add() -> Party:
        return actions.create_organization(
            by=caller(request),
            at=timezone.now(),
            contacts=form.contacts(),
            custom=sent(form.cleaned_data),
            force="force" in request.POST,
            **form.organization(),
        ).party

    return ask_for_new(request, form, "organizations", add, reader)


@needs("customers.create_organization")
@require_safe
def similar_organizations(request: HttpRequest) -> HttpResponse:
    """Hint at records that may be the same as the one being typed."""
    user, typed = caller(request), request.GET
    names = [plain(typed.get(name, "")) for name in ("legal_name", "trade_name", "latin_name")]
    points = typed_points(typed.dict(), region=region_of(user.timezone))
    tax_id = plain(typed.get("tax_id", ""))
    draft = organization_draft(points, names=(names[0], names[1], names[2]), tax_id=tax_id)
    return page(request, "customers/duplicates/hint.html", {"found": near(user, draft)})


@login_required
@require_safe
def open_organization(request: HttpRequest, organization_id: int) -> HttpResponse:
    """Show everything about a company."""
    user, now = caller(request), timezone.now()
    party = party_of(user, organization_id, kind=Kind.ORGANIZATION)
    if "HX-Request" not in request.headers:  # a part that is loaded anew is not opened again
        remember_opened(user, Kind.ORGANIZATION, party.pk, at=now)
    reader = reader_of(request, user)
    context = record_of(party, reader, ORGANIZATION, now, request.GET) | _identity(request, party)
    block = "now" if request.headers.get("HX-Target") == "now" else None
    return page(request, "customers/organizations/record.html", context, block=block)


@login_required
@require_safe
def identity(request: HttpRequest, organization_id: int) -> HttpResponse:
    """Show the head of the page anew, after an edit."""
    party = party_of(caller(request), organization_id, kind=Kind.ORGANIZATION)
    record = {
        "status_kind": "",
        "reach": reachable([party.pk]).get(party.pk),
        "act": act_of(party, caller(request)),
        "mail": mail_of(party, caller(request)),
    }
    context = record | _identity(request, party)
    return page(request, "customers/organizations/record.html", context, block="identity")


@login_required
@require_safe
def details_panel(request: HttpRequest, organization_id: int) -> HttpResponse:
    """Show what we know of a company, each field editable where it stands."""
    user = caller(request)
    party = party_of(user, organization_id, kind=Kind.ORGANIZATION)
    known = [
        Known(one.name, one.label, queries.standing(party, one).shown) for one in queries.DETAILS
    ]
    context = details_of(party, reader_of(request, user), ORGANIZATION, known, "organizations")
    return page(request, "customers/parties/details.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit_field(request: HttpRequest, organization_id: int, name: str) -> HttpResponse:
    """Edit one field where it stands."""
    user, one = caller(request), queries.detail(name)
    place = Place(
        name=name,
        label=str(one.label),
        url=reverse("organizations:field", args=[organization_id, name]),
        read=lambda: queries.current(user, organization_id, one),
        save=lambda value, version: actions.edit_organization(
            organization_id,
            by=user,
            at=timezone.now(),
            changes={name: queries.typed(one, value)},
            version=version,
        ),
        logged=[("customers_party", organization_id), ("customers_organization", organization_id)],
        type=one.type,
        options=one.options,
        hint=_("Not known"),
    )
    return edit_in_place(request, place)


@login_required
@require_http_methods(["GET", "POST"])
def edit_custom(request: HttpRequest, organization_id: int, name: str) -> HttpResponse:
    """Edit a field of the company's own where it stands."""
    user = caller(request)
    place = place_of(
        user,
        Kind.ORGANIZATION,
        name,
        url=reverse("organizations:custom", args=[organization_id, name]),
        row=lambda: party_of(user, organization_id, kind=Kind.ORGANIZATION),
        save=lambda values, version: actions.edit_organization(
            organization_id, by=user, at=timezone.now(), changes={"custom": values}, version=version
        ),
        logged=[("customers_party", organization_id)],
    )
    return edit_in_place(request, place)


@login_required
@require_safe
def group_panel(request: HttpRequest, organization_id: int) -> HttpResponse:
    """Show the companies above, beside and below this one."""
    user = caller(request)
    party = party_of(user, organization_id, kind=Kind.ORGANIZATION)
    context = {
        "party": party,
        "group": group_of(user, party.pk),
        "may_edit": not party.is_trashed and may(user, "customers.edit_organization", party),
    }
    return page(request, "customers/organizations/group.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit_parent(request: HttpRequest, organization_id: int) -> HttpResponse:
    """Ask to which company this one belongs."""
    user = caller(request)
    party = party_of(user, organization_id, kind=Kind.ORGANIZATION)
    parent = queries.parent_of(user, party)
    start = {"parent": parent.pk if parent else None}
    shown = parent.display_name if parent else ""
    return ask(
        request,
        ParentForm(request.POST or None, initial=start, shown=shown),
        title=_("The company that %(name)s belongs to") % {"name": party.display_name},
        submit=_("Save"),
        save=lambda data: actions.edit_organization(
            organization_id, by=user, at=timezone.now(), changes={"parent_id": data["parent"]}
        ),
        said=_("Group saved."),
        back=reverse("organizations:open", args=[organization_id]),
    )


def _identity(request: HttpRequest, party: Any) -> dict[str, Any]:
    return {
        "party": party,
        "organization": party.organization,
        "parent": queries.parent_of(caller(request), party),
    }
