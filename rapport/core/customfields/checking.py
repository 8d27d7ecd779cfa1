"""What must be true of a field before it is saved, in sentences beside what they are about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rapport.core import sentences as said
from rapport.core.access.models import Role
from rapport.core.customfields.entities import Entity, targets
from rapport.core.customfields.formulas import Formulas, users_of
from rapport.core.customfields.models import (
    CHOSEN,
    MOST_OPTIONS,
    CustomField,
    Kind,
    Option,
    Reach,
)
from rapport.core.customfields.naming import KEY, key_from
from rapport.core.customfields.queries import all_of
from rapport.core.errors import Invalid
from rapport.core.formulas.compiling import Compiled
from rapport.core.formulas.terms import BadFormula
from rapport.core.pages.formats import number

SEARCHED = frozenset({Kind.TEXT, Kind.CHOICE, Kind.MULTI})


def check(field: CustomField, entity: Entity, *, taken: Collection[str] | None = None) -> None:
    """Refuse a field that cannot be. `taken` are the keys of the others when it is new. Errors: Invalid."""
    wrong = _about_names(field, taken)
    if field.kind not in Kind.values:
        wrong["kind"] = str(said.NOT_OFFERED)
    if field.is_searched and field.kind not in SEARCHED:
        wrong["is_searched"] = _("Search finds texts and choices only.")
    elif field.is_searched and Reach.HIDDEN in field.limits.values():
        wrong["is_searched"] = _("What is hidden from a role cannot be found by search.")
    if set(field.required_at) - {stage for stage, _label in entity.stages}:
        wrong["required_at"] = str(said.NOT_OFFERED)
    elif field.required_at and field.kind == Kind.FORMULA:
        wrong["required_at"] = _("A formula fills itself; it cannot be required.")
    if not _are_limits(field.limits):
        wrong["limits"] = str(said.NOT_OFFERED)
    wrong |= _about_records(field)
    wrong |= _about_options(field) | _about_lengths(field)
    if wrong:
        raise Invalid(fields=wrong)


def formula_from(field: CustomField, entity: Entity, written: str | None = None) -> str:
    """Return a formula as it is kept, of what was `written` or is kept. Errors: Invalid, also when one that uses it would no longer hold."""
    if field.kind != Kind.FORMULA:
        if written:
            raise Invalid(fields={"formula": _("Only a formula field has a formula.")})
        return ""
    others = [one for one in all_of(entity.name) if one.pk != field.pk]
    try:
        kept = _compiled(Formulas(entity, [*others, field]), field, written).kept()
    except BadFormula as error:
        raise Invalid(fields={"formula": str(error)}) from error
    before, field.formula = field.formula, kept
    formulas = Formulas(entity, [*others, field])
    for one in users_of(field, others):
        try:
            formulas.of(one)
        except BadFormula as error:
            field.formula = before
            sentence = _("“%(name)s” uses it and would no longer hold: %(why)s")
            told = sentence % {"name": one.name, "why": error}
            raise Invalid(fields={"formula": told}) from error
    return kept


def _compiled(formulas: Formulas, field: CustomField, written: str | None) -> Compiled:
    return formulas.of(field) if written is None else formulas.try_(written, field)


def options_from(field: CustomField, wanted: Sequence[Option]) -> list[list[Any]]:
    """Return the options as they are stored: in this order, new ones with a key, those left out retired at the end."""
    known = field.choices
    found: dict[str, Option] = {}
    for one in wanted:
        words, zh = " ".join(one.label.split()), " ".join(one.label_zh.split())
        if not words and one.key not in known:
            continue
        key = one.key if one.key in known else key_from(words, {*known, *found}, "option")
        found[key] = Option(key, words, zh, one.is_retired)
    left_out = [one._replace(is_retired=True) for one in known.values() if one.key not in found]
    return [list(one) for one in [*found.values(), *left_out]]


def _about_names(field: CustomField, taken: Collection[str] | None) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not field.label:
        wrong["label"] = str(said.NO_NAME)
    elif _is_known(field):
        wrong["label"] = _("There is a field of this name already.")
    if taken is not None and not KEY.fullmatch(field.key):
        wrong["key"] = _("A key begins with a letter and has small letters, digits and _ only.")
    elif taken is not None and field.key in taken:
        wrong["key"] = _("There is a field with this key already.")
    return wrong


def _is_known(field: CustomField) -> bool:
    others = CustomField.objects.filter(entity=field.entity, removed_at=None).exclude(pk=field.pk)
    return others.filter(label__iexact=field.label).exists()


def _are_limits(limits: Any) -> bool:
    roles = {str(pk) for pk in Role.objects.values_list("pk", flat=True)}
    return (
        isinstance(limits, dict)
        and set(limits.values()) <= set(Reach.values)
        and (not limits.keys() - roles)
    )


def _about_options(field: CustomField) -> dict[str, str]:
    options = [one for one in field.choices.values() if not one.is_retired]
    if field.kind not in CHOSEN:
        return {"options": _("Only a list has options.")} if field.options else {}
    if len(field.options) > MOST_OPTIONS:
        sentence = _(
            "A list holds at most %(most)s options, and these are %(n)s. "
            "Keep so many as companies or people, and choose a field that refers to them."
        )
        n = number(len(field.options))
        return {"options": sentence % {"most": number(MOST_OPTIONS), "n": n}}
    if not options:
        return {"options": _("Enter the options, each on a line of its own.")}
    names = [one.label.casefold() for one in options]
    if not all(names):
        return {"options": _("Each option needs a name.")}
    twice = next((one.label for one in options if names.count(one.label.casefold()) > 1), None)
    if twice is not None:
        return {"options": _("“%(name)s” is there twice.") % {"name": twice[:50]}}
    if any(len(text) > 100 for one in options for text in (one.label, one.label_zh)):
        return {"options": str(said.TOO_LONG) % {"limit_value": 100}}
    return {}


def _about_records(field: CustomField) -> dict[str, str]:
    is_relation = field.kind == Kind.RELATION
    if is_relation and field.target not in targets():
        return {"target": _("Choose to which kind of record it refers.")}
    if not is_relation and (field.target or field.is_several or field.back or field.back_zh):
        return {"target": _("Only a relation refers to another kind of record.")}
    return {}


def _about_lengths(field: CustomField) -> dict[str, str]:
    try:
        field.clean_fields(
            exclude=["entity", "key", "kind", "options", "limits", "required_at", "formula"]
        )
    except ValidationError as error:
        return {name: " ".join(words) for name, words in error.message_dict.items() if words}
    return {}
