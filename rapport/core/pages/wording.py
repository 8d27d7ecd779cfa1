"""The form fields' own refusals in the words of the house: Django's say what is wrong, ours what to do."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rapport.core import sentences as said

WORDS: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {
        "required": said.MISSING,
        "min_length": said.TOO_SHORT,
        "max_length": said.TOO_LONG,
        "min_value": said.TOO_SMALL,
        "max_value": said.TOO_GREAT,
        "max_digits": said.TOO_MANY_DIGITS,
        "max_whole_digits": said.TOO_MANY_DIGITS,
        "max_decimal_places": said.TOO_MANY_PLACES,
        "null_characters_not_allowed": said.NOT_STORABLE,
    },
    forms.IntegerField: {"invalid": said.NOT_WHOLE},
    forms.DecimalField: {"invalid": said.NOT_A_FIGURE},
    forms.EmailField: {"required": said.NO_EMAIL, "invalid": said.NO_EMAIL},
    forms.DateField: {"required": said.NO_DAY, "invalid": said.NOT_A_DATE},
    forms.DateTimeField: {"required": said.NO_DAY, "invalid": said.NOT_A_DATE},
    forms.TimeField: {"invalid": said.NOT_A_TIME},
    forms.ChoiceField: {"required": said.NOT_OFFERED, "invalid_choice": said.NOT_OFFERED},
    forms.MultipleChoiceField: {
        "invalid_choice": said.NOT_OFFERED,
        "invalid_list": said.NOT_OFFERED,
    },
    forms.FileField: {
        "required": said.NO_FILE,
        "invalid": said.NO_FILE,
        "missing": said.NO_FILE,
        "empty": said.EMPTY_FILE,
    },
}


def near(day: date) -> None:
    """Refuse a day that nobody means. Errors: ValidationError."""
    if day.year not in said.YEARS:
        raise ValidationError(said.FAR_OFF, code="far_off")


def reword() -> None:
    """Let every field that is made from now on speak so; a field's own `error_messages` still stand above."""
    for kind, words in WORDS.items():
        kind.default_error_messages = {**vars(kind).get("default_error_messages", {}), **words}
    forms.DateField.default_validators = [near]
    forms.DateTimeField.default_validators = [near]
