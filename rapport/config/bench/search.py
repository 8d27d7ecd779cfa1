"""What search finds and costs: two hundred questions, asked by who sees everybody and by a seller of her own customers."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from django.db import connection

from rapport.config.bench import haina
from rapport.config.bench.figures import Figure, Goal
from rapport.config.bench.questions import Question, questions
from rapport.config.bench.timing import percentile, seconds
from rapport.core.access.models import User
from rapport.core.search.asking import question
from rapport.core.search.queries import search
from rapport.core.search.statement import CAP, TABLE

# Rights, order and a second question may cost half as much again as finding the tokens.
RIGHTS = Goal(1.5)
# Of a hundred who search two may have to type on.
FOUND = Goal(98, at_least=True, of_value=True)
# With the way to the browser and back it still comes at once.
QUICK = Goal(80, of_value=True)
FIRST = 5
ROUNDS = 3
BARE = (
    f"SELECT kind, object_id, title, subtitle FROM {TABLE} WHERE tokens @@ %s::tsquery LIMIT {CAP}"
)


@dataclass(frozen=True)
class Answer:
    """How a question was answered: milliseconds, those of the bare tokens, and whether the wanted person was among the first."""

    asked: Question
    took: float
    bare: float
    is_found: bool


def measure(size: int) -> list[Figure]:
    """Ask the questions as the administrator and as Alice."""
    haina.ensure_quickly(size)
    admin, alice = (User.objects.get(email=f"{name}@haina.example") for name in ("admin", "alice"))
    everybody = [_answer(admin, one) for one in questions(None, size)]
    hers = [_answer(alice, one) for one in questions(alice.pk, size)]
    return [*_figures("all customers", everybody), *_figures("her own", hers)]


def _answer(user: User, asked: Question) -> Answer:
    found = search(user, asked.text, each=FIRST, limit=20)
    first = [one.object_id for one in found if one.kind == "person"][:FIRST]
    times, bare = [], []
    for _round in range(ROUNDS):
        times.append(seconds(lambda: search(user, asked.text, each=FIRST, limit=20)))
        bare.append(seconds(lambda: _bare(asked.text)))
    return Answer(
        asked,
        1000 * statistics.median(times),
        1000 * statistics.median(bare),
        asked.wanted in first,
    )


def _bare(text: str) -> None:
    asked = question(text)
    with connection.cursor() as cursor:
        cursor.execute(BARE, [asked.match if asked else "''"])
        cursor.fetchall()


def _figures(who: str, answers: list[Answer]) -> list[Figure]:
    times, bare = [one.took for one in answers], [one.bare for one in answers]
    share = 100 * sum(one.is_found for one in answers) / len(answers)
    return [
        Figure(f"{who}: questions", len(answers), "questions"),
        Figure(f"{who}: wanted among the first five", share, "%", goal=FOUND),
        Figure(f"{who}: all questions", sum(times), "ms", sum(bare), RIGHTS),
        Figure(f"{who}: p50", percentile(times, 0.5), "ms", percentile(bare, 0.5)),
        Figure(f"{who}: p99", percentile(times, 0.99), "ms", percentile(bare, 0.99), QUICK),
    ]
