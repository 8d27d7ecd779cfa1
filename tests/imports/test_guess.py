"""What a column holds is guessed from its heading, then from its cells; a day is no telephone number."""

from __future__ import annotations

import pytest

from rapport.core.assembly import listed
from rapport.core.imports.guess import guess


@pytest.mark.parametrize(
    ("cells", "held"),
    [
        (["+86 138 1643 2207", "021-6439 1207"], {"given": 0, "phone": 1}),
        (["13816432207", "0898 6622 1100"], {"given": 0, "phone": 1}),
        (["2006-02-14", "2006-02-15"], {"given": 0}),
        (["14.02.2006", "1/2/2006"], {"given": 0}),
    ],
)
def test_numbers_are_told_from_days(cells: list[str], held: dict[str, int]) -> None:
    people = listed("imports")["people"]
    assert guess(people, ["first_name", "x"], [["Anna", cell] for cell in cells]) == held
