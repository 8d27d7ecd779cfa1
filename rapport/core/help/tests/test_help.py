"""Help stands beside every page, in both languages, and is found by its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from playwright.sync_api import Page, expect

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.help.articles import LANGUAGES, ROOT, article, find, topic_of, topics

SignIn = Callable[[User], Client]
# before one is signed in, for programs and files, or only an action
WITHOUT = {"undo", "language", "openapi", "mfa_authenticate", "mfa_login_webauthn"}
WITHOUT |= {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
BEGIN = ("api:", "install:", "links:", "account_log", "openid_connect")


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield f"{space}{pattern.name}"


def test_every_page_has_its_help() -> None:
    pages = set(names(get_resolver()))
    assert len(pages) > 100
    without = {one for one in pages if topic_of(one) is None and not one.startswith(BEGIN)}
    assert without - WITHOUT == set()


def test_every_page_that_is_named_is_there() -> None:
    pages = set(names(get_resolver()))
    known = pages | {one.partition(":")[0] for one in pages}
    assert {page for one in topics().values() for page in one.pages} - known == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_says_something_in_both_languages(language: str) -> None:
    for name, topic in topics().items():
        one = article(name, language)
        assert one.title, name
        assert len(one.words) > 40, name
        assert "<p>" in one.html, name
        is_chinese = any("一" <= sign <= "鿿" for sign in one.title)
        assert is_chinese or language == "en" or one.title == "Webhook 推送", name
        assert set(topic.near) <= set(topics()), name


def test_no_text_lies_about_that_no_page_shows() -> None:
    files = {path for room in ROOT.iterdir() for path in room.glob("help/*.md")}
    assert files == {one.path(language) for one in topics().values() for language in LANGUAGES}


def test_the_nearest_topic_of_a_page() -> None:
    for page, name in {
        "people:list": "people",
        "people:open": "record",
        "company:mail": "mail",
        "company:edit": "company",
        "home": "start",
    }.items():
        found = topic_of(page)
        assert found is not None
        assert found.name == name
    assert topic_of("boats:list") is None


def test_what_is_called_so_comes_first() -> None:
    assert find("views", "en")[0].name == "views"
    assert {one.name for one in find("passkey", "en")} == {"security"}
    assert find("通行密钥", "zh-hans")[0].name == "security"
    assert find("submarine", "en") == []
    assert find("asskey", "en") == []
    assert find("wxs", "en") == []  # an example of a name, not what the text is about
    assert find(" ", "en") == []


@pytest.mark.django_db
def test_the_panel_speaks_her_language(alice: User, signed_in: SignIn) -> None:
    client, address = signed_in(alice), reverse("help:panel")
    ask = {"headers": {"HX-Request": "true"}}
    html = client.get(f"{address}?page=tasks:list", **ask).content.decode()
    assert "Tick a task off" in html
    assert "<!doctype" not in html
    assert "Where you start" in client.get(f"{address}?page=%00", **ask).content.decode()
    User.objects.filter(pk=alice.pk).update(language="zh-hans")
    html = signed_in(alice).get(f"{address}?page=tasks:list").content.decode()
    assert "要做什么" in html


@pytest.mark.django_db
def test_all_topics_and_the_way_back(admin: User, alice: User, signed_in: SignIn) -> None:
    client = signed_in(admin)
    html = client.get(reverse("help:index")).content.decode()
    for topic in topics():
        assert reverse("help:open", args=[topic]) in html
    client.post(reverse("onboarding:close", args=["company"]))
    html = client.get(reverse("help:index")).content.decode()
    assert reverse("onboarding:bring_back", args=["company"]) in html
    assert "Passkeys" not in html
    found = client.get(reverse("help:index"), {"q": "passkey"}).content.decode()
    assert "Protecting your account" in found
    assert (
        "Nothing in the help"
        in client.get(reverse("help:index"), {"q": "boat \0 <b>"}).content.decode()
    )
    assert client.get(reverse("help:open", args=["boats"])).status_code == 404
    assert "Set Rapport up" not in signed_in(alice).get(reverse("help:index")).content.decode()


@pytest.mark.django_db
def test_the_palette_finds_it(alice: User, signed_in: SignIn) -> None:
    html = signed_in(alice).get(reverse("search:palette"), {"q": "passkey"}).content.decode()
    assert reverse("help:open", args=["security"]) in html
    html = (
        signed_in(alice)
        .get(reverse("search:palette"), {"q": "wan"}, headers={"HX-Request": "true"})
        .content.decode()
    )
    assert "/help/" not in html  # three letters are a name


def test_a_text_is_escaped() -> None:
    assert all("<script" not in article(name, "en").html for name in topics())
    assert listed("help")


@pytest.mark.browser
def test_the_panel_stands_beside_the_page(transactional_db: None, alice: User, open_as) -> None:
    page: Page = open_as(alice, "/tasks/")
    panel = page.locator("#keys")
    page.keyboard.press("?")
    expect(panel).to_contain_text("Tick a task off")
    expect(panel).to_contain_text("New task")
    page.keyboard.press("n")  # the page is worked on meanwhile
    expect(page.locator("#dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#dialog")).not_to_be_visible()
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).not_to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Alice, account").click()
    page.get_by_role("menuitem", name="Help beside this page").click()
    expect(panel).to_contain_text("Tick a task off")
    panel.get_by_role("link", name="Notifications").click()
    expect(page.locator("h1")).to_have_text("Notifications")
