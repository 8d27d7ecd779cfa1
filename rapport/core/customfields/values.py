"""The column of a table that holds the values of its custom fields, by key."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Value


class CustomValues(models.JSONField):
    """Key → value, typed as its field says; a field without a value has no key. The change log tells it key by key."""

    by_key = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        fixed = {"default": dict, "db_default": Value({}, models.JSONField()), "blank": True}
        super().__init__(*args, **{**fixed, **kwargs})
