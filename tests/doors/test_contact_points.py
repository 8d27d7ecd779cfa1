"""One number, one address, however it is written and through whichever door it comes: stored in one form."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client, override_settings

from rapport.core.access.models import User
from rapport.core.imports.actions import map_import, start_import
from rapport.core.imports.driving import drive
from rapport.core.imports.intake import take_in
from rapport.core.incoming.actions import create_incoming_hook, map_incoming_hook, show_sample
from rapport.core.incoming.events import MessageReceived
from rapport.core.incoming.jobs import take_in as take_in_message
from rapport.core.incoming.models import IncomingMessage
from rapport.customers.cards.reading import read_card
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.people.actions import create_person

EXPECTED = {
    "phone": ("+862168880000", "12"),
    "email": ("info@xn--bcher-kva.example", ""),
    "wechat": ("lin_wei88", ""),
}
SPELLINGS = [
    {"phone": "021-6888 0000 转12", "email": "Info@Bücher.example", "wechat": "Lin_Wei88"},
    {
        "phone": "（021）68880000 分机12",
        "email": "info@BÜCHER.example",
        "wechat": "\uff4c\uff49\uff4e_wei88",
    },
    {
        "phone": "+86 21 6888 0000 ext. 12",
        "email": "INFO@xn--bcher-kva.example",
        "wechat": "LIN_WEI88",
    },
    {"phone": "0086 21 6888-0000 #12", "email": "info@bücher.example", "wechat": "lin_wei88"},
]


@pytest.fixture
def anna(admin: User) -> User:
    """The administrator, who works in Shanghai: a number without + is dialled there."""
    admin.timezone = "Asia/Shanghai"
    admin.save()
    return admin


@pytest.fixture(autouse=True)
def _storage(tmp_path: Any) -> Any:
    stores = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=stores):
        yield


def stored() -> dict[str, tuple[str, str]]:
    """Return what stands in the table, by channel."""
    points = ContactPoint.objects.values_list("channel", "normalized", "extension")
    return {channel: (value, extension) for channel, value, extension in points}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_form_of_a_new_person(anna: User, spelling: dict[str, str], signed_in: Any) -> None:
    form = {"family": "Lin", "given": "Wei", "lifecycle": "prospect", **spelling}
    assert signed_in(anna).post("/people/new", form).status_code == 303
    assert stored() == EXPECTED


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_form_on_the_page(
    anna: User, at: datetime, spelling: dict[str, str], signed_in: Any
) -> None:
    person = create_person(by=anna, at=at, family="Lin")
    for channel, value in spelling.items():
        address = f"/parties/{person.pk}/contact/new/{channel}"
        assert signed_in(anna).post(address, {"value": value}).status_code == 303
    assert stored() == EXPECTED


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_api(anna: User, spelling: dict[str, str], caller: Callable[..., Client]) -> None:
    contacts = [{"channel": channel, "value": value} for channel, value in spelling.items()]
    asked = {"family": "Lin", "contacts": contacts}
    answer = caller(anna).post("/api/v1/people", json.dumps(asked), content_type="application/json")
    assert answer.status_code == 201, answer.content
    assert stored() == EXPECTED


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_file(anna: User, at: datetime, spelling: dict[str, str]) -> None:
    text = "Name,E-mail,Phone,WeChat\nLin Wei,{email},{phone},{wechat}\n".format(**spelling)
    run = take_in(BytesIO(text.encode()), "list.csv", kind="people", by=anna, at=at)
    map_import(run.pk, by=anna, at=at, mapping=run.mapping, options=run.options | {"country": "CN"})
    start_import(run.pk, by=anna, at=at)
    drive(run.pk, by=anna, clock=lambda: at)
    assert stored() == EXPECTED


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_incoming_hook(anna: User, at: datetime, spelling: dict[str, str]) -> None:
    body = {"name": "Lin Wei", "e-mail": spelling["email"], **spelling}
    hook, key = create_incoming_hook(by=anna, at=at, name="Form", kind="people")
    hook = show_sample(hook.pk, by=anna, at=at, body=body)
    map_incoming_hook(
        hook.pk,
        by=anna,
        at=at,
        mapping=hook.mapping,
        options=hook.options | {"country": "CN"},
        match="update",
        owner_id=anna.pk,
    )
    answer = Client().post(f"/incoming/{key}", json.dumps(body), content_type="application/json")
    assert answer.status_code == 202, answer.content
    message = IncomingMessage.objects.get()
    take_in_message(MessageReceived(message_id=message.pk), by=anna, at=at)
    assert stored() == EXPECTED


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_business_card(anna: User, spelling: dict[str, str], signed_in: Any) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nN:Lin;Wei\nTEL:{phone}\nEMAIL:{email}\nX-WECHAT:{wechat}\nEND:VCARD"
    found = read_card(card.format(**spelling))
    form = {"lifecycle": "prospect", **found}  # with which the form of a new person opens
    assert signed_in(anna).post("/people/new", form).status_code == 303
    assert stored() == EXPECTED
