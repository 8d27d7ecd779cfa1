"""A signature is pasted, what it says is shown to be accepted, and becomes a person or part of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.errors import RapportError
from rapport.core.pages.blame import blame
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import go, page, toast
from rapport.customers.cards import actions
from rapport.customers.cards.forms import AcceptForm, PasteForm
from rapport.customers.cards.queries import suggested
from rapport.customers.cards.signatures import Suggested
from rapport.customers.contactpoints.normalizing import region_of
from rapport.customers.duplicates.drafts import person_draft, typed_points
from rapport.customers.duplicates.near import near

RIGHT = "customers.create_person"


@needs(RIGHT)
@require_http_methods(["GET", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    """Ask for a signature, and show what it says."""
    form = PasteForm(request.POST or None)
    if form.is_valid():
        text = form.cleaned_data["text"]
        parts = suggested(text, region_of(caller(request).timezone))
        if parts:
            return _accept_page(request, _form(request, text, parts, filled=False), 200)
        form.add_error("text", _("Nothing could be read from this. Paste the lines with the name."))
    status = 422 if form.errors else 200
    return page(request, "customers/cards/read.html", {"form": form}, status=status)


@needs(RIGHT)
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Take over what was accepted."""
    text = request.POST.get("text", "")
    parts = suggested(text, region_of(caller(request).timezone))
    form = _form(request, text, parts, filled=True)
    if form.is_valid():
        whom = form.cleaned_data["whom"]
        try:
            party = actions.accept_card(
                by=caller(request),
                at=timezone.now(),
                values=form.accepted(),
                party_id=int(whom) if whom else None,
            )
        except RapportError as error:
            blame(form, error)
        else:
            said = _("%(name)s completed.") if whom else _("%(name)s added.")
            toast(request, said % {"name": party.display_name}, undo=True)
            return go(request, reverse("people:open", args=[party.pk]))
    return _accept_page(request, form, 422)


def _form(request: HttpRequest, text: str, parts: list[Suggested], *, filled: bool) -> AcceptForm:
    alike = _alike(caller(request), parts)
    data = request.POST if filled else None
    return AcceptForm(data, suggested=parts, alike=alike, initial={"text": text, "whom": ""})


def _accept_page(request: HttpRequest, form: AcceptForm, status: int) -> HttpResponse:
    return page(request, "customers/cards/accept.html", {"form": form}, status=status)


def _alike(user: User, parts: list[Suggested]) -> list[tuple[int, str]]:
    """Return the people of this number, address or name whom the user sees already."""
    said = {one.field: one.value for one in parts}
    points = typed_points(said, region=region_of(user.timezone))
    draft = person_draft(points, said.get("family", ""), said.get("given", ""))
    told = _("%(name)s (%(why)s)")
    return [
        (one.id, told % {"name": one.name, "why": _(", ").join(one.why)})
        for one in near(user, draft)
    ]
