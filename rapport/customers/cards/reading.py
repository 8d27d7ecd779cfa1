"""Reading one business card as phones share it. Only what a new person is asked for."""

from __future__ import annotations

from itertools import islice

from rapport.core.imports.cards import Card, cards

LONGEST = 100_000
MOST = {"phone": 100, "email": 254, "title": 100, "wechat": 50}
FIELDS = {"TEL": "phone", "EMAIL": "email", "TITLE": "title", "X-WECHAT": "wechat"}


def is_card(text: str) -> bool:
    """Tell whether a text is a business card."""
    return text.lstrip("\ufeff \r\n")[:11].upper() == "BEGIN:VCARD"


def read_card(text: str) -> dict[str, str]:
    """Return the first card's name, number, address, company and title; what it does not say is left out."""
    plain = text[:LONGEST].lstrip("\ufeff").encode("utf-8", "replace")
    found: dict[str, str] = {}
    for card in islice(cards(plain.splitlines(keepends=True)), 1):
        found = _told(card)
    return {name: value for name, value in found.items() if value}


def _told(card: Card) -> dict[str, str]:
    family, given = card.parts("N", 2)
    name = _line(card.text("FN"))[:200]
    found = {"family": _line(family)[:100], "given": _line(given)[:100], "name": name}
    if not found["family"] and not found["given"]:
        found["family"] = name[:100]
    found["company"] = _line(card.parts("ORG", 1)[0])[:200]
    for kind, field in FIELDS.items():
        plain = _line(card.text(kind)).removeprefix("tel:").removeprefix("mailto:")
        found[field] = plain[: MOST[field]]
    return found


def _line(text: str) -> str:
    return " ".join(text.split())
