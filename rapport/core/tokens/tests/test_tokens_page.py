from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rapport.core.tokens.actions import create_token
from rapport.core.tokens.models import ApiToken
from rapport.core.tokens.queries import valid_token

NEW = {"name": "Web shop", "days": "90", "width": "all"}


def test_a_token_is_made_and_its_secret_shown_once(alice, signed_in):
    client = signed_in(alice)
    html = client.post(reverse("tokens:list"), NEW).content.decode()
    secret = re.search(r"rpt_[\w-]{30,}", html)[0]
    assert valid_token(secret, at=timezone.now()).user == alice
    assert secret not in client.get(reverse("tokens:list")).content.decode()


def test_only_reading_and_only_what_is_chosen(alice, signed_in):
    client = signed_in(alice)
    client.post(reverse("tokens:list"), NEW | {"width": "read"})
    assert all(".view_" in right for right in ApiToken.objects.latest("id").scopes)
    client.post(reverse("tokens:list"), NEW | {"width": "chosen", "rights": ["core.export_data"]})
    assert ApiToken.objects.latest("id").scopes == ["core.export_data"]


def test_it_lasts_as_long_as_was_chosen(alice, signed_in):
    client = signed_in(alice)
    assert client.post(reverse("tokens:list"), NEW | {"days": "never"}).status_code == 200
    assert ApiToken.objects.latest("id").expires_at is None
    client.post(reverse("tokens:list"), NEW | {"days": "30"})
    lasts = ApiToken.objects.latest("id").expires_at - timezone.now()
    assert 29 <= lasts.days <= 30


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"days": "7"},
        {"days": ""},
        {"width": "chosen", "rights": ["core.purge_trash"]},
        {"width": "none"},
    ],
)
def test_what_cannot_be_made_is_said(alice, signed_in, wrong):
    answer = signed_in(alice).post(reverse("tokens:list"), NEW | wrong)
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked(alice, signed_in, at):
    token, _secret = create_token(by=alice, at=at, name="Web shop")
    client = signed_in(alice)
    client.post(reverse("tokens:revoke", args=[token.pk]))
    assert ApiToken.objects.get().revoked_at
    assert "Revoked" in client.get(reverse("tokens:list")).content.decode()


def test_a_colleagues_token_is_not_there(alice, charlie, signed_in, at):
    token, _secret = create_token(by=alice, at=at, name="Web shop")
    client = signed_in(charlie)
    assert client.post(reverse("tokens:revoke", args=[token.pk])).status_code == 404
    assert "Web shop" not in client.get(reverse("tokens:list")).content.decode().split("<form")[0]


def test_without_the_right_there_is_no_page(dana, signed_in):
    assert signed_in(dana).get(reverse("tokens:list")).status_code == 403


def test_as_many_queries_for_fifty_tokens_as_for_one(alice, signed_in, at):
    client = signed_in(alice)
    create_token(by=alice, at=at, name="0")
    client.get(reverse("tokens:list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("tokens:list"))
    for number in range(50):
        create_token(by=alice, at=at, name=f"Token {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("tokens:list"))
    assert len(one) == len(many)
