"""Editing a field of the company's own on many records: one verb per field, made when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.db import models
from django.db.models import JSONField, Q, Value
from django.db.models.fields.json import KeyTransform
from django.db.models.lookups import Exact, IsNull
from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.bulk.fields import edited, editing_title
from rapport.core.bulk.verbs import Values, Verb, same
from rapport.core.customfields.entities import entity_of
from rapport.core.customfields.models import CustomField, Kind
from rapport.core.customfields.place import form_field, in_words
from rapport.core.customfields.queries import fields_for
from rapport.core.customfields.reading import BadValue, read
from rapport.core.errors import Missing

NAME = re.compile(r"edit-own-([a-z]+)-([a-z0-9_]+)", re.ASCII)


class Change(Protocol):
    """The action that gives many records of a kind the same values of custom fields, by key."""

    def __call__(
        self, ids: Sequence[int], custom: Mapping[str, Any], /, *, by: User, at: datetime
    ) -> Sequence[int]:
        """Write the rows; return those on which something changed."""


@dataclass(frozen=True)
class OwnFields:
    """Of which list the custom fields of a kind of record can be edited at once, and by which action. `config/bulk_own.py` has them."""

    list_name: str
    model: type[models.Model]
    change: Change


class OwnForm(forms.Form):
    """The value of a custom field that all records shall have."""

    def __init__(self, data: Any, *, user: User, field: CustomField) -> None:
        held = fields_for(user, field.entity).get(field.key)
        if held is None or not held.may_edit:
            raise Missing
        if type(data) is dict and field.kind == Kind.MULTI:  # of a program, as one text
            data = {"value": _several(field, data.get("value", ""))}
        super().__init__(data)
        self.user, self.field = user, field
        self.fields["value"] = asked = form_field(field)
        asked.label, asked.required = field.name, False
        asked.help_text = " ".join(
            filter(None, [field.hint, _("Leave it empty to clear the field.")])
        )

    def clean_value(self) -> Any:
        """Return the value as records hold it, None when empty."""
        given = self.cleaned_data["value"]
        try:
            return read(self.field, given)
        except BadValue as error:
            raise forms.ValidationError(str(error)) from error


def _several(field: CustomField, text: str) -> list[str]:
    try:
        return read(field, text) or []
    except BadValue:
        return [text]


def own_verbs(user: User, list_name: str) -> list[Verb]:
    """Return the edits of those fields of a list's records that this user may change."""
    return [
        _verb(one.field, here)
        for entity, here in listed("bulk_own").items()
        if here.list_name == list_name
        for one in fields_for(user, entity).values()
        if one.may_edit
    ]


def own_verb(name: str) -> Verb | None:
    """Return the edit of a custom field by its name, `edit-own-person-favourite_film`; of a removed one too, for its runs."""
    found = NAME.fullmatch(name)
    here: OwnFields | None = listed("bulk_own").get(found[1]) if found else None
    if found is None or here is None:
        return None
    field = CustomField.objects.filter(entity=found[1], key=found[2]).first()
    return _verb(field, here) if field else None


def _verb(field: CustomField, here: OwnFields) -> Verb:
    entity = entity_of(field.entity)

    def write(ids: Sequence[int], values: Values, *, by: User, at: datetime) -> Sequence[int]:
        return here.change(ids, {field.key: values["value"]}, by=by, at=at)

    def plain(form: OwnForm) -> dict[str, Any]:
        value = form.cleaned_data["value"]
        return {"value": value, "shown": in_words(form.user, field, value) or "–"}

    return Verb(
        name=f"edit-own-{field.entity}-{field.key}",
        label=field.name,
        icon="forms",
        right=entity.edit[1],
        model=here.model,
        lists={here.list_name: same},
        title=editing_title,
        said=edited,
        write=write,
        form=lambda user, data: OwnForm(data, user=user, field=field),
        plain=plain,
        says=lambda values: (
            _("%(field)s → %(value)s") % {"field": field.name, "value": values["shown"]}
        ),
        already=lambda values: _is_so(field, values["value"]),
        blocked=lambda _user, values: _demanded(field, values["value"]),
        column=field.column,
        after=lambda _before, values: str(values["shown"]),
        gone=gettext_lazy("In the trash"),
        page=entity.page,
        is_edit=True,
    )


def _is_so(field: CustomField, value: Any) -> Q:
    held = KeyTransform(field.key, "custom")
    if value is None:
        return Q(IsNull(held, rhs=True))
    return Q(IsNull(held, rhs=False)) & Q(Exact(held, Value(value, JSONField())))


def _demanded(field: CustomField, value: Any) -> dict[str, Q]:
    """Return which records may not lose the field: their stage demands it."""
    if value is not None or not field.required_at:
        return {}
    reason = _("“%(name)s” is required where they stand") % {"name": field.name}
    return {reason: Q(**{f"{entity_of(field.entity).stage}__in": field.required_at})}
