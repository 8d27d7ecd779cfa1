"""A form as its layout shows it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from django import forms

from rapport.core.pagelayouts.sheets import Arrangement, Sheet


class Asked(NamedTuple):
    """A section of a form: its title, and its fields with whether they have a line of their own."""

    title: str
    columns: int
    fields: Sequence[tuple[str, bool]]


def asked(laid: Arrangement) -> set[str]:
    """Return the names of the fields that a form asks for."""
    return {name for one in laid.sections for name in one.fields}


def lay(
    form: forms.BaseForm, sheet: Sheet, laid: Arrangement, beside: Collection[str] = ()
) -> list[Asked]:
    """Return the sections of a form; what it does not ask keeps its value, whatever is sent.

    `beside` are parts of the form that are no field of it.
    """
    for name in laid.hidden:
        if name in form.fields:
            form.fields[name].disabled = True
    known = {*form.fields, *beside}
    wide = {one.name for one in sheet.fields() if one.is_wide}
    sections = [
        Asked(one.name, one.columns, [(name, name in wide) for name in one.fields if name in known])
        for one in laid.sections
    ]
    return [one for one in sections if one.fields]
