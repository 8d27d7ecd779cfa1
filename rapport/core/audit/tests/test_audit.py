"""The audit page: who changed what, from what to what, and who came in."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django.utils.translation import override

from rapport.core.access.models import Team, User
from rapport.core.assembly import listed
from rapport.core.audit import fields, queries
from rapport.core.audit.models import SignInEvent
from rapport.core.audit.queries import Wanted, changes, sign_ins
from rapport.core.changes import named
from rapport.core.changes.models import Change
from rapport.core.incoming.actions import create_incoming_hook
from rapport.core.teams.actions import add_team, edit_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def renamed(admin: User, at) -> Team:
    """A team that was renamed twice."""
    team = add_team("First", by=admin, at=at)
    for name in ("Second", "Third"):
        team.refresh_from_db()
        edit_team(team.pk, by=admin, at=at, version=team.version, name=name, parent_id=None)
    return team


def of(team: Team, reader: User):
    return changes(Wanted(table="core_team", row_id=team.pk), reader).rows


def test_each_change_says_who_what_and_from_what_to_what(renamed: Team, admin: User) -> None:
    last, before, first = of(renamed, admin)
    assert [(d.label, d.before, d.after) for d in last.differences] == [("Name", "Second", "Third")]
    assert [(d.before, d.after) for d in before.differences] == [("First", "Second")]
    assert first.operation == "i"
    assert last.who == "Ada"
    assert last.verb.startswith("Invite colleagues")


def test_people_stand_by_name_and_secrets_are_hidden(alice: User, admin: User, north: Team) -> None:
    alice.set_password("another long sentence")
    alice.team = None
    alice.save(update_fields=["password", "team"])
    (change, *_rest) = changes(Wanted(table="core_user", row_id=alice.pk), admin).rows
    shown = {d.label: (d.before, d.after) for d in change.differences}
    assert shown["Password"] == ("•••", "•••")
    assert alice.password not in str(shown)


def test_every_logged_kind_and_column_has_words_in_both_languages() -> None:
    with override("zh-hans"):
        for table, model in named.models_by_table().items():
            words = [named.kind(table)]
            words += [
                fields.label(table, str(f.column))
                for f in model._meta.local_concrete_fields
                if f.name not in {"id", "created_at", "version"}
            ]
            assert [word for word in words if word.isascii()] == [], table


def test_values_read_as_words_and_times_not_as_they_are_stored(alice: User) -> None:
    theme = fields.column_field("core_user", "theme")
    left_at = fields.column_field("core_user", "left_at")
    assert fields.written(theme, "dark", {}) == "Dark"
    assert "T" not in fields.written(left_at, "2026-09-17T06:20:00+00:00", {})
    assert "17 Sep" in fields.written(left_at, "2026-09-17T06:20:00+00:00", {})


def test_what_is_stored_as_names_and_values_is_told_in_one_line(admin: User, signed_in) -> None:
    hook, _key = create_incoming_hook(by=admin, at=timezone.now(), name="Website", kind="people")
    type(hook).objects.filter(pk=hook.pk).update(mapping={"name": "$.name", "tags": ["a", "b"]})
    page = signed_in(admin).get("/settings/audit?table=core_incominghook")
    assert page.status_code == 200
    assert fields.written(hook._meta.get_field("mapping"), {"a": {"b": [1, 2]}}, {}) == "a: b: 1, 2"


def test_what_was_deleted_shows_what_it_was(north: Team, admin: User) -> None:
    pk = north.pk
    north.delete()
    change = changes(Wanted(table="core_team", row_id=pk), admin).rows[0]
    assert change.operation == "d"
    assert ("Name", "North", "") in [(d.label, d.before, d.after) for d in change.differences]


def test_filters_and_pages(renamed: Team, admin: User, alice: User, monkeypatch) -> None:
    monkeypatch.setattr(queries, "SIZE", 2)
    wanted = Wanted(table="core_team", row_id=renamed.pk)
    first = changes(wanted, admin)
    rest = changes(wanted, admin, first.after)
    assert (len(first.rows), len(rest.rows), rest.after) == (2, 1, None)
    assert changes(Wanted(by_id=alice.pk), admin).rows == []
    assert len(changes(Wanted(by_id=admin.pk, table="core_team"), admin).rows) == 2


def test_as_many_queries_for_fifty_rows_as_for_one(
    admin: User, at, django_assert_max_num_queries
) -> None:
    for number in range(60):
        Team.objects.create(name=f"T{number}")
    Team.objects.update(parent=None)
    for team in Team.objects.all():
        Team.objects.filter(pk=team.pk).update(name=f"{team.name}!")
    with django_assert_max_num_queries(6):
        assert len(changes(Wanted(table="core_team"), admin).rows) == 50


def test_sign_ins_are_filtered(alice: User, bob: User) -> None:
    for user, outcome in ((alice, "signed_in"), (alice, "failed"), (bob, "signed_in")):
        SignInEvent.objects.create(user_id=user.pk, email=user.email, outcome=outcome)
    assert len(sign_ins(Wanted(by_id=alice.pk)).rows) == 2
    assert len(sign_ins(Wanted(by_id=alice.pk), "failed").rows) == 1


@pytest.mark.parametrize(
    "query",
    [
        "?after=junk",
        "?by=x",
        "?kind=nope",
        "?record=-1",
        "?since=31.12.",
        "?until=9999-12-31",
        "?after=99999999999999999999",
    ],
)
def test_a_forged_address_is_refused(admin: User, signed_in, query: str) -> None:
    assert signed_in(admin).get(f"/settings/audit{query}").status_code == 422


def test_the_pages_show_the_logs(admin: User, renamed: Team, signed_in) -> None:
    client = signed_in(admin)
    address = f"/settings/audit?kind=core_team&record={renamed.pk}"
    text = client.get(address).content.decode()
    assert "Second" in text
    assert "Third" in text
    client.post("/accounts/sign-out")
    text = signed_in(admin).get("/settings/audit/sign-ins").content.decode()
    assert "Signed out" in text


def test_signing_in_leaves_the_users_row_alone(alice: User, client) -> None:
    before = Change.objects.filter(table="core_user").count()
    client.post("/accounts/sign-in", {"login": alice.email, "password": "alicealice"})
    assert Change.objects.filter(table="core_user").count() == before


def test_every_name_can_be_read(admin: User) -> None:
    refs = [(table, 1) for table in named.models_by_table()]
    assert named.names_of(admin, refs) is not None
    nameless = set(named.models_by_table()) - set(listed("words")["names"])
    assert nameless == {"customers_suppression"}
