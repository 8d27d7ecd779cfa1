"""People come in from a file, with names in one piece or two, numbers in every spelling, and where they work."""

from datetime import date

import pytest
from django.urls import reverse

from rapport.core.imports.actions import ask_undo_import, undo_import
from rapport.core.search.queries import search
from rapport.customers.contactpoints.actions import Contact, add_contact_point
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.parties.actions import trash_parties
from rapport.customers.parties.models import ExternalRef, Party
from rapport.customers.parties.splitting import split_name
from rapport.customers.people.actions import create_person, edit_person
from rapport.customers.people.models import Person
from tests.imports.conftest import counts

FILE = """客户编号,姓名,手机,邮箱,城市,国家,公司,职位,生日
K1,王伟先生,138 1643 2207,WEI@Haina.example,上海,中国,海纳科技,采购总监,1980年3月5日
K2,Anna Schmidt,+49 30 901820,anna@nord.example,Berlin,Germany,Nordlicht Reisen GmbH,,
K3,欧阳娜娜,,nana@haina.example,,,海纳科技,助理,
"""
CN = {"country": "CN"}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("王伟", ("王", "伟", "")),
        ("王先生", ("王", "", "mr")),
        ("欧阳娜娜女士", ("欧阳", "娜娜", "ms")),
        ("安娜·施密特", ("施密特", "安娜", "")),
        ("Anna Schmidt", ("Schmidt", "Anna", "")),
        ("Smith, John", ("Smith", "John", "")),
        ("Dr. Anna van der Berg", ("van der Berg", "Anna", "dr")),
        ("Prof. Dr. Max Mann", ("Mann", "Max", "dr")),
        ("Cher", ("Cher", "", "")),
    ],
)
def test_names_are_split(name, parts):
    assert split_name(name) == parts


def test_family_first_where_it_is_said():
    assert split_name("Nguyen Van An", "family_first") == ("Nguyen", "Van An", "")


def test_new_people(imported, admin):
    run = imported("people", FILE, options=CN)
    assert (run.state, counts(run)) == ("done", (3, 3, 0, 0, 0, 0)), run.failure
    assert run.records == {"people": 3, "companies": 2}
    wang = Person.objects.select_related("party").get(family="王")
    assert (wang.given, wang.honorific, wang.born_on) == ("伟", "mr", date(1980, 3, 5))
    assert (
        wang.party.display_name,
        wang.party.latin_name,
        wang.party.city,
        wang.party.country,
    ) == (
        "王伟",
        "Wang Wei",
        "上海",
        "CN",
    )
    points = wang.party.contact_points.order_by("channel").values_list(
        "channel", "normalized", "raw", "is_primary"
    )
    assert list(points)[1:] == [
        ("email", "wei@haina.example", "WEI@Haina.example", True),
        ("phone", "+8613816432207", "138 1643 2207", True),
    ]
    assert ExternalRef.objects.get(key="K1").party_id == wang.pk
    place = wang.affiliations.get()
    assert (place.title, place.is_primary, place.organization.party.display_name) == (
        "采购总监",
        True,
        "海纳科技",
    )
    assert [f.title for f in search(admin, "wxs", only=["person"])] == ["王伟"]
    assert [f.title for f in search(admin, "2207", only=["person"])] == ["王伟"]


def test_again_changes_nothing_and_an_update_adds_what_is_new(imported):
    imported("people", FILE, options=CN)
    assert counts(imported("people", FILE, options=CN)) == (3, 0, 0, 0, 3, 0)
    assert counts(imported("people", FILE, options=CN, match="update")) == (3, 0, 0, 3, 0, 0)
    more = imported(
        "people",
        "客户编号,姓名,手机,城市\nK1,王伟,13916432208,\nK2,Anna Schmidt-Berg,,Hamburg\n",
        options=CN,
        match="update",
    )
    assert counts(more) == (2, 0, 2, 0, 0, 0)
    wang, anna = (ExternalRef.objects.get(key=key).party for key in ("K1", "K2"))
    numbers = wang.contact_points.filter(channel="phone").order_by("id")
    assert list(numbers.values_list("normalized", "is_primary")) == [
        ("+8613816432207", True),
        ("+8613916432208", False),
    ]
    assert (anna.display_name, anna.person.family, anna.city) == (
        "Anna Schmidt-Berg",
        "Schmidt-Berg",
        "Berlin",
    )


def test_they_are_matched_by_mail_and_by_phone_with_name(imported, admin, at):
    create_person(by=admin, at=at, given="Anna", family="Schmidt")
    imported("people", "name,email,phone\nAnna Schmidt,anna@x.example,\nBea Berg,,+4930901820\n")
    again = imported(
        "people",
        "name,email,phone\nA. Schmidt,ANNA@x.example,\nBea Berg,,+49 30 901820\nCarl Berg,,+4930901820\n",
    )
    assert counts(again) == (3, 1, 0, 0, 2, 0)


def test_bad_numbers_are_refused_left_or_kept(imported):
    text = "name,phone\nAnna,12\n"
    run = imported("people", text, options=CN)
    assert counts(run)[5] == 1
    assert "China" in run.issues.get().reason
    assert counts(imported("people", text, options={**CN, "bad_contacts": "leave"}))[1] == 1
    assert not ContactPoint.objects.exists()
    imported("people", "name,phone\nBea,12\n", options={**CN, "bad_contacts": "keep"})
    assert ContactPoint.objects.get().raw == "12"


def test_a_colleagues_record_is_not_changed(imported, bob, charlie, at):
    create_person(by=charlie, at=at, given="Anna", family="Schmidt")
    ExternalRef.objects.create(system="file", key="7", party=Party.objects.get())
    run = imported("people", "id,name\n7,Mine Now\n", by=bob, match="update")
    assert counts(run) == (1, 0, 0, 0, 1, 0)
    assert Party.objects.get().display_name == "Anna Schmidt"


def test_what_lies_in_the_trash_is_said(imported, admin, at):
    run = imported("people", FILE, options=CN)
    trash_parties([ExternalRef.objects.get(key="K1").party_id], by=admin, at=at)
    run = imported("people", FILE, options=CN)
    assert counts(run) == (3, 0, 0, 0, 2, 1)
    assert "trash" in run.issues.get(outcome="error").reason


def test_the_chosen_owner_owns_them(imported, admin, alice, charlie):
    imported("people", FILE, options=CN, owner_id=alice.pk)
    assert Party.objects.visible_to(alice).count() == 5
    assert not Party.objects.visible_to(charlie).exists()


def test_all_of_it_is_undone_but_whom_somebody_knows_better_now(imported, admin, at, signed_in):
    run = imported("people", FILE, options=CN)
    wang = ExternalRef.objects.get(key="K1").party
    add_contact_point(
        wang.pk, by=admin, at=at, contact=Contact(channel="email", value="w@x.example")
    )
    ask_undo_import(run.pk, by=admin, at=at)
    done = undo_import(run.pk, by=admin, at=at)
    kept = Party.objects.get(kind="person")
    assert (kept.display_name, kept.person.given) == ("王伟", "伟")
    assert kept.contact_points.count() == 4
    assert [p.display_name for p in Party.objects.filter(kind="organization")] == ["海纳科技"]
    assert done.kept_by_undo == 2  # he, and the company where he works
    text = signed_in(admin).get(reverse("imports:open", args=[run.pk])).content.decode()
    for one in Party.objects.all():
        assert f'href="{reverse("parties:open", args=[one.pk])}">{one.display_name}</a>' in text
    assert "used since" in text


def test_what_was_updated_goes_back_but_what_was_edited_since(imported, admin, at, signed_in):
    imported("people", "id,name,gender\nK1,Anna Schmidt,f\nK2,Bea Berg,f\n")
    run = imported("people", "id,name\nK1,Anna Smith\nK2,Bea Mountain\n", match="update")
    anna, bea = (ExternalRef.objects.get(key=key).party for key in ("K1", "K2"))
    edit_person(bea.pk, by=admin, at=at, changes={"family": "Hill"})
    ask_undo_import(run.pk, by=admin, at=at)
    done = undo_import(run.pk, by=admin, at=at)
    anna.refresh_from_db()
    bea.refresh_from_db()
    assert (anna.display_name, anna.person.family) == ("Anna Schmidt", "Schmidt")
    assert bea.display_name == "Bea Hill"
    assert done.kept_by_undo
    text = signed_in(admin).get(reverse("imports:open", args=[run.pk])).content.decode()
    assert ">Bea Hill</a>" in text
    assert ">Anna Schmidt</a>" not in text
    assert "changed by" in text
