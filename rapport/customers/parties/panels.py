"""What the record page shows of other rooms: panels, talking points, next steps. `config/panels.py` lists them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.assembly import listed
from rapport.core.events.marks import about
from rapport.core.pagelayouts.sheets import BESIDE, MAIN, Part
from rapport.customers.parties.models import Kind, Party


@dataclass(frozen=True)
class Panel:
    """A panel beside the record: `page` names the view that answers with it, given `arguments(party_id)`.

    It is loaded anew when one of the events named in `refresh_on` (names between commas) happens to this record, or
    to any where it shows `others` too.
    """

    title: str | Promise
    page: str
    right: str = "customers.view_party"
    kinds: Sequence[str] = tuple(Kind.values)
    arguments: Callable[[int], tuple[int | str, ...]] = lambda party_id: (party_id,)
    refresh_on: str = ""
    others: bool = False

    def events_about(self, party: Party) -> str:
        """Return the events after which the panel of this party is to be loaded anew."""
        names = f"{self.refresh_on},Undone"
        return names if self.others else about(names, party.pk)

    def address(self, party: Party) -> str:
        """Return where the panel of this party is loaded from."""
        return reverse(self.page, args=self.arguments(party.pk))


@dataclass(frozen=True)
class Point:
    """A talking point: a statement, its reason with the date, and the way to its source."""

    icon: str
    title: str
    reason: str
    href: str = ""
    source: str = ""


@dataclass(frozen=True)
class NextStep:
    """What should be done next for this customer, why, and the way there."""

    title: str
    reason: str
    href: str
    label: str
    icon: str = "arrow-right"
    in_dialog: bool = False


@dataclass(frozen=True)
class Act:
    """What is done most with a customer: on the phone it stands under the thumb, beside the ways to reach him."""

    label: str | Promise
    page: str
    icon: str
    right: str

    def address(self, party: Party) -> str:
        """Return where it is done with this customer."""
        return f"{reverse(self.page)}?party={party.pk}"


Points = Callable[[Party, User, datetime], Sequence[Point]]
Steps = Callable[[Party, User, datetime], "NextStep | None"]


@dataclass(frozen=True)
class Record:
    """Everything that the rooms show on the record page, in order."""

    panels: Sequence[Panel]
    points: Sequence[Points] = ()
    steps: Sequence[Steps] = ()
    main: Sequence[Panel] = ()
    points_refresh_on: str = ""
    act: Act | None = None
    mail: Act | None = None


def parts(kind: str) -> list[Part]:
    """Return what a layout of this kind's page arranges: its panels, the wide ones in the middle."""
    record: Record = listed("panels")
    middle = [Part(p.page, p.title, p.right, MAIN, is_wide=True) for p in record.main]
    beside = [Part(p.page, p.title, p.right, BESIDE) for p in record.panels if kind in p.kinds]
    return [*middle, *beside]


def panels(names: Sequence[str]) -> list[Panel]:
    """Return panels by name, in this order."""
    record: Record = listed("panels")
    known = {one.page: one for one in [*record.main, *record.panels]}
    return [known[name] for name in names]


def points_of(party: Party, user: User, at: datetime) -> list[Point]:
    """Return what matters now, from every room, most pressing first."""
    record: Record = listed("panels")
    return [point for provide in record.points for point in provide(party, user, at)]


def next_step_of(party: Party, user: User, at: datetime) -> NextStep | None:
    """Return the first next step that a room proposes."""
    record: Record = listed("panels")
    return next((step for provide in record.steps if (step := provide(party, user, at))), None)


def act_of(party: Party, user: User) -> tuple[Act, str] | None:
    """Return what the user does most with this customer, and where."""
    return _open_to(listed("panels").act, party, user)


def mail_of(party: Party, user: User) -> tuple[Act, str] | None:
    """Return how the user writes a mail to this customer, and where; without it her own mail program does."""
    return _open_to(listed("panels").mail, party, user)


def _open_to(act: Act | None, party: Party, user: User) -> tuple[Act, str] | None:
    if act is None or party.is_trashed or not may(user, act.right):
        return None
    return act, act.address(party)
