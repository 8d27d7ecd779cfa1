"""The shapes that every endpoint shares."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from ninja import Field, Path, Schema
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from rapport.core.sentences import YEARS

R = TypeVar("R")
D = TypeVar("D", bound=date)
LARGEST = 2**63 - 1

Id = Annotated[int, Path(ge=1, le=LARGEST, description="The record's id")]
Key = Annotated[int, Field(ge=1, le=LARGEST)]


def _near(value: D) -> D:
    if value.year not in YEARS:
        raise PydanticCustomError("far_off", "far off")
    return value


Day = Annotated[date, AfterValidator(_near)]
Moment = Annotated[AwareDatetime, AfterValidator(_near)]
Version = Annotated[int, Field(ge=1, description="Raised by every change; the ETag carries it")]


ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"


def _text(longest: int, shortest: int = 0, pattern: str = ONE_LINE) -> StringConstraints:
    return StringConstraints(
        strip_whitespace=True, min_length=shortest, max_length=longest, pattern=pattern
    )


Text2 = Annotated[str, _text(2)]
Text10 = Annotated[str, _text(10)]
Text20 = Annotated[str, _text(20)]
Text30 = Annotated[str, _text(30)]
Text50 = Annotated[str, _text(50)]
Text60 = Annotated[str, _text(60)]
Text100 = Annotated[str, _text(100)]
Text200 = Annotated[str, _text(200)]
Text300 = Annotated[str, _text(300)]
Text500 = Annotated[str, _text(500)]
LongText = Annotated[str, _text(20_000, 0, LINES)]
Filled50 = Annotated[str, _text(50, 1)]
Filled60 = Annotated[str, _text(60, 1)]
Filled100 = Annotated[str, _text(100, 1)]
Filled200 = Annotated[str, _text(200, 1)]
Filled300 = Annotated[str, _text(300, 1)]
Filled500 = Annotated[str, _text(500, 1)]
FilledText = Annotated[str, _text(20_000, 1, LINES)]

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Amount = Annotated[Decimal, Field(ge=-(10**11), le=10**11, decimal_places=4)]
Quantity = Annotated[Decimal, Field(ge=-(10**9), le=10**9, decimal_places=3)]
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]
Rate = Annotated[Decimal, Field(ge=0, le=10**9, decimal_places=8)]


class Input(BaseModel):
    """What a caller sends; a name that nobody knows is refused, for it would be lost without a word."""

    model_config = ConfigDict(extra="forbid")


class Rows(Schema, Generic[R]):
    """One page of a list; `next` is the address of the page that follows, null at the end."""

    items: list[R]
    next: str | None


class Count(Schema):
    """How many rows match; counting stops at 10,000."""

    count: int
    is_exact: bool


class Found(Schema):
    """A record that search found; `rank` is 0 for a whole name, 1 for its beginning, 2 otherwise."""

    kind: str
    object_id: int
    party_id: int | None
    title: str
    subtitle: str
    touched_at: datetime | None
    rank: int


class Alike(Schema):
    """A record that looks the same as one that was to be added, how likely, and why."""

    id: int
    kind: str
    name: str
    probability: float
    reasons: list[str]


class ProblemDetails(Schema):
    """What went wrong, after RFC 9457: a type for programs, a sentence for people, and the fields it is about.

    `candidates` are records that look the same as one that was to be added.
    """

    type: str
    title: str
    status: int
    detail: str
    fields: dict[str, str] | None = None
    candidates: list[Alike] | None = None
