"""The company, so that its days and money can be told."""

from __future__ import annotations

import pytest

from rapport.core.company.models import Company


@pytest.fixture(autouse=True)
def haina(db: None) -> Company:
    """The company, which counts in yuan."""
    return Company.objects.create(pk=1, name="海纳", base_currency="CNY")
