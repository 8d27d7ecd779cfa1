"""Pages that stay open, in Chromium at the real server: the bell, the panels of a record, the tour to its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.setup.conftest import Running, clear, in_django, rapport

pytestmark = pytest.mark.browser
PASSWORD = "a sentence for the demo"
SOON = 20_000


@pytest.fixture(scope="module")
def haina(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The demo company with a hundred customers, running."""
    home = tmp_path_factory.mktemp("live") / "home"
    running = Running(home).wait_until_ready()
    told = rapport(home, "demo", "--customers", "100", RAPPORT_DEMO_PASSWORD=PASSWORD)
    assert told.returncode == 0, told.stderr
    yield running
    running.stop()
    clear(home)


def as_user(browser: Browser, haina: Running, name: str) -> Page:
    """Return a page in which somebody of the cast has signed in by hand."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"http://127.0.0.1:{haina.port}/")
    sign_in(page, name)
    return page


def sign_in(page: Page, name: str) -> None:
    page.locator("input[name=login]").fill(f"{name}@haina.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.locator(".r-top").wait_for()


@pytest.fixture
def unseen(haina: Running) -> None:
    """Nobody has opened anything yet."""
    in_django(
        haina.home,
        "from rapport.core.search.models import RecentRecord\nRecentRecord.objects.all().delete()",
    )


def hero(home: Path) -> str:
    return in_django(home, "from rapport.config.demo.tour.progress import hero\nprint(hero())")


def test_the_bell_and_the_panels_follow_what_a_colleague_does(
    browser: Browser, haina: Running
) -> None:
    wang = hero(haina.home)
    page = as_user(browser, haina, "alice")
    page.goto(f"http://127.0.0.1:{haina.port}/people/{wang}")
    expect(page.locator(".r-bell [aria-label='Notifications']")).to_be_visible()
    expect(page.locator(".r-person > aside")).to_contain_text("Answers on WeChat")
    page.evaluate("window.stillHere = true")
    in_django(
        haina.home,
        f"""
from decimal import Decimal
from django.utils import timezone
from rapport.core.access.models import User
from rapport.customers.notes.actions import write_note
from rapport.sales.orders.actions import place_order
from rapport.sales.orders.lines import LineInput
bob, now = User.objects.get(email="bob@haina.example"), timezone.now()
write_note({wang}, by=bob, at=now, body="@李娜 Alice ask him about the charger")
line = LineInput(description="A bag for the road", quantity=Decimal(1), unit_price=Decimal(77))
place_order(by=bob, at=now, party_id={wang}, lines=[line], number="SO-LIVE")
""",
    )
    expect(page.locator(".r-bell .n")).to_have_text("1", timeout=SOON)
    expect(page.locator(".r-person > aside")).to_contain_text(
        "ask him about the charger", timeout=SOON
    )
    expect(page.locator(".r-person > aside")).to_contain_text("SO-LIVE", timeout=SOON)
    expect(page.locator("#timeline")).to_contain_text("ask him about the charger", timeout=SOON)
    assert page.evaluate("window.stillHere") is True
    page.locator(".r-bell button").click()
    expect(page.locator(".r-bell")).to_contain_text("王伟")
    page.context.close()


def test_what_is_being_typed_is_not_taken_away(browser: Browser, haina: Running) -> None:
    wang = hero(haina.home)
    page = as_user(browser, haina, "alice")
    page.goto(f"http://127.0.0.1:{haina.port}/people/{wang}")
    page.get_by_role("button", name="Edit Latin letters").click()
    field = page.locator("[data-editing] input.r-input")
    field.fill("Wang W")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    in_django(
        haina.home,
        f"""
from django.utils import timezone
from rapport.core.access.models import User
from rapport.customers.parties.actions import change_lifecycle
from rapport.customers.notes.actions import write_note
bob, now = User.objects.get(email="bob@haina.example"), timezone.now()
change_lifecycle({wang}, by=bob, at=now, lifecycle="former")
write_note({wang}, by=bob, at=now, body="He pauses for a year")
""",
    )
    expect(page.locator(".r-person > aside")).to_contain_text("He pauses for a year", timeout=SOON)
    expect(field).to_have_value("Wang W")
    field.press("Escape")
    expect(page.get_by_role("button", name="Edit Lifecycle")).to_have_text("Former", timeout=SOON)
    page.context.close()


def test_what_is_begun_while_the_page_is_shown_anew_stays(browser: Browser, haina: Running) -> None:
    page = as_user(browser, haina, "alice")
    page.goto(f"http://127.0.0.1:{haina.port}/people/{hero(haina.home)}")
    edit = page.get_by_role("button", name="Edit Latin letters")
    edit.wait_for()
    page.evaluate("document.querySelector('[id$=people-details]').isTheSame = true")
    page.keyboard.press("l")
    page.keyboard.press("c")
    page.locator("#dialog input[name=subject]").fill("Asked about the view")
    with page.expect_response("**/parties/*/accounts"):  # one of the panels that are asked anew
        page.keyboard.press("Enter")
        page.locator("#dialog").wait_for(state="hidden")
        edit.click()
    field = page.locator("[data-editing] input.r-input")
    field.fill("Wang W")
    expect(page.locator("#timeline")).to_contain_text("Asked about the view", timeout=SOON)
    expect(field).to_have_value("Wang W")
    assert page.evaluate("document.querySelector('[id$=people-details]').isTheSame")
    field.press("Escape")
    page.context.close()


def test_the_tour_to_its_end(browser: Browser, haina: Running, unseen: None) -> None:
    page = as_user(browser, haina, "alice")
    tour = page.locator("[data-tour]")
    expect(tour).to_contain_text("step 1 of 6")
    page.keyboard.press("Control+k")
    page.keyboard.type("wxs", delay=40)
    expect(tour).to_contain_text("step 2 of 6")
    hers = page.locator("[data-palette] [role=option]").first
    expect(hers).to_contain_text("王伟")
    expect(hers).to_contain_text("海蓝科技")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/*")
    expect(tour).to_contain_text("step 3 of 6")
    page.locator("#timeline").wait_for()
    page.keyboard.press("l")
    page.keyboard.press("c")
    page.locator("#dialog input[name=subject]").fill("Asked about the sea view")
    page.keyboard.press("Enter")
    expect(page.locator("#timeline")).to_contain_text("Asked about the sea view")
    expect(tour).to_contain_text("step 4 of 6", timeout=SOON)
    page.get_by_role("button", name="Edit Form of address").click()
    page.locator("[data-editing] select").select_option("dr")
    expect(tour).to_contain_text("step 5 of 6", timeout=SOON)
    page.locator("[data-toasts]").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Edit Form of address")).to_contain_text("Mr")
    expect(tour).to_contain_text("step 6 of 6", timeout=SOON)
    page.locator("[popovertarget=menu-account]").click()
    page.get_by_role("menuitem", name="Sign out").click()
    sign_in(page, "charlie")
    expect(tour).to_contain_text("End of the tour")
    page.keyboard.press("Control+k")
    page.keyboard.type("wxs", delay=40)
    expect(page.locator("[data-palette]")).to_contain_text("“wxs”")  # it has answered
    expect(page.locator("[data-palette]")).not_to_contain_text(
        "海蓝科技"
    )  # on some days she has a 王伟 too
    page.keyboard.press("Escape")
    tour.get_by_role("button", name="Done").click()
    expect(tour).to_be_empty()
    page.reload()
    expect(tour).to_have_count(0)
    page.context.close()


def test_the_tour_can_be_left_at_any_step(browser: Browser, haina: Running, unseen: None) -> None:
    page = as_user(browser, haina, "alice")
    tour = page.locator("[data-tour]")
    for number in range(1, 6):
        expect(tour).to_contain_text(f"step {number} of 6")
        tour.get_by_role("button", name="Next step").click()
    expect(tour).to_contain_text("step 6 of 6")
    tour.get_by_role("button", name="End the tour").click()
    expect(tour).to_be_empty()
    page.goto(f"http://127.0.0.1:{haina.port}/people/")
    expect(tour).to_have_count(0)
    page.context.close()
