"""Rows of a list: what stands in them is escaped, and read in its own language."""

from __future__ import annotations

from django.utils import translation
from markupsafe import Markup

from rapport.ui.columns import column_head
from rapport.ui.names import name
from rapport.ui.rows import Line, act, main_cell, row, rows
from rapport.ui.sentences import gettext


def test_a_row_escapes_what_people_typed() -> None:
    drawn = row(7, '<b>"x"', select=True, href="/a?b=1&c=2", caller=lambda: Markup("<td></td>"))
    assert 'data-row="7" data-href="/a?b=1&amp;c=2"' in drawn
    assert 'aria-label="Select &lt;b&gt;&#34;x&#34;"' in drawn
    assert drawn.endswith("<td></td></tr>")


def test_a_main_cell_names_its_languages() -> None:
    drawn = main_cell("/people/7", "王伟", "Wang Wei", "<i>", face="王伟")
    assert '<span class="r-face" lang="zh" aria-hidden="true">王</span>' in drawn
    assert '<span lang="zh">王伟</span></span> <span class="quiet">Wang Wei</span>' in drawn
    assert "&lt;i&gt;" in drawn
    assert "acts" not in drawn


def test_a_quick_link_says_what_it_does() -> None:
    drawn = act("Call <Anna>", "tel:+1", "phone", data_x=True)
    assert drawn.startswith(
        '<a href="tel:+1" aria-label="Call &lt;Anna&gt;" title="Call &lt;Anna&gt;" data-x>'
    )


def test_a_name_in_one_script_stands_alone() -> None:
    assert name("Anna", "Anna") == '<span lang="en">Anna</span>'


def test_sentences_follow_the_language_and_escape_their_values() -> None:
    with translation.override("en"):
        assert gettext("Select %(name)s", name="<b>") == "Select &lt;b&gt;"
    with translation.override("zh-hans"):
        assert gettext("Select %(name)s", name="王伟") == "选择 王伟"
        assert gettext("Undo") == "撤销"


def test_the_rows_of_a_list_escape_what_people_typed() -> None:
    cells = Markup("<td></td>")
    drawn = rows([Line(7, '<b>"x"', "/a?b=1&c=2", cells)], select=True)
    assert drawn.startswith('<tr data-row="7" data-href="/a?b=1&amp;c=2"><td class="pick">')
    assert 'aria-label="Select &lt;b&gt;&#34;x&#34;"' in drawn
    assert rows([Line(7, "x", "/", cells)]) == '<tr data-row="7" data-href="/"><td></td></tr>'


def test_a_head_offers_what_can_be_done_with_its_column() -> None:
    column = {"key": "name", "label": "<b>", "up": "?a&b", "down": "?c", "sorted": "descending"}
    drawn = column_head(column, arranged=[1, 0, 2])
    assert 'aria-sort="descending"' in drawn
    assert 'aria-label="&lt;b&gt;"' in drawn
    assert 'href="?a&amp;b"' in drawn
    assert 'aria-label="Width of &lt;b&gt;"' in drawn
    assert [way for way in ("-1", "1", "freeze", "hide") if f'data-arrange="{way}"' in drawn] == [
        "1",
        "freeze",
        "hide",
    ]
    assert "Unfreeze" in drawn
    assert column_head({"label": "Name", "num": True}) == '<th scope="col" class="num">Name</th>'
