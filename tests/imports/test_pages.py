"""The road of a file through the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.catalog.products.models import Product
from rapport.core.imports.actions import ask_undo_import
from rapport.core.imports.driving import drive
from rapport.core.imports.models import ImportRun, RememberedMapping

FILE = "SKU,Name,Price\nA1,Anchor,1.50\nA2,Boat,abc\nA1,Anchor,2\n"


@pytest.fixture
def client(admin, signed_in):
    """Ada's browser."""
    return signed_in(admin)


def upload(client, content=FILE, name="list.csv", kind="products"):
    data = content.encode() if isinstance(content, str) else content
    return client.post("/imports/new", {"kind": kind, "file": SimpleUploadedFile(name, data)})


def form(run, **more):
    columns = {f"column_{name}": index for name, index in run.mapping.items()}
    return {
        "match": "skip",
        "owner": run.owner_id,
        "day_order": "ymd",
        "decimal": ".",
        **columns,
        **more,
    }


def test_from_the_file_to_the_errors_file(client, admin, at):
    assert upload(client).status_code == 303
    run = ImportRun.objects.get()
    first = client.get(f"/imports/{run.pk}").content.decode()
    for words in (
        "Anchor",
        "List price: Enter a figure, such as 12.50.",
        "It is the same record as row 1.",
        "SKU → Number (SKU)",
    ):
        assert words in first, words
    assert client.post(f"/imports/{run.pk}/start", form(run)).status_code == 303
    assert "Waiting" in client.get(f"/imports/{run.pk}").content.decode()
    drive(run.pk, by=admin, clock=lambda: at)
    assert client.get(f"/imports/{run.pk}/progress").headers["HX-Refresh"] == "true"
    result = client.get(f"/imports/{run.pk}").content.decode()
    assert "Undo this import" in result
    assert "Errors file" in result
    errors = b"".join(client.get(f"/imports/{run.pk}/errors.csv")).decode()
    assert (
        errors
        == '\ufeffSKU,Name,Price,Reason\r\nA2,Boat,abc,"List price: Enter a figure, such as 12.50."\r\n'
    )
    assert client.post(f"/imports/{run.pk}/undo").status_code == 303
    run.refresh_from_db()
    assert run.state == "undoing"
    assert Product.objects.count() == 1
    assert "list.csv" in client.get("/imports/").content.decode()


def test_the_errors_file_comes_in_after_correction(client, imported):
    run = imported("products", "sku,name,price\nA1,=1+1,abc\n")
    errors = b"".join(client.get(f"/imports/{run.pk}/errors.csv")).decode()
    assert "'=1+1" in errors
    again = imported("products", errors.replace("abc", "3"))
    assert (again.created, again.errors) == (1, 0)
    assert Product.objects.get().name == "=1+1"


def test_a_changed_mapping_shows_its_outcome_and_is_remembered(client, admin):
    upload(client)
    run = ImportRun.objects.get()
    answer = client.post(
        f"/imports/{run.pk}/map", form(run, column_list_price=""), headers={"HX-Request": "true"}
    )
    assert "Enter a figure" not in answer.content.decode()
    assert RememberedMapping.objects.get().mapping == {"sku": 0, "name": 1}
    upload(client)
    assert ImportRun.objects.order_by("-id")[0].mapping == {"sku": 0, "name": 1}


def test_a_trial_then_the_import(client, admin, at):
    upload(client)
    run = ImportRun.objects.get()
    client.post(f"/imports/{run.pk}/start", form(run, trial="1"))
    drive(run.pk, by=admin, clock=lambda: at)
    assert "This was a trial" in client.get(f"/imports/{run.pk}").content.decode()
    assert not Product.objects.exists()
    client.post(f"/imports/{run.pk}/start")
    drive(run.pk, by=admin, clock=lambda: at)
    assert Product.objects.count() == 1


def test_what_must_be_mapped_is_said_at_its_field(client):
    upload(client)
    run = ImportRun.objects.get()
    answer = client.post(f"/imports/{run.pk}/start", form(run, column_sku=""))
    assert answer.status_code == 422
    assert "Say which column holds Number (SKU)" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty"),
        (b"PK\x03\x04" + b"\x00" * 200, "workbook is damaged"),
        (b"\x1f\x8b" + b"broken" * 50, "cannot be unpacked"),
    ],
)
def test_an_unusable_file_is_refused_in_a_sentence(client, content, words):
    answer = upload(client, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_a_wild_name_is_tamed(client):
    upload(client, name="../../etc/\u202epass.csv")
    assert ImportRun.objects.get().name == "pass.csv"


def test_only_for_those_who_may_and_only_their_own(client, alice, bob, signed_in, admin, at):
    upload(client)
    run = ImportRun.objects.get()
    assert signed_in(alice).get("/imports/").status_code == 403
    assert upload(signed_in(alice)).status_code == 403
    assert signed_in(bob).get(f"/imports/{run.pk}").status_code in {200, 404}
    with pytest.raises(Exception, match="nothing in this import"):
        ask_undo_import(run.pk, by=admin, at=at)


def test_the_list_asks_as_much_for_fifty_as_for_one(client, imported):
    imported("products", FILE)
    client.get("/imports/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/imports/")
    run = ImportRun.objects.get()
    for _copy in range(50):
        run.pk = None
        run.save()
    with CaptureQueriesContext(connection) as many:
        client.get("/imports/")
    assert len(many) == len(one)
