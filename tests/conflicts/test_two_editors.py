"""Two people have the same form open: what both changed is asked, what one changed is kept, nobody is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from conftest import make_user
from rapport.catalog.products.actions import create_product
from rapport.core.access.models import Role, Team, User
from rapport.core.company.models import Company
from rapport.customers.accounts.actions import open_account
from rapport.customers.affiliations.actions import start_affiliation
from rapport.customers.contactpoints.actions import Contact, add_contact_point
from rapport.customers.households.actions import form_household
from rapport.customers.notes.actions import write_note
from rapport.customers.organizations.actions import create_organization
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person
from rapport.sales.orders.actions import deliver_order, place_order
from rapport.sales.orders.lines import LineInput
from rapport.sales.orders.models import Order
from rapport.touchpoints.interactions.actions import log_interaction
from rapport.touchpoints.interactions.details import Details
from rapport.touchpoints.tasks.actions import create_task
from rapport.touchpoints.tasks.plan import Plan
from tests.conflicts.forms import Window

pytestmark = pytest.mark.django_db
TASKS, CONTACTS = "touchpoints_task", "touchpoints_interaction"


@dataclass(frozen=True)
class Case:
    """A form: how its record is made, where it stands, two fields of it, and three values for the first."""

    make: Callable[[Any], Any]
    route: str
    field: str
    values: tuple[str, str, str]
    other: tuple[str, str] = ("", "")
    dialog: bool = False
    to: Callable[[Any], list[int]] = lambda row: [row.pk]


@dataclass
class Stage:
    """Who acts, and on whom."""

    alice: User
    admin: User
    wang: Party
    at: Any


def _order(stage: Stage) -> Any:
    line = LineInput(quantity=Decimal(1), unit_price=Decimal(100), description="Tour")
    return place_order(
        by=stage.admin, at=stage.at, lines=[line], party_id=stage.wang.pk, currency="EUR", note="a"
    )


def _place(stage: Stage) -> Any:
    company = create_organization(by=stage.admin, at=stage.at, legal_name="海纳")
    return start_affiliation(
        stage.wang.pk, by=stage.admin, at=stage.at, organization_id=company.pk, title="a"
    )


def _contact(stage: Stage) -> Any:
    contact = Contact(channel="email", value="a@example.com")
    return add_contact_point(stage.wang.pk, by=stage.admin, at=stage.at, contact=contact)


def _interaction(stage: Stage) -> Any:
    details = Details(channel="phone", started_at=stage.at - timedelta(days=1), subject="a")
    return log_interaction(stage.wang.pk, details, by=stage.admin, at=stage.at)


def _task(stage: Stage) -> Any:
    return create_task(Plan(title="a"), by=stage.admin, at=stage.at)


def _company(_stage: Stage | None) -> Any:
    start = {"name": "a", "base_currency": "EUR", "sender": "a@a.example"}
    return Company.objects.get_or_create(pk=1, defaults=start)[0]


CASES = {
    "company": Case(_company, "company:edit", "name", ("a", "b", "c"),
                    ("fiscal_year_start", "4"), to=lambda _row: []),
    "mail server": Case(_company, "company:mail", "mail_host", ("", "b.example", "c.example"),
                        ("mail_port", "25"), to=lambda _row: []),
    "team": Case(lambda _s: Team.objects.create(name="a"), "teams:edit", "name", ("a", "b", "c")),
    "role": Case(lambda _s: Role.objects.create(key="a", name="a", rights={}), "roles:edit",
                 "name", ("a", "b", "c"), ("core.view_audit", "all")),
    "user": Case(lambda _s: make_user("a", "seller"), "users:open", "name", ("a", "b", "c")),
    "product": Case(
        lambda s: create_product(by=s.admin, at=s.at, sku="1", name="a", currency="EUR"),
        "products:edit", "name", ("a", "b", "c"), ("category", "Trips")),
    "order": Case(_order, "orders:edit", "note", ("a", "b", "c"), ("source", "shop")),
    "order lines": Case(_order, "orders:edit", "form-0-quantity", ("1", "2", "3"),
                        ("source", "shop")),
    "task": Case(_task, "tasks:edit", "title", ("a", "b", "c"), ("details", "d"), dialog=True),
    "task page": Case(_task, "tasks:edit", "title", ("a", "b", "c"), ("details", "d")),
    "interaction": Case(_interaction, "interactions:edit", "subject", ("a", "b", "c"),
                        ("body", "d"), dialog=True),
    "note": Case(lambda s: write_note(s.wang.pk, by=s.admin, at=s.at, body="a"), "notes:edit",
                 "body", ("a", "b", "c"), dialog=True),
    "account": Case(lambda s: open_account(s.wang.pk, by=s.admin, at=s.at), "accounts:edit",
                    "payment_days", ("30", "14", "7"), ("credit_limit", "100"), dialog=True),
    "household": Case(lambda s: form_household(s.wang.pk, by=s.admin, at=s.at, name="a"),
                      "households:edit", "name", ("a", "b", "c"), dialog=True),
    "affiliation": Case(_place, "affiliations:edit", "title", ("a", "b", "c"),
                        ("department", "d"), dialog=True),
    "contact point": Case(
        _contact, "contactpoints:edit", "value",
        ("a@example.com", "b@example.com", "c@example.com"), ("label", "work"),
        dialog=True, to=lambda row: [row.party_id, row.pk]),
}  # fmt: skip


@pytest.fixture
def stage(alice: User, admin: User, at: Any) -> Stage:
    """A customer, whom the administrator looks after."""
    _company(None)
    wang = create_person(by=admin, at=at, family="王", given="伟").party
    return Stage(alice, admin, wang, at)


@pytest.fixture
def two(
    stage: Stage, signed_in: Any
) -> Callable[[Case], tuple[Window, Window, Callable[[], Window]]]:
    """Open a case's form in two windows; the third answer looks at it again."""

    def open_two(case: Case) -> tuple[Window, Window, Callable[[], Window]]:
        address = reverse(case.route, args=case.to(case.make(stage)))
        client = signed_in(stage.admin)
        first, second = (Window(client, address, dialog=case.dialog) for _ in range(2))
        return first, second, lambda: Window(client, address, dialog=case.dialog)

    return open_two


each = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
SAVED = {204, 302, 303}


def key(case: Case) -> str:
    """Return the part under which the dialog asks."""
    return "lines" if case.field.startswith("form-") else case.field


@each
@pytest.mark.parametrize("kept", ["mine", "theirs"])
def test_what_both_changed_is_asked(case: Case, kept: str, two) -> None:
    theirs, mine, now = two(case)
    assert theirs.save(**{case.field: case.values[1]}) in SAVED
    assert mine.save(**{case.field: case.values[2]}) == 409
    assert "Ada changed this just now" in mine.html
    assert mine.fields[f"keep_{key(case)}"] == ["mine"]
    assert now().fields[case.field] == [case.values[1]]  # nothing is saved until it is decided
    assert mine.save(**{f"keep_{key(case)}": kept}) in SAVED
    assert now().fields[case.field] == [case.values[2 if kept == "mine" else 1]]


@each
def test_what_only_one_changed_is_kept(case: Case, two) -> None:
    if not case.other[0]:
        return
    theirs, mine, now = two(case)
    assert theirs.save(**{case.other[0]: case.other[1]}) in SAVED
    assert mine.save(**{case.field: case.values[2]}) in SAVED
    fields = now().fields
    assert fields[case.field] == [case.values[2]]
    assert fields[case.other[0]][0].startswith(case.other[1])


def test_a_third_save_while_the_question_stands_asks_again(two) -> None:
    case = CASES["team"]
    theirs, mine, now = two(case)
    theirs.save(name="b")
    assert mine.save(name="c") == 409
    now().save(name="d")
    assert mine.save(keep_name="mine") == 409
    assert mine.save(keep_name="theirs") in SAVED
    assert now().fields["name"] == ["d"]


def test_correcting_a_mistake_does_not_overwrite(two) -> None:
    theirs, mine, _now = two(CASES["product"])
    assert mine.save(name="") == 422
    theirs.save(name="b")
    assert mine.save(name="c") == 409


def test_a_password_is_not_sent_back(two) -> None:
    theirs, mine, _now = two(CASES["mail server"])
    theirs.save(mail_host="b.example")
    sent = {"mail_host": "c.example", "mail_password": "hush-hush"}
    assert mine.save(**sent) == 409
    assert "hush-hush" not in mine.html
    assert mine.fields["mail_password"] == [""]
    assert mine.save(mail_password="hush-hush") in SAVED


def test_lines_of_an_order_delivered_meanwhile_are_not_dropped_in_silence(two, stage, at) -> None:
    _theirs, mine, _now = two(CASES["order lines"])
    deliver_order(Order.objects.get().pk, by=stage.admin, at=at)
    assert mine.save(**{"form-0-quantity": "3"}) == 422
    assert "delivered" in mine.html


def test_it_asks_in_chinese(stage: Stage, two) -> None:
    User.objects.filter(pk=stage.admin.pk).update(language="zh-hans")
    theirs, mine, _now = two(CASES["company"])
    theirs.save(name="甲")
    assert mine.save(name="乙") == 409
    for word in ("你的", "对方的", "原值", "甲", "乙"):
        assert word in mine.html


def test_what_is_broken_counts_as_not_said(two) -> None:
    theirs, mine, now = two(CASES["team"])
    theirs.save(name="b")
    assert mine.save(name="c", before="{not json") == 409
    assert mine.save(before='["x"]', keep_name="theirs") in SAVED
    assert now().fields["name"] == ["b"]
