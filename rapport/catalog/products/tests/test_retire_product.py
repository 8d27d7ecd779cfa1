"""A product is taken off sale and put back."""

from datetime import date, timedelta

import pytest

from rapport.catalog.products.actions import (
    AlreadyRetired,
    NotRetired,
    reinstate_product,
    retire_product,
)
from rapport.catalog.products.models import Product
from rapport.core.errors import NotAllowed
from rapport.core.events.models import EventRow

DAY = date(2026, 9, 17)


def test_works(notebook, admin, at):
    retire_product(notebook.pk, by=admin, at=at, on=DAY)
    assert list(Product.objects.sold_on(DAY)) == [notebook]
    assert not Product.objects.sold_on(DAY + timedelta(days=1)).exists()
    assert EventRow.objects.filter(name="ProductRetired", subject_id=notebook.pk).exists()


def test_twice_is_refused(notebook, admin, at):
    retire_product(notebook.pk, by=admin, at=at, on=DAY)
    with pytest.raises(AlreadyRetired):
        retire_product(notebook.pk, by=admin, at=at, on=DAY)


def test_it_comes_back(notebook, admin, at):
    retire_product(notebook.pk, by=admin, at=at, on=DAY)
    reinstate_product(notebook.pk, by=admin, at=at)
    assert Product.objects.get().active_until is None
    assert EventRow.objects.filter(name="ProductReinstated").exists()


def test_what_is_on_sale_cannot_come_back(notebook, admin, at):
    with pytest.raises(NotRetired):
        reinstate_product(notebook.pk, by=admin, at=at)


def test_sellers_do_not_retire(notebook, alice, at):
    with pytest.raises(NotAllowed):
        retire_product(notebook.pk, by=alice, at=at, on=DAY)
