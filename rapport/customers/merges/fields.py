"""What is chosen field by field when records become one: whose value stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.customfields.models import CustomField
from rapport.core.customfields.queries import fields_for, kept
from rapport.core.customfields.words import names_in, shown
from rapport.core.errors import Invalid
from rapport.customers.organizations import queries as organizations
from rapport.customers.parties.models import Lifecycle, Party
from rapport.customers.people import queries as people

ALL = "all"
CUSTOM = "custom."
FURTHEST = [Lifecycle.CUSTOMER, Lifecycle.FORMER, Lifecycle.PROSPECT]
NAMES = ("family", "given", "latin_name")  # of a person: they are chosen as one


class UnknownChoice(Invalid):
    """Choose one of the records that are merged."""


@dataclass(frozen=True)
class Choice:
    """A field: the value that each record has and how it reads, and from which one it is taken unless told otherwise.

    `joins`: all values can be kept. A field that is not `open` follows the rule, for the user must not see or change it.
    """

    name: str
    label: str | Promise
    values: Mapping[int, Any]
    shown: Mapping[int, str]
    taken: int | str
    joins: bool = False
    is_open: bool = True

    @property
    def differs(self) -> bool:
        """Tell whether the records that know it disagree."""
        return len({repr(value) for value in self.values.values() if is_filled(value)}) > 1

    @property
    def is_known(self) -> bool:
        """Tell whether any record has a value."""
        return any(is_filled(value) for value in self.values.values())

    def value(self, taken: int | str) -> Any:
        """Return the value of one record, or of all of them joined."""
        if taken != ALL:
            return self.values[int(taken)]
        found: list[Any] = []
        for value in self.values.values():
            found += [one for one in value or [] if one not in found]
        return found

    def read(self, asked: int | str | None) -> int | str:
        """Return from which record the value is taken. Errors: UnknownChoice."""
        if asked is None or not self.is_open:
            return self.taken
        if asked == ALL and self.joins:
            return ALL
        if str(asked).isdecimal() and int(asked) in self.values:
            return int(asked)
        raise UnknownChoice(fields={self.name: UnknownChoice().sentence()})


@dataclass
class Reading:
    """What is compared: the records with the one that stays first, and who looks."""

    user: User
    parties: Sequence[Party]
    choices: list[Choice] = field(default_factory=list)

    def add(
        self,
        name: str,
        label: str | Promise,
        value: Callable[[Party], Any],
        told: Callable[[Party], str],
        *,
        joins: bool = False,
        is_open: bool = True,
        rank: Sequence[Any] = (),
    ) -> None:
        """Compare a field."""
        values = {party.pk: value(party) for party in self.parties}
        filled = [pk for pk, one in values.items() if is_filled(one)]
        taken: int | str = filled[0] if filled else self.parties[0].pk
        if rank:
            taken = min(values, key=lambda pk: rank.index(values[pk]))
        texts = {party.pk: told(party) for party in self.parties}
        if joins and len(filled) > 1:
            taken = ALL
        self.choices.append(Choice(name, label, values, texts, taken, joins, is_open))


def choices_of(user: User, parties: Sequence[Party]) -> list[Choice]:
    """Return every field of people or companies that become one; the record that stays comes first."""
    reading = Reading(user, parties)
    (_people if parties[0].is_person else _organizations)(reading)
    reading.add(
        "lifecycle",
        _("Lifecycle"),
        lambda one: one.lifecycle,
        lambda one: str(one.get_lifecycle_display()),
        rank=FURTHEST,
    )
    reading.add("owner", _("Owner"), lambda one: one.owner_id, lambda one: one.owner.name)
    _own_fields(reading)
    return reading.choices


def settled(choices: Iterable[Choice], asked: Mapping[str, int | str]) -> dict[str, Any]:
    """Return name → value, as was asked or as the rule says. Errors: UnknownChoice, for a field that is not there too."""
    choices = list(choices)
    known = {one.name for one in choices}
    wrong = {name: UnknownChoice().sentence() for name in asked if name not in known}
    found = {}
    for one in choices:
        try:
            found[one.name] = one.value(one.read(asked.get(one.name)))
        except UnknownChoice as error:
            wrong |= error.fields
    if wrong:
        raise UnknownChoice(fields=wrong)
    return found


def is_filled(value: Any) -> bool:
    """Tell whether there is anything."""
    return value not in (None, "", [], {}, ()) and value != ("", "", "")


def _people(reading: Reading) -> None:
    reading.add(
        "name",
        _("Name"),
        lambda one: (one.person.family, one.person.given, one.latin_name),
        lambda one: " · ".join(filter(None, [one.display_name, one.latin_name])),
    )
    for one in people.details():
        if one.name not in NAMES:
            _add_detail(reading, one.name, one.label, people.standing, one)


def _organizations(reading: Reading) -> None:
    for one in organizations.DETAILS:
        joins = one.name == "domains"
        _add_detail(reading, one.name, one.label, organizations.standing, one, joins=joins)
    ids = [party.organization.parent_id for party in reading.parties]
    seen = Party.objects.visible_to(reading.user).filter(pk__in=filter(None, ids))
    names = dict(seen.values_list("pk", "display_name"))
    reading.add(
        "parent_id",
        _("Parent company"),
        lambda one: one.organization.parent_id,
        lambda one: names.get(one.organization.parent_id or 0, ""),
    )


def _add_detail(
    reading: Reading,
    name: str,
    label: str | Promise,
    standing: Callable[[Party, Any], Any],
    one: Any,
    *,
    joins: bool = False,
) -> None:
    def value(party: Party) -> Any:
        part = party.person if party.is_person else party.organization
        return getattr(part, name) if hasattr(part, name) else getattr(party, name)

    reading.add(name, label, value, lambda party: str(standing(party, one).shown), joins=joins)


def _own_fields(reading: Reading) -> None:
    """Compare the company's own fields; those that the user must not see or change follow the rule."""
    kind = reading.parties[0].kind
    held = fields_for(reading.user, kind)
    found = [one for one in kept(kind) if one.made is None]
    pairs = [(one, party.custom.get(one.key)) for one in found for party in reading.parties]
    names = names_in(reading.user, pairs)
    for one in found:
        mine = held.get(one.key)
        _add_own(reading, one, names, is_open=mine is not None and mine.may_edit)


def _add_own(reading: Reading, one: CustomField, names: Any, *, is_open: bool) -> None:
    reading.add(
        CUSTOM + one.key,
        one.name,
        lambda party: party.custom.get(one.key),
        lambda party: shown(one, party.custom.get(one.key), names.get(one.refers, {})),
        joins=one.is_several or one.kind == "multi",
        is_open=is_open,
    )
