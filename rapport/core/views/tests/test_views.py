"""Saved views: who may save, share, change and find one; and what undo brings back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rapport.core.access.models import Role, Team, User
from rapport.core.action import last_group
from rapport.core.errors import Conflict, Invalid, Missing, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.undo.actions import undo
from rapport.core.views import actions
from rapport.core.views.actions import ViewNamedAlready, delete_view, edit_view, save_view
from rapport.core.views.models import SavedView
from rapport.core.views.queries import opening, views_of

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 18, 9, tzinfo=UTC)


def saved(
    by: User, name: str = "Quiet", query: str = "f=lifecycle:is:customer", **more: str
) -> SavedView:
    """Save a view of the people."""
    return save_view("people", by=by, at=AT, name=name, query=query, **more)


def names(user: User) -> list[str]:
    """Return the views that somebody finds, read anew."""
    return [view.name for view in views_of(User.objects.get(pk=user.pk))]


def test_a_list_is_saved_in_one_order_and_without_a_place(alice: User) -> None:
    view = saved(
        alice, " Quiet  ones ", "?after=x&sort=-name&f=lifecycle:is:customer&view=7&cols=city.120"
    )
    assert view.name == "Quiet ones"
    assert view.query == "f=lifecycle%3Ais%3Acustomer&sort=-name&cols=city.120"
    assert EventRow.objects.filter(name="ViewSaved", subject_id=view.pk).exists()


@pytest.mark.parametrize(
    "query", ["f=secret:is:1", "sort=secret", "cols=secret", "f=lifecycle", "size=0", "x" * 10_001]
)
def test_what_the_list_refuses_is_not_saved(alice: User, query: str) -> None:
    with pytest.raises(Invalid):
        saved(alice, query=query)
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\0b"])
def test_a_view_has_a_name(alice: User, name: str) -> None:
    with pytest.raises(Invalid):
        saved(alice, name)


def test_a_name_is_given_once(alice: User, bob: User) -> None:
    first = saved(alice)
    saved(bob)
    with pytest.raises(ViewNamedAlready):
        saved(alice, "QUIET")
    other = saved(alice, "Loud")
    with pytest.raises(ViewNamedAlready):
        edit_view(other.pk, by=alice, at=AT, name="quiet")
    assert edit_view(first.pk, by=alice, at=AT, name="QUIET").name == "QUIET"


def test_no_such_list(alice: User) -> None:
    with pytest.raises(Missing):
        save_view("nothing", by=alice, at=AT, name="x")


def test_who_finds_it(alice: User, bob: User, charlie: User, admin: User) -> None:
    saved(alice, "mine")
    saved(alice, "ours", audience="team")
    saved(admin, "all", audience="public")
    assert names(alice) == ["mine", "ours", "all"]
    assert names(charlie) == ["all"]
    assert "mine" not in names(bob)
    assert ("ours" in names(bob)) == (bob.team_id == alice.team_id)


def test_a_view_reaches_the_teams_below(alice: User) -> None:
    below = Team.objects.create(name="Below", parent=alice.team)
    saved(alice, "ours", audience="team")
    User.objects.filter(email__startswith="charlie").update(team=below)
    newcomer = User.objects.create(email="n@haina.example", name="N", team=below)
    assert names(newcomer) == ["ours"]


def test_only_who_may_share_with_everybody_does(alice: User, admin: User) -> None:
    with pytest.raises(NotAllowed):
        saved(alice, audience="public")
    view = saved(admin, audience="public")
    with pytest.raises(NotAllowed):
        edit_view(view.pk, by=alice, at=AT, name="Other")
    theirs = saved(alice, audience="team")
    User.objects.filter(pk=admin.pk).update(team=alice.team)
    assert edit_view(theirs.pk, by=User.objects.get(pk=admin.pk), at=AT, name="Ours").name == "Ours"


def test_a_strangers_view_is_not_there(alice: User, charlie: User, admin: User) -> None:
    view = saved(alice)
    for colleague in (charlie, admin):
        with pytest.raises(Missing):
            edit_view(view.pk, by=colleague, at=AT, name="x")
        with pytest.raises(Missing):
            actions.pin_view(view.pk, by=colleague, at=AT)


def test_two_who_edit_the_same_are_told(alice: User) -> None:
    view = saved(alice)
    edit_view(view.pk, by=alice, at=AT, version=1, name="One")
    with pytest.raises(Conflict):
        edit_view(view.pk, by=alice, at=AT, version=1, name="Two")


def test_a_deleted_view_comes_back(alice: User) -> None:
    view = saved(alice)
    actions.pin_view(view.pk, by=alice, at=AT)
    delete_view(view.pk, by=alice, at=AT)
    group = last_group()
    assert names(alice) == []
    assert group is not None
    undo(group, by=alice, at=AT)
    assert names(alice) == ["Quiet"]


def test_a_list_opens_with_one_view(alice: User, bob: User) -> None:
    first, second = saved(alice), saved(alice, "Other")
    actions.open_with(first.pk, by=alice, at=AT)
    actions.open_with(second.pk, by=alice, at=AT)
    found = opening(User.objects.get(pk=alice.pk), "people")
    assert found is not None
    assert found.id == second.pk
    actions.open_with(second.pk, by=alice, at=AT, opens=False)
    assert opening(User.objects.get(pk=alice.pk), "people") is None
    assert opening(bob, "people") is None


def test_without_the_right_nothing_is_saved(alice: User) -> None:
    Role.objects.filter(grants__user=alice).update(rights={"customers.view_party": "all"})
    with pytest.raises(NotAllowed):
        saved(User.objects.get(pk=alice.pk))
