from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from rapport.core.access.models import Team
from rapport.core.rest import middleware
from rapport.core.rest.models import ApiUsage
from rapport.core.tokens.models import ApiToken, TokenUse

JSON = "application/json"


def problem_of(answer, status):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == status
    assert document["detail"]
    assert document["type"].startswith("urn:rapport:")
    return document


def test_a_token_acts_as_its_user(alice, caller):
    answer = caller(alice).get("/api/teams")
    assert answer.status_code == 200
    assert [team["name"] for team in answer.json()["items"]] == ["North"]
    assert TokenUse.objects.get().token.user == alice


def test_without_sign_in(db):
    answer = Client().get("/api/teams")
    problem_of(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer nonsense", "Basic YTpi", "Bearer", "Bearer a b", "x"])
def test_a_bad_token_is_told(db, header):
    document = problem_of(Client(headers={"Authorization": header}).get("/api/teams"), 401)
    assert "not known" in document["detail"]


def test_a_bad_token_is_not_saved_by_a_session(alice, signed_in):
    client = signed_in(alice)
    assert client.get("/api/teams").status_code == 200
    problem_of(client.get("/api/teams", headers={"Authorization": "Bearer x"}), 401)


def test_an_expired_token_and_a_revoked_one(alice, caller):
    client = caller(alice)
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "expired" in problem_of(client.get("/api/teams"), 401)["detail"]
    ApiToken.objects.update(revoked_at=timezone.now())
    assert "revoked" in problem_of(client.get("/api/teams"), 401)["detail"]


def test_scopes_narrow_the_token(alice, caller):
    narrow = caller(alice, scopes_wanted=["core.export_data"])
    problem_of(narrow.post("/api/teams", {"name": "x"}, content_type=JSON), 403)
    wide = caller(alice, scopes_wanted=["core.use_api"])
    assert wide.post("/api/teams", {"name": "x"}, content_type=JSON).status_code == 201


def test_a_session_needs_its_csrf_token(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    problem_of(client.post("/api/teams", {"name": "x"}, content_type=JSON), 403)


def test_sentences_come_in_the_callers_language(alice, caller):
    client = caller(alice)
    alice.language = "zh-hans"
    alice.save()
    assert "记录" in problem_of(client.get("/api/teams/999999"), 404)["detail"]
    english = client.get("/api/teams/999999", headers={"Accept-Language": "en"})
    assert "record" in problem_of(english, 404)["detail"]


def test_an_unknown_address_and_method(alice, caller):
    client = caller(alice)
    problem_of(client.get("/api/nothing/here"), 404)
    answer = client.delete("/api/teams")
    problem_of(answer, 405)
    assert "GET" in answer["Allow"]


def test_a_defect_is_a_problem_and_is_logged(alice, caller, caplog):
    told = problem_of(caller(alice).post("/api/defect"), 500)
    assert "ZeroDivisionError" in caplog.text
    assert told["detail"].rpartition(" ")[2] in caplog.text


def test_a_full_disk_is_no_defect(alice, caller):
    told = problem_of(caller(alice).post("/api/full"), 507)
    assert "The disk on our side is full." in told["detail"]


def test_a_database_that_goes_away_meanwhile_is_no_defect(alice, caller):
    told = problem_of(caller(alice).post("/api/lost"), 503)
    assert "The database does not answer." in told["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b'{"name": "a\\u0000b"}',
        b'{"name": "\\ud800"}',
        b"[" * 100_000,
        b'{"a": NaN}',
    ],
)
def test_a_body_that_cannot_be_read(alice, caller, body):
    problem_of(caller(alice).post("/api/teams", body, content_type=JSON), 400)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 51}, "name"),
        ({"name": 7}, "name"),
        ({"name": None}, "name"),
        ({"name": "x", "colour": "red"}, "colour"),
    ],
)
def test_a_value_that_cannot_be_used_names_its_field(alice, caller, body, field):
    document = problem_of(caller(alice).post("/api/teams", body, content_type=JSON), 422)
    assert list(document["fields"]) == [field]


def test_a_body_that_is_too_large(alice, caller):
    body = b'{"name": "' + b"x" * 1024 * 1024 + b'"}'
    problem_of(caller(alice).post("/api/teams", body, content_type=JSON), 413)


@pytest.mark.parametrize("team_id", ["0", "-1", "99999999999999999999999", "x", "1.5", "%00"])
def test_an_id_that_cannot_be(alice, caller, team_id):
    answer = caller(alice).get(f"/api/teams/{team_id}")
    problem_of(answer, answer.status_code)
    assert answer.status_code in {404, 422}


def test_a_rule_says_its_sentence(alice, caller):
    team = Team.objects.create(name="Closed")
    answer = caller(alice).patch(f"/api/teams/{team.pk}", {"name": "x"}, content_type=JSON)
    document = problem_of(answer, 409)
    assert document["type"] == "urn:rapport:team-is-closed"
    assert document["detail"] == "This team is closed."


def test_the_etag_guards_an_edit(alice, caller):
    client = caller(alice)
    team = Team.objects.create(name="East")
    address = f"/api/teams/{team.pk}"
    etag = client.get(address)["ETag"]
    assert etag == '"1"'
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    edit = {"path": address, "data": {"name": "West"}, "content_type": JSON}
    changed = client.patch(**edit, headers={"If-Match": etag})
    assert changed["ETag"] == '"2"'
    problem_of(client.patch(**edit, headers={"If-Match": etag}), 412)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200
    assert client.patch(**edit, headers={"If-Match": "*"}).status_code == 200
    problem_of(client.patch(**edit, headers={"If-Match": "soon"}), 422)


def test_the_same_key_makes_one_team(alice, caller):
    client = caller(alice)
    send = {"content_type": JSON, "headers": {"Idempotency-Key": "k1"}}
    first = client.post("/api/teams", {"name": "East"}, **send)
    again = client.post("/api/teams", {"name": "East"}, **send)
    assert (again.status_code, again.content) == (201, first.content)
    assert again["Idempotency-Replayed"] == "true"
    assert again["ETag"] == first["ETag"]
    assert Team.objects.filter(name="East").count() == 1
    problem_of(client.post("/api/teams", {"name": "West"}, **send), 409)
    problem_of(
        client.post(
            "/api/teams", {"name": "x"}, content_type=JSON, headers={"Idempotency-Key": "a b"}
        ),
        422,
    )


def test_a_refused_request_may_be_corrected_under_the_same_key(alice, caller):
    client = caller(alice)
    send = {"content_type": JSON, "headers": {"Idempotency-Key": "k1"}}
    problem_of(client.post("/api/teams", {"name": ""}, **send), 422)
    assert client.post("/api/teams", {"name": "East"}, **send).status_code == 201


@pytest.fixture
def _clock_stands_still(monkeypatch):
    """Else a minute may end while requests are counted."""
    now = timezone.now().replace(second=10)
    monkeypatch.setattr(middleware, "timezone", SimpleNamespace(now=lambda: now))


def test_the_limit_is_told_and_kept(alice, caller, settings):
    settings.API_REQUESTS_A_MINUTE = 3
    client = caller(alice)
    left = [client.get("/api/teams")["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    answer = client.get("/api/teams")
    problem_of(answer, 429)
    assert 0 < int(answer["Retry-After"]) <= 60
    ApiUsage.objects.update(minute=0)
    assert client.get("/api/teams").status_code == 200


@pytest.mark.usefixtures("_clock_stands_still")
def test_guessing_tokens_is_limited(db):
    answers = [
        Client(headers={"Authorization": "Bearer x"}).get("/api/teams").status_code
        for _ in range(61)
    ]
    assert answers[:60] == [401] * 60
    assert answers[60] == 429
