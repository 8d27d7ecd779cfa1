"""The first start: a company and its first administrator, once."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from rapport.core.access.models import User
from rapport.core.access.queries import may, system
from rapport.core.company.actions import Administrator, AlreadyFounded, MailServer, found_company
from rapport.core.company.models import Company
from rapport.core.company.setup_code import is_setup_code, setup_code
from rapport.core.errors import Invalid, NotAllowed
from rapport.core.events.models import EventRow

pytestmark = pytest.mark.django_db
ADA = Administrator(email="Ada@haina.example", name="Ada", password="a long enough sentence")
TYPED = {
    "code": setup_code(settings.SECRET_KEY),
    "administrator": "Ada",
    "email": "ada@haina.example",
    "password": "a long enough sentence",
    "name": "海纳",
    "base_currency": "CNY",
    "fiscal_year_start": "4",
    "language": "zh-hans",
    "timezone": "Asia/Shanghai",
}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def found(at, **changes):
    values = {"name": "Haina", "base_currency": "CNY", "administrator": ADA} | changes
    return found_company(by=system(), at=at, **values)


def test_it_makes_company_and_administrator(at) -> None:
    row = found(at, fiscal_year_start=4, language="zh-hans", timezone="Asia/Shanghai")
    user = User.objects.get(email="ada@haina.example")
    assert (row.name, row.base_currency, row.fiscal_year_start) == ("Haina", "CNY", 4)
    assert user.check_password("a long enough sentence")
    assert may(user, "core.manage_company")
    assert (user.language, user.timezone) == ("zh-hans", "Asia/Shanghai")
    assert EventRow.objects.get(name="CompanyFounded").data["administrator_id"] == user.pk


def test_it_takes_a_mail_server(at) -> None:
    mail = MailServer(mail_host="smtp.haina.example", mail_password="x", sender="a@haina.example")
    assert found(at, mail=mail).mail_host == "smtp.haina.example"


def test_only_once(at) -> None:
    found(at)
    with pytest.raises(AlreadyFounded):
        found(at)


def test_only_while_there_is_nobody(alice: User, at) -> None:
    with pytest.raises(AlreadyFounded):
        found(at)


def test_only_by_the_system_or_an_administrator(alice: User, at) -> None:
    with pytest.raises(NotAllowed):
        found_company(by=alice, at=at, name="X", base_currency="EUR", administrator=ADA)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"base_currency": "XXX"}, "base_currency"),
        ({"fiscal_year_start": 13}, "fiscal_year_start"),
        ({"language": "fr"}, "language"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        (
            {"administrator": Administrator(email="no", name="A", password="long enough 123")},
            "email",
        ),
        (
            {"administrator": Administrator(email="a@b.example", name="", password="x")},
            "administrator",
        ),
        (
            {"administrator": Administrator(email="a@b.example", name="A", password="short")},
            "password",
        ),
        ({"mail": MailServer(mail_host="smtp.x.example")}, "sender"),
    ],
)
def test_what_is_wrong_is_said_by_field_and_nothing_is_kept(at, changes, field) -> None:
    with pytest.raises(Invalid) as refused:
        found(at, **changes)
    assert field in refused.value.fields
    assert not Company.objects.exists()
    assert not User.objects.filter(is_system=False).exists()


def test_the_page_sets_up_and_signs_in() -> None:
    client = Client()
    assert client.get("/accounts/sign-in").headers["Location"] == "/welcome"
    assert client.get("/welcome").status_code == 200
    answer = client.post("/welcome", TYPED)
    assert answer.headers["Location"] == "/"
    user = User.objects.get(email="ada@haina.example")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Company.objects.get().name == "海纳"


def test_the_page_keeps_what_was_typed_when_something_is_wrong() -> None:
    answer = Client().post("/welcome", TYPED | {"password": "zq9x"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="海纳"' in text
    assert "zq9x" not in text
    assert not Company.objects.exists()


@pytest.mark.parametrize("code", ["", "ABCD-2345", "\x00", "王" * 40])
def test_without_the_set_up_code_nobody_is_the_first(code: str) -> None:
    answer = Client().post("/welcome", TYPED | {"code": code})
    assert answer.status_code == 422
    assert not User.objects.filter(is_system=False).exists()


def test_the_code_is_told_in_chinese_too() -> None:
    answer = Client(headers={"Accept-Language": "zh-CN"}).post("/welcome", TYPED | {"code": "x"})
    assert "初始化码不正确" in answer.content.decode()


def test_guessing_the_code_is_slowed_down() -> None:
    client = Client()
    wrong = TYPED | {"code": "ABCD-2345"}
    answers = [client.post("/welcome", wrong).status_code for _try in range(11)]
    assert answers == [422] * 10 + [429]
    assert client.post("/welcome", TYPED).status_code == 429


def test_the_code_belongs_to_the_secret_and_forgives_how_it_is_typed() -> None:
    code = setup_code(settings.SECRET_KEY)
    assert code != setup_code("another")
    assert is_setup_code(f" {code.lower().replace('-', ' ')} ")
    assert not is_setup_code(code[:-1])


def test_the_page_is_closed_once_there_is_somebody(alice: User) -> None:
    for answer in (Client().get("/welcome"), Client().post("/welcome", TYPED)):
        assert answer.headers["Location"] == "/accounts/sign-in"
    assert not Company.objects.exists()
