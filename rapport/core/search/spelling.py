"""The Latin words of all titles, by which a mistyped one is known for what was meant.

They are kept beside the index, after the transaction that wrote it: two colleagues who add a Wilson at once do not wait
for each other. A word that a crash loses in that moment comes back with the next Wilson.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from django.db import connection, transaction

from rapport.core.search.models import SearchWord
from rapport.core.search.tokens import fold

LATIN = re.compile(r"(?<![^\W_])[a-z]{4,20}(?![^\W_])")
MAYBE = re.compile(r"[A-Za-z\u00c0-\u024f]{4}")
REMEMBERED = 100_000  # words that a process knows to be kept, so that it does not write them again

KEEP = "INSERT INTO core_searchword (word) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING"

FORGET = """DELETE FROM core_searchword w WHERE w.word = ANY(%s::text[]) AND NOT EXISTS (
  SELECT FROM core_searchentry e WHERE e.tokens @@ quote_literal(w.word)::tsquery)"""

_known: set[str] = set()


def latin_words(title: str) -> Iterator[str]:
    """Return the words of a title, folded, that are long enough to be told from their neighbours."""
    return iter(LATIN.findall(fold(title)) if MAYBE.search(title) else ())


def learn(titles: Iterable[str]) -> None:
    """Keep the words of these titles, once what they stand on is confirmed."""
    words = {word for title in titles for word in latin_words(title)} - _known
    if words:
        transaction.on_commit(partial(_keep, sorted(words)), robust=True)


def known(words: Iterable[str]) -> set[str]:
    """Return those words that stand in some title. One query."""
    found = SearchWord.objects.filter(pk__in=list(words))
    return set(found.values_list("pk", flat=True))


def _keep(words: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [words])
    if len(_known) > REMEMBERED:
        _known.clear()
    _known.update(words)


def unlearn(title: str) -> None:
    """Forget the words of a title that is gone, as far as no other entry has them."""
    words = sorted(set(latin_words(title)))
    if words:
        with connection.cursor() as cursor:
            cursor.execute(FORGET, [words])
        _known.difference_update(words)
