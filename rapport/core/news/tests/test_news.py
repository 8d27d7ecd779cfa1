"""What is new in each version, told until it was read."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from rapport import __version__
from rapport.core.access.models import User
from rapport.core.news.releases import LANGUAGES, releases

SignIn = Callable[[User], Client]


def test_this_version_is_told_in_both_languages() -> None:
    project = tomllib.loads((Path(__file__).parents[4] / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == __version__
    told = [[one.version for one in releases(language)] for language in LANGUAGES]
    assert told[0] == told[1]
    assert told[0][0] == __version__
    assert all("<li>" in one.html for language in LANGUAGES for one in releases(language))


@pytest.mark.django_db
def test_a_dot_until_it_was_read(alice: User, signed_in: SignIn) -> None:
    client, page = signed_in(alice), reverse("news:list")
    assert "r-dot" not in client.get(page).content.decode()  # nothing is news to a new colleague
    User.objects.filter(pk=alice.pk).update(news_read="0.0.9")
    html = client.get(page).content.decode()
    assert "r-dot" in html
    assert f'hx-post="{reverse("news:read")}"' in html
    assert client.get(reverse("news:read")).status_code == 405
    assert client.post(reverse("news:read")).status_code == 204
    assert "r-dot" not in client.get(page).content.decode()


@pytest.mark.django_db
def test_it_speaks_chinese(alice: User, signed_in: SignIn) -> None:
    User.objects.filter(pk=alice.pk).update(language="zh-hans")
    assert "首个版本" in signed_in(alice).get(reverse("news:list")).content.decode()
