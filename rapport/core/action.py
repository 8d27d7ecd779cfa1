"""The frame of every write: one transaction, one group in the change log, and a right that was checked."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, ForeignKeyViolation, UniqueViolation

from rapport.core.errors import Conflict

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Frame:
    """What one outermost action is doing: its group in the log, and whether a right was checked."""

    group: uuid.UUID = field(default_factory=uuid.uuid4)
    cause: str = ""
    signed: bool = False


_frame: ContextVar[Frame | None] = ContextVar("frame", default=None)
_last: ContextVar[uuid.UUID | None] = ContextVar("last", default=None)


class SameAtOnce(Conflict):
    """Somebody else saved the same at this moment. Load it anew: it may be there already."""


class Unguarded(AssertionError):
    """An action ended without having checked a right."""


def action(verb: Callable[P, T]) -> Callable[P, T]:
    """Make a function an action: atomic, and an error if it wrote without asking for a right.

    An action called by another joins the outer one's transaction, group and cause, so that one undo takes back both.
    """

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if _frame.get() is not None:
            with transaction.atomic():
                return verb(*args, **kwargs)
        frame = Frame()
        token = _frame.set(frame)
        try:
            with _collisions_told(), transaction.atomic():
                result = verb(*args, **kwargs)
                if not frame.signed:
                    raise Unguarded(verb.__qualname__)
            if (
                connection.in_atomic_block
            ):  # a caller's transaction goes on: it must not inherit our name
                with connection.cursor() as cursor:
                    cursor.execute(SIGN, ["", "", ""])
            _last.set(frame.group)
            return result
        finally:
            _frame.reset(token)

    return run


@contextmanager
def _collisions_told() -> Iterator[None]:
    """Say it in a sentence when two write the same at once: the database lets one of them through."""
    try:
        yield
    except (IntegrityError, OperationalError) as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise SameAtOnce from error
        if isinstance(error.__cause__, ForeignKeyViolation | DeadlockDetected):
            raise Conflict from error
        raise


SIGN = """SELECT set_config('rapport.by', %s, true), set_config('rapport.cause', %s, true),
 set_config('rapport.group', %s, true)"""


def sign(user_id: int | None, cause: str) -> None:
    """Tell the change log who writes in this transaction and why; the outermost action's word stands."""
    frame = _frame.get()
    if frame is None:
        msg = f"{cause}: rights are asked inside an @action."
        raise Unguarded(msg)
    if frame.signed:
        return
    frame.signed, frame.cause = True, cause
    with connection.cursor() as cursor:
        cursor.execute(SIGN, [str(user_id or ""), cause, str(frame.group)])


def current_group() -> uuid.UUID:
    """Return the group under which the running action is logged."""
    frame = _frame.get()
    if frame is None:
        msg = "There is no action running."
        raise Unguarded(msg)
    return frame.group


def last_group() -> uuid.UUID | None:
    """Return the group of the action that this thread ended last, for the undo of its toast."""
    return _last.get()


def continue_group(group: uuid.UUID) -> None:
    """Let the running action log under an earlier group, so that one undo takes back the work of several transactions."""
    frame = _frame.get()
    if frame is None or not frame.signed:
        msg = "A group is continued inside an @action, after its right was asked."
        raise Unguarded(msg)
    frame.group = group
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('rapport.group', %s, true)", [str(group)])
