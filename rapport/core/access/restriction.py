"""Records whose processing is restricted (GDPR article 18): kept, and left out of whatever touches many at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.core.records import keys

RESTRICTED = _("Processing of this person’s data is restricted")


def restriction(model: type[models.Model]) -> Q:
    """Return the condition under which a row belongs to somebody whose data are kept only; empty where nobody's can be."""
    path = _path(model)
    return Q(**{f"{path}__isnull": False}) if path else Q()


def restricted_ids(model: type[models.Model], ids: Sequence[int]) -> set[int]:
    """Return which of these rows are kept only. One query."""
    condition = restriction(model)
    if not condition:
        return set()
    rows = model._default_manager.filter(condition, pk__any=keys(ids))
    return set(rows.values_list("pk", flat=True))


@cache
def _path(model: type[models.Model]) -> str:
    """Return the way to the moment of the restriction, by the same road on which rows are seen."""
    if any(field.name == "restricted_at" for field in model._meta.concrete_fields):
        return "restricted_at"
    access: Any = getattr(model, "access", None)
    if access is None or not access.via:
        return ""
    parent = cast("type[models.Model]", model._meta.get_field(access.via).related_model)
    further = _path(parent)
    return f"{access.via}__{further}" if further else ""
