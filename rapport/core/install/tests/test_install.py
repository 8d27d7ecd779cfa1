"""Rapport as an app: what a phone needs to install it, and the page without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from rapport.core.access.models import User

pytestmark = pytest.mark.django_db


def test_the_manifest_speaks_the_readers_language(alice: User, signed_in: Any) -> None:
    alice.language = "zh-hans"
    alice.save()
    told = signed_in(alice).get("/manifest.webmanifest")
    assert told["Content-Type"] == "application/manifest+json"
    assert told.json()["lang"] == "zh-hans"
    assert told.json()["shortcuts"][0] == {"name": "任务", "url": "/tasks/"}


def test_the_shortcuts_are_what_she_may_open(charlie: User, signed_in: Any) -> None:
    charlie.grants.all().delete()
    told = signed_in(charlie).get("/manifest.webmanifest").json()
    assert [one["name"] for one in told["shortcuts"]] == ["Settings"]
    assert Client().get("/manifest.webmanifest").json()["shortcuts"] == []


def test_its_icons_are_there(client: Client) -> None:
    icons = client.get("/manifest.webmanifest").json()["icons"]
    assert {one["purpose"] for one in icons} == {"any", "maskable"}
    for one in icons:
        path = finders.find(one["src"].removeprefix("/static/"))
        head = Path(path).read_bytes()[:24]
        width, height = int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
        assert (head[:4], f"{width}x{height}") == (b"\x89PNG", one["sizes"])


def test_the_page_without_a_network_knows_nobody(alice: User, signed_in: Any) -> None:
    text = signed_in(alice).get("/offline").content.decode()
    assert "You are offline" in text
    assert alice.name not in text
    assert 'name="csrf-token" content=""' in text
    assert "<form" not in text


@pytest.mark.browser
def test_without_a_network_a_page_says_so(live_server: Any, browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{live_server.url}/accounts/sign-in")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    kept = page.evaluate(
        "async () => { const names = [];"
        " for (const one of await caches.keys())"
        " for (const request of await (await caches.open(one)).keys())"
        " names.push(new URL(request.url).pathname);"
        " return names.sort(); }"
    )
    assert [name for name in kept if not name.startswith("/static/")] == ["/offline"]
    context.set_offline(True)
    page.goto(f"{live_server.url}/people/")
    assert page.inner_text("h1") == "You are offline"
    context.set_offline(False)
    page.click("text=Try again")
    page.wait_for_function("() => !document.body.innerText.includes('You are offline')")
    context.close()
