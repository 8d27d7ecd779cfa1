"""The accounts of a party."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.company.queries import company
from rapport.core.pages.dialogs import ask
from rapport.core.pages.editing import Editing
from rapport.core.pages.rendering import done, page, toast
from rapport.customers.accounts import actions
from rapport.customers.accounts.forms import AccountForm, initial
from rapport.customers.accounts.queries import account_of, accounts_of
from rapport.customers.parties.queries import party_of


@login_required
@require_safe
def panel(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show the accounts of a party."""
    user = caller(request)
    party = party_of(user, party_id)
    context = {
        "party": party,
        "accounts": accounts_of(party),
        "may_edit": not party.is_trashed and may(user, "customers.open_account", party),
    }
    return page(request, "customers/accounts/panel.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def open_new(request: HttpRequest, party_id: int) -> HttpResponse:
    """Ask for the terms, and open an account."""
    user = caller(request)
    party = party_of(user, party_id)
    start = {
        "currency": company().base_currency,
        "manager_id": party.owner_id,
        "payment_days": 0,
        "tier": "standard",
    }
    return ask(
        request,
        AccountForm(request.POST or None, initial=start),
        title=_("Open an account for %(name)s") % {"name": party.display_name},
        submit=_("Open account"),
        save=lambda data: actions.open_account(party_id, by=user, at=timezone.now(), terms=data),
        said=lambda account: _("Account %(number)s is open.") % {"number": account.number},
        back=reverse("parties:open", args=[party_id]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, account_id: int) -> HttpResponse:
    """Edit the terms of an account."""
    user = caller(request)
    account = account_of(user, account_id)
    start = initial(account)
    editing = Editing(request, lambda data: AccountForm(data, initial=start, is_open=True), account)
    return ask(
        request,
        editing,
        title=_("Account %(number)s") % {"number": account.number},
        submit=_("Save"),
        save=lambda data: actions.edit_account(
            account_id, by=user, at=timezone.now(), version=editing.version, changes=data
        ),
        said=_("Saved."),
        back=reverse("parties:open", args=[account.party_id]),
    )


@login_required
@require_POST
def close(request: HttpRequest, account_id: int) -> HttpResponse:
    """Close an account."""
    account = actions.close_account(account_id, by=caller(request), at=timezone.now())
    toast(request, _("Account %(number)s is closed.") % {"number": account.number}, undo=True)
    return done(request, reverse("parties:open", args=[account.party_id]))
