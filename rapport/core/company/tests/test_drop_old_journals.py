"""The months of changes and events that the company no longer keeps are deleted, and the log says so."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.changes.models import Change
from rapport.core.changes.partitions import PARTITIONED, ensure, month_before
from rapport.core.company.actions import drop_old_journals, edit_company
from rapport.core.company.jobs import drop_journals
from rapport.core.company.models import Company
from rapport.core.errors import Invalid, NotAllowed
from rapport.core.events.models import EventRow

pytestmark = pytest.mark.django_db
NOW = datetime.now(tz=UTC)
AGO_26, AGO_25, AGO_24 = (month_before(NOW.date(), count) for count in (26, 25, 24))


@pytest.fixture
def company() -> Company:
    """The company, and journals that begin 26 months ago."""
    with connection.cursor() as cursor:
        ensure(cursor, datetime.combine(AGO_26, time(), tzinfo=UTC))
        for day in (AGO_24 - timedelta(days=1), AGO_24):
            cursor.execute(
                "INSERT INTO core_change (at, table_name, row_id, operation) VALUES (%s, 't', 1, 'i')",
                [datetime.combine(day, time(), tzinfo=UTC)],
            )
    return Company.objects.create(pk=1, name="海纳", base_currency="CNY")


def names(*days: date) -> set[str]:
    return {f"{table}_{day:%Y_%m}" for table in PARTITIONED for day in days}


def old_partitions() -> set[str]:
    """Return those that lie before this month."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^core_(change|event)_[0-9]'"
        )
        found = {name for (name,) in cursor.fetchall()}
    return {name for name in found if name[-7:] < f"{NOW:%Y_%m}"}


def test_what_is_older_than_24_months_goes_to_the_day(company: Company) -> None:
    assert old_partitions() == names(AGO_26, AGO_25, AGO_24)
    assert set(drop_old_journals(by=system(), at=NOW)) == names(AGO_26, AGO_25)
    assert old_partitions() == names(AGO_24)
    assert Change.objects.get(table="t").at.date() == AGO_24


def test_the_log_says_who_dropped_it(company: Company) -> None:
    drop_journals(by=system(), at=NOW)
    entry = Change.objects.get(table="core_company", operation="u")
    assert (entry.by_id, entry.cause) == (system().pk, "core.manage_company")
    assert entry.before == {"journals_since": None}
    company.refresh_from_db()
    assert company.journals_since == AGO_24
    assert EventRow.objects.get(name="CompanyEdited").data["fields"] == ["journals_since"]
    assert drop_old_journals(by=system(), at=NOW) == []  # may run twice
    assert Change.objects.filter(table="core_company", operation="u").count() == 1


def test_the_company_chooses_but_never_less_than_a_month(company: Company, admin: User) -> None:
    values = {"name": "海纳", "base_currency": "CNY", "fiscal_year_start": 1, "language": "en"}
    values["timezone"] = "UTC"
    for months in (0, 601):
        with pytest.raises(Invalid) as refused:
            edit_company(by=admin, at=NOW, version=1, keep_months=months, **values)
        assert "keep_months" in refused.value.fields
    edit_company(by=admin, at=NOW, version=1, keep_months=1, **values)
    drop_old_journals(by=system(), at=NOW)
    assert old_partitions() == set()
    company.refresh_from_db()
    assert company.journals_since == month_before(NOW.date(), 1)


def test_only_who_manages_the_company(company: Company, alice: User) -> None:
    with pytest.raises(NotAllowed):
        drop_old_journals(by=alice, at=NOW)
    assert old_partitions() == names(AGO_26, AGO_25, AGO_24)


def test_the_page_asks_for_it(company: Company, admin: User, signed_in) -> None:
    typed = {"name": "海纳", "base_currency": "CNY", "fiscal_year_start": "1", "language": "en"}
    typed |= {"timezone": "UTC", "version": "1"}
    client = signed_in(admin)
    assert client.post("/settings/company", typed | {"keep_months": "0"}).status_code == 422
    assert client.post("/settings/company", typed | {"keep_months": "36"}).status_code == 302
    company.refresh_from_db()
    assert company.keep_months == 36
