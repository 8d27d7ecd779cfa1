"""The audit page: who changed what, and who came in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from rapport.core.access.caller import caller
from rapport.core.audit.forms import ChangesForm, PeriodForm, SignInsForm
from rapport.core.audit.queries import Page, changes, sign_ins
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import page

VIEW = "core.view_audit"


@needs(VIEW)
def show_changes(request: HttpRequest) -> HttpResponse:
    """Show what was changed, by whom, from what to what."""
    form = ChangesForm(request.GET)
    found = Page([], None)
    if form.is_valid():
        data = form.cleaned_data
        wanted = form.wanted(table=data["kind"], row_id=data["record"])
        found = changes(wanted, caller(request), data["after"])
    return _answer(request, "core/audit/changes.html", form, found)


@needs(VIEW)
def show_sign_ins(request: HttpRequest) -> HttpResponse:
    """Show who signed in, and who was refused."""
    form = SignInsForm(request.GET)
    found = Page([], None)
    if form.is_valid():
        data = form.cleaned_data
        found = sign_ins(form.wanted(), data["outcome"], data["after"])
    return _answer(request, "core/audit/sign_ins.html", form, found)


def _answer(request: HttpRequest, template: str, form: PeriodForm, found: Page) -> HttpResponse:
    query = request.GET.copy()
    query.pop("after", None)
    first = f"?{query.urlencode()}" if "after" in request.GET else None
    following = None
    if found.after is not None:
        query["after"] = str(found.after)
        following = f"?{query.urlencode()}"
    context: dict[str, Any] = {
        "form": form,
        "rows": found.rows,
        "first": first,
        "following": following,
    }
    return page(request, template, context, status=422 if form.errors else 200)
