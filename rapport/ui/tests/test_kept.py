"""What is drawn once for thousands of pages."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import translation
from markupsafe import Markup

from rapport.ui.kept import MOST, kept


def counting() -> tuple[list[int], Callable[[], Markup]]:
    """Return a body that tells how often it was drawn."""
    times: list[int] = []

    def body() -> Markup:
        times.append(1)
        return Markup("<b>drawn</b>")

    return times, body


def test_the_same_is_drawn_once() -> None:
    times, body = counting()
    said = {kept("test-once", ["people", "orders"], caller=body) for _ in range(3)}
    assert said == {"<b>drawn</b>"}
    assert len(times) == 1


def test_another_content_another_language_and_another_part_are_drawn_anew() -> None:
    times, body = counting()
    kept("test-anew", ["people"], caller=body)
    kept("test-anew", ["people", "orders"], caller=body)
    kept("test-anew", ["people"], ["orders"], caller=body)
    kept("test-other", ["people"], caller=body)
    with translation.override("zh-hans"):
        kept("test-anew", ["people"], caller=body)
    assert len(times) == 5


def test_it_does_not_grow_without_end() -> None:
    times, body = counting()
    for number in range(MOST + 1):
        kept("test-many", [number], caller=body)
    kept("test-many", [0], caller=body)
    assert len(times) == MOST + 2
