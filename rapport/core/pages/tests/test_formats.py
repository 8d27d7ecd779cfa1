"""What is said in a row and what is named reads as each language writes it."""

import pytest
from django.utils import translation

from rapport.core.pages.formats import colon, series


@pytest.mark.parametrize(
    ("language", "names", "label"),
    [("en", "Anna, Ben", "City: "), ("zh-hans", "Anna、Ben", "City：")],
)
def test_commas_and_colons(language: str, names: str, label: str) -> None:
    with translation.override(language):
        assert series(["Anna", "Ben"]) == names
        assert colon("City") == label
