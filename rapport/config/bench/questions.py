"""What people type to find somebody: a fixed list of ways, each asked of people spread over the whole base.

Where a name has thousands of namesakes a second word says which of them: digits of the telephone number, a part of the e-mail address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db import connection

from rapport.core.search.tokens import fold

EACH = 5  # people by whom each way is tried
PEOPLE = """
SELECT p.id, p.display_name, p.latin_name, h.family, h.given, phone.normalized, mail.normalized
FROM customers_party p JOIN customers_person h ON h.party_id = p.id
JOIN LATERAL (SELECT normalized FROM customers_contactpoint c WHERE c.party_id = p.id AND c.channel = 'phone'
  AND c.removed_at IS NULL ORDER BY c.id LIMIT 1) phone ON length(phone.normalized) >= 11
JOIN LATERAL (SELECT normalized FROM customers_contactpoint c WHERE c.party_id = p.id AND c.channel = 'email'
  AND c.removed_at IS NULL ORDER BY c.id LIMIT 1) mail ON true
WHERE p.kind = 'person' AND p.trashed_at IS NULL AND p.id > %(after)s AND (%(owner)s::bigint IS NULL OR p.owner_id = %(owner)s)
  AND p.display_name ~ %(script)s AND p.latin_name ~ %(latin)s
ORDER BY p.id LIMIT 1"""


class Person(NamedTuple):
    """Somebody who is wanted, and what is known of her."""

    id: int
    name: str
    latin: str
    family: str
    given: str
    phone: str
    email: str

    @property
    def spoken(self) -> list[str]:
        """Return the Latin spelling of a Chinese name, family name first."""
        return fold(self.latin).split()

    @property
    def digits(self) -> str:
        """Return the telephone number without its signs."""
        return self.phone.lstrip("+")

    def tail(self, count: int) -> str:
        """Return the last digits of the telephone number."""
        return self.digits[-count:]


class Question(NamedTuple):
    """One way to ask for one person."""

    way: str
    text: str
    wanted: int


Ask = Callable[[Person], str]

ANYBODY: dict[str, Ask] = {
    "name and four digits": lambda p: f"{p.name} {p.tail(4)}",
    "four digits and name": lambda p: f"{p.tail(4)} {p.name}",
    "number": lambda p: p.digits,
    "international number": lambda p: p.phone,
    "number in groups": lambda p: f"{p.digits[:-8]} {p.digits[-8:-4]} {p.tail(4)}",
    "number with dashes": lambda p: f"{p.digits[:-8]}-{p.digits[-8:-4]}-{p.tail(4)}",
    "last eight digits": lambda p: p.tail(8),
    "last seven digits and name": lambda p: f"{p.tail(7)} {p.name}",
    "digits in the middle and name": lambda p: f"{p.name} {p.digits[-8:-2]}",
    "address": lambda p: p.email,
    "address in capitals": lambda p: p.email.upper(),
    "mailbox and name": lambda p: f"{p.email.partition('@')[0]} {p.name}",
    "beginning of the address": lambda p: p.email[: p.email.index("@") + 4],
    "name and wide digits": lambda p: (
        f"{p.name} {''.join(chr(ord(d) + 0xFEE0) for d in p.tail(5))}"
    ),
}
CHINESE: dict[str, Ask] = {
    "pinyin in one piece": lambda p: f"{''.join(p.spoken)} {p.tail(4)}",
    "pinyin in words": lambda p: f"{' '.join(p.spoken)} {p.tail(4)}",
    "pinyin with a capital": lambda p: f"{p.latin} {p.tail(4)}",
    "pinyin, given name first": lambda p: f"{''.join(reversed(p.spoken))} {p.tail(4)}",
    "beginning of the pinyin": lambda p: f"{''.join(p.spoken)[:-1]} {p.tail(5)}",
    "initials": lambda p: f"{''.join(one[0] for one in p.spoken)} {p.tail(7)}",
    "family name and digits": lambda p: f"{p.family} {p.tail(7)}",
    "given name": lambda p: f"{p.given} {p.tail(5)}",
    "family name in pinyin": lambda p: f"{p.spoken[0]} {p.tail(7)}",
    "given name in pinyin": lambda p: f"{p.spoken[-1]} {p.tail(6)}",
    "name in words": lambda p: f"{p.family} {p.given} {p.tail(4)}",
    "mailbox and pinyin": lambda p: f"{''.join(p.spoken)} {p.email.partition('@')[0]}",
    "name and address": lambda p: f"{p.name} {p.email}",
}
LATIN: dict[str, Ask] = {
    "family name first": lambda p: f"{p.family} {p.given} {p.tail(4)}",
    "with a comma": lambda p: f"{p.family}, {p.given} {p.tail(4)}",
    "small letters": lambda p: f"{p.name.lower()} {p.tail(4)}",
    "without accents": lambda p: f"{fold(p.name)} {p.tail(4)}",
    "beginnings of both": lambda p: f"{p.given[:3]} {p.family[:4]} {p.tail(5)}",
    "family name": lambda p: f"{p.family} {p.tail(5)}",
    "letters turned": lambda p: f"{p.given} {_turned(p.family)} {p.tail(4)}",
    "letter left out": lambda p: f"{p.given} {_cut(p.family)} {p.tail(4)}",
    "letter doubled": lambda p: f"{p.given} {p.family[:3]}{p.family[2:]} {p.tail(4)}",
    "wrong letter": lambda p: f"{p.given} {p.family[:2]}x{p.family[3:]} {p.tail(4)}",
    "given name turned": lambda p: f"{_turned(p.given)} {p.family} {p.tail(4)}",
    "letter left out, no digits": lambda p: f"{_cut(p.family)} {p.email.partition('@')[0]}",
    "name and address": lambda p: f"{p.name} {p.email}",
}


def questions(owner: int | None, size: int) -> list[Question]:
    """Return two hundred questions, by people of this owner or of all."""
    ways = [(way, ask, r"^[\u4e00-\u9fff]{2,3}$", r"^\w+ \w+$") for way, ask in CHINESE.items()]
    ways += [(way, ask, r"^[A-Z]\w{4,} [A-Z]\w{5,}$", "") for way, ask in LATIN.items()]
    for number, (way, ask) in enumerate(ANYBODY.items()):
        ways.append((way, ask, *(ways[0][2:] if number % 2 else ways[-1][2:])))
    step = size // (len(ways) * EACH + 1)
    found = _asked(ways, owner, step)
    return list(found)


def _asked(
    ways: list[tuple[str, Ask, str, str]], owner: int | None, step: int
) -> Iterator[Question]:
    after = 0
    for way, ask, script, latin in ways:
        for _one in range(EACH):
            person = _person(owner, after, script, latin)
            yield Question(way, ask(person), person.id)
            after += step


def _person(owner: int | None, after: int, script: str, latin: str) -> Person:
    values = {"owner": owner, "after": after, "script": script, "latin": latin}
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, values)
        row = cursor.fetchone()
        if row is None:
            cursor.execute(PEOPLE, values | {"after": 0})
            row = cursor.fetchone()
    return Person(*row)


def _turned(word: str) -> str:
    return word[:2] + word[3] + word[2] + word[4:]


def _cut(word: str) -> str:
    return word[:2] + word[3:]
