"""Finding records that are the same, and saying why."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from rapport.config.bench.febrl import febrl, quality
from rapport.customers.duplicates import building
from rapport.customers.duplicates.blocking import Block, apart, pairs_of
from rapport.customers.duplicates.columns import Records, Words
from rapport.customers.duplicates.comparing import like_days, like_digits, like_names, like_phones
from rapport.customers.duplicates.engine import compare, rarity_of, search, weigh
from rapport.customers.duplicates.learning import Weights
from rapport.customers.duplicates.reasons import noted, reasons
from rapport.customers.duplicates.subjects import HOUSEHOLDS, ORGANIZATIONS, PEOPLE


def _people(*rows: tuple[str, str, str, str]) -> Records:
    """Return people of (family, given, born, phone)."""
    phones = [(place, row[3]) for place, row in enumerate(rows) if row[3]]
    return building.people(
        building.PeopleRows(
            ids=range(len(rows)),
            families=[row[0] for row in rows],
            givens=[row[1] for row in rows],
            born=[row[2] for row in rows],
            ways=building.Ways(phones=([p for p, _ in phones], [n for _, n in phones])),
        )
    )


def _said(one: tuple[str, str, str, str], other: tuple[str, str, str, str]) -> dict[str, int]:
    pairs = compare(PEOPLE, _people(one, other), np.array([0]), np.array([1]))
    names = [field.name for field in PEOPLE.fields]
    found = dict(zip(names, pairs.levels[0].tolist(), strict=True))
    assert pairs.turned is not None
    return found | {"turned": int(pairs.turned[0])}


@pytest.mark.parametrize("number", [1, 3])
def test_the_planted_duplicates_of_febrl_are_found_and_each_has_its_reasons(number: int) -> None:
    people, true = febrl(number)
    searched = search(PEOPLE, building.people(people))
    precision, recall, f1 = quality(searched.found, true)
    assert f1 >= 0.97, (precision, recall, f1)
    found = searched.found
    for place in range(0, len(found), 50):
        why = noted(PEOPLE.fields, found.levels[place], found.bits[place], turned=False)
        assert any(reason.is_for for reason in reasons(why))


def test_the_expected_share_of_true_pairs_is_their_share() -> None:
    people, true = febrl(3)
    count = len(people.ids)
    searched = search(PEOPLE, building.people(people))
    assert searched.weights.prior == pytest.approx(len(true) / (count * (count - 1) / 2), rel=0.05)


def test_names_are_the_same_in_another_script_turned_or_misspelt() -> None:
    wang = ("王", "伟", "19800102", "+8613816432207")
    assert _said(wang, ("王", "玮", "", ""))["given"] == 2
    assert _said(wang, ("Wang", "Wei", "", ""))["family"] == 2
    turned = _said(wang, ("Wei", "Wang", "", ""))
    assert (turned["family"], turned["given"], turned["turned"]) == (2, 2, 1)
    assert _said(("Smith", "Catherine", "", ""), ("Smith", "Catharine", "", ""))["given"] == 1
    assert _said(("Smith", "J", "", ""), ("Smith", "John", "", ""))["given"] == 1
    assert _said(("Smith", "Jane", "", ""), ("Smith", "Robert", "", ""))["given"] == 0


def test_days_and_numbers_may_have_a_slip() -> None:
    wang = ("王", "伟", "19800102", "+8613816432207")
    other = _said(wang, ("王", "伟", "19800201", "+8613861432207"))
    assert (other["born_on"], other["phone"]) == (1, 1)
    nothing = _said(wang, ("王", "伟", "", ""))
    assert (nothing["born_on"], nothing["phone"]) == (-1, -1)


def test_a_family_with_one_telephone_is_not_one_person() -> None:
    rows = [("王", f"一{'二三四五六七八九十'[n % 9]}", "", f"+86138{n // 3:08}") for n in range(90)]
    rows += [("Smith", "Jane", "", "+441"), ("Smith", "Robert", "", "+441")]
    found = search(PEOPLE, _people(*rows)).found
    assert (90, 91) not in set(zip(found.first.tolist(), found.second.tolist(), strict=True))


def test_companies_without_their_legal_form_and_by_their_domain() -> None:
    names = ["海纳科技有限公司", "海纳科技", "Haina Keji Ltd.", "Other GmbH", "Else AG"]
    rows = building.OrganizationRows(
        ids=range(5),
        names=(range(5), names),
        domains=([0, 1, 3], ["haina.example", "haina.example", "other.example"]),
    )
    found = search(ORGANIZATIONS, building.organizations(rows), least=0).found
    levels = {
        (a, b): found.levels[place].tolist()
        for place, (a, b) in enumerate(
            zip(found.first.tolist(), found.second.tolist(), strict=True)
        )
    }
    assert levels[0, 1][0] == 3
    assert levels[0, 1][2] == 1
    assert levels[0, 2][0] == 2
    assert not {(0, 3), (3, 4)} & set(levels)


def test_households_of_the_same_people() -> None:
    rows = building.HouseholdRows(
        ids=[10, 20, 30],
        names=["王伟的家庭", "Wang Wei household", "李家"],
        members=([0, 0, 1, 1, 2], ["王伟", "李梅", "Wang Wei", "Li Mei", "李强"]),
        ways=building.Ways(phones=([0, 1], ["+861", "+861"])),
    )
    found = search(HOUSEHOLDS, building.households(rows)).found
    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == [(0, 1)]


def test_a_learned_model_weighs_new_pairs_as_the_search_did() -> None:
    people, _true = febrl(1)
    records = building.people(people)
    searched = search(PEOPLE, records)
    model = Weights.read(searched.weights.plain())
    rarity = rarity_of(PEOPLE, records)
    first, second = searched.found.first[:20], searched.found.second[:20]
    again = weigh(PEOPLE, records, model, rarity, first, second)
    assert again.probability == pytest.approx(searched.found.probability[:20])


def test_nothing_and_one_record_have_no_duplicates() -> None:
    for rows in ([], [("王", "伟", "", "")]):
        assert len(search(PEOPLE, _people(*rows)).found) == 0


def test_hints_of_likeness() -> None:
    assert like_digits(["123", "123", "123"], ["132", "124", "145"]).tolist() == [True, True, False]
    assert like_days(["19800102", "19800102"], ["19800201", "19811202"]).tolist() == [True, False]
    assert like_phones(["+8613816432207"] * 2, ["+8613861432207", "+8613816432208"]).tolist() == [
        True,
        False,
    ]
    assert like_names(["j", "li"], ["john", "lin"]).tolist() == [True, False]


values = st.lists(st.sampled_from(["", "a", "b", "c", "d"]), min_size=1, max_size=40)


@settings(deadline=None)
@given(values)
def test_a_block_holds_each_pair_with_the_same_key_once(texts: list[str]) -> None:
    records = Records(np.arange(len(texts)), {"key": Words().single(texts)})
    first, second = apart(pairs_of(records, Block(("key",))), len(texts))
    found = list(zip(first.tolist(), second.tolist(), strict=True))
    wanted = {
        (a, b) for b in range(len(texts)) for a in range(b) if texts[a] and texts[a] == texts[b]
    }
    assert len(found) == len(set(found))
    assert set(found) == wanted


def test_what_too_many_share_makes_no_pairs() -> None:
    records = Records(np.arange(60), {"key": Words().single(["same"] * 51 + ["other"] * 9)})
    assert len(pairs_of(records, Block(("key",)))) == 9 * 8 / 2


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abcdefg")), max_size=40))
def test_a_column_holds_each_value_of_a_record_once(both: list[tuple[int, str]]) -> None:
    column = Words().several(6, [place for place, _text in both], [text for _place, text in both])
    for place in range(6):
        held = [column.values[code] for code in column.codes[place] if code >= 0]
        meant = {text for row, text in both if row == place}
        assert len(held) == len(set(held)) == min(len(meant), 4)
        assert set(held) <= meant
