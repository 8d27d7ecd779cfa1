"""The two questions with which every action begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar, cast

from django.db import models

from rapport.core.access.models import User, holds
from rapport.core.action import sign
from rapport.core.errors import Conflict, Missing, NotAllowed
from rapport.core.records import keys

M = TypeVar("M", bound=models.Model)


class StaleVersion(Conflict):
    """Somebody changed this record while you were editing it. Look at both and choose."""

    def __init__(self, row: models.Model) -> None:
        self.row = row
        super().__init__()


def require(by: User, right: str) -> None:
    """Refuse unless the user holds the right at all; sign what follows in the change log."""
    if not holds(by, right):
        raise NotAllowed
    sign(by.pk, right)


def require_self(by: User, verb: str) -> User:
    """Let a colleague change what is her own (her name, her password); return her row, locked."""
    row = User.objects.select_for_update().get(pk=by.pk)
    if not row.is_active:
        raise NotAllowed
    sign(by.pk, verb)
    return row


def require_row(
    by: User,
    right: str,
    model: type[M],
    row_id: int,
    *,
    version: int | None = None,
) -> M:
    """Return the row, locked, if the user holds the right over it; sign what follows in the change log.

    Errors: Missing when she cannot even see it, NotAllowed when she sees it only, StaleVersion when it was
    changed since the version she edited.
    """
    rows: Any = model._default_manager.all()
    row = rows.within(by, right).select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None:
        if rows.visible_to(by).filter(pk=row_id).exists():
            raise NotAllowed
        raise Missing
    check_version(row, version)
    sign(by.pk, right)
    return cast("M", row)


def check_version(row: Any, version: int | None) -> None:
    """Refuse to change a part of a record that was changed since the version the user edited. Errors: StaleVersion."""
    if version is not None and row.version != version:
        raise StaleVersion(row)


def require_rows(by: User, right: str, model: type[M], row_ids: Sequence[int]) -> list[M]:
    """Return all these rows, locked, if the user holds the right over each; none is left out in silence.

    Errors: Missing when she cannot see one of them, NotAllowed when she sees one only.
    """
    wanted = set(row_ids)
    rows: Any = model._default_manager.all()
    mine = rows.within(by, right).select_for_update(of=("self",)).filter(pk__in=wanted)
    found = list(mine.order_by("pk"))
    if len(found) < len(wanted):
        if rows.visible_to(by).filter(pk__in=wanted).count() == len(wanted):
            raise NotAllowed
        raise Missing
    require(by, right)
    return cast("list[M]", found)


def require_ids(by: User, right: str, model: type[M], row_ids: Sequence[int]) -> list[int]:
    """Return the keys of all these rows, locked, as `require_rows` does, for verbs that write thousands by one statement."""
    wanted = list(set(row_ids))
    rows: Any = model._default_manager.all()
    mine = rows.within(by, right).select_for_update(of=("self",)).filter(pk__any=keys(wanted))
    found = list(mine.order_by("pk").values_list("pk", flat=True))
    if len(found) < len(wanted):
        if rows.visible_to(by).filter(pk__any=keys(wanted)).count() == len(wanted):
            raise NotAllowed
        raise Missing
    require(by, right)
    return found
