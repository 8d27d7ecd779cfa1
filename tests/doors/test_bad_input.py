"""Every address of the API under bad input: a sentence, and nothing written."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.test import Client
from django.utils import timezone

from rapport.config.apidocs.reading import Endpoint, resources
from rapport.core.changes.models import Change
from rapport.core.tokens.models import ApiToken
from rapport.customers.people.models import Person

ENDPOINTS = [one for resource in resources().values() for one in resource.endpoints]
WITH_BODY = [one for one in ENDPOINTS if one.example is not None and not one.is_upload]
LISTS = [one for one in ENDPOINTS if any(value.name == "after" for value in one.parameters)]
FOR_ALL = {"product_id", "field_id"}  # what every colleague may see, whoever added it
HEBREW = "\u05e9\u05dc\u05d5\u05dd"
STRANGE = "🚀 \u202e\u05e9\u05dc\u05d5\u05dd\u202c 👩\u200d💻"


def ask(
    client: Client, endpoint: Endpoint, ids: dict[str, Any], *, body: Any = None, query: str = ""
) -> Any:
    """Send a request as the example shows it, with these ids."""
    path = endpoint.path.replace("{kind}", "party")
    for name, value in ids.items():
        path = path.replace(f"{{{name}}}", str(value))
    sent = json.dumps(endpoint.example if body is None else body)
    kind = "multipart/form-data; boundary=x" if endpoint.is_upload else "application/json"
    return client.generic(endpoint.method, path + query, sent, content_type=kind)


def told(answer: Any, *statuses: int) -> str:
    """Return the sentence of a refusal."""
    assert answer.status_code in statuses, (answer.status_code, answer.content[:300])
    assert answer["Content-Type"] == "application/problem+json"
    sentence = str(answer.json()["detail"])
    assert sentence.endswith(".")
    return sentence


def spoilt(value: Any, text: str) -> Any:
    """Return a body in which every text is this one."""
    if isinstance(value, dict):
        return {name: spoilt(one, text) for name, one in value.items()}
    if isinstance(value, list):
        return [spoilt(one, text) for one in value]
    return text if isinstance(value, str) else value


def test_someone_elses_id(
    records: dict[str, int], charlie: Any, caller: Callable[..., Client]
) -> None:
    client, before = caller(charlie), Change.objects.count()
    for endpoint in ENDPOINTS:
        names = {name for name in records if f"{{{name}}}" in endpoint.path}
        if names - FOR_ALL:
            told(ask(client, endpoint, records), 403, 404, 422)
    assert Change.objects.count() == before


def test_an_expired_token(
    records: dict[str, int], admin: Any, caller: Callable[..., Client]
) -> None:
    client = caller(admin)
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for endpoint in ENDPOINTS[:: len(ENDPOINTS) // 50 + 1]:  # 60 a minute, then guessing is refused
        assert "expired" in told(ask(client, endpoint, records), 401)


def test_a_nul_byte_in_the_address(
    records: dict[str, int], admin: Any, caller: Callable[..., Client]
) -> None:
    client, before = caller(admin), Change.objects.count()
    for endpoint in ENDPOINTS:
        told(ask(client, endpoint, records, query="?q=a%00b"), 400)
        if "_id}" in endpoint.path:
            told(ask(client, endpoint, dict.fromkeys(records, "1%00")), 404)
    assert Change.objects.count() == before


def test_a_forged_cursor(
    records: dict[str, int], admin: Any, caller: Callable[..., Client]
) -> None:
    client = caller(admin)
    for endpoint in LISTS:
        for after in ("forged", "WyJuYW1lIiwiQSIsMV0:1vX:forged", "🚀", "-1", "x" * 1999):
            answer = ask(client, endpoint, records, query=f"?after={quote(after)}")
            assert "Begin at the top" in told(answer, 422)


def test_a_nul_byte_and_ten_megabytes_in_the_body(
    records: dict[str, int], admin: Any, caller: Callable[..., Client]
) -> None:
    client, before = caller(admin), Change.objects.count()
    for endpoint in WITH_BODY:
        told(ask(client, endpoint, records, body={"name": "a\0b"}), 400)
        told(ask(client, endpoint, records, body={"name": "x" * 10_000_000}), 413)
    assert Change.objects.count() == before


def test_right_to_left_text_and_emoji(
    records: dict[str, int], admin: Any, caller: Callable[..., Client]
) -> None:
    """Taken as it is where a text may stand, told where it may not; never a defect."""
    client = caller(admin)
    for endpoint in WITH_BODY:
        answer = ask(client, endpoint, records, body=spoilt(endpoint.example, STRANGE))
        if answer.status_code >= 400:
            told(answer, 404, 409, 422)


def test_a_strange_name_comes_back_as_it_was_sent(
    admin: Any, caller: Callable[..., Client]
) -> None:
    client = caller(admin)
    sent = {"family": HEBREW, "given": "🚀👩‍💻"}
    made = client.post("/api/v1/people", sent, content_type="application/json")
    assert made.status_code == 201, made.content
    person = Person.objects.get(pk=made.json()["id"])
    assert (person.family, person.given) == (HEBREW, "🚀👩‍💻")
    found = client.get(f"/api/v1/people?q={quote(HEBREW)}").json()["items"]
    assert [one["id"] for one in found] == [person.pk]
