from __future__ import annotations

import csv
import io

from rapport.core.assembly import listed
from rapport.core.exports.writing import csv_lines
from rapport.customers.affiliations.actions import start_affiliation
from rapport.customers.tags.actions import tag_parties


def rows(user, query=""):
    lines = csv_lines(listed("lists")["people"].spec, user, query, for_excel=False)
    return list(csv.DictReader(io.StringIO("".join(lines))))


def test_names_numbers_company_and_tags_are_written_as_people_read_them(alice, at, wang, haina):
    start_affiliation(wang.pk, by=alice, at=at, organization_id=haina.pk, title="采购总监")
    tag_parties([wang.pk], by=alice, at=at, name="VIP")
    (row,) = rows(alice)
    assert row["Name"] == "王伟"
    assert row["Company"] == "海纳"
    assert row["Phone"] == "+8613816432207"
    assert row["E-mail"] == "wang.wei@hailan.example"
    assert row["Owner"] == "Alice"
    assert row["Lifecycle"] == "Customer"
    assert row["Tag"] == "VIP"


def test_filters_by_number_and_address(alice, wang, li):
    assert [row["Name"] for row in rows(alice, "f=phone:has:2207")] == ["王伟"]
    assert [row["Name"] for row in rows(alice, "f=email:empty:")] == ["李梅"]


def test_a_colleague_of_another_team_exports_nothing_of_it(charlie, wang):
    assert rows(charlie) == []
