"""One journey in Chromium: the columns of a list, chosen, ordered, widened, frozen and hidden, by keys and by mouse."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from rapport.core.access.models import User
from rapport.customers.contactpoints.actions import Contact
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person


def heads(page: Page) -> list[str]:
    """Return the columns as they stand."""
    return [one.strip() for one in page.locator("th[data-column] .r-head").all_inner_texts()]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_columns_are_arranged_and_stay_in_the_address(open_as, alice: User) -> None:
    number = Contact(channel="phone", value="+8613816432207")
    create_person(by=alice, at=datetime.now(tz=UTC), family="王", given="伟", contacts=[number])
    page = open_as(alice, "/people?q=王伟")
    page.get_by_role("link", name="Columns").click()
    dialog = page.locator("#dialog")
    phone = dialog.get_by_label("Phone", exact=True)
    phone.check()
    for _step in range(6):
        phone.press("Alt+ArrowUp")
    phone.press("Enter")
    page.wait_for_url("**cols=*")
    assert heads(page)[:3] == ["Name", "Phone", "Company"]
    assert "+86 138 1643 2207" in page.inner_text("[data-row]")

    page.get_by_role("button", name="Company", exact=True).click()
    page.get_by_role("menuitem", name="Hide column").click()
    page.wait_for_function("!document.querySelector('th[data-column=company]')")

    edge = page.get_by_role("separator", name="Width of Phone")
    wide = page.locator("th[data-column=phone]").bounding_box()["width"]
    edge.press("ArrowRight")
    assert page.locator("th[data-column=phone]").bounding_box()["width"] > wide
    box = edge.bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + 104, box["y"] + 4)
    page.mouse.up()
    page.wait_for_url("**phone.26*")

    page.get_by_role("button", name="Phone", exact=True).click()
    page.get_by_role("menuitem", name="Freeze up to here").click()
    page.wait_for_url("**frozen=2*")
    cell = page.locator("[data-row] td:nth-child(3)")
    assert cell.evaluate("one => getComputedStyle(one).position") == "sticky"
    assert heads(page)[:3] == ["Name", "Phone", "Lifecycle"]
    assert page.input_value("[name=q]") == "王伟"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_cell_is_edited_where_it_stands(open_as, alice: User) -> None:
    person = create_person(by=alice, at=datetime.now(tz=UTC), family="王", given="伟")
    page = open_as(alice, "/people/?cols=gender,lifecycle")
    page.wait_for_function("window.htmx")
    page.locator("[data-row] td:nth-child(4)").click()
    page.locator("[data-editing] select").select_option("customer")
    page.keyboard.press("Enter")
    row = page.locator("[data-row]")
    expect(row).to_contain_text("Customer")
    expect(page.locator("[data-toasts]")).to_contain_text("saved")
    page.keyboard.press("j")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("e")
    page.locator("[data-editing] select").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("[data-editing]")).to_have_count(0)
    expect(row.locator("td:nth-child(3)")).to_have_text("–")
    page.keyboard.press("e")
    page.locator("[data-editing] select").select_option("male")
    page.keyboard.press("Enter")
    expect(row.locator("td:nth-child(3)")).to_have_text("Male")
    assert "/people/?cols=" in page.url
    person.refresh_from_db()
    party = Party.objects.get(pk=person.pk)
    assert (person.gender, party.lifecycle) == ("male", "customer")
