from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.core.changes.models import Change
from rapport.core.errors import Missing, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.tokens.actions import (
    TokenBeyondRights,
    TokenEndedAlready,
    TokenNeedsName,
    TokenWouldBeExpired,
    create_token,
    note_use,
    revoke_token,
)
from rapport.core.tokens.models import ApiToken, TokenUse
from rapport.core.tokens.queries import (
    TokenExpired,
    TokenIsRevoked,
    TokenUnknown,
    TokenUserLeft,
    tokens_of,
    valid_token,
)


def test_a_token_is_shown_once_and_kept_as_a_digest(alice, at):
    token, secret = create_token(by=alice, at=at, name="ERP")
    assert secret.startswith(token.prefix)
    assert secret not in str(ApiToken.objects.values().get())
    assert valid_token(secret, at=at).user == alice
    assert EventRow.objects.get(name="TokenCreated").data["label"] == "ERP"


def test_the_digest_is_never_logged(alice, at):
    token, _secret = create_token(by=alice, at=at, name="ERP")
    token.digest = "0" * 64
    token.save()
    logged = Change.objects.filter(table="core_apitoken", operation="u").get()
    assert logged.before == {"digest": None}


def test_who_may_not_use_the_api_makes_none(dana, at):
    with pytest.raises(NotAllowed):
        create_token(by=dana, at=at, name="ERP")


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\0b"])
def test_a_token_needs_a_name(alice, at, name):
    with pytest.raises(TokenNeedsName):
        create_token(by=alice, at=at, name=name)


def test_a_token_has_no_right_that_its_user_lacks(alice, at):
    with pytest.raises(TokenBeyondRights):
        create_token(by=alice, at=at, name="ERP", scopes_wanted=["core.purge_trash"])


def test_a_token_ends_in_the_future(alice, at):
    with pytest.raises(TokenWouldBeExpired):
        create_token(by=alice, at=at, name="ERP", expires_at=at)


def test_a_token_expires(alice, at):
    _token, secret = create_token(by=alice, at=at, name="x", expires_at=at + timedelta(days=1))
    valid_token(secret, at=at)
    with pytest.raises(TokenExpired):
        valid_token(secret, at=at + timedelta(days=1))


def test_a_revoked_token_ends_at_once(alice, at):
    token, secret = create_token(by=alice, at=at, name="ERP")
    revoke_token(token.pk, by=alice, at=at)
    with pytest.raises(TokenIsRevoked):
        valid_token(secret, at=at)
    assert EventRow.objects.filter(name="TokenRevoked", subject_id=token.pk).exists()
    with pytest.raises(TokenEndedAlready):
        revoke_token(token.pk, by=alice, at=at)


def test_nobody_revokes_a_colleagues_token_but_who_manages_users(alice, bob, admin, at):
    token, _secret = create_token(by=alice, at=at, name="ERP")
    with pytest.raises(Missing):
        revoke_token(token.pk, by=bob, at=at)
    assert list(tokens_of(bob)) == []
    revoke_token(token.pk, by=admin, at=at)


def test_a_token_ends_when_its_user_leaves(alice, at):
    _token, secret = create_token(by=alice, at=at, name="ERP")
    alice.left_at = at
    alice.save()
    with pytest.raises(TokenUserLeft):
        valid_token(secret, at=at)


@pytest.mark.parametrize("secret", ["", "rpt_", "x" * 9999, "王\ud800"])
def test_an_unknown_token(db, at, secret):
    with pytest.raises(TokenUnknown):
        valid_token(secret, at=at)


def test_use_is_noted_every_five_minutes(alice, at, django_assert_num_queries):
    _token, secret = create_token(by=alice, at=at, name="ERP")
    note_use(valid_token(secret, at=at), at=at)
    token = valid_token(secret, at=at)
    note_use(token, at=at + timedelta(minutes=4))
    assert TokenUse.objects.get().at == at
    note_use(token, at=at + timedelta(minutes=5))
    assert TokenUse.objects.get().at == at + timedelta(minutes=5)
