"""Every page of the settings and of one's own account opens for whom it should, in both languages."""

from __future__ import annotations

import pytest
from django.test import Client

from rapport.core.access.models import Role, User

pytestmark = pytest.mark.django_db
SETTINGS = [
    "/settings",
    "/settings/company",
    "/settings/mail",
    "/settings/users",
    "/settings/users/invite",
    "/settings/users/{alice}",
    "/settings/users/{alice}/leave",
    "/settings/teams",
    "/settings/teams/add",
    "/settings/teams/{north}",
    "/settings/roles",
    "/settings/roles/add",
    "/settings/roles/{seller}",
    "/settings/audit",
    "/settings/audit/sign-ins",
]
OWN = ["/profile", "/profile/password", "/profile/sessions", "/profile/security"]


def filled(address: str, alice: User) -> str:
    seller = Role.objects.get(key="seller")
    return address.format(alice=alice.pk, north=alice.team_id, seller=seller.pk)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("address", SETTINGS + OWN)
def test_an_administrator_opens_every_page(
    address: str, language: str, admin: User, alice: User, signed_in
) -> None:
    User.objects.filter(pk=admin.pk).update(language=language)
    answer = signed_in(admin).get(filled(address, alice))
    assert answer.status_code == 200
    assert not [t.name for t in answer.templates]  # nothing came from Django's own engine


@pytest.mark.parametrize("address", SETTINGS[1:])
def test_a_seller_opens_none_of_the_settings(
    address: str, alice: User, bob: User, signed_in
) -> None:
    answer = signed_in(alice).get(filled(address, bob))
    assert answer.status_code == 403


@pytest.mark.parametrize("address", OWN)
def test_everybody_opens_her_own_account(address: str, alice: User, signed_in) -> None:
    assert signed_in(alice).get(address).status_code == 200


@pytest.mark.parametrize("address", SETTINGS + OWN)
def test_a_stranger_is_sent_to_the_sign_in(address: str, admin: User, alice: User) -> None:
    answer = Client().get(filled(address, alice))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/sign-in?next=")
