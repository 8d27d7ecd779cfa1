"""Real files come in as they are: row counts and sums are those of the files, read a second time by other means."""

import csv
import gzip
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count, Sum

from rapport.catalog.products.models import Product
from rapport.config.datasets.loading import load
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.parties.models import ExternalRef, Party
from rapport.sales.creditnotes.models import CreditNote, CreditNoteLine
from rapport.sales.orders.models import Order, OrderLine

pytestmark = [
    pytest.mark.datasets,
    pytest.mark.django_db,
    pytest.mark.skipif(
        not settings.DATASETS,
        reason="left out: RAPPORT_DATASETS names no folder with the data sets",
    ),
]


def rows(name, folder=None):
    """Return a file's rows as the standard library reads them."""
    path = Path(folder or settings.DATASETS) / name
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(data.decode().splitlines()))


def test_sakila(admin, at):
    runs = load("sakila", Path(settings.DATASETS), by=admin, clock=lambda: at, rate="7")
    assert [(r.state, r.read, r.created, r.errors) for r in runs] == [
        ("done", 599, 599, 0),
        ("done", 1000, 1000, 0),
        ("done", 16044, 16044, 0),
    ]
    customers, rentals, payments = (
        rows("sakila/customer.csv"),
        rows("sakila/rental.csv"),
        rows("sakila/payment.csv"),
    )
    assert Party.objects.filter(kind="person").count() == len(customers)
    assert ContactPoint.objects.filter(channel="email").count() == len(
        {c["email"] for c in customers}
    )
    assert Product.objects.filter(kind="rental").count() == len(rows("sakila/film.csv"))
    assert Product.objects.aggregate(s=Sum("list_price"))["s"] == sum(
        Decimal(f["rental_rate"]) for f in rows("sakila/film.csv")
    )
    orders = Order.objects.filter(kind="rental")
    assert orders.count() == len(rentals)
    back = sum(bool(r["return_date"]) for r in rentals)
    assert orders.filter(returned_at__isnull=False).count() == back
    known = {r["rental_id"] for r in rentals}
    paid = sum(Decimal(p["amount"]) for p in payments if p["rental_id"] in known)
    assert orders.aggregate(s=Sum("paid_total"))["s"] == paid
    per_customer = Counter(r["customer_id"] for r in rentals)
    refs = ExternalRef.objects.filter(system="sakila").annotate(n=Count("party__orders"))
    assert {ref.key: ref.n for ref in refs} == dict(per_customer)


def test_online_retail(admin, at):
    """All 541,909 lines, in as many batches as they take."""
    runs = load("online_retail", Path(settings.DATASETS), by=admin, clock=lambda: at, rate="9")
    file = rows("online_retail.csv.gz")
    assert len(file) == 541_909
    assert [(r.state, r.read, r.created, r.errors, r.skipped) for r in runs] == [
        (
            "done",
            customers := len({r["CustomerID"] for r in file if r["CustomerID"]}),
            customers,
            0,
            0,
        ),
        ("done", len(file), len(file), 0, 0),
    ], [r.failure for r in runs]
    sold = [r for r in file if not r["InvoiceNo"].startswith("C")]
    back = [r for r in file if r["InvoiceNo"].startswith("C")]
    assert OrderLine.objects.count() == len(sold)
    assert CreditNoteLine.objects.count() == len(back) > 0
    assert Order.objects.count() == len({r["InvoiceNo"] for r in sold})
    assert CreditNote.objects.count() == len({r["InvoiceNo"] for r in back})
    assert OrderLine.objects.aggregate(s=Sum("quantity"))["s"] == sum(
        int(r["Quantity"]) for r in sold
    )
    assert OrderLine.objects.aggregate(s=Sum("total"))["s"] == sum(map(total, sold))
    assert CreditNoteLine.objects.aggregate(s=Sum("total"))["s"] == -sum(map(total, back))
    assert Order.objects.aggregate(s=Sum("total"))["s"] == sum(map(total, sold))
    assert OrderLine.objects.filter(order__party=None).count() == sum(
        not r["CustomerID"] for r in sold
    )
    assert OrderLine.objects.exclude(source_row=None).values(
        "source_file", "source_row"
    ).distinct().count() == len(sold)
    assert Product.objects.count() == len({r["StockCode"] for r in file})
    assert Product.objects.get(sku="POST").kind == "service"
    newest = max((r for r in sold if r["StockCode"] == "22423"), key=lambda r: r["InvoiceDate"])
    assert Product.objects.get(sku="22423").name == " ".join(newest["Description"].split())


def total(row):
    """Return what a line comes to, to the penny."""
    amount = Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
