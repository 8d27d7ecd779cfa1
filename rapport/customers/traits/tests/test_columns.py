"""Findings in the lists of people and companies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.core.errors import Invalid
from rapport.core.exports.writing import csv_lines
from rapport.core.lists.state import ListState
from rapport.customers.people.lists import PEOPLE
from rapport.customers.traits.actions import Finding, set_traits

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(wang, li, admin, at):
    later, before = timezone.now() + timedelta(days=9), timezone.now() - timedelta(days=9)
    rows = [
        (wang, "lifetime_value", 1200.5, None),
        (li, "lifetime_value", 80, None),
        (wang, "segment", "Champion", later),
        (li, "segment", "At risk", before),
        (wang, "will_leave", True, None),
        (wang, "offers", ["a", "b"], None),
        (wang, "Not an address", 1, None),
    ]
    findings = [
        Finding(party_id=party.pk, name=name, value=value, reasons=["why"], expires_at=until)
        for party, name, value, until in rows
    ]
    set_traits(findings, by=admin, at=at, model_version="1")


def names(user, query):
    rows = PEOPLE.page(user, ListState.read(QueryDict(query))).rows
    return {row.display_name for row in rows}


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize(
    ("query", "is_wang", "is_li"),
    [
        ("f=trait.lifetime_value:min:100", True, False),
        ("f=trait.lifetime_value:max:100", False, True),
        ("f=trait.lifetime_value:is:1200.5", True, False),
        ("f=trait.lifetime_value:filled:", True, True),
        ("f=trait.segment:is:Champion", True, False),
        ("f=trait.segment:has:champ", True, False),
        ("f=trait.segment:any:Champion|At+risk", True, False),
        ("f=trait.segment:filled:", True, False),
        ("f=trait.segment:empty:", False, True),
        ("f=trait.segment:not:Champion", False, True),
        ("f=trait.will_leave:is:yes", True, False),
        ("f=trait.will_leave:is:no", False, False),
    ],
)
def test_filters_ask_what_holds(alice, wang, li, query, is_wang, is_li):
    found = names(alice, query)
    assert (wang.party.display_name in found, li.party.display_name in found) == (is_wang, is_li)


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize(
    "query",
    [
        "f=trait.nothing:is:1",
        "f=trait.offers:filled:",
        "f=trait.lifetime_value:min:much",
        "sort=trait.lifetime_value",
    ],
)
def test_what_is_not_there_is_a_sentence(alice, query):
    with pytest.raises(Invalid):
        names(alice, query)


@pytest.mark.usefixtures("found")
def test_the_list_shows_them_and_a_file_holds_them(alice, wang, signed_in):
    html = signed_in(alice).get("/people/?cols=trait.lifetime_value,trait.segment").content.decode()
    assert "Lifetime value" in html
    assert "1,200.5" in html
    assert "Champion" in html
    assert "At risk" not in html
    lines = list(csv_lines(PEOPLE, alice, "?cols=trait.lifetime_value", for_excel=False))
    assert any(wang.party.display_name in line and "1200.5" in line for line in lines)


@pytest.mark.usefixtures("found")
def test_the_filter_dialog_offers_them(alice, signed_in):
    html = signed_in(alice).get("/lists/people/filter").content.decode()
    assert "trait.lifetime_value" in html
    assert "trait.offers" not in html


def test_nobody_elses_customers(charlie, found, wang):
    assert wang.party.display_name not in names(charlie, "f=trait.lifetime_value:min:100")


@pytest.mark.usefixtures("found")
def test_as_many_queries_for_two_rows_as_for_one(alice, signed_in):
    client = signed_in(alice)
    counts = []
    for size in (1, 50):
        path = f"/people/?cols=trait.lifetime_value,trait.segment&size={size}"
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1]
