"""The numbers and addresses of a party."""

from __future__ import annotations

from collections import Counter

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.errors import Missing
from rapport.core.pages.dialogs import ask
from rapport.core.pages.editing import Editing
from rapport.core.pages.rendering import done, page, toast
from rapport.customers.contactpoints import actions
from rapport.customers.contactpoints.forms import BounceForm, ContactForm, CorrectionForm, initial
from rapport.customers.contactpoints.hints import also_at
from rapport.customers.contactpoints.models import Channel
from rapport.customers.contactpoints.queries import point_of, points_of
from rapport.customers.parties.queries import party_of


def _back(party_id: int) -> str:
    return reverse("parties:open", args=[party_id])


@login_required
@require_safe
def panel(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show how a party is reached, and who else has the same number."""
    user = caller(request)
    party = party_of(user, party_id)
    points = points_of(party)
    count = Counter(point.channel for point in points)
    context = {
        "party": party,
        "points": points,
        "several": {channel for channel, number in count.items() if number > 1},
        "also_at": also_at(user, points),
        "channels": Channel.choices,
        "may_edit": not party.is_trashed and may(user, "customers.edit_contact_point", party),
    }
    return page(request, "customers/contactpoints/panel.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, party_id: int, channel: str) -> HttpResponse:
    """Ask for one more number or address."""
    user = caller(request)
    party = party_of(user, party_id)
    if channel not in Channel.values:
        raise Missing
    form = ContactForm(request.POST or None, channel=channel, initial={"country": party.country})
    return ask(
        request,
        form,
        title=_("Add to %(name)s") % {"name": party.display_name},
        submit=_("Add"),
        save=lambda data: actions.add_contact_point(
            party_id,
            by=user,
            at=timezone.now(),
            contact=form.contact(),
            is_primary=data["is_primary"],
        ),
        said=lambda point: _("%(what)s added.") % {"what": point.get_channel_display()},
        back=_back(party_id),
    )


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, party_id: int, point_id: int) -> HttpResponse:
    """Correct a number or address."""
    user = caller(request)
    point = point_of(user, party_id, point_id)
    start = initial(point)
    editing = Editing(
        request,
        lambda data: CorrectionForm(data, channel=point.channel, initial=start),
        point,
    )
    return ask(
        request,
        editing,
        title=_("Edit %(what)s") % {"what": point.get_channel_display()},
        submit=_("Save"),
        save=lambda _data: actions.edit_contact_point(
            party_id,
            point_id,
            by=user,
            at=timezone.now(),
            version=editing.version,
            contact=editing.form.contact(),
        ),
        said=lambda saved: _("%(what)s saved.") % {"what": saved.get_channel_display()},
        back=_back(party_id),
    )


@login_required
@require_POST
def prefer(request: HttpRequest, party_id: int, point_id: int) -> HttpResponse:
    """Make a number or address the first choice."""
    actions.prefer_contact_point(party_id, point_id, by=caller(request), at=timezone.now())
    toast(request, _("This one is used first from now on."), undo=True)
    return done(request, _back(party_id))


@login_required
@require_POST
def verify(request: HttpRequest, party_id: int, point_id: int) -> HttpResponse:
    """Note that a number or address leads there."""
    actions.verify_contact_point(party_id, point_id, by=caller(request), at=timezone.now())
    toast(request, _("Marked as verified."), undo=True)
    return done(request, _back(party_id))


@login_required
@require_http_methods(["GET", "POST"])
def bounce(request: HttpRequest, party_id: int, point_id: int) -> HttpResponse:
    """Ask why a number or address does not work."""
    user = caller(request)
    point = point_of(user, party_id, point_id)
    return ask(
        request,
        BounceForm(request.POST or None),
        title=_("%(what)s does not work") % {"what": point.raw},
        text=_("It stays on record, and is not offered for calls and mails any more."),
        submit=_("Mark as not working"),
        save=lambda data: actions.bounce_contact_point(
            party_id, point_id, by=user, at=timezone.now(), reason=data["reason"]
        ),
        said=_("Marked as not working."),
        back=_back(party_id),
    )


@login_required
@require_POST
def remove(request: HttpRequest, party_id: int, point_id: int) -> HttpResponse:
    """Retire a number or address."""
    actions.remove_contact_point(party_id, point_id, by=caller(request), at=timezone.now())
    toast(request, _("Removed."), undo=True)
    return done(request, _back(party_id))
