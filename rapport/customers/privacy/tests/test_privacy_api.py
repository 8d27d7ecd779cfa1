"""A person's rights over the API: the same verbs, the same rules."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from rapport.core.access.models import User
from rapport.customers.parties.models import Party
from rapport.customers.people.models import Person
from rapport.customers.privacy.models import Erasure

JSON = "application/json"


def test_restrict_and_lift(
    wang: Person, alice: User, charlie: User, caller: Callable[..., Any]
) -> None:
    here, mine = f"/api/v1/people/{wang.pk}", caller(alice)
    answer = mine.post(f"{here}/restrict", {"reason": "Objects"}, content_type=JSON)
    assert answer.json()["restriction_reason"] == "Objects"
    assert mine.post(f"{here}/restrict", {"reason": ""}, content_type=JSON).status_code == 422
    assert caller(charlie).post(f"{here}/lift-restriction").status_code == 404
    assert mine.post(f"{here}/lift-restriction").json()["restricted_at"] is None


def test_disclose(wang: Person, admin: User, alice: User, caller: Callable[..., Any]) -> None:
    here = f"/api/v1/people/{wang.pk}/disclose"
    assert caller(alice).post(here).status_code == 403
    pack = ZipFile(BytesIO(b"".join(caller(admin).post(here).streaming_content)))
    assert "data.json" in pack.namelist()


def test_erase(wang: Person, admin: User, alice: User, caller: Callable[..., Any]) -> None:
    here, asked = f"/api/v1/people/{wang.pk}/erase", {"reason": "Asked by letter"}
    assert caller(alice).post(here, asked, content_type=JSON).status_code == 403
    assert caller(admin).post(here, {}, content_type=JSON).status_code == 422
    assert not Erasure.objects.exists()
    told = caller(admin).post(here, asked, content_type=JSON)
    assert told.status_code == 201
    assert told.json()["erased"]["customers_contactpoint"] == 2
    assert Party.objects.get(pk=wang.pk).is_erased
    assert caller(admin).post(here, asked, content_type=JSON).status_code == 409
