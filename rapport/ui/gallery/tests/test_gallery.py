"""The gallery shows every macro, in both languages and both themes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from rapport.core.access.models import User

TEMPLATES = Path(__file__).parents[2] / "templates/ui"
# parts of another macro, and what the shell alone uses
INSIDE = {
    "frame",
    "below",
    "bind",
    "bound",
    "org_node",
    "attachment",
}
SHELL = {"logo", "palette", "keys_dialog", "theme_items", "body"}


def macros() -> set[str]:
    return {
        name
        for path in TEMPLATES.glob("*.html")
        for name in re.findall(r"{% macro (\w+)\(", path.read_text("utf-8"))
    }


def used() -> set[str]:
    return {
        name
        for path in (TEMPLATES / "gallery").glob("*.html")
        for name in re.findall(r"(\w+)\(", path.read_text("utf-8"))
    }


def test_every_macro_is_shown() -> None:
    assert macros() - used() - INSIDE - SHELL == set()


@pytest.mark.parametrize(("language", "words"), [("en", "Log a call"), ("zh-hans", "记录通话")])
def test_the_gallery_renders_in_both_languages_and_themes(
    alice: User, signed_in: Callable[[User], Client], language: str, words: str
) -> None:
    User.objects.filter(pk=alice.pk).update(language=language)
    answer = signed_in(alice).get("/ui/gallery")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert words in text
    assert text.count('data-bs-theme="light"') == text.count('data-bs-theme="dark"') > 20
    assert "style=" not in text


def test_the_gallery_is_for_those_who_are_signed_in(client: Client, db: None) -> None:
    assert client.get("/ui/gallery").status_code == 302
