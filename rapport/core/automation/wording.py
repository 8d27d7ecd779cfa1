"""An automation as a sentence: when something happens, if it matches, then this is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _, ngettext

from rapport.core.access.models import User
from rapport.core.automation.models import Automation, Kind
from rapport.core.automation.steps import step_of
from rapport.core.automation.subjects import Subject, subject_of
from rapport.core.automation.triggers import WEEKDAYS
from rapport.core.errors import Invalid
from rapport.core.lists.chips import Chip, chips
from rapport.core.lists.state import ListState


@dataclass(frozen=True)
class SaidStep:
    """A step in words; `is_gone` when it can no longer be done."""

    icon: str
    text: str
    is_gone: bool = False


def when_in_words(automation: Automation, user: User) -> str:
    """Return what wakes an automation, as the beginning of a sentence; empty while that is not said."""
    if not automation.kind:
        return ""
    return _WHEN[Kind(automation.kind)](subject_of(automation.list_name), automation, user)


def _event(subject: Subject, automation: Automation, _user: User) -> str:
    found = {one.name: one.says for one in subject.occasions}
    what = found.get(automation.when["event"], automation.when["event"])
    return _("When %(one)s %(what)s") % {"one": subject.one, "what": what}


def _field(subject: Subject, automation: Automation, user: User) -> str:
    when = automation.when
    words = {"one": str(subject.one), "field": when["column"]}
    try:
        column = subject.spec.column(when["column"], user)
    except Invalid:
        return _("When a field of %(one)s changes that is gone") % words
    labels = {str(value): str(label) for value, label in column.choices_for(user)}
    words["field"] = str(column.label)
    words |= {name: labels.get(when[name], when[name]) for name in ("before", "after")}
    if when["before"] and when["after"]:
        return _("When %(field)s of %(one)s changes from %(before)s to %(after)s") % words
    if when["after"]:
        return _("When %(field)s of %(one)s becomes %(after)s") % words
    if when["before"]:
        return _("When %(field)s of %(one)s is no longer %(before)s") % words
    return _("When %(field)s of %(one)s changes") % words


def _view(subject: Subject, automation: Automation, _user: User) -> str:
    words = {"one": subject.one, "view": automation.view.name if automation.view else "–"}
    if automation.when["present"]:
        return _("When %(one)s enters the view “%(view)s”, or is in it already") % words
    return _("When %(one)s enters the view “%(view)s”") % words


def _time(_subject: Subject, automation: Automation, _user: User) -> str:
    when = automation.when
    if when["every"] == "week":
        return _("Every %(day)s at %(at)s") % {"day": WEEKDAYS[when["day"]], "at": when["at"]}
    if when["every"] == "month":
        return str(_("On day %(day)s of each month at %(at)s") % when)
    return str(_("Every day at %(at)s") % when)


def _date(subject: Subject, automation: Automation, user: User) -> str:
    when = automation.when
    try:
        label = str(subject.spec.column(when["column"], user).label)
    except Invalid:
        label = "–"
    words = {"n": when["days"], "field": label, "one": subject.one, "at": when["at"]}
    if not when["days"]:
        return _("On the day “%(field)s” of %(one)s, at %(at)s") % words
    if when["way"] == "after":
        text = ngettext(
            "%(n)s day after “%(field)s” of %(one)s, at %(at)s",
            "%(n)s days after “%(field)s” of %(one)s, at %(at)s",
            when["days"],
        )
    else:
        text = ngettext(
            "%(n)s day before “%(field)s” of %(one)s, at %(at)s",
            "%(n)s days before “%(field)s” of %(one)s, at %(at)s",
            when["days"],
        )
    return text % words


_WHEN = {
    Kind.EVENT: _event,
    Kind.FIELD: _field,
    Kind.VIEW: _view,
    Kind.TIME: _time,
    Kind.DATE: _date,
}


def conditions_in_words(automation: Automation, user: User) -> str:
    """Return the conditions in words, brackets around groups; empty when there are none. Errors: Invalid."""
    state = ListState.read(QueryDict(automation.query))
    found = chips(subject_of(automation.list_name).spec, user, state)
    inner, outer = (_("and"), _("or")) if found.any_group else (_("or"), _("and"))
    parts = [
        f" {inner} ".join(_chip(one) for one in group.chips)
        if len(group.chips) == 1
        else f"({f' {inner} '.join(_chip(one) for one in group.chips)})"
        for group in found.brackets
    ]
    parts += [f"“{state.words}”"] if state.words else []
    if len(parts) > 1 and found.any_group and found.must:
        parts = [f"({f' {outer} '.join(parts)})"]
    outer = str(_("and")) if found.must else outer
    return f" {outer} ".join([*parts, *map(_chip, found.must)])


def _chip(one: Chip) -> str:
    return " ".join(filter(None, (one.field, one.op, one.value)))


def steps_in_words(automation: Automation, user: User) -> list[SaidStep]:
    """Return the steps in words, as a reader may know them."""
    return [_step(automation, one, user) for one in automation.steps]


def _step(automation: Automation, step: dict[str, Any], user: User) -> SaidStep:
    try:
        found = step_of(subject_of(automation.list_name), step["do"], user)
    except Invalid as error:
        return SaidStep("alert-triangle", error.sentence(), is_gone=True)
    return SaidStep(found.icon, found.says(step["values"], user))


def sentence(automation: Automation, user: User) -> str:
    """Return the whole in one line: when, and what is done then."""
    said = _(", ").join(one.text for one in steps_in_words(automation, user))
    when = when_in_words(automation, user)
    return _("%(when)s: %(steps)s") % {"when": when, "steps": said} if when and said else when
