"""Cells are turned into what the fields hold: dates in every spelling, phones by the country beside them, words by their meaning."""

from datetime import date

import pytest
from django.urls import reverse

from rapport.core.imports.cells import Reading, RowError
from rapport.core.imports.dates import day
from rapport.core.imports.words import name_of
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.parties.models import Party
from rapport.customers.people.models import Person
from tests.imports.conftest import counts


@pytest.mark.parametrize(
    "cell",
    [
        "2026-09-17",
        "17 Sep 2026",
        "September 17th, 2026",
        "17. September 2026",
        "Thu, 17 Sep 2026 10:30",
        "46282",
        "46282.5",
        "20260917",
        "17-Sep-26",
        "17.09.26",
        "17/9/2026",
        "2026年9月17日",
    ],
)
def test_days(cell):
    assert day(cell, Reading(day_order="dmy")) == date(2026, 9, 17)


@pytest.mark.parametrize(
    ("cell", "order", "found"),
    [
        ("1", "serial", date(1900, 1, 1)),
        ("59", "serial", date(1900, 2, 28)),
        ("61", "serial", date(1900, 3, 1)),
        ("44820", "serial1904", date(2026, 9, 17)),
        ("2026-09-17", "serial", date(2026, 9, 17)),
    ],
)
def test_days_of_spreadsheets(cell, order, found):
    assert day(cell, Reading(day_order=order)) == found


@pytest.mark.parametrize(
    "cell", ["0", "60", "9999999", "1899-12-31", "17 Smarch 2026", "2026-02-30"]
)
def test_days_that_are_none(cell):
    with pytest.raises(RowError):
        day(cell, Reading(day_order="serial"))


def test_days_as_numbers_are_seen(drafted):
    run = drafted("people", "name,birthday\nAnna,29286\nBea,30000.0\n")
    assert run.options["day_order"] == "serial"


def test_a_phone_belongs_to_the_country_beside_it(imported):
    imported(
        "people",
        "name,phone,country\nAnna,030 901820,Germany\n王伟,13816432207,中国\nBob,020 7946 0018,\n",
        options={"country": "GB"},
    )
    found = ContactPoint.objects.filter(channel="phone").order_by("id")
    assert list(found.values_list("normalized", flat=True)) == [
        "+4930901820",
        "+8613816432207",
        "+442079460018",
    ]


FILE = "name,status,gender\nAnna,VIP,f\nBea,Lost cause,?\nCarl,vip ,m\n"


def test_what_words_mean_is_said_once(drafted, admin, at, signed_in):
    run = drafted("people", FILE)
    client, page = signed_in(admin), reverse("imports:open", args=[run.pk])
    assert "“VIP” in Lifecycle" in client.get(page).content.decode()
    form = {f"column_{name}": index for name, index in run.mapping.items()} | {
        "match": "skip",
        "owner": admin.pk,
        "day_order": "ymd",
        "decimal": ".",
        name_of("lifecycle", "VIP"): "customer",
        name_of("lifecycle", "Lost cause"): "former",
        name_of("gender", "?"): "-",
    }
    client.post(reverse("imports:start", args=[run.pk]), form)
    run.refresh_from_db()
    assert run.options["words"] == {
        "lifecycle": {"vip": "customer", "lost cause": "former"},
        "gender": {"?": "-"},
    }


def test_words_are_understood(imported):
    said = {"lifecycle": {"vip": "customer", "lost cause": "former"}, "gender": {"?": "-"}}
    assert counts(imported("people", FILE))[5] == 3
    run = imported("people", FILE, options={"words": said})
    assert counts(run) == (3, 3, 0, 0, 0, 0)
    found = Party.objects.order_by("id").values_list("lifecycle", flat=True)
    assert list(found) == ["customer", "former", "customer"]
    assert Person.objects.get(party__display_name="Bea").gender == ""
