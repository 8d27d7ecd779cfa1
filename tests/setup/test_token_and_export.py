from __future__ import annotations

from contextlib import nullcontext

import pytest
from click.testing import CliRunner
from django.utils import timezone

from rapport.config.cli import export as export_file, token as token_file
from rapport.core.access.models import Team
from rapport.core.assembly import listed
from rapport.core.exports.models import ExportRun
from rapport.core.lists.columns import Column
from rapport.core.lists.listed import Listed
from rapport.core.lists.spec import ListSpec
from rapport.core.tokens.models import ApiToken
from rapport.core.tokens.queries import TokenIsRevoked, valid_token


@pytest.fixture(autouse=True)
def _in_this_database(monkeypatch):
    """The commands find the test's database already open."""
    for module in (token_file, export_file):
        monkeypatch.setattr(module, "records", nullcontext)


def run(command, *arguments):
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def test_a_token_is_made_listed_and_revoked(alice):
    secret = run(
        token_file.command, "create", "--user", alice.email, "--name", "ERP", "--days", "30"
    ).output.strip()
    assert valid_token(secret, at=timezone.now()).user == alice
    listing = run(token_file.command, "list", "--user", alice.email).output
    assert "ERP" in listing
    assert secret not in listing
    run(token_file.command, "revoke", "--user", alice.email, str(ApiToken.objects.get().pk))
    with pytest.raises(TokenIsRevoked):
        valid_token(secret, at=timezone.now())


def test_nobody_by_that_name(db):
    with pytest.raises(token_file.Nobody, match="nobody@haina"):
        run(token_file.command, "list", "--user", "nobody@haina.example")


def test_a_list_is_written_to_a_file(admin, tmp_path, monkeypatch):
    crews = ListSpec(
        "crews", lambda user: Team.objects.all(), [Column("name", "Name", sortable=True)], "name"
    )
    monkeypatch.setitem(listed("lists"), "crews", Listed(crews, "home"))
    Team.objects.create(name="=1+1")
    file = tmp_path / "crews.csv"
    run(export_file.command, "crews", "--user", admin.email, "--out", str(file))
    assert file.read_text(encoding="utf-8").split() == ["Name", "'=1+1"]
    assert ExportRun.objects.get().list_name == "crews"


def test_a_file_that_cannot_be_written_is_named(admin, tmp_path, monkeypatch):
    crews = ListSpec(
        "crews", lambda user: Team.objects.all(), [Column("name", "Name", sortable=True)], "name"
    )
    monkeypatch.setitem(listed("lists"), "crews", Listed(crews, "home"))
    nowhere = str(tmp_path / "nowhere" / "crews.csv")
    done = run(export_file.command, "crews", "--user", admin.email, "--out", nowhere)
    assert done.exit_code == 1
    assert nowhere in done.output
    assert "No such file or directory" in done.output
