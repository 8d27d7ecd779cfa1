"""What two people can have changed differently: one field of a form, or what stands beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from rapport.core.pages import formats

Raw = str | list[str]
Shown = Callable[[Raw], str]


class Part(Protocol):
    """One thing that can be mine, theirs or as before; `raw` is what a browser would send for it."""

    name: str
    label: str

    def now(self) -> Raw:
        """Return how it stands in the record."""

    def sent(self, data: QueryDict) -> Raw | None:
        """Return what the browser sent, None when it did not send this part."""

    def same(self, one: Raw, other: Raw) -> bool:
        """Tell whether both mean the same."""

    def shown(self, raw: Raw) -> str:
        """Return it in words."""

    def write(self, data: QueryDict, raw: Raw) -> None:
        """Put it into the data as if the browser had sent it."""

    def inputs(self, raw: Raw) -> list[tuple[str, str]]:
        """Return the names and values of the hidden fields that carry it."""


class FieldPart:
    """A field of a form, read from the unbound form that shows the record as it stands."""

    def __init__(self, bound: forms.BoundField, shown: Shown | None = None) -> None:
        self.name, self.label = bound.html_name, str(bound.label)
        self._bound, self._field, self._shown = bound, bound.field, shown

    def now(self) -> Raw:
        """Return how it stands in the record."""
        return _raw(self._bound.value())

    def sent(self, data: QueryDict) -> Raw | None:
        """Return what the browser sent, None when it did not send this part."""
        widget = self._field.widget
        if widget.value_omitted_from_data(data, {}, self.name):
            return None
        return _raw(widget.value_from_datadict(data, {}, self.name))

    def same(self, one: Raw, other: Raw) -> bool:
        """Tell whether both mean the same."""
        return bool(self._meant(one) == self._meant(other))

    def shown(self, raw: Raw) -> str:
        """Return it in words."""
        if self._shown is not None:
            return self._shown(raw) if raw else ""
        if isinstance(self._field, forms.BooleanField):
            return _("yes") if raw else _("no")
        if isinstance(self._field, forms.ChoiceField):
            return self._words(raw if isinstance(raw, list) else [raw])
        value = self._meant(raw)
        if isinstance(value, dt.datetime):
            return formats.datetime_(value)
        return formats.date(value) if isinstance(value, dt.date) else str(raw)

    def write(self, data: QueryDict, raw: Raw) -> None:
        """Put it into the data as if the browser had sent it."""
        data.pop(self.name, None)
        for name, value in self.inputs(raw):
            data.appendlist(name, value)

    def inputs(self, raw: Raw) -> list[tuple[str, str]]:
        """Return the hidden inputs that carry it."""
        if isinstance(self._field, forms.BooleanField) and not raw:
            return []  # a box that is not ticked sends nothing
        return [(self.name, value) for value in (raw if isinstance(raw, list) else [raw])]

    def _meant(self, raw: Raw) -> Any:
        try:
            value = self._field.to_python(raw)
        except ValidationError:
            return raw
        if isinstance(value, list):
            return sorted(map(str, value))
        return value.replace("\r\n", "\n") if isinstance(value, str) else value

    def _words(self, keys: list[str]) -> str:
        options = {str(key): str(words) for key, words in self._field.choices}  # type: ignore[attr-defined]
        return formats.series(options.get(key, key) for key in keys if key)


def parts_of(form: forms.BaseForm, shown: dict[str, Shown]) -> list[Part]:
    """Return what can be compared of a form; a password never is."""
    return [
        FieldPart(form[name], shown.get(name)) for name in form.fields if not is_secret(form[name])
    ]


def is_secret(bound: forms.BoundField) -> bool:
    """Tell whether a field must not be shown again."""
    return isinstance(bound.field.widget, forms.PasswordInput)


def _raw(value: Any) -> Raw:
    """Return a value as the page writes it into its input."""
    if isinstance(value, list | tuple | set):
        return [str(one) for one in value]
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    return str(value)
