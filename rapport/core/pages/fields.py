"""Form fields that Django does not ship: a day from the browser's calendar, and a record looked up while typing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from rapport.core.sentences import NO_PICK, needs


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=DayInput(), **{"required": False, **options})


class PickInput(forms.TextInput):
    """A record that is looked up at an address while typing; `shown` is its name once chosen."""

    def __init__(self, page: str, query: str = "", shown: str = "") -> None:
        super().__init__()
        self.page, self.query, self.shown = page, query, shown

    @property
    def pick_url(self) -> str:
        """Return the address that answers with the records that match."""
        return reverse(self.page) + self.query


class PicksInput(forms.SelectMultiple):
    """Several records that are looked up one by one at an address while typing."""

    is_several = True

    def __init__(self, page: str, query: str = "") -> None:
        super().__init__()
        self.page, self.query = page, query

    @property
    def pick_url(self) -> str:
        """Return the address that answers with the records that match."""
        return reverse(self.page) + self.query

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return the keys that were sent; the field in which one is looked up may be empty."""
        found = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        return [one for one in found if one]


class PicksField(forms.Field):
    """The keys of several records that are looked up while typing."""

    def __init__(self, page: str, query: str = "", **options: Any) -> None:
        super().__init__(widget=PicksInput(page, query), **{"required": False, **options})


class PickField(forms.IntegerField):
    """The key of a record that is looked up while typing."""

    def __init__(self, page: str, query: str = "", shown: str = "", **options: Any) -> None:
        options.setdefault("error_messages", needs(NO_PICK) | {"invalid": NO_PICK})
        super().__init__(
            widget=PickInput(page, query, shown), min_value=1, max_value=2**63 - 1, **options
        )
