"""Why somebody can, or cannot, see a record."""

from __future__ import annotations

import pytest

from rapport.core.access.models import Grant, Role, Team, User
from rapport.core.errors import Missing, NotAllowed
from rapport.core.explain.queries import explain, record
from rapport.customers.notes.actions import write_note
from rapport.customers.people.actions import create_person
from rapport.customers.shares.actions import share_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang(alice: User, at):
    """Alice's customer."""
    return create_person(by=alice, at=at, family="王", given="伟").party


def texts(user: User, row, admin: User) -> str:
    return " ".join(step.text for step in explain(user, row, by=admin).steps)


def test_the_explanation_agrees_with_what_is_seen(
    wang, alice: User, bob: User, charlie: User, dana: User, admin: User, at
) -> None:
    share_party(wang.pk, by=alice, at=at, user_id=charlie.pk)
    lone = User.objects.create(email="lone@haina.example", name="Lone")
    other = create_person(by=charlie, at=at, family="李").party
    note = write_note(wang.pk, by=alice, at=at, body="hello")
    for row in (wang, other, note):
        for user in (alice, bob, charlie, dana, admin, lone):
            found = explain(user, row, by=admin)
            seen = type(row).objects.visible_to(user).filter(pk=row.pk).exists()
            assert found.sees == seen
            assert any(step.opens for step in found.steps) == seen, (user, row, found.steps)


def test_it_names_role_scope_owner_and_team(wang, bob: User, charlie: User, admin: User) -> None:
    seen, unseen = texts(bob, wang, admin), texts(charlie, wang, admin)
    assert "Sales manager" in seen
    assert "Team and teams below" in seen
    assert "belongs to Alice (North)" in seen
    assert "Charlie (South) does not reach Alice's records" in unseen
    assert "not shared" in unseen


def test_a_share_opens(wang, alice: User, charlie: User, admin: User, at) -> None:
    share_party(wang.pk, by=alice, at=at, user_id=charlie.pk)
    assert "It is shared with Charlie" in texts(charlie, wang, admin)


def test_what_hangs_on_a_record_follows_it(wang, alice: User, bob: User, admin: User, at) -> None:
    note = write_note(wang.pk, by=alice, at=at, body="hello")
    assert "who sees that sees this" in texts(bob, note, admin)


def test_without_a_role_nothing_is_seen(wang, admin: User) -> None:
    lone = User.objects.create(email="lone@haina.example", name="Lone")
    assert "None of Lone's roles (none)" in texts(lone, wang, admin)


def test_who_has_left_sees_nothing(wang, bob: User, admin: User, at) -> None:
    User.objects.filter(pk=bob.pk).update(left_at=at)
    bob.refresh_from_db()
    assert "has left" in texts(bob, wang, admin)


def test_the_owner_may_ask_about_others_a_colleague_only_about_herself(
    wang, alice: User, bob: User, charlie: User
) -> None:
    assert explain(charlie, wang, by=alice).sees is False
    assert explain(bob, wang, by=bob).sees is True
    with pytest.raises(NotAllowed):
        explain(charlie, wang, by=bob)


@pytest.mark.parametrize(
    "label", ["customers.party", "core.user", "no.such", "junk", "core.company"]
)
def test_a_record_one_does_not_see_does_not_exist(wang, charlie: User, label: str) -> None:
    with pytest.raises(Missing):
        record(label, wang.pk, by=charlie)


def test_the_dialog_and_the_page(wang, alice: User, charlie: User, signed_in) -> None:
    client, address = signed_in(alice), f"/access/why/customers.party/{wang.pk}"
    whole = client.get(address).content.decode()
    assert "Alice can see" in whole
    part = client.get(
        address, {"user": charlie.pk}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in part
    assert "Charlie cannot see" in part
    assert signed_in(charlie).get(address).status_code == 404
    assert client.get(address, {"user": "9" * 30}).status_code == 200


def test_a_wider_role_reaches_further(wang, charlie: User, admin: User, north: Team) -> None:
    Grant.objects.create(user=charlie, role=Role.objects.get(key="marketer"))
    found = explain(User.objects.get(pk=charlie.pk), wang, by=admin)
    assert found.sees
    assert "every record is open" in found.steps[-1].text
