"""What a pasted text says, whether it is a signature or a business card."""

from __future__ import annotations

from rapport.customers.cards.reading import is_card, read_card
from rapport.customers.cards.signatures import Suggested, read_signature

OF_CARD = ("family", "given", "title", "company", "phone", "email", "wechat")


def suggested(text: str, region: str) -> list[Suggested]:
    """Return each part of a person that a text says, with the line it stands in."""
    if not is_card(text):
        return read_signature(text, region)
    card = read_card(text)
    return [Suggested(name, card[name], card[name]) for name in OF_CARD if card.get(name)]
