"""Every error has a page in both languages, with a way on."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

STATUSES = (400, 403, 404, 409, 413, 422, 429, 500, 502, 503)


def page(status: int, **values: Any) -> str:
    template = engines["jinja2"].env.get_template("ui/errors/page.html")
    return str(
        template.render(
            status=status,
            sentence="Say <this>.",
            request=RequestFactory().get("/people?q=a&b=c"),
            **values,
        )
    )


@pytest.mark.parametrize("status", STATUSES)
def test_a_title_a_sentence_and_a_way_on(status: int) -> None:
    texts = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            texts.append(page(status))
    for text in texts:
        assert "Say &lt;this&gt;." in text
        assert 'href="/"' in text
        assert f"<title>{status}" not in text
    title = [text.split("<h1>")[1].split("</h1>")[0] for text in texts]
    assert title[0] != title[1]


def test_what_may_pass_can_be_tried_again() -> None:
    assert 'href="/people?q=a&amp;b=c"' in page(502)
    assert 'href="/people' not in page(404)


def test_the_wrong_fields_are_named() -> None:
    assert "Phone: too short" in page(422, fields={"Phone": "too short"})
