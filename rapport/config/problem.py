"""Errors of setting up and running Rapport: the class's docstring is the sentence the operator reads."""

from __future__ import annotations

from inspect import cleandoc

from rapport.config.speech import gettext


class Problem(Exception):
    """Rapport cannot go on."""

    def __init__(self, **values: object) -> None:
        super().__init__(values)
        self.values = values

    def __str__(self) -> str:
        """Return the sentence in the terminal's language, with its values filled in."""
        return gettext(cleandoc(self.__doc__ or "")) % self.values
