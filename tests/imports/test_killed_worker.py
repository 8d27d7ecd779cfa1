"""A worker is killed in the middle of an import, again and again; its successors bring the run to its end."""

import pytest
from django.db.models import Count, Sum
from django.test import override_settings
from django.urls import reverse

from rapport.core.imports.actions import ask_undo_import, start_import, undo_import
from rapport.core.imports.driving import WorkedOnElsewhere, drive
from rapport.core.imports.queries import LOCK
from rapport.core.search.models import SearchEntry
from rapport.sales.orders.models import Order, OrderLine
from tests.imports.conftest import counts
from tests.killing import gate, kill_at, until, worker

__all__ = ["gate", "worker"]
LINES, PER_ORDER = 45_000, 90
MOMENTS = {  # where the worker is killed: in the transaction that …
    "reads": "core_importrun WHEN (NEW.state = 'reading' AND NEW.staged = 20000)",
    "stages": "core_importrun WHEN (NEW.state = 'checking' AND OLD.state = 'reading')",
    "checks": "core_importrun WHEN (NEW.checked = 40000 AND OLD.checked = 20000)",
    "writes": "core_importrun WHEN (NEW.written = 40000 AND OLD.written = 20000)",
    "finishes": "core_importrun WHEN (NEW.state = 'done')",
}


@pytest.fixture
def storage(tmp_path):
    """The worker and the test keep files in the same folder."""
    place = {"location": str(tmp_path / "home" / "files")}
    stores = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": place},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=stores):
        yield


def test_every_line_is_there_once(
    transactional_db, storage, gate, worker, drafted, admin, at, signed_in
):
    text = "order,sku,qty,price\n" + "".join(
        f"{n // PER_ORDER},A{n % 7},{n % 5 + 1},1.25\n" for n in range(LINES)
    )
    run = drafted("orders", text)
    start_import(run.pk, by=admin, at=at)
    client, page = signed_in(admin), reverse("imports:watch", args=[run.pk])
    confirmed = []
    for where in MOMENTS.values():
        kill_at("UPDATE", where, gate, worker)
        run.refresh_from_db()
        there = OrderLine.objects.count()
        confirmed.append((run.state, run.staged, run.checked, run.written, there))
        assert "goes on by itself" in client.get(page).content.decode()
    assert confirmed == [
        ("reading", 10_000, 0, 0, 0),
        ("reading", LINES, 0, 0, 0),
        ("checking", LINES, 20_000, 0, 0),
        ("writing", LINES, LINES, 20_000, 20_070),
        ("writing", LINES, LINES, LINES, LINES),
    ]
    worker()
    until(gate, f"SELECT state = 'done' FROM core_importrun WHERE id = {run.pk}")
    run.refresh_from_db()
    assert counts(run) == (LINES, LINES, 0, 0, 0, 0)
    assert run.records == {"orders": LINES // PER_ORDER, "credit_notes": 0, "lines": LINES}
    assert Order.objects.count() == LINES // PER_ORDER
    lines = OrderLine.objects.aggregate(n=Count("source_row", distinct=True), q=Sum("quantity"))
    assert lines == {"n": LINES, "q": sum(n % 5 + 1 for n in range(LINES))}
    assert SearchEntry.objects.filter(kind="order").count() == LINES // PER_ORDER
    ask_undo_import(run.pk, by=admin, at=at)
    assert undo_import(run.pk, by=admin, at=at).kept_by_undo == 0
    assert not OrderLine.objects.exists()


def test_whoever_comes_second_comes_again(drafted, admin, at, gate):
    run = drafted("products", "sku,name\nA1,Anchor\n")
    start_import(run.pk, by=admin, at=at)
    gate.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, run.pk])
    with pytest.raises(WorkedOnElsewhere):
        drive(run.pk, by=admin, clock=lambda: at)
    gate.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, run.pk])
    drive(run.pk, by=admin, clock=lambda: at)
    run.refresh_from_db()
    assert counts(run) == (1, 1, 0, 0, 0, 0)
