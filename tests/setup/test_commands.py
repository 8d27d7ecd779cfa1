"""init, doctor and user on a real installation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rapport.config.launcher.server import running
from tests.setup.conftest import clear, free_port, in_django, rapport

WHO = ["--name", "Ada", "--email", "ada@haina.example", "--zone", "UTC", "--lang", "en"]
COMPANY = ["--company", "Haina", "--currency", "cny", "--fiscal-year", "4", *WHO]
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An installation with its company, and its server running."""
    home = tmp_path_factory.mktemp("commands") / "home"
    with running(home, scratch=True):
        wrong = rapport(
            home, "init", *COMPANY, "--currency", "XXX", "--password-file", "-", answer="short\n"
        )
        assert wrong.returncode == 1
        assert "Choose one of the listed currencies." in wrong.stderr
        weak = rapport(home, "init", *COMPANY, "--password-file", "-", answer="short\n")
        assert weak.returncode == 1
        assert "too short" in weak.stderr
        mail = ["--mail", "smtp://crm:hush@mail.haina.example", "--sender", "crm@haina.example"]
        done = rapport(home, "init", *COMPANY, *mail, "--password-file", "-", answer=PASSWORD)
        assert done.returncode == 0, done.stderr
        yield home
    clear(home)


def test_init_founds_the_company_once(founded: Path) -> None:
    program = """
from rapport.core.company.queries import company
row = company()
print(row.name, row.base_currency, row.fiscal_year_start, row.mail_host, row.mail_security, row.mail_password)
"""
    assert in_django(founded, program) == "Haina CNY 4 mail.haina.example starttls hush"
    again = rapport(founded, "init", *COMPANY, "--password-file", "-", answer=PASSWORD)
    assert again.returncode == 1
    assert "already has its company" in again.stderr


def test_the_language_is_that_of_the_terminal(founded: Path) -> None:
    done = rapport(founded, "restore", "nowhere.tar", "--yes", LANGUAGE="zh_CN")
    assert done.returncode == 1
    assert "没有备份" in done.stderr


def look(home: Path, **settings: Any) -> tuple[int, str]:
    done = rapport(home, "doctor", **({"RAPPORT_PORT": free_port()} | settings))
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


def test_the_doctor_looks_at_everything(founded: Path) -> None:
    code, said = look(founded)
    for what in (
        "Python",
        "Settings",
        "Disk",
        "Port",
        "PostgreSQL 18",
        "Clock",
        "Migrations",
        "Jobs",
    ):
        assert what in said
    assert "fail  Mail: mail.haina.example:587 does not answer" in said
    assert "warn  Worker: does not run" in said
    assert "warn  Backups: none" in said
    assert code == 1


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"RAPPORT_PORT": "x"}, "fail  Settings: RAPPORT_PORT must be a whole number"),
        ({"RAPPORT_PROT": "1"}, "warn  Settings: unknown: RAPPORT_PROT"),
        ({"RAPPORT_SECRET_KEY": "changeme"}, "fail  RAPPORT_SECRET_KEY: easily guessed"),
        ({"RAPPORT_TRUSTED_PROXY": "proxy"}, "fail  Settings: RAPPORT_TRUSTED_PROXY must list"),
        ({"RAPPORT_DATABASE_URL": "postgresql://x@127.0.0.1:1/y"}, "fail  Database: not usable"),
        (
            {"RAPPORT_DATABASE_URL": "postgresql://x@[::1/y"},
            "fail  Settings: RAPPORT_DATABASE_URL must look like",
        ),
    ],
)
def test_the_doctor_names_what_is_wrong_and_what_to_do(
    founded: Path, settings: dict[str, str], line: str
) -> None:
    code, said = look(founded, **settings)
    assert line in said
    assert "      → " in said[said.index(line) :]
    assert code == (1 if line.startswith("fail") else code)


def test_the_doctor_sees_a_secret_that_others_can_read(founded: Path) -> None:
    key = founded / "secret.key"
    key.chmod(0o644)
    code, said = look(founded)
    key.chmod(0o600)
    assert f"{key} can be read by others" in said
    assert f"chmod go-rwx {key}" in said
    assert code == 1


def test_the_doctor_sees_what_hangs(founded: Path) -> None:
    program = """
from django.db import connection
connection.cursor().execute("insert into procrastinate_jobs (queue_name, task_name, status, scheduled_at) values"
    " ('x', 'x', 'doing', null), ('x', 'x', 'failed', null), ('x', 'x', 'todo', now() - interval '1 hour')")

from datetime import timedelta
from django.utils import timezone
from rapport.core.access.queries import system
from rapport.customers.contactpoints.actions import Contact
from rapport.customers.people.actions import create_person
from rapport.touchpoints.mail.actions import write_mail
from rapport.touchpoints.mail.drafts import Draft
from rapport.touchpoints.mail.models import OutgoingMail
by, at = system(), timezone.now()
person = create_person(by=by, at=at, family="Wang", contacts=[Contact(channel="email", value="w@haina.example")])
for state in ("waiting", "failed", "uncertain"):
    mail = write_mail(person.pk, Draft(subject="Offer", body="Room", purpose="service"), by=by, at=at)
    due = at if state == "waiting" else None
    OutgoingMail.objects.filter(pk=mail.pk).update(state=state, due_at=due, created_at=at - timedelta(hours=2))
"""
    in_django(founded, program)
    _code, said = look(founded)
    assert "1 hang on a worker that is gone" in said
    assert "1 failed for good" in said
    assert "1 wait for longer" in said
    mails = "1 wait, 1 were not sent, 1 are uncertain, the oldest waits for 2.0 hours"
    assert f"warn  Mails to customers: {mails}" in said


def test_the_doctor_makes_nothing(tmp_path: Path) -> None:
    _code, said = look(tmp_path / "nowhere")
    assert "is not there yet" in said
    assert not (tmp_path / "nowhere").exists()


def test_the_doctor_looks_at_a_database_that_nothing_has_prepared(home: Path) -> None:
    with running(home, scratch=True):
        _code, said = look(home)
    assert "to do\n      → rapport up does them" in said
    assert "ok    Translations" in said


def test_a_colleague_is_added_renewed_and_let_go(founded: Path) -> None:
    new = ["user", "create", "bo@haina.example", "--name", "Bo", "--password-file", "-"]
    nobody = rapport(founded, *new, "--role", "king", answer=PASSWORD)
    assert nobody.returncode == 1
    assert "There is no role king. Choose one of: administrator," in nobody.stderr
    assert rapport(founded, *new, answer=PASSWORD).returncode == 0
    assert "already" in rapport(founded, *new, answer=PASSWORD).stderr
    renew = ["user", "password", "BO@haina.example", "--password-file", "-"]
    assert rapport(founded, *renew, answer="another good sentence").returncode == 0
    program = """
from rapport.core.access.models import User
user = User.objects.get(email="bo@haina.example")
print(user.is_active, user.invited_at, user.check_password("another good sentence"))
"""
    assert in_django(founded, program) == "True None True"
    gone = rapport(founded, "user", "deactivate", "bo@haina.example", "--to", "ada@haina.example")
    assert gone.returncode == 0, gone.stderr
    listed = rapport(founded, "user", "list").stdout
    assert "administrator" in listed
    assert listed.splitlines()[-1].endswith("left")
    unknown = rapport(founded, "user", "deactivate", "nobody@haina.example")
    assert "There is no colleague with the address nobody@haina.example" in unknown.stderr
