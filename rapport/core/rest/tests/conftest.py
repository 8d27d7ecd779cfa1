"""The sample API in place of the real one."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _sample(settings: Any) -> None:
    settings.ROOT_URLCONF = "rapport.core.rest.tests.sample"
