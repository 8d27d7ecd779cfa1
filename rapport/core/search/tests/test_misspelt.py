"""A mistyped letter in a Latin name is forgiven when nothing is spelled as it was typed."""

from __future__ import annotations

import pytest

from rapport.core.search import spelling
from rapport.core.search.misspelt import variants
from rapport.core.search.queries import ALIKE, search
from rapport.core.search.spelling import latin_words


@pytest.fixture
def people(alice, charlie, boat, django_capture_on_commit_callbacks):
    spelling._known.clear()
    with django_capture_on_commit_callbacks(execute=True):
        boat(1, "Oliver Wilson", alice)
        boat(2, "Zoë Krüger", alice)
        boat(3, "Jürgen Wilson", charlie)
        boat(4, "王伟", alice)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("wislon", "Oliver Wilson"),
        ("wilsn", "Oliver Wilson"),
        ("willson", "Oliver Wilson"),
        ("wilton", "Oliver Wilson"),
        ("Oliver Wislon", "Oliver Wilson"),
        ("Olivre Wislon", "Oliver Wilson"),
        ("krugre", "Zoë Krüger"),
        ("Krügre", "Zoë Krüger"),
    ],
)
def test_one_letter_of_a_word(alice, text, title):
    assert [(found.title, found.rank) for found in search(alice, text)] == [(title, ALIKE)]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("text", ["wsilno", "wis", "xyzzyq", "王为", "wislon 4711", "1234 wislon"])
def test_what_is_too_far_is_not_guessed(alice, text):
    assert search(alice, text) == []


@pytest.mark.usefixtures("people")
def test_nobody_elses_name_is_guessed(alice, charlie):
    assert [found.title for found in search(charlie, "wislon")] == ["Jürgen Wilson"]
    assert search(charlie, "krugre") == []


@pytest.mark.usefixtures("people")
def test_what_is_spelled_so_is_not_mixed_with_its_like(alice, boat):
    boat(5, "Anna Wilton", alice)
    assert [found.title for found in search(alice, "wilton")] == ["Anna Wilton"]


def test_variants_are_one_letter_away():
    found = variants("anna")
    assert found[0] == "anna"
    assert {"nnaa", "ana", "hanna", "annas", "enna"} - set(found) == {"nnaa"}
    assert len(found) == len(set(found)) < 54 * 4 + 25


def test_words_of_titles_that_count():
    assert list(latin_words("Émilie Côté-Dupont 有限公司 SO-2291 X1Carbon 王小明")) == [
        "emilie",
        "cote",
        "dupont",
    ]
    assert list(latin_words("王小明")) == []


@pytest.mark.usefixtures("people")
def test_the_palette_says_that_it_guessed(alice, signed_in):
    html = signed_in(alice).get("/search/palette", {"q": "wislon"}).content.decode()
    assert "Nothing is called “wislon”. Spelled much alike:" in html
    assert "Oliver Wilson" in html
