"""The lists whose records can be taken out as business cards, and what writes them."""

from rapport.core.exports.ports import Cards
from rapport.customers.cards.writing import organization_cards, person_cards

CARDS: dict[str, Cards] = {"people": person_cards, "organizations": organization_cards}
