"""The tags of a party, and tagging many."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.pages.dialogs import ask
from rapport.core.pages.formats import number
from rapport.core.pages.rendering import done, page, toast
from rapport.customers.parties.chosen import chosen
from rapport.customers.parties.queries import party_of
from rapport.customers.tags import actions
from rapport.customers.tags.forms import TagForm
from rapport.customers.tags.queries import all_tags, tags_of


@login_required
@require_safe
def panel(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show the tags of a party."""
    user = caller(request)
    party = party_of(user, party_id)
    context = {
        "party": party,
        "tags": tags_of(party),
        "may_edit": not party.is_trashed and may(user, "customers.tag_parties", party),
    }
    return page(request, "customers/tags/panel.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Ask for a tag, and hang it on a record."""
    user, ids = caller(request), chosen(caller(request), request.GET)
    form = TagForm(request.POST or None, names=[name for _key, name in all_tags(user)])
    return ask(
        request,
        form,
        title=ngettext("Tag %(n)s record", "Tag %(n)s records", len(ids)) % {"n": number(len(ids))},
        submit=_("Tag"),
        save=lambda _data: actions.tag_parties(ids, by=user, at=timezone.now(), name=form.word()),
        said=lambda tag: _("Tagged “%(name)s”.") % {"name": tag.name},
        back=reverse("people:list"),
    )


@login_required
@require_POST
def remove(request: HttpRequest, party_id: int, tag_id: int) -> HttpResponse:
    """Take a tag off a party."""
    actions.untag_parties([party_id], by=caller(request), at=timezone.now(), tag_id=tag_id)
    toast(request, _("Tag removed."), undo=True)
    return done(request, reverse("parties:open", args=[party_id]))
