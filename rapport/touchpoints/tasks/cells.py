"""What the list of tasks says of each: the circle that ticks it off, its customer, when it is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from markupsafe import Markup, escape

from rapport.core.lists.cells import Draw, Lead, Leads, Own
from rapport.core.pages import formats
from rapport.core.pages.calling import url, urls_of
from rapport.touchpoints.tasks.models import Priority, Task
from rapport.ui.markup import icon
from rapport.ui.names import name
from rapport.ui.rows import BLANK, main_cell, status
from rapport.ui.sentences import gettext as _, pattern


def leads(today: date) -> Leads:
    """Return what draws what a row is about, with the circle that ticks it off. The customers have been read (`with_parties`)."""

    def gather(_rows: Sequence[Task]) -> Callable[[Task], Lead]:
        address_of, tick, when = urls_of("tasks:open"), _tick(), due(today)

        def lead(task: Task) -> Lead:
            href, party = address_of(task.pk), task.seen_party
            line = " · ".join([*([party.display_name] if party else []), _plain(when(task))])
            cell = main_cell(href, task.title, line=line, first=True, before=tick(task))
            return Lead(href, task.title, cell)

        return lead

    return gather


def own(today: date) -> Own:
    """Return the columns that the list draws in a way of its own."""
    return {
        "party": lambda rows: _party,
        "due_on": lambda rows: due(today),
        "priority": lambda rows: _priority(),
    }


def due(today: date) -> Callable[[Task], Markup]:
    """Return what says when a task is due: overdue is said, not only coloured; of what is done, when that was."""
    day, late = formats.dates(), pattern("%(day)s, overdue")

    def draw(task: Task) -> Markup:
        if task.done_at is not None:
            return escape(day(task.done_at))
        if task.due_on is None:
            return Markup('<span class="quiet">{}</span>').format(_("some day"))
        if task.is_overdue(today):
            return status(late % {"day": day(task.due_on)}, "bad")
        shown = _("today") if task.due_on == today else day(task.due_on)
        return escape(f"{shown} {formats.time(task.due_at)}" if task.due_at else shown)

    return draw


def _plain(drawn: Markup) -> str:
    return drawn.striptags()


def _tick() -> Callable[[Task], Markup]:
    finish = _button("circle", pattern("Done: %(title)s"))
    reopen = _button("circle-check", pattern("Not done after all: %(title)s"))
    finish_at, reopen_at = urls_of("tasks:finish"), urls_of("tasks:reopen")

    def draw(task: Task) -> Markup:
        if task.done_at is None:
            return finish(task, finish_at(task.pk))
        return reopen(task, reopen_at(task.pk))

    return draw


def _button(sign: str, label: str) -> Callable[[Task, str], Markup]:
    drawn, key = icon(sign), _("Done")

    def draw(task: Task, address: str) -> Markup:
        words = label % {"title": escape(task.title)}
        return Markup(  # noqa: S704 - escaped piece by piece
            f'<button class="btn btn-ghost btn-icon r-tick" type="button" aria-label="{words}" title="{words}"'
            f' hx-post="{address}" hx-swap="none" data-row-x data-key-label="{key}">{drawn}</button>'
        )

    return draw


def _party(task: Task) -> Markup:
    party = task.seen_party
    if party is None:
        return BLANK
    address = url("people:open" if party.is_person else "organizations:open", party.pk)
    return Markup(f'<a href="{address}">{name(party.display_name)}</a>')  # noqa: S704 - escaped


def _priority() -> Draw:
    labels: Mapping[int, str] = {key: str(label) for key, label in Priority.choices}
    drawn = {
        Priority.HIGH.value: Markup('<span class="r-tag warn">{}</span>').format(labels[1]),
        Priority.NORMAL.value: Markup('<span class="quiet">{}</span>').format(labels[2]),
        Priority.LOW.value: Markup('<span class="quiet">{}</span>').format(labels[3]),
    }
    return lambda task: drawn[task.priority]
