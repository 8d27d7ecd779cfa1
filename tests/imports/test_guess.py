"""What a column holds is guessed from its heading, then from its cells; a day is no telephone number."""

from __future__ import annotations

import pytest

from rapport.core.assembly import listed
from rapport.core.imports.guess import guess


@pytest.mark.parametrize(
    ("cells", "is_phone"),
    [
        (["+86 138 1643 2207", "021-6439 1207"], True),
        (["13816432207", "0898 6622 1100"], True),
        (["2006-02-14", "2006-02-15"], False),
        (["14.02.2006", "1/2/2006"], False),
    ],
)
def test_numbers_are_told_from_days(cells: list[str], is_phone: bool) -> None:
    people = listed("imports")["people"]
    found = guess(people, ["first_name", "x"], [["Anna", cell] for cell in cells])
    assert ("phone" in found) is is_phone
