"""What the scripts do, tried in Chromium: keys, palette, dialog, toast and undo, lists, editing in place, errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from rapport.core.access.models import User
from rapport.ui.tests.stand import state, streams

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("rapport.ui.tests.stand"),
]


@pytest.fixture
def page(alice: User, open_as: Callable[..., Page]) -> Iterator[Page]:
    """The stand, opened by Alice; an error of a script fails the test."""
    state.update(calls=[], name="Anna")
    shown = open_as(alice, "/stand")
    problems: list[str] = []
    shown.on("pageerror", lambda error: problems.append(str(error)))
    shown.on(
        "console",
        lambda told: problems.append(told.text) if "Content Security" in told.text else None,
    )
    shown.wait_for_function("window.htmx")
    yield shown
    for stream in streams:
        stream.put("")
    streams.clear()
    assert problems == []


def test_a_key_opens_the_dialog_and_undo_takes_it_back(page: Page) -> None:
    page.keyboard.press("l")
    dialog = page.locator("#dialog")
    expect(dialog.get_by_label("Subject")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("Say what it was about.")
    expect(dialog.get_by_label("Subject")).to_be_focused()
    page.keyboard.type("Charger")
    page.keyboard.press("Enter")
    expect(dialog).not_to_be_visible()
    expect(page.locator("#calls")).to_have_text("Charger")
    toast = page.locator("[data-toast]")
    expect(toast).to_contain_text("Call logged")
    page.keyboard.press("z")
    expect(page.locator("#calls")).to_have_text("none")
    expect(toast).to_contain_text("Taken back")


def test_a_toast_goes_by_itself_but_not_under_the_pointer(page: Page) -> None:
    page.clock.install()
    page.evaluate(
        "document.body.dispatchEvent(new CustomEvent('rapport:toast', {bubbles: true, detail: {text: 'Saved'}}))"
    )
    toast = page.locator("[data-toast]")
    toast.hover()
    page.clock.run_for(9000)
    expect(toast).to_be_visible()
    page.mouse.move(0, 0)
    page.clock.run_for(8100)
    expect(toast).to_have_count(0)


def test_unsaved_input_is_not_thrown_away_by_escape(page: Page) -> None:
    page.keyboard.press("l")
    dialog = page.locator("#dialog")
    dialog.get_by_label("Subject").fill("Half a sentence")
    page.keyboard.press("Escape")
    expect(dialog.get_by_role("button", name="Keep editing")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Subject")).to_have_value("Half a sentence")
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Discard").click()
    expect(dialog).not_to_be_visible()


def test_the_palette_finds_and_acts(page: Page) -> None:
    page.keyboard.press("Control+k")
    palette = page.locator("#palette")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("王伟")
    page.keyboard.type("wxs")
    expect(palette).to_contain_text("wxs")
    page.keyboard.press("ArrowDown")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("王芳")
    page.keyboard.press("Tab")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("Log a call")
    page.keyboard.press("Enter")
    expect(palette).not_to_be_visible()
    expect(page.locator("#dialog")).to_contain_text("Log a call")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("王伟")
    page.keyboard.press("Enter")
    page.wait_for_url("**/stand?row=7")


def test_keys_pressed_before_the_answer_act_on_the_answer(page: Page) -> None:
    palette = page.locator("#palette")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.keyboard.press("Control+k")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("王伟")
    page.route("**/stand/palette?*", hold)
    page.keyboard.type("wx")
    page.keyboard.press("Tab")
    page.keyboard.press("l")
    expect(palette.get_by_role("status")).to_have_text("Looking …")
    expect(palette.get_by_role("combobox")).to_have_value("wx")
    held[-1].continue_()
    dialog = page.locator("#dialog")
    expect(dialog).to_contain_text("Log a call")
    expect(dialog).to_be_visible()  # what it says comes a moment before it opens
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()

    page.keyboard.press("Control+k")
    page.keyboard.type("w")
    page.keyboard.press("Enter")
    page.keyboard.type("f")
    expect(palette.get_by_role("status")).to_be_empty()
    page.keyboard.press("Enter")
    expect(palette.get_by_role("status")).to_have_text("Looking …")
    held[-1].continue_()
    page.wait_for_url("**/stand?row=8")


def test_the_palette_opened_again_at_once_is_answered(page: Page) -> None:
    page.keyboard.press("Control+k")
    palette = page.locator("#palette")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("王伟")
    page.evaluate("""() => {
        const palette = document.getElementById('palette');
        palette.querySelector('.groups').replaceChildren();
        palette.close();
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }));
    }""")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("王伟")


def test_lists_are_walked_and_selected_by_keys(page: Page) -> None:
    for key in "jjx":
        page.keyboard.press(key)
    rows = page.locator("[data-row]")
    expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.locator("[data-selected]")).to_have_text("1 selected")
    rows.nth(0).locator("input").click()
    rows.nth(2).locator("input").click(modifiers=["Shift"])
    expect(page.locator("[data-selected]")).to_have_text("3 selected")
    page.keyboard.press("Escape")
    expect(page.locator(".r-bulk")).not_to_be_visible()
    page.keyboard.press("k")
    page.keyboard.press("o")
    page.wait_for_url("**/stand?row=1")


def test_the_overlay_lists_the_keys_of_the_page(page: Page) -> None:
    page.keyboard.press("?")
    overlay = page.locator("#keys")
    expect(overlay).to_contain_text("Log a call")
    expect(overlay).to_contain_text("Next row")
    page.keyboard.press("Escape")
    expect(overlay).not_to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("lx")
    expect(page.locator("#dialog")).not_to_be_visible()


def test_a_text_is_edited_in_place(page: Page) -> None:
    edited = page.locator("#edited")
    edited.get_by_role("button").click()
    expect(edited.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("Bea")
    page.keyboard.press("Escape")
    expect(edited.get_by_role("button")).to_contain_text("Anna")
    edited.get_by_role("button").click()
    expect(edited.get_by_role("textbox")).to_be_focused()
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(edited).to_contain_text("A name is needed.")
    edited.get_by_role("textbox").fill("Bea")
    page.keyboard.press("Enter")
    expect(edited.get_by_role("button")).to_contain_text("Bea")


def test_a_company_is_picked_from_what_was_found(page: Page) -> None:
    field = page.get_by_role("combobox", name="Company")
    field.press_sequentially("hai")
    expect(page.locator("#picked [role=option]")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("海南航空")
    expect(page.locator("#picked input[name=company]")).to_have_value("8")
    field.press_sequentially("xx")
    page.keyboard.press("Tab")
    expect(field).to_have_value("海南航空")


def test_an_error_stands_on_the_sheet_and_goes_with_the_next_try(page: Page) -> None:
    page.locator("#break").click()
    problem = page.locator("#main [data-problem]")
    expect(problem).to_be_visible()
    page.get_by_role("button", name="Log a call").click()
    expect(problem).to_have_count(0)


def test_files_are_sent_one_by_one(page: Page) -> None:
    files = [
        {"name": name, "mimeType": "text/plain", "buffer": b"x"} for name in ("offer.txt", "bad.js")
    ]
    page.locator("[data-upload]:not(.camera) input").set_input_files(files)
    expect(page.locator("[data-files] a")).to_have_text("offer.txt")
    expect(page.locator("[data-files] .r-wrong")).to_be_visible()


def test_all_tabs_share_one_stream_and_the_next_takes_over(page: Page, context: Any) -> None:
    other = context.new_page()
    other.goto(page.url)
    other.wait_for_function("window.htmx")
    assert len(streams) == 1
    streams[0].put('data: {"id": 1, "name": "CallLogged"}\n\n')
    expect(other.locator("#fresh")).to_have_text("fresh")
    page.bring_to_front()
    expect(page.locator("#fresh")).to_have_text("fresh")
    page.close()
    other.bring_to_front()
    other.evaluate("document.getElementById('fresh').textContent = 'stale'")
    while len(streams) < 2:
        other.wait_for_timeout(50)
    streams[1].put("event: refetch\ndata: {}\n\n")
    expect(other.locator("#fresh")).to_have_text("fresh")


def test_a_server_that_does_not_answer_is_said_and_the_input_kept(page: Page, context: Any) -> None:
    page.keyboard.press("l")
    subject = page.locator("#dialog").get_by_label("Subject")
    subject.fill("Charger")
    context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.locator("#dialog [data-problem]")).to_contain_text("The server did not answer")
    expect(subject).to_have_value("Charger")
    context.set_offline(False)
    subject.press("Enter")
    expect(page.locator("#calls")).to_have_text("Charger")


def test_the_theme_is_shown_at_once(page: Page) -> None:
    page.get_by_role("button", name="Alice, account").click()
    page.get_by_role("menuitemradio", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.get_by_role("button", name="Alice, account").press("ArrowDown")
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Alice, account")).to_be_focused()
