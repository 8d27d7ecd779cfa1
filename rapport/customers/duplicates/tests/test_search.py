"""Searching all records in the background, looking again at what changed, and what people say of the pairs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.core.access.queries import system
from rapport.core.action import last_group
from rapport.core.errors import Invalid, Missing
from rapport.core.undo.actions import undo
from rapport.customers.contactpoints.actions import Contact
from rapport.customers.duplicates.actions import judge_match, seek_duplicates
from rapport.customers.duplicates.events import DuplicatesSought
from rapport.customers.duplicates.jobs import search_duplicates, search_what_changed
from rapport.customers.duplicates.models import MatchCandidate, MatchRun, State
from rapport.customers.duplicates.queries import candidates, counts, outlooks, pairs
from rapport.customers.people.actions import create_person

pytestmark = pytest.mark.django_db
FAMILIES, GIVEN = "赵钱孙李周吴郑王冯陈", ("建国", "芳", "静怡", "海涛")


def person(by, at, family: str, given: str, number: int) -> int:
    contacts = [
        Contact(channel="phone", value=f"+86 138{number * 4_104_253 % 100_000_000:08}"),
        Contact(channel="email", value=f"{'abcdefgh'[number % 8]}{number * 7919}@haikou.example"),
    ]
    added = create_person(by=by, at=at, family=family, given=given, contacts=contacts)
    return int(added.pk)


@pytest.fixture
def known(alice, charlie, at):
    """Forty different people, and two who stand there twice: once with Alice, once with Alice and Charlie."""
    ids = [
        person(alice, at, family, given, number)
        for number, (family, given) in enumerate(
            ((family, given) for family in FAMILIES for given in GIVEN), start=1
        )
    ]
    hers = tuple(sorted((ids[0], person(alice, at, "赵", "建国", 1))))
    shared = tuple(sorted((ids[1], person(charlie, at, "赵", "芳", 2))))
    return hers, shared


def sought(admin, at) -> MatchRun:
    run = seek_duplicates("person", by=admin, at=at)
    search_duplicates(DuplicatesSought(run_id=run.pk, kind="person"), by=admin, at=at)
    run.refresh_from_db()
    return run


def found(user, *, judged: str = "open") -> set[tuple[int, int]]:
    rows = candidates(user, "person", judged=judged).filter(probability__gte=0.5)
    return set(rows.values_list("first_id", "second_id"))


def test_a_search_finds_who_stands_there_twice(known, alice, charlie, admin, at) -> None:
    hers, shared = known
    run = sought(admin, at)
    assert (run.state, run.records, run.found) == (State.DONE, 42, MatchCandidate.objects.count())
    assert found(admin) == {hers, shared}
    assert found(alice) == {hers}  # of the other pair she may see one only
    assert found(charlie) == set()
    (pair,) = pairs(alice, "person", candidates(alice, "person").filter(probability__gte=0.5))
    assert "same phone" in [reason.text for reason in pair.reasons]


def test_a_search_under_way_is_joined_and_one_that_ended_is_not_run_again(known, admin, at) -> None:
    run = seek_duplicates("person", by=admin, at=at)
    assert seek_duplicates("person", by=admin, at=at) == run
    event = DuplicatesSought(run_id=run.pk, kind="person")
    search_duplicates(event, by=admin, at=at)
    ended = MatchRun.objects.get().ended_at
    search_duplicates(event, by=admin, at=at + timedelta(days=1))
    assert MatchRun.objects.get().ended_at == ended


def test_what_changed_is_looked_at_by_itself(known, alice, admin, at) -> None:
    sought(admin, at)
    first = person(alice, at, "欧阳", "娜娜", 90)
    second = person(alice, at, "欧阳", "娜娜", 90)
    before = found(admin)
    search_what_changed(by=system(), at=at)
    assert found(admin) == before | {(first, second)}
    assert MatchRun.objects.filter(kind="person").count() == 1


def test_a_word_on_a_pair_is_remembered_and_can_be_taken_back(known, alice, admin, at) -> None:
    hers, shared = known
    sought(admin, at)
    judge_match("person", *reversed(hers), by=alice, at=at, verdict="different")
    group = last_group()
    assert (found(alice), found(alice, judged="different")) == (set(), {hers})
    sought(admin, at)
    assert found(admin) == {shared}
    assert counts(alice, "person")["different"] == 1
    assert next((one.judged, one.right) for one in outlooks(alice, "person")) == (1, 0)
    undo(group, by=alice, at=at)
    assert found(alice) == {hers}


def test_who_may_say_what(known, alice, charlie, admin, at) -> None:
    hers, shared = known
    sought(admin, at)
    with pytest.raises(Missing):
        judge_match("person", *shared, by=alice, at=at, verdict="same")
    with pytest.raises(Missing):
        judge_match("person", hers[0], hers[0], by=alice, at=at, verdict="same")
    with pytest.raises(Missing):
        judge_match("order", *hers, by=alice, at=at, verdict="same")
    with pytest.raises(Invalid):
        judge_match("person", *hers, by=alice, at=at, verdict="perhaps")
    assert found(admin) == {hers, shared}
