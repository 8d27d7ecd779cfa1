"""Files dropped on a record in Chromium: sent with their progress, shown with their line, refused with a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rapport.core.access.models import User
from rapport.core.files.models import Attachment
from rapport.customers.people.actions import create_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DROP = """(place, names) => {
  const data = new DataTransfer();
  for (const [name, size] of names) data.items.add(new File([new Uint8Array(size).fill(65)], name));
  for (const type of ['dragenter', 'dragover', 'drop']) {
    place.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
    window.over = [...(window.over ?? []), place.hasAttribute('data-over')];
  }
}"""
WATCH = """() => { window.shares = []; new MutationObserver((seen) => {
  for (const one of seen) if (one.target.matches('progress')) window.shares.push(Number(one.target.getAttribute('value')));
}).observe(document.body, {subtree: true, attributes: true, attributeFilter: ['value']}) }"""


@pytest.fixture
def page(alice: User, at: Any, open_as: Any) -> Page:
    """A person's page, its files shown."""
    person = create_person(by=alice, at=at, family="王", given="伟")
    shown: Page = open_as(alice, f"/people/{person.pk}")
    shown.locator("#files [data-drop]:not(.camera)").wait_for()
    return shown


def test_dropped_files_are_sent_with_their_progress(page: Page) -> None:
    page.evaluate(WATCH)
    page.locator("#files [data-drop]:not(.camera)").evaluate(
        DROP, [["offer.txt", 3_000_000], ["note.txt", 20]]
    )
    lines = page.locator("#files [data-files] a")
    expect(lines).to_have_count(2)
    assert sorted(lines.all_text_contents()) == ["note.txt", "offer.txt"]
    assert page.evaluate("window.over") == [True, True, False]
    assert 1 in page.evaluate("window.shares")
    assert Attachment.objects.count() == 2


def test_what_is_refused_says_why_where_it_was_dropped(page: Page) -> None:
    page.locator("#files [data-drop]:not(.camera)").evaluate(DROP, [["empty.txt", 0]])
    expect(page.locator("#files .r-wrong")).to_be_visible()
    assert not Attachment.objects.exists()


def test_files_are_chosen_as_well(page: Page, tmp_path: Path) -> None:
    paper = tmp_path / "合同.txt"
    paper.write_text("signed", encoding="utf-8")
    page.locator("#files .r-drop:not(.camera) input[type=file]").set_input_files(paper)
    expect(page.locator("#files [data-files] a")).to_have_text("合同.txt")


def test_reaching_it_by_the_keyboard_leaves_the_page_where_it_is(page: Page) -> None:
    page.locator("#files .r-drop:not(.camera) input[type=file]").focus()
    assert page.evaluate("document.querySelector('#main').scrollTop") == 0
    expect(page.locator("#files [data-drop]:not(.camera)")).to_be_in_viewport()
