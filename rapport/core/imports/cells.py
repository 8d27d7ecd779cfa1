"""How the cells of a file are to be read, and what is said of one that cannot be."""

from __future__ import annotations

from dataclasses import dataclass


class RowError(Exception):
    """A cell cannot be used; the text is the sentence for the errors file."""


@dataclass(frozen=True)
class Reading:
    """How cells are to be read: which date comes first, which decimal sign, which country phones belong to."""

    day_order: str = "ymd"
    decimal: str = "."
    country: str = ""
    timezone: str = "UTC"
    name_order: str = "auto"
    bad_contacts: str = "refuse"
