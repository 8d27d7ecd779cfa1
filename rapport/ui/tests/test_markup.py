"""The small pieces of HTML: nothing from outside gets out of its attribute."""

from __future__ import annotations

from decimal import Decimal

from django.utils import translation
from markupsafe import Markup

from rapport.ui.markup import attrs, browser_words, icon, opt, page_language, typed


def test_attributes_are_named_and_escaped() -> None:
    written = attrs({"hx_get": "/a?b=1&c=2", "autofocus": True, "hidden": False, "rel": None})
    assert written == ' hx-get="/a?b=1&amp;c=2" autofocus'
    assert attrs({"title": '"><script>'}) == ' title="&#34;&gt;&lt;script&gt;"'
    assert attrs({"title": Markup("a &amp; b")}) == ' title="a &amp; b"'
    assert attrs({"class_": "x", "value": 0}) == ' class="x" value="0"'


def test_an_icon_is_silent_or_speaks() -> None:
    assert 'aria-hidden="true"' in icon("phone")
    assert 'aria-label="&lt;b&gt;"' in icon("phone", label="<b>")
    assert 'class="icon small"' in icon("phone", small=True)
    assert "#phone" in icon("phone", "small")


def test_what_a_row_may_lack_is_none() -> None:
    assert opt({"a": 1}, "a") == 1
    assert opt({}, "a") is None
    assert opt(object(), "a") is None


def test_the_scripts_speak_the_language_of_the_page() -> None:
    with translation.override("zh-hans"):
        assert page_language() == "zh-Hans"
        assert "撤销" in browser_words()
    with translation.override("en"):
        assert page_language() == "en"
        assert '"Undo"' in browser_words()


def test_a_figure_stands_in_its_field_as_one_would_type_it() -> None:
    figures = [Decimal("10079.9800"), Decimal("10080.0000"), Decimal("0.0000"), "1,5", None]
    assert [typed(one) for one in figures] == ["10079.98", "10080", "0", "1,5", ""]
