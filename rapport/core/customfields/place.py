"""Where a custom field stands on a page: in the details of a record, in a cell of a list, in a form."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.customfields.entities import entity_of, target_of
from rapport.core.customfields.models import PREFIX, CustomField, Kind
from rapport.core.customfields.queries import Held, fields_for, made_of
from rapport.core.customfields.reading import BadValue, read
from rapport.core.customfields.words import names_in, shown, typed
from rapport.core.errors import Missing, NotAllowed
from rapport.core.pages.fields import DayField, PickField, PicksField
from rapport.core.pages.formats import series
from rapport.core.pages.inplace import Current, Place


class FieldGone(Missing):
    """This field is not here any more. What you wrote still stands in it: copy it before you leave."""


@dataclass(frozen=True)
class Fact:
    """A field of a record in words."""

    field: CustomField
    shown: str
    may_edit: bool


def facts_of(user: User, entity: str, row: Any) -> list[Fact]:
    """Return the fields of a record that the user may see, in order."""
    values = row.custom | made_of(user, entity, row.pk)
    held = list(fields_for(user, entity).values())
    names = names_in(user, [(one.field, values.get(one.field.key)) for one in held])
    return [
        Fact(
            one.field,
            shown(one.field, values.get(one.field.key), names.get(one.field.refers, {})),
            one.may_edit,
        )
        for one in held
    ]


def place_of(
    user: User,
    entity: str,
    column: str,
    *,
    url: str,
    row: Callable[[], Any],
    save: Callable[[dict[str, Any], int | None], object],
    logged: list[tuple[str, int]],
) -> Place:
    """Return the place in which one field of a record is edited. Errors: FieldGone, NotAllowed."""
    held = _held(user, entity, column)
    field = held.field
    if not held.may_edit:
        raise NotAllowed

    def current() -> Current:
        found = row()
        value = found.custom.get(field.key)
        return Current(typed(field, value), in_words(user, field, value), found.version)

    return Place(
        name=field.column,
        label=field.name,
        url=url,
        read=current,
        save=lambda value, version: save({field.key: value}, version),
        logged=logged,
        type={Kind.DATE: "date", Kind.MULTI: "choices"}.get(Kind(field.kind), "text"),
        options=_options(user, field, row().custom.get(field.key)),
        pick=_pick(field),
        words=_reader(user, field, row),
        hint=_("Not known"),
        help=field.hint,
    )


def form_fields(user: User, entity: str, also: Collection[str] = ()) -> dict[str, forms.Field]:
    """Return the fields that are asked of a new record: those that some stage demands, and `also` by column."""
    stages = {key: str(label) for key, label in entity_of(entity).stages}
    held = fields_for(user, entity).values()
    wanted = [
        one.field
        for one in held
        if one.may_edit and (one.field.required_at or one.field.column in also)
    ]
    found = {}
    for field in wanted:
        made = form_field(field)
        made.label = field.name
        made.required = bool(field.required_at) and set(field.required_at) >= set(stages)
        demanded = series(stages[one] for one in field.required_at if one in stages)
        is_always = made.required or not demanded
        about = "" if is_always else _("Required for %(stage)s") % {"stage": demanded}
        made.help_text = " · ".join(filter(None, [field.hint, about]))
        found[field.column] = made
    return found


def keep_what_is_gone(form: forms.Form) -> None:
    """Refuse a form once in which a field was filled that is not here any more, with what was written there."""
    for name in form.data:
        words = str(form.data[name]).strip()
        if name.startswith(PREFIX) and name not in form.fields and words:
            sentence = _(
                "The field in which you wrote “%(words)s” is not here any more. "
                "Copy it if you need it, and save without it."
            )
            form.add_error(None, sentence % {"words": words[:200]})


def sent(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the custom fields among the cleaned data of a form, by key."""
    return {n.removeprefix(PREFIX): v for n, v in data.items() if n.startswith(PREFIX)}


def _reader(user: User, field: CustomField, row: Callable[[], Any]) -> Callable[[str], str]:
    """Return the function that says what a typed value means."""

    def words(raw: str) -> str:
        try:
            return in_words(user, field, read(field, raw, also=row().custom.get(field.key)))
        except BadValue:
            return raw

    return words


def in_words(user: User, field: CustomField, value: Any) -> str:
    """Return the stored value of a field as a person reads it."""
    return shown(field, value, names_in(user, [(field, value)]).get(field.refers, {}))


def _held(user: User, entity: str, column: str) -> Held:
    held = fields_for(user, entity).get(column.removeprefix(PREFIX))
    if held is None or not column.startswith(PREFIX):
        raise FieldGone
    return held


def _pick(field: CustomField) -> str:
    if not field.refers:
        return ""
    name, query = target_of(field.refers).pick
    return reverse(name) + query


def _options(user: User, field: CustomField, now: Any) -> list[tuple[str, str]] | None:
    if field.is_several:
        return (
            [(str(pk), name) for pk, name in names_in(user, [(field, now)])[field.refers].items()]
            if now
            else []
        )
    if field.kind not in {Kind.CHOICE, Kind.MULTI}:
        return None
    offered = field.offered(*(now if isinstance(now, list) else [now]))
    return offered if field.kind == Kind.MULTI else [("", "–"), *offered]


def form_field(field: CustomField) -> forms.Field:
    """Return the field of a form that asks for a value."""
    if field.kind == Kind.DATE:
        return DayField()
    if field.kind == Kind.CHOICE:
        return forms.ChoiceField(choices=[("", "–"), *field.offered()])
    if field.kind == Kind.MULTI:
        return forms.MultipleChoiceField(
            choices=field.offered(), widget=forms.CheckboxSelectMultiple
        )
    if field.is_several:
        return PicksField(*target_of(field.refers).pick)
    if field.refers:
        return PickField(*target_of(field.refers).pick)
    number = forms.NumberInput() if field.kind == Kind.NUMBER else None
    return forms.CharField(max_length=1000, widget=number)
