"""A colleague leaves: her records go to others, her doors close, and all of it can be undone."""

from __future__ import annotations

import pytest

from rapport.core.access.models import User
from rapport.core.action import last_group
from rapport.core.errors import Invalid, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.leaving.actions import (
    HasLeft,
    HasNotLeft,
    NotYourself,
    deactivate_user,
    reactivate_user,
)
from rapport.core.leaving.queries import owned_counts
from rapport.core.search.queries import search
from rapport.core.tokens.models import ApiToken
from rapport.core.undo.actions import undo
from rapport.core.users.actions import LastAdministrator
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def customers(alice: User, at) -> list[Party]:
    """Six customers of Alice's with numbers that follow each other."""
    return [create_person(by=alice, at=at, family=f"P{n}").party for n in range(6)]


def found_by(user: User) -> set[int]:
    return {found.object_id for n in range(6) for found in search(user, f"P{n}")}


def owners() -> set[int]:
    return set(Party.objects.values_list("owner_id", flat=True))


def test_all_she_owns_goes_to_one_colleague(
    customers, alice: User, bob: User, admin: User, at
) -> None:
    deactivate_user(alice.pk, by=admin, at=at, heirs=[bob.pk])
    assert owners() == {bob.pk}
    assert User.objects.get(pk=alice.pk).left_at == at
    data = EventRow.objects.get(name="UserLeft").data
    assert data["handed_over"] == {"customers.Party": {str(bob.pk): 6}}


def test_several_share_her_customers_evenly(
    customers, alice: User, bob: User, charlie: User, admin: User, at
) -> None:
    deactivate_user(alice.pk, by=admin, at=at, heirs=[bob.pk, charlie.pk])
    assert Party.objects.filter(owner=bob).count() == 3
    assert Party.objects.filter(owner=charlie).count() == 3


def test_each_heir_is_told_how_much_is_hers_now(
    customers, alice: User, bob: User, charlie: User, admin: User, at, signed_in
) -> None:
    deactivate_user(alice.pk, by=admin, at=at, heirs=[bob.pk, charlie.pk])
    for heir in (bob, charlie):
        count = Party.objects.filter(owner=heir).count()
        told = signed_in(heir).get("/notifications/").content.decode()
        assert f"You took over {count} records from Alice" in told


def test_the_heirs_find_it_by_search(
    customers, alice: User, bob: User, charlie: User, admin: User, at
) -> None:
    assert found_by(alice) == {party.pk for party in customers}
    deactivate_user(alice.pk, by=admin, at=at, heirs=[bob.pk, charlie.pk])
    for heir in (bob, charlie):
        hers = set(Party.objects.filter(owner=heir).values_list("pk", flat=True))
        assert found_by(heir) == hers
        assert len(hers) == 3
    undo(last_group(), by=admin, at=at)
    assert found_by(bob) == {party.pk for party in customers}
    assert found_by(charlie) == set()


def test_undo_gives_everything_back(customers, alice: User, bob: User, admin: User, at) -> None:
    deactivate_user(alice.pk, by=admin, at=at, heirs=[bob.pk])
    undo(last_group(), by=admin, at=at)
    assert owners() == {alice.pk}
    assert User.objects.get(pk=alice.pk).is_active


def test_her_sessions_and_tokens_end(alice: User, bob: User, admin: User, signed_in, at) -> None:
    client = signed_in(alice)
    token = ApiToken.objects.create(user=alice, name="t", prefix="x", digest="d")
    deactivate_user(alice.pk, by=admin, at=at, heirs=[bob.pk])
    token.refresh_from_db()
    assert token.revoked_at == at
    assert client.get("/profile").status_code == 302


def test_somebody_must_take_over(customers, alice: User, admin: User, at) -> None:
    with pytest.raises(Invalid):
        deactivate_user(alice.pk, by=admin, at=at, heirs=[])
    assert User.objects.get(pk=alice.pk).is_active


def test_without_records_nobody_need_take_over(alice: User, admin: User, at) -> None:
    assert deactivate_user(alice.pk, by=admin, at=at, heirs=[]).left_at == at


@pytest.mark.parametrize("heir", ["herself", "left", "nobody"])
def test_only_present_colleagues_inherit(
    customers, alice: User, bob: User, admin: User, at, heir: str
) -> None:
    User.objects.filter(pk=bob.pk).update(left_at=at)
    chosen = {"herself": alice.pk, "left": bob.pk, "nobody": 10**12}[heir]
    with pytest.raises(Invalid):
        deactivate_user(alice.pk, by=admin, at=at, heirs=[chosen])
    assert owners() == {alice.pk}


def test_nobody_leaves_twice(alice: User, admin: User, at) -> None:
    deactivate_user(alice.pk, by=admin, at=at, heirs=[])
    with pytest.raises(HasLeft):
        deactivate_user(alice.pk, by=admin, at=at, heirs=[])


def test_nobody_closes_her_own_account(admin: User, at) -> None:
    with pytest.raises(NotYourself):
        deactivate_user(admin.pk, by=admin, at=at, heirs=[])


def test_the_last_administrator_stays(admin: User, at) -> None:
    from rapport.core.access.queries import system

    with pytest.raises(LastAdministrator):
        deactivate_user(admin.pk, by=system(), at=at, heirs=[])


def test_a_manager_may_not(customers, alice: User, bob: User, at) -> None:
    with pytest.raises(NotAllowed):
        deactivate_user(alice.pk, by=bob, at=at, heirs=[bob.pk])


def test_she_can_come_back(alice: User, admin: User, at) -> None:
    deactivate_user(alice.pk, by=admin, at=at, heirs=[])
    assert reactivate_user(alice.pk, by=admin, at=at).is_active
    with pytest.raises(HasNotLeft):
        reactivate_user(alice.pk, by=admin, at=at)


def test_the_page_counts_and_hands_over(
    customers, alice: User, bob: User, admin: User, signed_in
) -> None:
    assert owned_counts(alice)[0].count == 6
    client, page = signed_in(admin), f"/settings/users/{alice.pk}/leave"
    text = client.get(page).content.decode()
    assert "<dd>6</dd>" in text
    refused = client.post(page, {"confirmed": "1"})
    assert refused.status_code == 422
    assert client.post(page, {"confirmed": "1", "heirs": [bob.pk]}).status_code == 302
    assert owners() == {bob.pk}
    assert client.post(f"/settings/users/{alice.pk}/return").status_code == 302
    assert User.objects.get(pk=alice.pk).is_active


def test_as_many_statements_for_one_row_as_for_many(
    customers, alice: User, bob: User, admin: User, at, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(40):
        deactivate_user(alice.pk, by=admin, at=at, heirs=[bob.pk])
