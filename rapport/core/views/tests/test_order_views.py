"""Each colleague puts the tabs above a list into her own order: by dragging, by keyboard, by the menu of a view."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from rapport.core.access.models import Role, User
from rapport.core.errors import Missing, NotAllowed
from rapport.core.views.actions import UnknownView, order_views, pin_view, save_view
from rapport.core.views.models import SavedView, ViewUse
from rapport.core.views.queries import views_of_list

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 18, 9, tzinfo=UTC)
SignIn = Callable[[User], Client]


@pytest.fixture
def three(alice: User) -> list[int]:
    """Three views of people that everybody in Alice's team finds."""
    names = ("First", "Second", "Third")
    return [save_view("people", by=alice, at=AT, name=name, audience="team").pk for name in names]


def order_of(user: User) -> list[int]:
    return [view.id for view in views_of_list(User.objects.get(pk=user.pk), "people")]


def test_her_own_order_and_nobody_elses(alice: User, bob: User, three: list[int]) -> None:
    pin_view(three[0], by=alice, at=AT)
    order_views("people", by=alice, at=AT, view_ids=[three[2], three[0]])
    assert order_of(alice) == [three[2], three[0], three[1]]
    assert order_of(bob) == three
    late = save_view("people", by=alice, at=AT, name="Late").pk
    assert order_of(alice)[-1] == late
    order_views("people", by=alice, at=AT, view_ids=[])
    assert order_of(alice) == [*three, late]
    assert ViewUse.objects.get(user=alice, view=three[0]).is_pinned


def test_what_cannot_be_ordered(alice: User, charlie: User, three: list[int]) -> None:
    orders = save_view("orders", by=alice, at=AT, name="Orders").pk
    for wanted in ([0], [three[0], three[0]], [orders]):
        with pytest.raises(UnknownView):
            order_views("people", by=alice, at=AT, view_ids=wanted)
    with pytest.raises(UnknownView):
        order_views("people", by=charlie, at=AT, view_ids=three)
    with pytest.raises(Missing):
        order_views("boats", by=alice, at=AT, view_ids=[])
    Role.objects.filter(grants__user=charlie).update(rights={})
    with pytest.raises(NotAllowed):
        order_views("people", by=User.objects.get(pk=charlie.pk), at=AT, view_ids=[])
    assert order_of(alice) == three


def test_moved_by_the_menu_and_taken_back(alice: User, signed_in: SignIn, three: list[int]) -> None:
    client = signed_in(alice)
    first = SavedView.objects.get(pk=three[0])
    html = client.get(f"/people/?view={first.pk}").content.decode()
    assert "Move to the right" in html
    assert "Move to the left" not in html
    move = reverse("views:move", args=[first.pk])
    client.post(f"{move}?way=left")
    assert order_of(alice) == three
    client.post(f"{move}?way=right")
    assert order_of(alice) == [three[1], three[0], three[2]]
    client.post(client.session["toast"]["undo"])
    assert order_of(alice) == three
    forged = client.post(reverse("views:order", args=["people"]), {"view": ["0", "x"]})
    assert forged.status_code == 422
    assert "no longer there" in forged.content.decode()


@pytest.mark.browser
def test_ordered_by_keyboard_and_by_mouse(
    transactional_db: None, alice: User, three: list[int], open_as: Callable[..., Page]
) -> None:
    page = open_as(alice, "/people/?view=all")
    tabs = page.get_by_role("navigation", name="Saved views").locator("a:has(.n)")
    page.get_by_role("link", name="Order of the views").press("Enter")
    page.get_by_role("button", name="Move Third up").press("Alt+ArrowUp")
    grip = page.locator("#dialog [data-sortable-row]", has_text="Second").locator(
        "[data-sortable-grip]"
    )
    grip.drag_to(
        page.locator("#dialog [data-sortable-row]", has_text="First"),
        target_position={"x": 40, "y": 2},
    )
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.locator(".r-toast")).to_contain_text("Views put in order.")
    expect(tabs).to_have_text([re.compile(name) for name in ("Second", "First", "Third")])
