"""Clients that speak to the sample API with an access token."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from rapport.core.tokens.actions import create_token


@pytest.fixture(autouse=True)
def _sample(settings: Any) -> None:
    settings.ROOT_URLCONF = "rapport.core.rest.tests.sample"


@pytest.fixture
def caller(at: Any) -> Any:
    """Return a client with a fresh access token of the user."""

    def make(user: Any, **options: Any) -> Client:
        _token, secret = create_token(by=user, at=at, name="test", **options)
        return Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)

    return make
