"""Haina stands in the product's own tables, and Alice finds 王先生 at once."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from django.db import connection

from rapport.config.demo.found import NotEmpty, Wanted, found_haina
from rapport.config.demo.papers import write_papers
from rapport.config.demo.world import World
from rapport.core.access.models import User
from rapport.core.search import rebuilding
from rapport.core.search.kinds import kinds
from rapport.core.search.queries import search
from rapport.customers.households.models import Household
from rapport.customers.parties.models import Party
from rapport.sales.orders.models import Order
from rapport.touchpoints.interactions.models import Interaction

pytestmark = pytest.mark.django_db


def _value(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def test_alice_finds_him_first_by_the_initials_of_how_he_is_addressed(haina: World) -> None:
    first = search(User.objects.get(email="alice@haina.example"), "wxs")[0]
    assert (first.title, first.kind) == ("王伟", "person")
    assert Party.objects.get(pk=first.object_id).next_step == "Send both sea-view options"


def test_charlie_finds_him_by_no_name(haina: World) -> None:
    charlie = User.objects.get(email="charlie@haina.example")
    hero = Party.objects.get(next_step="Send both sea-view options")
    for words in ("wxs", "王伟", "wang wei", "2207", "SO-2291"):
        assert hero.pk not in {found.party_id for found in search(charlie, words)}
    assert not Party.objects.visible_to(charlie).filter(pk=hero.pk).exists()


def test_his_story_is_whole(haina: World) -> None:
    hero = Party.objects.get(next_step="Send both sea-view options")
    assert Order.objects.filter(party=hero).count() == 14
    trip = Order.objects.get(number="TR-0387")
    assert (trip.billing, trip.total) == ("part_paid", 16_800)
    complaint = Interaction.objects.get(party=hero, reason="complaint")
    assert complaint.resolved_at is not None
    home = Household.objects.get(head_id=hero.pk)
    assert sorted(home.members.values_list("role", flat=True)) == ["child", "head", "partner"]


def test_the_index_that_another_process_words_is_the_same(
    haina: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = """SELECT md5(string_agg(format('%s %s %s %s %s %s %s', kind, object_id, party_id, owner_id, title,
      subtitle, tokens), ';' ORDER BY kind, object_id)) FROM core_searchentry"""
    before = _value(whole)
    monkeypatch.setattr(rebuilding, "MANY", 1)
    assert [rebuilding.rebuild(kind) > 0 for kind in kinds()] == [True] * len(kinds())
    assert _value(whole) == before


def test_what_is_derived_agrees_with_what_happened(haina: World) -> None:
    touched = """SELECT count(*) FROM customers_party p WHERE last_touch_at IS DISTINCT FROM
      (SELECT max(started_at) FROM touchpoints_interaction i WHERE i.party_id = p.id)"""
    sums = """SELECT count(*) FROM sales_order o WHERE (net_total, tax_total, total) IS DISTINCT FROM
      (SELECT (sum(net), sum(tax), sum(total)) FROM sales_orderline l WHERE l.order_id = o.id)"""
    lifecycle = """SELECT count(*) FROM customers_party p WHERE lifecycle = 'prospect'
      AND EXISTS (SELECT FROM sales_order o WHERE o.party_id = p.id)"""
    steps = """SELECT count(*) FROM customers_party p WHERE next_step <> '' AND NOT EXISTS
      (SELECT FROM touchpoints_task t WHERE t.party_id = p.id AND t.title = p.next_step)"""
    owners = """SELECT count(*) FROM sales_order o JOIN customers_party p ON p.id = o.party_id
      WHERE o.owner_id <> p.owner_id"""
    for statement in (touched, sums, lifecycle, steps, owners):
        assert _value(statement) == 0, statement


def test_every_row_is_in_the_change_log_under_one_group(haina: World) -> None:
    logged = "SELECT count(*) FROM core_change WHERE table_name = '{0}' AND operation = 'i'"
    for table in ("customers_party", "sales_orderline", "touchpoints_interaction"):
        assert _value(logged.format(table)) == _value(f"SELECT count(*) FROM {table}")
    groups = "SELECT count(DISTINCT group_id) FROM core_change WHERE cause = 'demo'"
    assert _value(groups) == 1


def test_new_records_get_keys_after_the_last(haina: World) -> None:
    alice = User.objects.get(email="alice@haina.example")
    last = Party.objects.order_by("pk").last().pk
    new = Party.objects.create(kind="person", display_name="X", sort_key="x", owner=alice)
    assert new.pk == last + 1


def test_only_an_empty_database_is_filled(haina: World) -> None:
    with pytest.raises(NotEmpty):
        found_haina(Wanted(300, 1, date(2026, 9, 17), "en", "-"), lambda _table, _count: None)


def test_the_papers_name_costs_stock_and_duplicates(haina: World, tmp_path) -> None:
    write_papers(haina, tmp_path)
    rows = {
        file.name: list(csv.DictReader(file.open(encoding="utf-8")))
        for file in tmp_path.rglob("*.csv")
    }
    assert set(rows) == {"costs.csv", "stock.csv", "duplicates.csv"}
    assert {
        "sku": "NB-1401",
        "valid_from": "2026-07-01",
        "cost": "7205.00",
        "currency": "CNY",
    } in rows["costs.csv"]
    assert all(int(row["reserved"]) <= int(row["on_hand"]) for row in rows["stock.csv"])
    for row in rows["duplicates.csv"]:
        assert Party.objects.filter(pk__in=[row["party"], row["repeats"]]).count() == 2
