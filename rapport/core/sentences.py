"""What is wrong with a value, in one sentence each: forms, the API and imports say the same."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from rapport.core.errors import RapportError

MISSING = _("Fill this in.")
NOT_OFFERED = _("Choose one of the values offered.")
NO_DAY = _("Choose a day.")
NO_FILE = _("Choose a file.")
EMPTY_FILE = _("This file is empty. Choose another one.")
NO_NAME = _("Enter a name.")
NO_COMPANY = _("Enter the company's name.")
NO_PASSWORD = _("Enter a password.")
NO_PICK = _("Choose one from the list that opens while you type.")
NO_EMAIL = _("Enter an e-mail address such as anna@example.com.")
NOT_WHOLE = _("Enter a whole number, such as 12.")
NOT_A_FIGURE = _("Enter a figure, such as 12.50.")
NOT_A_DATE = _("Enter a date, such as 2026-09-17.")
FAR_OFF = _("Enter a date between 1900 and 2200.")
NOT_A_TIME = _("Enter a time, such as 09:30.")
TOO_SMALL = _("This must be at least %(limit_value)s.")
TOO_GREAT = _("This must be at most %(limit_value)s.")
TOO_MANY_DIGITS = _("This figure is too large. Check its digits.")
TOO_MANY_PLACES = _("Round this to %(max)s decimal places.")
TOO_SHORT = _("This is too short: it needs at least %(limit_value)s characters.")
TOO_LONG = _("This is too long: %(limit_value)s characters fit.")
NOT_STORABLE = _("This text holds a character that cannot be stored. Type it again.")
YEARS = range(1900, 2201)  # others are slips of the pen, and at the ends of the calendar sums break


def said_by(error: type[RapportError]) -> Any:
    """Return the sentence of a rule's error, to be read in the language of whoever reads it."""
    return lazy(lambda: error().sentence(), str)()


def needs(sentence: type[RapportError] | Promise | str) -> dict[str, Any]:
    """Return the messages of a form's field that must be filled: what to do, by the rule that asks for it."""
    return {"required": said_by(sentence) if isinstance(sentence, type) else sentence}
