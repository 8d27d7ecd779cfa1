"""A dialog whose address is opened by itself is a page; what is sent from there leads on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rapport.core.access.models import User
from rapport.customers.notes.models import Note
from rapport.customers.people.actions import create_person

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def wang(alice: User) -> int:
    """王伟, Alice's customer."""
    return create_person(by=alice, at=datetime.now(tz=UTC), family="王", given="伟").party.pk


def test_a_dialog_stands_in_the_frame_and_its_form_is_plain(alice: User, wang: int, signed_in):
    client, address = signed_in(alice), f"/parties/{wang}/notes/new"
    whole = client.get(address).content.decode()
    assert whole.count("<!doctype html>") == 1
    assert "<title>Note about 王伟 · Rapport</title>" in whole
    assert "<h1>Note about 王伟</h1>" in whole
    assert f'<a class="btn btn-ghost" href="/parties/{wang}">Cancel</a>' in whole
    assert f'hx-post="{address}"' not in whole

    wrong = client.post(address, {"body": ""})
    assert wrong.status_code == 422
    assert "<!doctype html>" in wrong.content.decode()

    saved = client.post(address, {"body": "Likes the sea"})
    assert (saved.status_code, saved.headers["Location"]) == (303, f"/parties/{wang}")
    assert Note.objects.get().body == "Likes the sea"
    assert "Likes the sea" in client.get(f"/parties/{wang}/notes").content.decode()


def test_for_htmx_it_is_the_dialog_alone(alice: User, wang: int, signed_in):
    address = f"/parties/{wang}/notes/new"
    part = signed_in(alice).get(address, headers=HTMX).content.decode()
    assert "<!doctype" not in part
    assert f'hx-post="{address}"' in part


def test_a_panel_is_a_page_too(alice: User, wang: int, signed_in):
    whole = signed_in(alice).get(f"/parties/{wang}/contact").content.decode()
    assert "<title>Part of a page · Rapport</title>" in whole
    assert 'id="palette"' in whole
