"""A list as a chart: a group to a bar that leads to its rows, the finding in a sentence, never more than may be seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from playwright.sync_api import Page, expect

from rapport.core.access.models import User
from rapport.core.company.models import Company
from rapport.core.customfields.actions import add_field
from rapport.core.customfields.models import Option
from rapport.core.errors import Invalid
from rapport.core.lists import charts
from rapport.core.lists.charting import charting
from rapport.core.lists.charts import Figures, figures, first_of
from rapport.core.lists.findings import Finding, finding
from rapport.core.lists.spec import ListSpec, ListState
from rapport.core.views.actions import save_view
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person
from rapport.customers.people.lists import PEOPLE
from rapport.customers.tags.actions import tag_parties
from rapport.sales.orders.actions import place_order
from rapport.sales.orders.lines import LineInput
from rapport.sales.orders.lists import ORDERS

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 18, 9, tzinfo=UTC)
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def haina(db: None) -> Company:
    """The company, which counts in yuan."""
    return Company.objects.create(pk=1, name="海纳", base_currency="CNY")


def person(by: User, stage: str = "prospect", **more: object) -> Party:
    number = Party.objects.count()
    return create_person(
        by=by, at=AT, family="王", given=str(number), lifecycle=stage, **more
    ).party


def order(by: User, party: Party, amount: int, day: date, currency: str = "CNY") -> None:
    line = LineInput(description="Boat", quantity=Decimal(1), unit_price=Decimal(amount))
    at = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    rate = {"rate": Decimal(8)} if currency == "EUR" else {}
    place_order(
        by=by, at=AT, party_id=party.pk, lines=[line], ordered_at=at, currency=currency, **rate
    )


def drawn(spec: ListSpec, user: User, query: str) -> tuple[Figures, Finding]:
    user, state = User.objects.get(pk=user.pk), ListState.read(QueryDict(query))
    asked = charting(spec, user, state)
    found = figures(spec, user, state, asked)
    return found, finding(asked, found, user)


def bars(spec: ListSpec, user: User, query: str) -> list[tuple[str, str]]:
    return [(one.label, one.text) for one in drawn(spec, user, query)[1].bars]


def test_the_largest_first_and_the_finding_in_a_sentence(alice: User, charlie: User) -> None:
    for stage in ("customer", "customer", "prospect"):
        person(alice, stage)
    person(charlie, "former")  # whom Alice may not see
    found, told = drawn(PEOPLE, alice, "as=chart")
    assert [(one.label, one.text, one.share) for one in told.bars] == [
        ("Customer", "2", "66.7 %"),
        ("Prospect", "1", "33.3 %"),
    ]
    assert told.title == "Customer has the most: 2 of 3."
    assert (told.led, told.shapes, found.sample) == (0, ["bar", "pie"], 0)
    assert unquote(told.bars[0].query) == "?f=lifecycle:is:customer"
    with override("zh-hans"):
        assert drawn(PEOPLE, alice, "as=chart")[1].title == "客户最多：2（共 3）。"


def test_filters_and_words_stay_in_the_way_to_the_rows(alice: User) -> None:
    person(alice)
    told = drawn(PEOPLE, alice, "as=chart&by=owner&f=lifecycle:is:prospect&q=王")[1]
    wanted = f"?f=lifecycle:is:prospect&f=owner:is:{alice.pk}&q=王"
    assert unquote(told.bars[0].query) == wanted
    either = drawn(PEOPLE, alice, "by=owner&match=any&f=lifecycle:is:prospect&f=city:is:x")[1]
    assert either.bars[0].query == ""  # one more filter would be one more “or”


def test_beyond_twenty_the_others_are_told_together(alice: User, at: datetime, admin: User) -> None:
    options = [Option("", f"Film {number}") for number in range(24)]
    field = add_field("person", by=admin, at=at, label="Film", kind="choice", options=options)
    for number, one in enumerate(field.choices):
        for _again in range(2 if number < 20 else 1):
            person(alice, custom={field.key: one})
    told = drawn(PEOPLE, alice, f"as=chart&by={field.column}")[1]
    assert len(told.bars) == 21
    assert (told.bars[-1].label, told.bars[-1].text, told.bars[-1].query) == ("All others", "4", "")
    assert "Several lead with 2 each" in told.title
    assert told.shapes == ["bar"]


def test_several_values_of_a_row(alice: User, admin: User, at: datetime) -> None:
    options = [Option("", "Drama"), Option("", "Comedy")]
    field = add_field("person", by=admin, at=at, label="Genres", kind="multi", options=options)
    one, other = list(field.choices)
    both = person(alice, custom={field.key: [one, other]})
    person(alice, custom={field.key: [one]})
    tag_parties([both.pk], by=alice, at=AT, name="VIP")
    assert bars(PEOPLE, alice, f"by={field.column}") == [("Drama", "2"), ("Comedy", "1")]
    told = drawn(PEOPLE, alice, "by=tag")[1]
    assert {(bar.label, bar.text) for bar in told.bars} == {("Empty", "1"), ("VIP", "1")}
    assert told.shapes == ["bar"]  # the parts are more than the whole
    assert all(bar.share == "" for bar in told.bars)


def test_steps_of_time_without_a_gap(alice: User) -> None:
    wang = person(alice)
    for month, amount in ((1, 100), (3, 40), (3, 2)):
        order(alice, wang, amount, date(2026, month, 31))
    order(alice, wang, 10, date(2026, 3, 1), currency="EUR")
    query = "as=chart&by=ordered_at&per=month&measure=total.sum"
    told = drawn(ORDERS, alice, query)[1]
    assert [(one.label, one.value) for one in told.bars] == [
        ("Jan 2026", 100.0),
        ("Feb 2026", 0.0),
        ("Mar 2026", 122.0),  # 10 € are 80 ¥
    ]
    assert told.title.startswith("Mar 2026 has the largest sum: ¥")
    assert told.shapes == ["bar", "line"]
    assert (
        unquote(told.bars[0].query)
        == "?f=ordered_at:after:2025-12-31&f=ordered_at:before:2026-02-01"
    )
    for bar, count in zip(told.bars, (1, 0, 3), strict=True):
        state = ListState.read(QueryDict(bar.query.lstrip("?")))
        assert ORDERS.matching(alice, state).count() == count
    average = drawn(ORDERS, alice, "by=ordered_at&per=quarter&measure=total.average")[1]
    assert [(one.label, one.value) for one in average.bars] == [("Q1 2026", 55.5)]
    assert average.title.startswith("Q1 2026 has the highest average: ¥")


@pytest.mark.parametrize(
    ("per", "first"),
    [
        ("day", date(2026, 5, 20)),
        ("week", date(2026, 5, 18)),
        ("month", date(2026, 5, 1)),
        ("quarter", date(2026, 4, 1)),
        ("year", date(2026, 1, 1)),
    ],
)
def test_the_first_day_of_a_step(per: str, first: date) -> None:
    assert first_of(date(2026, 5, 20), per) == first


def test_people_without_a_day_stand_behind(alice: User) -> None:
    person(alice, born_on=date(1990, 5, 3))
    person(alice)
    assert bars(PEOPLE, alice, "by=born_on&per=year") == [("1990", "1"), ("Empty", "1")]


def test_early_steps_are_left_out_and_said_to_be(alice: User) -> None:
    person(alice, born_on=date(1990, 5, 3))
    person(alice, born_on=date(2001, 5, 3))
    found = drawn(PEOPLE, alice, "by=born_on&per=month")[0]
    assert (len(found.groups), found.left_out) == (120, True)


def test_very_many_are_estimated_until_asked_for_exactly(
    alice: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(4):
        person(alice)
    monkeypatch.setattr(charts, "EXACT_UP_TO", 3)
    found, told = drawn(PEOPLE, alice, "as=chart")
    assert (found.sample, told.bars[0].text) == (4, "≈ 4")
    client = signed_in(alice)
    assert "Estimated from 4 rows" in client.get("/lists/people/chart?as=chart").content.decode()
    exact = client.get("/lists/people/chart?as=chart&exact=1").content.decode()
    assert "Estimated" not in exact
    assert "Prospect has the most: 4 of 4." in exact


@pytest.mark.parametrize(
    "query",
    [
        "by=boats",
        "by=name",
        "by=lifecycle&measure=boats.sum",
        "by=lifecycle&measure=city.sum",
        "by=lifecycle&measure=sum",
        "by=lifecycle&shape=cake",
        "by=born_on&per=hour",
    ],
)
def test_what_cannot_be_charted(alice: User, signed_in: SignIn, query: str) -> None:
    with pytest.raises(Invalid):
        drawn(PEOPLE, alice, query)
    for address in ("/lists/people/chart?", "/people/?"):
        assert signed_in(alice).get(f"{address}as=chart&{query}").status_code == 422
    with pytest.raises(Invalid):
        save_view("people", by=alice, at=AT, name="Mine", query=f"as=chart&{query}")


def test_a_hidden_field_is_none(alice: User, admin: User, at: datetime) -> None:
    role = alice.grants.get().role_id
    field = add_field(
        "person", by=admin, at=at, label="Pay", kind="money", limits={str(role): "hidden"}
    )
    with pytest.raises(Invalid):
        drawn(PEOPLE, alice, f"by=lifecycle&measure={field.column}.sum")


def test_a_chart_is_a_view_and_costs_the_same_whatever_it_holds(
    alice: User, signed_in: SignIn
) -> None:
    view = save_view(
        "people", by=alice, at=AT, name="Stages", query="as=chart&by=lifecycle&shape=pie"
    )
    client, counts = signed_in(alice), []
    for _round in range(2):
        person(alice)
        client.get("/lists/people/chart?as=chart")
        with CaptureQueriesContext(connection) as asked:
            client.get("/lists/people/chart?as=chart")
        counts.append(len(asked))
        for stage in ("customer", "former", "prospect") * 10:
            person(alice, stage)
    assert counts[0] == counts[1]
    html = client.get(f"/people/?view={view.pk}&{view.query}").content.decode()
    assert "/lists/people/chart?by=lifecycle" in html
    assert "data-chart-src" not in html
    client.get("/people/?as=chart&f=city:is:Nowhere")
    nothing = client.get("/lists/people/chart?as=chart&f=city:is:Nowhere").content.decode()
    assert "There is nothing to count here." in nothing


@pytest.mark.browser
def test_drawn_and_led_to_its_rows(
    transactional_db: None, alice: User, open_as: Callable[..., Page]
) -> None:
    for stage in ("customer", "customer", "prospect"):
        person(alice, stage)
    page = open_as(alice, "/people/")
    loaded = "performance.getEntriesByType('resource').some((one) => one.name.includes('charts'))"
    assert page.evaluate(loaded) is False
    page.get_by_role("link", name="Chart").click()
    drawing = page.get_by_role("img", name="Customer has the most: 2 of 3.")
    expect(drawing.locator("svg text", has_text="Prospect")).to_be_visible()
    assert page.evaluate(loaded) is True
    page.get_by_role("button", name="Lifecycle").press("Enter")
    page.get_by_role("menuitem", name="Owner").press("Enter")
    expect(page.get_by_role("heading", name="Alice has the most")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Pie").press("Enter")
    expect(drawing.locator("svg")).to_be_visible()
    page.get_by_role("table").get_by_role("link", name="Prospect").press("Enter")
    expect(page.locator("tr[data-row]")).to_have_count(1)
    expect(page).to_have_url(re.compile("f=lifecycle"))
