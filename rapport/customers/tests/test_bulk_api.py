"""Bulk verbs over the API."""

from __future__ import annotations

from rapport.core.bulk.driving import write
from rapport.core.bulk.models import BulkRun
from rapport.customers.parties.models import Party

API = "/api/v1/bulk"


def asked(**more: object) -> dict[str, object]:
    """A lifecycle for all people."""
    return {
        "list_name": "people",
        "verb": "edit-lifecycle",
        "all": True,
        "values": {"value": "former"},
    } | more


def test_it_is_queued_read_undone_and_told_row_by_row(wang, li, alice, at, caller) -> None:
    client = caller(alice)
    answer = client.post(API, asked(), content_type="application/json")
    assert answer.status_code == 201
    run = answer.json()
    assert (run["state"], run["total"]) == ("queued", 2)
    write(run["id"], by=alice, clock=lambda: at)
    assert client.get(f"{API}/{run['id']}").json()["changed"] == 2
    back = client.post(f"{API}/{run['id']}/undo/{wang.pk}").json()
    assert (back["undone"], back["kept"]) == (1, 0)
    file = b"".join(client.get(f"{API}/{run['id']}/file").streaming_content).decode()
    assert ["Undone" in file, "Changed" in file] == [True, True]
    assert client.post(f"{API}/{run['id']}/undo").json()["state"] == "undone"
    assert set(Party.objects.people().values_list("pk", "lifecycle")) == {
        (wang.pk, "customer"),
        (li.pk, "prospect"),
    }


def test_what_cannot_be_is_told_by_field_and_nothing_is_kept(wang, alice, caller) -> None:
    client = caller(alice)
    for body, status, field in (
        (asked(values={"value": "king"}), 422, "value"),
        (asked(values={"value": "former", "more": "x"}), 422, "more"),
        (asked(verb="fly"), 404, ""),
        (asked(list_name="nothing"), 404, ""),
        (asked(all=False), 422, ""),
        (asked(f=["secret:is:1"]), 422, ""),
    ):
        answer = client.post(API, body, content_type="application/json")
        assert answer.status_code == status, body
        assert field in answer.content.decode()
    assert not BulkRun.objects.exists()


def test_runs_of_others_are_not_there(wang, alice, bob, charlie, caller) -> None:
    mine = caller(alice).post(API, asked(), content_type="application/json").json()["id"]
    for door in ("", "/file"):
        assert caller(bob).get(f"{API}/{mine}{door}").status_code == 404
    for door in ("/undo", "/cancel", f"/undo/{wang.pk}"):
        assert caller(bob).post(f"{API}/{mine}{door}").status_code == 404
    assert caller(alice).post(f"{API}/{mine}/cancel").json()["state"] == "cancelled"
    empty = caller(charlie).post(API, asked(), content_type="application/json")
    assert empty.status_code == 422
