"""The pages about the API show every address, and their examples are what the addresses take."""

import re

import jsonschema_rs
import pytest
from django.urls import reverse

from rapport.config.api import api
from rapport.config.apidocs.reading import resources
from rapport.config.apidocs.views import call
from rapport.config.apidocs.words import LABELS

ENDPOINTS = [one for resource in resources().values() for one in resource.endpoints]


def test_every_address_is_shown(alice, signed_in):
    client = signed_in(alice)
    index = client.get(reverse("apidocs:index")).content.decode()
    shown = 0
    for slug, resource in resources().items():
        address = reverse("apidocs:resource", args=[slug])
        assert f'href="{address}"' in index
        content = client.get(address).content.decode()
        for one in resource.endpoints:
            assert f"<code>{one.path}</code>" in content
            assert one.summary
            shown += 1
    document = api.described()
    assert shown == sum(len(methods) for methods in document["paths"].values())
    assert {resource.name for resource in resources().values()} == set(LABELS)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: one.id)
def test_an_example_is_what_the_address_takes(endpoint):
    document = api.described()
    operation = document["paths"][endpoint.path][endpoint.method.lower()]
    content = operation.get("requestBody", {}).get("content", {})
    assert (endpoint.example is not None) == bool(content)
    for kind, body in content.items():
        if kind == "application/json":
            schema = body["schema"] | {"components": document["components"]}
            jsonschema_rs.validate(schema, endpoint.example)
    line = call(endpoint, "https://crm.example")
    assert line.startswith("curl")
    assert ("-X " in line) == (
        endpoint.method in {"PATCH", "PUT", "DELETE"} or (endpoint.method == "POST" and not content)
    )


def test_an_example_runs_as_it_stands(alice, caller, signed_in):
    """The call shown for a new person, taken from the page, makes one."""
    content = signed_in(alice).get(reverse("apidocs:resource", args=["people"])).content.decode()
    section = content[content.index('id="post-person"') :]
    body = re.search(r"-d (?:&#39;|')(.*?)(?:&#39;|')</pre>", section, re.DOTALL)
    assert body
    sent = body[1].replace("&#34;", '"').replace("&quot;", '"')
    answer = caller(alice).post("/api/v1/people", sent, content_type="application/json")
    assert answer.status_code == 201, answer.content


def test_an_unknown_resource_is_missing(alice, signed_in):
    assert signed_in(alice).get("/settings/api/dragons").status_code == 404


def test_who_is_not_signed_in_is_asked_to(client, db):
    assert client.get(reverse("apidocs:index")).status_code == 302


def test_the_ways_lead_there(alice, signed_in):
    address = f'href="{reverse("apidocs:index")}"'
    for page in ("tokens:list", "profile:edit", "company:index"):
        assert address in signed_in(alice).get(reverse(page)).content.decode()


def test_who_may_not_make_tokens_is_not_led_to_them(dana, signed_in):
    content = signed_in(dana).get(reverse("apidocs:index")).content.decode()
    assert reverse("tokens:list") not in content
