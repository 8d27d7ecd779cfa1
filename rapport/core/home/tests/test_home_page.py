"""The first page says what is to be done today, and why; each part comes by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from rapport.core.access.models import Role, User
from rapport.core.customfields.actions import add_field, remove_field
from rapport.core.home.actions import arrange_home
from rapport.core.home.models import HomePage
from rapport.core.home.queries import page_of
from rapport.core.search.recent import remember_opened
from rapport.core.views.actions import save_view
from rapport.customers.people.actions import create_person

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def part(client: Client, name: str) -> str:
    return client.get(
        reverse("home:part", args=[name]), headers={"HX-Request": "true"}
    ).content.decode()


def sent(main: list[str], beside: list[str]) -> dict[str, object]:
    where = {"main": main, "beside": beside}
    chosen = {f"where-{name}": column for column, names in where.items() for name in names}
    return {"part": [*main, *beside], **chosen}


def test_the_frame_names_the_parts_and_asks_for_each(alice: User, signed_in: SignIn) -> None:
    html = signed_in(alice).get(reverse("home")).content.decode()
    for name in ("tasks", "waiting", "notes", "told", "recent"):
        assert f'hx-get="{reverse("home:part", args=[name])}"' in html
    assert reverse("home:part", args=["figures"]) not in html


def test_every_part_is_shown_to_who_has_nothing_yet(admin: User, signed_in: SignIn) -> None:
    client = signed_in(admin)
    for name in ("figures", "tasks", "waiting", "team", "notes", "told", "recent"):
        assert client.get(reverse("home:part", args=[name])).status_code == 200, name
    assert client.get(reverse("home:part", args=["boats"])).status_code == 404


def test_a_part_wants_its_right(charlie: User, signed_in: SignIn) -> None:
    role = Role.objects.create(key="guest", name="Guest", rights={})
    charlie.grants.update(role=role)
    assert signed_in(charlie).get(reverse("home:part", args=["tasks"])).status_code == 404


def test_what_she_opened_latest_first(alice: User, signed_in: SignIn, at: datetime) -> None:
    for given in ("伟", "芳"):
        person = create_person(by=alice, at=at, family="王", given=given)
        remember_opened(alice, "person", person.pk, at=at.replace(minute=len(given)))
        at = at.replace(hour=at.hour + 1)
    html = part(signed_in(alice), "recent")
    assert html.index("王芳") < html.index("王伟")


def test_a_view_with_its_rows_and_count(
    alice: User, charlie: User, signed_in: SignIn, at: datetime
) -> None:
    for number in range(7):
        create_person(by=alice, at=at, family="王", given=str(number), lifecycle="customer")
    create_person(by=alice, at=at, family="李", given="娜")
    view = save_view(
        "people", by=alice, at=at, name="Customers", query="f=lifecycle:is:customer&sort=name"
    )
    html = part(signed_in(alice), f"view-{view.pk}")
    assert html.count('class="strong"') == 5
    assert "All 7" in html
    assert "李娜" not in html
    refused = signed_in(charlie).get(reverse("home:part", args=[f"view-{view.pk}"]))
    assert refused.status_code == 404


def test_a_view_on_a_field_that_is_gone_says_so(
    admin: User, signed_in: SignIn, at: datetime
) -> None:
    field = add_field("person", by=admin, at=at, label="Film", kind="text")
    view = save_view("people", by=admin, at=at, name="Films", query=f"f={field.column}:is:Alien")
    remove_field(field.pk, by=admin, at=at)
    assert 'role="alert"' in part(signed_in(admin), f"view-{view.pk}")


def test_she_arranges_her_own_and_goes_back(alice: User, signed_in: SignIn) -> None:
    client = signed_in(alice)
    address = reverse("home:arrange")
    assert "Where To do today stands" in client.get(address).content.decode()
    answer = client.post(address, sent(["recent"], ["tasks"]), headers={"HX-Request": "true"})
    assert answer.status_code == 204
    row = HomePage.objects.get(user=alice)
    assert (row.main, row.beside) == (["recent"], ["tasks"])
    client.post(reverse("home:place", args=["tasks"]) + "?way=main")
    row.refresh_from_db()
    assert (row.main, row.beside) == (["recent", "tasks"], [])
    assert client.post(reverse("home:place", args=["recent"]) + "?way=away").status_code == 404
    client.post(reverse("home:place", args=["recent"]) + "?way=out")
    undo = client.session["toast"]["undo"]
    assert client.post(undo).status_code == 303
    row.refresh_from_db()
    assert row.main == ["recent", "tasks"]
    client.post(reverse("home:reset"))
    assert not HomePage.objects.filter(user=alice).exists()


def test_a_forged_part_is_refused_in_a_sentence(alice: User, signed_in: SignIn) -> None:
    answer = signed_in(alice).post(reverse("home:arrange"), sent(["boats"], []))
    assert answer.status_code == 422
    assert "does not exist" in answer.content.decode()
    assert not HomePage.objects.exists()


def test_the_home_page_of_a_role(alice: User, admin: User, signed_in: SignIn) -> None:
    client, role = signed_in(admin), Role.objects.get(key="seller")
    assert "Seller" in client.get(reverse("home:roles")).content.decode()
    address = reverse("home:of_role", args=[role.pk])
    data = sent(["waiting"], []) | {"version": "0"}
    assert client.post(address, data).status_code == 303
    assert [one.name for one in page_of(alice).main] == ["waiting"]
    assert client.post(address, data).status_code == 409
    assert signed_in(alice).get(address).status_code == 403
    client.post(reverse("home:reset_role", args=[role.pk]))
    assert not HomePage.objects.exists()


def test_the_same_number_of_queries(alice: User, signed_in: SignIn, at: datetime) -> None:
    client = signed_in(alice)
    create_person(by=alice, at=at, family="王", given="伟")
    view = save_view("people", by=alice, at=at, name="All")
    arrange_home(by=alice, at=at, main=["tasks", "waiting", f"view-{view.pk}"], beside=["recent"])
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("home"))
            for name in ("tasks", "waiting", "recent", "notes", f"view-{view.pk}"):
                part(client, name)
        counts.append(len(asked))
        for number in range(50):
            person = create_person(by=alice, at=at, family="李", given=str(number))
            remember_opened(alice, "person", person.pk, at=at)
    assert counts[1] <= counts[0] + 1  # nothing was opened in the first round


@pytest.mark.browser
def test_parts_are_moved_by_keyboard(transactional_db: None, alice: User, open_as) -> None:
    page: Page = open_as(alice, "/")
    parts = page.locator(".main .r-widget h2")
    expect(parts).to_have_text(["To do today", "Your customers"])
    expect(page.locator("#part-tasks")).to_contain_text("Nothing is due today.")
    page.get_by_role("button", name="Your customers: arrange", exact=True).press("Enter")
    page.get_by_role("menuitem", name="Move up").press("Enter")
    expect(parts).to_have_text(["Your customers", "To do today"])
    page.keyboard.press("z")
    expect(parts).to_have_text(["To do today", "Your customers"])
    page.keyboard.press("a")
    page.get_by_role("combobox", name="Where Recently opened stands").select_option("main")
    grip = page.locator("[data-sortable-row]", has_text="To do today")
    grip.get_by_role("button", name="Move To do today down").press("Enter")
    page.get_by_role("button", name="Save").press("Enter")
    expect(parts).to_have_text(["Your customers", "To do today", "Recently opened"])
