"""The form in which names are compared."""

from __future__ import annotations

import pytest

from rapport.customers.duplicates.values import (
    company_name,
    household_name,
    local_part,
    own_domain,
    person_name,
    sound,
)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("海纳科技有限公司", "海纳科技"),
        ("海纳科技股份有限公司", "海纳科技"),
        ("海纳科技（集团）有限公司", "海纳科技"),
        ("海纳", "海纳"),
        ("Acme Steel GmbH & Co. KG", "acmesteel"),
        ("ACME STEEL, Inc.", "acmesteel"),
        ("Société Générale S.A.", "societegenerale"),
        ("The Steel Company Ltd.", "steel"),
        ("Holding AG", "holdingag"),
        ("公司", "公司"),
    ],
)
def test_a_company_is_compared_without_its_legal_form(name: str, core: str) -> None:
    assert company_name(name) == core


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("王伟的家庭", "王伟"),
        ("王伟家", "王伟"),
        ("The Smith Family", "smith"),
        ("Anna Smith’s household", "annasmith"),
        ("Family", ""),
    ],
)
def test_a_household_is_compared_without_what_all_are_called(name: str, core: str) -> None:
    assert household_name(name) == core


def test_characters_and_pinyin_sound_the_same() -> None:
    assert sound("王", is_name=True) == sound("Wang") == "wang"
    assert sound("玮") == sound("伟") == "wei"
    assert sound("单", is_name=True) == "shan"
    assert sound("吕") == "lu"
    assert sound("Müller") == "muller"
    assert sound("海纳 Tech") == "hainatech"


def test_a_name_in_one_field_is_taken_apart() -> None:
    assert person_name("王伟", "") == ("王", "伟")
    assert person_name("", "Anna van der Berg") == ("vanderberg", "anna")
    assert person_name("欧阳", "娜娜") == ("欧阳", "娜娜")


def test_a_domain_speaks_for_a_company_only_where_it_is_its_own() -> None:
    assert own_domain("sales@haina.example") == "haina.example"
    assert own_domain("https://www.Haina.example/de") == "haina.example"
    assert own_domain("haina.example") == "haina.example"
    assert own_domain("someone@163.com") == ""
    assert own_domain("nonsense") == ""


def test_a_short_local_part_means_nobody() -> None:
    assert local_part("info@a.example") == ""
    assert local_part("wang.wei@a.example") == "wang.wei"
