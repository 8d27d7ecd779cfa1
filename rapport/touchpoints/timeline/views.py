"""The timeline of a customer, loaded into the record's page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.pages.formats import date, number, time
from rapport.core.pages.rendering import page
from rapport.touchpoints.timeline import queries
from rapport.touchpoints.timeline.entries import Entry

Line = tuple[str, Entry, str]


@login_required
@require_GET
def timeline(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show a customer's timeline; with `after`, only the lines that follow."""
    user: User = request.user  # type: ignore[assignment]
    party = queries.party_of(user, party_id)
    only = request.GET.get("show", "")
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    after, last_day = request.GET.get("after", ""), request.GET.get("day", "")
    staff = queries.people_of(user, party)
    people = staff if request.GET.get("people") != "no" else []
    found = queries.stream(user, party.pk, only=only, words=words, after=after, people=people)
    lines = list(_by_day(found.entries, last_day))
    asked = {"q": words, "people": "no"} if staff and not people else {"q": words}
    following = {**asked, "show": only, "after": found.next, "day": _last_day(found.entries)}
    context = {
        "asked": asked,
        "staff": number(len(staff)) + ("+" if len(staff) == queries.MOST_PEOPLE else ""),
        "with_people": bool(people),
        "party": party,
        "lines": lines,
        "next": f"?{urlencode(following)}" if found.next else "",
        "only": only,
        "words": words,
        "may_log": may(user, "touchpoints.log_interaction", party),
    }
    if after:
        return page(request, "touchpoints/timeline/lines.html", context)
    context["refresh_on"] = queries.refresh_on([party.pk, *people])
    context["buttons"] = queries.buttons(user, [party.pk, *people])
    return page(request, "touchpoints/timeline/timeline.html", context)


def _by_day(entries: Iterable[Entry], last_day: str) -> Iterable[Line]:
    """Yield each entry with the heading that stands above it, if any, and when it was, in words."""
    for entry in entries:
        heading = _heading(entry)
        is_recent = heading != _("Earlier")
        yield (
            heading if heading != last_day else "",
            entry,
            time(entry.at) if is_recent else date(entry.at),
        )
        last_day = heading


def _last_day(entries: list[Entry]) -> str:
    return _heading(entries[-1]) if entries else ""


def _heading(entry: Entry) -> str:
    day, today = timezone.localtime(entry.at).date(), timezone.localdate()
    if day >= today:
        return _("Today, %(day)s") % {"day": date(day)} if day == today else date(day)
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return _("Earlier")
