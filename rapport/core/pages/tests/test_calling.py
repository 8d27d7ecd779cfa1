"""Addresses made quickly are Django's own, and Jinja's callables still get the context they ask for."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse
from jinja2 import Environment, pass_context

from rapport.core.pages.calling import QuickContext, url


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("people:open", [7]),
        ("people:list", []),
        ("people:field", [7, "city"]),
        ("parties:trash", []),
    ],
)
def test_addresses_are_django_s(name: str, args: list[object]) -> None:
    assert url(name, *args) == reverse(name, args=args or None)


def test_an_unknown_page_is_an_error() -> None:
    with pytest.raises(NoReverseMatch):
        url("people:nowhere", 7)


def test_who_asks_for_the_context_gets_it() -> None:
    env = Environment(autoescape=True)
    env.context_class = QuickContext

    @pass_context
    def whoever(context: QuickContext, greeting: str) -> str:
        return f"{greeting}, {context['who']}"

    env.globals.update(whoever=whoever, plain=lambda text: text)
    source = "{% macro m(x) %}<b>{{ x }}{{ caller() }}</b>{% endmacro %}"
    source += (
        "{{ whoever('Hello') }}{{ plain('<') }}{% call m('>') %}{{ loop_free() }}{% endcall %}"
    )
    shown = env.from_string(source).render(who="Anna", loop_free=lambda: "!")
    assert shown == "Hello, Anna&lt;<b>&gt;!</b>"
