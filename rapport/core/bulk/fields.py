"""Editing one column of a list on many rows: the field that asks for the value follows from the column's kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol

from django import forms
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from rapport.core.access.models import User
from rapport.core.bulk.verbs import Values, Verb, same
from rapport.core.lists.columns import Column, Kind
from rapport.core.pages import formats

LONGEST = 200


class Change(Protocol):
    """The action that gives rows the same value of one field."""

    def __call__(
        self, ids: Sequence[int], value: Any, /, *, by: User, at: datetime
    ) -> Sequence[int]:
        """Write the rows."""


class ValueForm(forms.Form):
    """The value that all rows shall have."""

    def __init__(self, data: Any, *, column: Column, user: User, is_required: bool) -> None:
        super().__init__(data)
        self.fields["value"] = _field(column, user, is_required=is_required)


def _field(column: Column, user: User, *, is_required: bool) -> forms.Field:
    common: dict[str, Any] = {"label": column.label, "required": is_required}
    if not is_required:
        common["help_text"] = _("Leave it empty to clear the field.")
    choices = [(str(key), label) for key, label in column.choices_for(user)]
    if choices:
        return forms.ChoiceField(
            choices=choices if is_required else [("", "–"), *choices], **common
        )
    if column.kind is Kind.DATE:
        day = forms.DateInput(attrs={"type": "date"})
        day.input_type = "date"
        return forms.DateField(widget=day, **common)
    return forms.CharField(max_length=LONGEST, **common)


def editing(
    column: Column,
    *,
    model: type[models.Model],
    lists: Sequence[str],
    change: Change,
    page: str = "",
    is_required: bool = False,
) -> Verb:
    """Return the verb that edits a column; it asks for the right that the column's cell asks for."""

    def write(ids: Sequence[int], values: Values, *, by: User, at: datetime) -> Sequence[int]:
        return change(ids, _read(column, values["value"]), by=by, at=at)

    def says(values: Values) -> str:
        shown = _shown(column, values["value"])
        return _("%(field)s → %(value)s") % {"field": column.label, "value": shown}

    return Verb(
        name=f"edit-{column.name.replace('_', '-')}",
        label=column.label,
        icon=column.icon or "pencil",
        right=column.edit[1] if column.edit else "",
        model=model,
        lists=dict.fromkeys(lists, same),
        title=editing_title,
        said=edited,
        write=write,
        form=lambda user, data: ValueForm(data, column=column, user=user, is_required=is_required),
        plain=lambda form: {"value": _plain(form.cleaned_data["value"])},
        says=says,
        already=lambda values: _is_so(column, values["value"]),
        column=column.name,
        after=lambda _before, values: _shown(column, values["value"]),
        gone=gettext_lazy("In the trash"),
        page=page,
        is_edit=True,
    )


def editing_title(count: int) -> str:
    """Return the question over an edit of so many records."""
    return ngettext("Edit %(n)s record", "Edit %(n)s records", count) % {"n": formats.number(count)}


def edited(count: int) -> str:
    """Say that so many records were edited."""
    said = ngettext("%(n)s record changed.", "%(n)s records changed.", count)
    return said % {"n": formats.number(count)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _read(column: Column, value: Any) -> Any:
    if column.kind is Kind.DATE:
        return date.fromisoformat(value) if value else None
    return value


def _is_so(column: Column, value: Any) -> Q:
    if value in {None, ""}:
        empty = Q(**{f"{column.lookup}__isnull": True})
        return empty if column.kind is Kind.DATE else empty | Q(**{column.lookup: ""})
    return Q(**{column.lookup: _read(column, value)})


def _shown(column: Column, value: Any) -> str:
    if value in {None, ""}:
        return "–"
    if column.kind is Kind.DATE:
        return formats.date(date.fromisoformat(value))
    if column.choices and not callable(column.choices):
        return {str(key): str(label) for key, label in column.choices}.get(str(value), str(value))
    return str(value)
