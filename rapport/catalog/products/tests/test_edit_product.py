"""A product's data changes; its former name still finds it."""

from decimal import Decimal

import pytest

from rapport.catalog.products.actions import SkuTaken, create_product, edit_product
from rapport.core.access.actions import StaleVersion
from rapport.core.action import last_group
from rapport.core.errors import NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.undo.actions import undo


def test_works_and_keeps_the_former_name(notebook, admin, at):
    edited = edit_product(notebook.pk, by=admin, at=at, name="ThinkBook 14 G6")
    assert edited.version == 2
    assert [alias.text for alias in notebook.aliases.all()] == ["ThinkBook 14"]
    edit_product(notebook.pk, by=admin, at=at, name="ThinkBook 14")
    assert [alias.text for alias in notebook.aliases.all()] == ["ThinkBook 14 G6"]


def test_the_event_tells_what_changed(notebook, admin, at):
    edit_product(notebook.pk, by=admin, at=at, list_price=Decimal(8999), name="ThinkBook 14")
    assert EventRow.objects.get(name="ProductEdited").data["fields"] == ["list_price"]


def test_nothing_changed_tells_nothing(notebook, admin, at):
    edit_product(notebook.pk, by=admin, at=at, name="ThinkBook 14")
    assert not EventRow.objects.filter(name="ProductEdited").exists()


def test_the_number_of_another_is_refused(notebook, admin, at):
    create_product(by=admin, at=at, sku="NB-16", name="ThinkBook 16", currency="CNY")
    with pytest.raises(SkuTaken):
        edit_product(notebook.pk, by=admin, at=at, sku="NB-16")


def test_a_stale_edit_is_refused(notebook, admin, at):
    edit_product(notebook.pk, by=admin, at=at, unit="box")
    with pytest.raises(StaleVersion):
        edit_product(notebook.pk, by=admin, at=at, version=1, unit="set")


def test_sellers_do_not_edit(notebook, alice, at):
    with pytest.raises(NotAllowed):
        edit_product(notebook.pk, by=alice, at=at, name="Mine")


def test_it_can_be_taken_back(notebook, admin, at):
    edit_product(notebook.pk, by=admin, at=at, name="Other", cost=Decimal(1))
    undo(last_group(), by=admin, at=at)
    notebook.refresh_from_db()
    assert (notebook.name, notebook.cost) == ("ThinkBook 14", Decimal(7200))
    assert not notebook.aliases.exists()
