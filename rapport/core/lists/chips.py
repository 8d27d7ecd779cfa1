"""The filters of a list in words: chips, the brackets around groups, and the addresses that change them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _, ngettext

from rapport.core.access.models import User
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.filters import Filter, Filters
from rapport.core.lists.operators import LABELS, WITHOUT_VALUE
from rapport.core.lists.spec import ListSpec
from rapport.core.lists.state import ListState
from rapport.core.pages.calling import fixed_url


@dataclass(frozen=True)
class Chip:
    """A filter in words, with the addresses that change and remove it."""

    field: str
    op: str
    value: str
    edit: str
    remove: str
    icon: str


@dataclass(frozen=True)
class Bracket:
    """A group of filters; `part[i]` takes it apart after its chip i, `join` puts it together with the next one."""

    chips: list[Chip]
    part: list[str]
    join: str
    add: str


@dataclass(frozen=True)
class Chips:
    """All filters, and those that must hold beside them; `flip` is the address that asks for any group instead of all, or the other way round."""

    brackets: list[Bracket]
    must: list[Chip]
    any_group: bool
    flip: str


def chips(spec: ListSpec, user: User, state: ListState) -> Chips:
    """Return the filters of a list as the page draws them."""
    filters = state.filters
    flipped = replace(filters, any_group=not filters.any_group)
    return Chips(
        brackets=[_bracket(spec, user, state, place) for place in range(len(filters.groups))],
        must=[_chip(spec, state, user, one) for one in filters.must],
        any_group=filters.any_group,
        flip=state.query(filters=flipped) if len(filters.groups) > 1 else "",
    )


def _bracket(spec: ListSpec, user: User, state: ListState, place: int) -> Bracket:
    filters: Filters = state.filters
    group = filters.groups[place]
    is_last = place == len(filters.groups) - 1
    apart = [filters.parted(place, after) for after in range(len(group) - 1)]
    into = state.query(kept={**state.kept, "group": str(place)})
    return Bracket(
        chips=[_chip(spec, state, user, one) for one in group],
        part=[state.query(filters=one) for one in apart],
        join="" if is_last else state.query(filters=filters.joined(place)),
        add=fixed_url("lists:filter", spec.name) + into if len(group) > 1 else "",
    )


def _chip(spec: ListSpec, state: ListState, user: User, one: Filter) -> Chip:
    column = spec.column(one.column, user)
    return Chip(
        field=str(column.label),
        op=str(LABELS[one.operator]),
        value=value_in_words(column, one, user),
        edit=filter_address(spec, state, column, one),
        remove=state.query(filters=state.filters.replacing(one)),
        icon=column.icon,
    )


def filter_address(
    spec: ListSpec, state: ListState, column: Column, old: Filter | None = None
) -> str:
    """Return the address of the dialog for one column; `old` is the filter that it replaces."""
    kept = {**state.kept, "column": column.name} | ({"old": str(old)} if old else {})
    return fixed_url("lists:filter", spec.name) + state.query(kept=kept)


def value_in_words(column: Column, one: Filter, user: User) -> str:
    """Return the value of a filter as a person reads it: 上海、海口 or 60 days ago."""
    if one.operator in WITHOUT_VALUE:
        return ""
    words = one.value.split("|") if one.operator == "any" else [one.value]
    labels = {str(value): str(label) for value, label in column.choices_for(user)}
    return (
        _("%(first)s, %(rest)s")
        % {
            "first": _word(column, words[0], labels, user),
            "rest": _("%(n)s more") % {"n": len(words) - 1},
        }
        if len(words) > 3
        else _(", ").join(_word(column, word, labels, user) for word in words)
    )


def _word(column: Column, word: str, labels: dict[str, str], user: User) -> str:
    if word in labels:
        return labels[word]
    if column.named is not None:
        return column.named(user, word)
    if column.kind is Kind.USER and word in {"me", "team"}:
        return _("me") if word == "me" else _("my team")
    if column.kind is Kind.BOOL:
        return _("yes") if word == "yes" else _("no")
    if column.kind in {Kind.DATE, Kind.DATETIME}:
        return _day(word)
    return word


def _day(word: str) -> str:
    if word == "today":
        return _("today")
    if word.startswith("-") and word.endswith("d"):
        days = int(word[1:-1])
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    if word.endswith("d"):
        days = int(word[:-1])
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    return word
