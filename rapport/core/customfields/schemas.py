"""How custom fields look over the API."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Field
from pydantic import StringConstraints

FieldKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Custom = Annotated[
    dict[FieldKey, Any],
    Field(
        max_length=200,
        description="Fields of the company's own by key; null empties one. A choice is its key, several are a list of keys, "
        'an amount is {"amount": 12.5, "currency": "EUR"}, a day 2026-09-17, a record its id, several a list of ids; what a formula makes is told and not taken',
    ),
]
