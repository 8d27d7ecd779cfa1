"""A trial tells of every row what the import then does with it, whatever the file and wherever its stretches end."""

import csv
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from rapport.core.imports import decisions, driving
from rapport.core.imports.actions import start_import
from rapport.core.imports.driving import drive
from rapport.core.imports.models import Match, Outcome
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.parties.models import ExternalRef, Party
from tests.imports.conftest import counts

PEOPLE = "id,name,email,phone,company\n"
MAILS = st.sampled_from(["", "a@x.example", "b@x.example", "not a mail"])
PHONES = st.sampled_from(["", "+4930901820", "+4930901821", "12"])
ROW = st.tuples(
    st.sampled_from(["", "K1", "K2", "K3"]),
    st.sampled_from(["", "Anna Schmidt", "Bea Berg", "王伟"]),
    MAILS,
    PHONES,
    st.sampled_from(["", "海纳科技", "Nord GmbH"]),
)
COMPANY = st.tuples(
    st.sampled_from(["", "C1", "C2"]),
    st.sampled_from(["", "海纳科技", "Nord GmbH"]),
    MAILS,
    PHONES,
    st.sampled_from(["", "DE1", "DE2"]),
)
KNOWN = """K1,Anna Schmidt,a@x.example,,海纳科技
,Bea Berg,,+4930901821,
K3,Carl Berg,,,
"""


def written(rows):
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def told(run):
    return [(row, outcome) for row, outcome, _reason in decisions.in_order(run)]


def done(run):
    """What became of each row: those that went well have no issue, and stand as they were decided."""
    issues = dict(run.issues.values_list("row", "outcome"))
    return [(row, issues.get(row, outcome)) for row, outcome in told(run)]


@pytest.mark.parametrize(
    ("kind", "head", "row"),
    [("people", PEOPLE, ROW), ("organizations", PEOPLE.replace("company", "tax number"), COMPANY)],
)
def test_it_is_as_it_was_foretold(imported, admin, at, monkeypatch, kind, head, row):
    monkeypatch.setattr(driving, "WRITE_AT_ONCE", 2)  # what one stretch writes the next one sees
    imported("people", PEOPLE + KNOWN)

    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(
        rows=st.lists(row, min_size=1, max_size=7),
        match=st.sampled_from(Match.values),
        filled=st.sampled_from(["overwrite", "keep"]),
    )
    def foretold(rows, match, filled):
        given_so = {"match": match, "options": {"filled": filled}}
        trial = imported(kind, head + written(rows), is_trial=True, **given_so)
        run = imported(kind, head + written(rows), **given_so)
        assert (run.state, counts(trial)) == ("done", counts(run)), run.failure
        assert told(trial) == done(run)
        created = sum(outcome == Outcome.CREATED for _row, outcome in told(run))
        assert created == run.records.get("people" if kind == "people" else "companies", 0)

    foretold()


def test_a_trial_writes_nothing_and_is_then_run(imported, admin, at):
    trial = imported("people", PEOPLE + KNOWN, is_trial=True)
    assert counts(trial) == (3, 3, 0, 0, 0, 0)
    assert not Party.objects.exists()
    start_import(trial.pk, by=admin, at=at)
    drive(trial.pk, by=admin, clock=lambda: at)
    trial.refresh_from_db()
    assert (trial.is_trial, counts(trial)) == (False, (3, 3, 0, 0, 0, 0))
    assert Party.objects.filter(kind="person").count() == 3


def test_two_numbers_of_another_system_are_two_customers(imported):
    run = imported(
        "people", "id,name,email\nK1,Anna,a@x.example\nK2,Anna,a@x.example\n,Anna,a@x.example\n"
    )
    assert counts(run) == (3, 2, 0, 0, 1, 0)
    assert set(ExternalRef.objects.values_list("key", flat=True)) == {"K1", "K2"}


def test_only_what_is_known_is_updated(imported):
    imported("people", PEOPLE + KNOWN)
    run = imported(
        "people", "id,name,phone\nK1,Anne Schmidt,+4930901899\nK9,Nobody,\n", match="known"
    )
    assert counts(run) == (2, 0, 1, 0, 1, 0)
    assert run.issues.get().reason == "There is no such record yet."
    assert not Party.objects.filter(display_name="Nobody").exists()


def test_what_is_filled_stays_where_it_is_said(imported):
    imported("people", "id,name,gender,birthday\nK1,Anna Schmidt,f,\n")
    run = imported(
        "people",
        "id,name,gender,birthday,phone\nK1,Other Name,m,1980-03-05,+4930901820\n",
        match="update",
        options={"filled": "keep"},
    )
    anna = Party.objects.select_related("person").get()
    assert counts(run) == (1, 0, 1, 0, 0, 0)
    assert (anna.display_name, anna.person.gender) == ("Anna Schmidt", "female")
    assert str(anna.person.born_on) == "1980-03-05"
    assert ContactPoint.objects.get().normalized == "+4930901820"


def test_they_are_found_by_the_key_that_was_chosen(imported):
    imported("people", "name,email,phone\nAnna Schmidt,a@x.example,+4930901820\n")
    text = "name,email,phone\nAnna Schmidt,other@x.example,+4930901820\n"
    assert counts(imported("people", text, options={"found_by": "email"}))[1] == 1
    assert counts(imported("people", text, options={"found_by": "phone"}))[4] == 1
