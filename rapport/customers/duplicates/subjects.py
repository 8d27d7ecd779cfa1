"""What is searched for duplicates: people, companies, households, each with its fields and its blocks. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rapport.customers.duplicates.blocking import Block
from rapport.customers.duplicates.columns import Ints, Records
from rapport.customers.duplicates.comparing import (
    Compared,
    Field,
    called,
    like_days,
    like_digits,
    like_phones,
    names,
    places,
    same_or_like,
)

Comparison = Callable[[Records, Ints, Ints], dict[str, Compared]]


def _one(name: str, is_like: Callable[..., object] | None) -> Comparison:
    def compare(records: Records, first: Ints, second: Ints) -> dict[str, Compared]:
        return {name: same_or_like(records, name, first, second, is_like)}  # type: ignore[arg-type]

    return compare


COMPOSED = {"family", "given", "name", "place"}


@dataclass(frozen=True)
class Subject:
    """A kind of records: by what they are compared, and which of them are."""

    name: str
    fields: tuple[Field, ...]
    comparisons: tuple[Comparison, ...]
    blocks: tuple[Block, ...]

    @property
    def counted(self) -> list[Field]:
        """Return the fields that are columns of single values, of which it can be counted how many records share one."""
        return [field for field in self.fields if field.name not in COMPOSED]


FAMILY = Field("family", (0.03, 0.05, 0.07, 0.85), (0.955, 0.02, 0.005, 0.02), rare="family_sound")
GIVEN = Field("given", (0.03, 0.07, 0.07, 0.83), (0.97, 0.018, 0.004, 0.008), rare="given_sound")
BORN = Field("born_on", (0.05, 0.1, 0.85), (0.9985, 0.0014, 0.0001), personal=True)
PHONE = Field("phone", (0.3, 0.1, 0.6), (0.99998, 0.00001, 0.00001), rare="phone")
EMAIL = Field("email", (0.35, 0.65), (0.99999, 0.00001), rare="email", personal=True)
WECHAT = Field("wechat", (0.3, 0.7), (0.99999, 0.00001), personal=True)
PLACE = Field("place", (0.15, 0.2, 0.15, 0.5), (0.93, 0.0689, 0.001, 0.0001))
COMPANY = Field("company", (0.3, 0.7), (0.998, 0.002))
NUMBER = Field("number", (0.05, 0.1, 0.85), (0.9998, 0.0001, 0.0001), personal=True)
NAME = Field("name", (0.03, 0.12, 0.15, 0.7), (0.994, 0.005, 0.0005, 0.0005), rare="sound")
DOMAIN = Field("domain", (0.2, 0.8), (0.9999, 0.0001), rare="domain")
MEMBER = Field("member", (0.2, 0.8), (0.999, 0.001))

PEOPLE = Subject(
    "person",
    (FAMILY, GIVEN, BORN, PHONE, EMAIL, WECHAT, PLACE, COMPANY, NUMBER),
    (
        names,
        _one("born_on", like_days),
        _one("phone", like_phones),
        _one("email", None),
        _one("wechat", None),
        places,
        _one("company", None),
        _one("number", like_digits),
    ),
    (
        Block(("phone",)),
        Block(("email",)),
        Block(("wechat",)),
        Block(("number",)),
        Block(("local",)),
        Block(("whole",)),
        Block(("whole", "city")),
        Block(("whole", "born_on")),
        Block(("whole", "company")),
        Block(("born_on", "initial")),
        Block(("turned_day", "whole")),
        Block(("street", "city")),
        Block(("family_sound", "city", "given_start")),
        Block(("given_sound", "city", "family_start")),
    ),
)
ORGANIZATIONS = Subject(
    "organization",
    (NAME, NUMBER, DOMAIN, PHONE, PLACE),
    (
        called,
        _one("number", like_digits),
        _one("domain", None),
        _one("phone", like_phones),
        places,
    ),
    (
        Block(("name",)),
        Block(("sound",)),
        Block(("number",)),
        Block(("domain",)),
        Block(("phone",)),
        Block(("street", "city")),
        Block(("start", "city")),
    ),
)
HOUSEHOLDS = Subject(
    "household",
    (NAME, MEMBER, PHONE, EMAIL, PLACE),
    (called, _one("member", None), _one("phone", like_phones), _one("email", None), places),
    (
        Block(("sound", "city")),
        Block(("member", "city")),
        Block(("member",)),
        Block(("phone",)),
        Block(("email",)),
        Block(("street", "city")),
    ),
)
SUBJECTS = {one.name: one for one in (PEOPLE, ORGANIZATIONS, HOUSEHOLDS)}
