"""What can go wrong, in words that a user can act on. A class's docstring is the sentence she reads."""

from __future__ import annotations

from inspect import cleandoc
from typing import ClassVar

from django.utils.translation import gettext


class RapportError(Exception):
    """Something went wrong."""

    status: ClassVar[int] = 500

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """Return the docstring in the reader's language, its %(names)s filled in."""
        text = gettext(cleandoc(type(self).__doc__ or ""))
        return text % self.values if self.values else text

    @property
    def more(self) -> dict[str, object]:
        """Return what a program is told besides the sentence."""
        return {}


class Unreadable(RapportError):
    """This request cannot be read."""

    status = 400


class NotSignedIn(RapportError):
    """Sign in first, or send an access token."""

    status = 401


class NotAllowed(RapportError):
    """You do not have the right to do this. Ask an administrator for it."""

    status = 403


class Missing(RapportError):
    """This record does not exist, or you cannot see it."""

    status = 404


class Moved(RapportError):
    """This record was merged into another one. Open that one instead."""

    status = 308

    def __init__(self, was: int, now: int) -> None:
        self.was, self.now = was, now
        super().__init__()


class Conflict(RapportError):
    """Somebody else changed this in the meantime. Load it anew, then make your change."""

    status = 409


class Invalid(RapportError):
    """Some values cannot be saved. Correct the marked fields."""

    status = 422

    def __init__(self, fields: dict[str, str] | None = None, **values: object) -> None:
        self.fields = fields or {}
        super().__init__(**values)


class RowsRefused(Invalid):
    """Some of these records cannot take this value."""

    def __init__(self, rows: dict[int, str]) -> None:
        self.rows = rows
        super().__init__()


class TooMany(RapportError):
    """Too many requests. Wait a minute and try again."""

    status = 429


class Unreachable(RapportError):
    """Another system did not answer. Try again later."""

    status = 502
