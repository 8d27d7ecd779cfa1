"""Colleagues come by invitation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from rapport.core.access.models import Role, User
from rapport.core.access.queries import system
from rapport.core.errors import Invalid, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.links.queries import LinkUsed, address, token
from rapport.core.users.actions import (
    AlreadyHere,
    Place,
    accept_invitation,
    invite_again,
    invite_user,
)

pytestmark = pytest.mark.django_db
ANSWERS = {
    "name": "Eve Park",
    "password": "a long enough sentence",
    "language": "zh-hans",
    "timezone": "Asia/Shanghai",
}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def place(north) -> Place:
    return Place(team_id=north.pk, role_ids=(Role.objects.get(key="seller").pk,))


@pytest.fixture
def link(admin: User, place: Place):
    return invite_user("Eve@haina.example", by=admin, at=timezone.now(), name="Eve", place=place)


def path(link) -> str:
    return address(link).removeprefix("http://localhost:8000")


def test_an_invitation_makes_a_colleague_who_cannot_sign_in_yet(link, place: Place) -> None:
    user = link.user
    assert (user.email, user.team_id) == ("eve@haina.example", place.team_id)
    assert user.invited_at is not None
    assert not user.has_usable_password()
    names = list(EventRow.objects.order_by("id").values_list("name", flat=True))
    assert names == ["UserInvited", "LinkIssued"]


def test_accepting_opens_the_account_and_signs_in(link) -> None:
    client = Client()
    assert client.get(path(link)).status_code == 200
    answer = client.post(path(link), ANSWERS)
    assert answer.headers["Location"] == "/"
    user = User.objects.get(pk=link.user_id)
    assert (user.name, user.language, user.timezone) == ("Eve Park", "zh-hans", "Asia/Shanghai")
    assert user.invited_at is None
    assert client.session["_auth_user_id"] == str(user.pk)
    assert EventRow.objects.filter(name="UserJoined", subject_id=user.pk).exists()


def test_it_can_be_accepted_once(link, at) -> None:
    accept_invitation(token(link), by=system(), at=timezone.now(), **ANSWERS)
    with pytest.raises(LinkUsed):
        accept_invitation(token(link), by=system(), at=timezone.now(), **ANSWERS)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "  "), ("password", "short"), ("language", "fr"), ("timezone", "Mars/Olympus")],
)
def test_what_is_wrong_is_said_and_the_link_stays_good(link, field: str, value: str) -> None:
    answer = Client().post(path(link), ANSWERS | {field: value})
    assert answer.status_code == 422
    link.refresh_from_db()
    assert link.used_at is None


def test_a_new_invitation_ends_the_old_one(link, admin: User) -> None:
    new = invite_again(link.user_id, by=admin, at=timezone.now())
    assert Client().get(path(link)).status_code == 409
    assert Client().get(path(new)).status_code == 200


def test_who_has_come_needs_no_invitation(alice: User, admin: User, at) -> None:
    with pytest.raises(AlreadyHere):
        invite_again(alice.pk, by=admin, at=at)


def test_it_expires_after_seven_days(link) -> None:
    link.expires_at = timezone.now() - timedelta(minutes=1)
    link.save(update_fields=["expires_at"])
    answer = Client().get(path(link))
    assert answer.status_code == 409
    assert "expired" in answer.content.decode()


def test_an_address_is_invited_once(link, admin: User, place: Place, at) -> None:
    with pytest.raises(Invalid) as refused:
        invite_user("EVE@haina.example", by=admin, at=at, name="Eve", place=place)
    assert "email" in refused.value.fields


@pytest.mark.parametrize(
    ("email", "name", "roles", "field"),
    [
        ("no", "Eve", 1, "email"),
        ("e@x.example", " ", 1, "name"),
        ("e@x.example", "Eve", 0, "roles"),
    ],
)
def test_wrong_input_is_said_by_field(
    admin: User, place: Place, at, email: str, name: str, roles: int, field: str
) -> None:
    chosen = place if roles else Place(team_id=None, role_ids=())
    with pytest.raises(Invalid) as refused:
        invite_user(email, by=admin, at=at, name=name, place=chosen)
    assert field in refused.value.fields
    assert not User.objects.filter(email=email).exists()


def test_only_who_manages_users_invites(bob: User, place: Place, at) -> None:
    with pytest.raises(NotAllowed):
        invite_user("e@x.example", by=bob, at=at, name="Eve", place=place)


def test_the_page_invites_and_shows_the_link(admin: User, place: Place, signed_in) -> None:
    client = signed_in(admin)
    typed = {"email": "eve@haina.example", "name": "Eve", "team": place.team_id}
    answer = client.post("/settings/users/invite", typed | {"roles": list(place.role_ids)})
    assert answer.status_code == 302
    text = client.get(answer.headers["Location"]).content.decode()
    assert "/accounts/invitation/" in text
    assert client.post("/settings/users/invite", {"email": "no"}).status_code == 422


def test_somebody_invited_asks_for_no_other_links(link) -> None:
    from rapport.core.links.actions import answer_link_request

    user = link.user
    found = answer_link_request(user.email, "sign_in", by=system(), at=timezone.now())
    assert found is None
