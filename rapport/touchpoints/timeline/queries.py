"""One stream of all that happened with a customer, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import ngettext

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.errors import Missing
from rapport.core.events.marks import about
from rapport.core.lists import cursor
from rapport.core.pages.formats import series
from rapport.customers.affiliations.models import Affiliation
from rapport.customers.parties.models import Kind, Party
from rapport.touchpoints.timeline.entries import COUNTED, Asked, Entry, Place, Source

PAGE = 30
SORT = "timeline"
MOST_PEOPLE = 300  # of one company, as on its chart; those who came last
MOST_LIVE = 40


@dataclass(frozen=True)
class Button:
    """A filter with its number: exact up to 10,000 entries, then a lower bound."""

    key: str
    label: str | Promise
    icon: str
    count: int
    is_capped: bool


@dataclass(frozen=True)
class Stream:
    """A page of the timeline and the place of the next, empty at the end."""

    entries: list[Entry]
    next: str


def party_of(user: User, party_id: int) -> Party:
    """Return the customer whose timeline it is; Missing when the user may not see her."""
    party = Party.objects.visible_to(user).filter(pk=party_id).first()
    if party is None:
        raise Missing
    return party


def people_of(user: User, party: Party) -> list[int]:
    """Return whose entries stand on a company's timeline too: who works there now, as far as the user may see them."""
    if party.kind != Kind.ORGANIZATION:
        return []
    running = Affiliation.objects.visible_to(user).filter(
        organization=party.pk, until=None, person__party__trashed_at=None
    )
    return list(running.order_by("-pk").values_list("person_id", flat=True)[:MOST_PEOPLE])


def stream(
    user: User,
    party_id: int,
    *,
    only: str = "",
    words: str = "",
    after: str = "",
    people: Sequence[int] = (),
) -> Stream:
    """Return one page, latest first. One query per source, however long the timeline is and however many the people."""
    sources = [one for one in _sources() if one.answers(only)]
    if not sources:
        raise Missing
    place = _place(after) if after else None
    asked = Asked(user, party_id, PAGE + 1, only, words, place, people)
    found = [entry for source in sources for entry in source.entries(asked)]
    found.sort(key=lambda entry: entry.place, reverse=True)
    more, found = len(found) > PAGE, found[:PAGE]
    lines = list(folded(_with_names(found, party_id) if people else found))
    return Stream(lines, _cursor(found[-1]) if more else "")


def buttons(user: User, parties: Sequence[int]) -> list[Button]:
    """Return the filters that have entries, with their numbers. One query per source."""
    shown = []
    for source in _sources():
        counts = source.counts(user, parties)
        capped = sum(counts.values()) >= COUNTED
        for one in source.filters:
            if counts.get(one.key):
                shown.append(Button(one.key, one.label, one.icon, counts[one.key], capped))
    return shown


def refresh_on(parties: Sequence[int]) -> str:
    """Return the events after which the timeline of these is to be loaded anew, as `data-refresh-on` takes them."""
    names = [name for source in _sources() for name in source.events]
    return about(",".join([*names, "Undone"]), *parties[: MOST_LIVE + 1])


def folded(entries: Sequence[Entry]) -> Iterable[Entry]:
    """Make one line of what follows each other on a day and folds, such as visits of web pages."""
    run: list[Entry] = []
    for entry in entries:
        if run and entry.fold and _follows(entry, run[-1]):
            run.append(entry)
            continue
        if run:
            yield _one(run)
        run = [entry]
    if run:
        yield _one(run)


def _follows(entry: Entry, last: Entry) -> bool:
    same = (entry.fold, entry.party_id) == (last.fold, last.party_id)
    return same and _day(entry.at) == _day(last.at)


def _with_names(entries: Iterable[Entry], party_id: int) -> list[Entry]:
    """Say of each entry of a company's timeline with whom of its people it was."""
    others = {entry.party_id for entry in entries} - {party_id}
    names = dict(Party.objects.filter(pk__in=others).values_list("pk", "display_name"))
    return [
        replace(one, who=names[one.party_id], who_href=reverse("people:open", args=[one.party_id]))
        if one.party_id in names
        else one
        for one in entries
    ]


def _one(run: list[Entry]) -> Entry:
    if len(run) == 1:
        return run[0]
    title = ngettext("Looked at %(num)s page", "Looked at %(num)s pages", len(run))
    names = list(dict.fromkeys(entry.body or entry.title for entry in run))
    return replace(run[0], title=title % {"num": len(run)}, what=series(names), body="", href="")


def _day(moment: datetime) -> object:
    return timezone.localtime(moment).date()


def _sources() -> list[Source]:
    found: list[Source] = listed("timeline")
    return found


def _place(after: str) -> Place:
    text, key = cursor.read(after, SORT)
    moment, source = text.split("|")
    return Place(datetime.fromisoformat(moment), source, key)


def _cursor(entry: Entry) -> str:
    return cursor.write(SORT, f"{entry.at.isoformat()}|{entry.source}", entry.id)
