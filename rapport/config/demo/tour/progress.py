"""How far somebody is on the tour: read from what she did, so that no step asks to be ticked off.

What must be remembered besides (since when, which steps were passed over, whether it was ended) stands in a signed
cookie, for the last step changes the user, and a session does not outlive that.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from functools import cache

from django.conf import settings
from django.core.signing import BadSignature
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from rapport.core.access.models import User
from rapport.core.events.models import EventRow
from rapport.core.search.models import RecentRecord
from rapport.customers.accounts.models import Account
from rapport.customers.parties.models import Party

COOKIE = "rapport_tour"
SALT = "tour"
YEAR = 365 * 24 * 3600
STEPS = ("find", "open", "log", "edit", "undo", "look")
HERO_ACCOUNT = "A-000231"
EDITED = (
    "PersonEdited",
    "LifecycleChanged",
    "ContactPointAdded",
    "ContactPointEdited",
    "AffiliationEdited",
)


@dataclass(frozen=True)
class Progress:
    """Since which event, up to which step it was passed by hand, and whether it was ended."""

    since: int
    passed: int = 0
    ended: bool = False


@cache
def is_demo() -> bool:
    """Tell whether this installation shows the demo company; known by the file that holds its users' password."""
    return (settings.HOME / "demo.password").exists()


def address(request: HttpRequest) -> str:
    """Return where the tour is fetched, nothing where there is none."""
    if not is_demo() or read(request).ended:
        return ""
    return reverse("tour:card")


def read(request: HttpRequest) -> Progress:
    """Return what the cookie says; without one the tour begins now."""
    try:
        return Progress(**json.loads(request.get_signed_cookie(COOKIE, salt=SALT) or ""))
    except (KeyError, BadSignature, ValueError, TypeError):
        return Progress(since=-1)


def write(response: HttpResponse, progress: Progress) -> None:
    """Keep it in the browser."""
    value = json.dumps(asdict(progress))
    response.set_signed_cookie(
        COOKIE, value, salt=SALT, max_age=YEAR, httponly=True, samesite="Lax"
    )


def begun(progress: Progress) -> Progress:
    """Count from the newest event on, if it was not begun before."""
    if progress.since >= 0:
        return progress
    newest = EventRow.objects.aggregate(newest=Max("id"))["newest"]
    return replace(progress, since=newest or 0)


def hero() -> int | None:
    """Return the customer whom the tour visits."""
    return Account.objects.filter(number=HERO_ACCOUNT).values_list("party_id", flat=True).first()


def step(user: User, hero_id: int, progress: Progress) -> int:
    """Return the position of the next step; as many as there are steps when all is done."""
    if not Party.objects.visible_to(user).filter(pk=hero_id).exists():
        return len(STEPS)
    reached = progress.passed
    if RecentRecord.objects.filter(user=user, kind="person", object_id=hero_id).exists():
        reached = max(reached, STEPS.index("log"))
    since = EventRow.objects.filter(id__gt=progress.since, by_id=user.pk)
    told = set(since.filter(party_id=hero_id).values_list("name", flat=True).distinct())
    if "InteractionLogged" in told and reached >= STEPS.index("log"):
        reached = max(reached, STEPS.index("edit"))
    if told & set(EDITED) and reached >= STEPS.index("edit"):
        reached = max(reached, STEPS.index("undo"))
    if reached >= STEPS.index("undo") and since.filter(name="Undone").exists():
        reached = max(reached, STEPS.index("look"))
    return reached
