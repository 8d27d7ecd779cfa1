"""Mail through a real SMTP server, with the settings of the moment."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.core.mail import get_connection
from django.db import connection

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.changes.models import Change
from rapport.core.company.actions import MailServer, edit_company, edit_mail_server
from rapport.core.company.adapters import NoMailServer, from_url, send_test_letter, sender
from rapport.core.company.models import Company
from rapport.core.errors import Conflict, Invalid, NotAllowed
from rapport.core.links.adapters import send_link
from rapport.core.links.models import OneTimeLink

pytestmark = pytest.mark.django_db
SECRET = "p4ss word!"


class Mailbox:
    """Keeps what is sent to it; refuses one address."""

    def __init__(self) -> None:
        self.letters: list[object] = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address.startswith("nobody"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.letters.append(message_from_bytes(envelope.content))
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def check(server, session, envelope, mechanism, data) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"haina", SECRET.encode()))


@pytest.fixture
def mailbox(settings) -> Iterator[tuple[Mailbox, int]]:
    settings.EMAIL_BACKEND = "rapport.core.company.adapters.CompanyBackend"
    box, port = Mailbox(), _free_port()
    server = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        authenticator=check,
        auth_required=True,
        auth_require_tls=False,
    )
    server.start()
    yield box, port
    server.stop()


def company(port: int, **changes) -> Company:
    values = {
        "name": "海纳 Haina",
        "base_currency": "CNY",
        "mail_host": "127.0.0.1",
        "mail_port": port,
        "mail_security": "none",
        "mail_user": "haina",
        "mail_password": SECRET,
        "sender": "crm@haina.example",
    }
    return Company.objects.create(pk=1, **(values | changes))


def test_a_test_mail_arrives_in_the_users_language(mailbox, alice: User) -> None:
    box, port = mailbox
    company(port)
    alice.language = "zh-hans"
    assert send_test_letter(alice).sent
    (letter,) = box.letters
    assert str(make_header(decode_header(letter["Subject"]))) == "Rapport 可以发送邮件"
    assert letter["To"] == "alice@haina.example"
    assert "crm@haina.example" in letter["From"]


def test_a_link_arrives_whole(mailbox, alice: User, at) -> None:
    box, port = mailbox
    company(port)
    link = OneTimeLink.objects.create(user=alice, purpose="invitation", expires_at=at)
    send_link(link)
    body = box.letters[0].get_payload(decode=True).decode()
    assert "/accounts/invitation/" in body
    assert "海纳 Haina" in body


def test_the_servers_refusal_is_said(mailbox, alice: User) -> None:
    _box, port = mailbox
    company(port)
    alice.email = "nobody@haina.example"
    result = send_test_letter(alice)
    assert not result.sent
    assert "no such mailbox" in result.sentence


@pytest.mark.parametrize(
    "change", [{"mail_password": "wrong"}, {"mail_password": "ü"}, {"mail_security": "starttls"}]
)
def test_a_wrong_setting_is_a_sentence(mailbox, alice: User, change) -> None:
    box, port = mailbox
    company(port, **change)
    assert send_test_letter(alice).sentence.startswith("The mail was not sent")
    assert box.letters == []


def test_nobody_listening_is_a_sentence(mailbox, alice: User) -> None:
    company(_free_port())
    assert send_test_letter(alice).sentence.startswith("The mail was not sent")


def test_without_any_server_it_says_so(settings, alice: User) -> None:
    settings.EMAIL_BACKEND = "rapport.core.company.adapters.CompanyBackend"
    settings.SMTP_URL, settings.DEBUG = "", False
    assert send_test_letter(alice).sentence == NoMailServer().sentence()


def test_the_environment_names_a_server(mailbox, settings, alice: User) -> None:
    box, port = mailbox
    settings.SMTP_URL = f"smtp+plain://haina:p4ss%20word!@127.0.0.1:{port}"
    assert send_test_letter(alice).sent
    assert len(box.letters) == 1


def test_who_signs_in_as_an_address_sends_from_it(settings) -> None:
    settings.SMTP_URL = "smtp://crm%40haina.example:p4ss@mail.haina.example"
    assert sender() == '"Rapport" <crm@haina.example>'
    settings.SMTP_URL = "smtp://apikey:p4ss@mail.haina.example"
    assert settings.DEFAULT_FROM_EMAIL in sender()


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://h", 587, True, False),
        ("smtps://h", 465, False, True),
        ("smtp+plain://h:2525", 2525, False, False),
    ],
)
def test_addresses_of_servers(url: str, port: int, tls: object, ssl: object) -> None:
    found = from_url(url)
    assert (found["port"], found["use_tls"], found["use_ssl"]) == (port, tls, ssl)
    assert get_connection(**found).host == "h"


def test_the_password_lies_encrypted_and_is_never_logged(at) -> None:
    company(25)
    with connection.cursor() as cursor:
        cursor.execute("SELECT mail_password FROM core_company")
        (stored,) = cursor.fetchone()
    assert SECRET not in stored
    row = Company.objects.get()
    assert row.mail_password == SECRET
    mail = MailServer(mail_host="h", mail_password="another one", sender="a@b.example")
    edit_mail_server(mail, by=system(), at=at, version=row.version, keep_password=False)
    change = Change.objects.filter(table="core_company", operation="u").latest("id")
    assert change.before["mail_password"] is None
    assert SECRET not in str(change.before)


def test_with_another_secret_key_the_password_counts_as_not_set(settings) -> None:
    company(25)
    settings.SECRET_KEY = "another"
    assert Company.objects.get().mail_password == ""


def test_the_page_keeps_the_password_and_never_shows_it(admin: User, signed_in) -> None:
    company(25)
    client = signed_in(admin)
    text = client.get("/settings/mail").content.decode()
    assert SECRET not in text
    version = Company.objects.get().version
    typed = {
        "mail_host": "smtp.x.example",
        "mail_port": 587,
        "mail_security": "tls",
        "version": version,
    }
    assert client.post("/settings/mail", typed | {"mail_user": "u"}).status_code == 422
    answer = client.post("/settings/mail", typed | {"sender": "a@b.example"})
    assert answer.status_code == 302
    row = Company.objects.get()
    assert (row.mail_host, row.mail_password) == ("smtp.x.example", SECRET)


def test_two_people_saving_at_once_do_not_overwrite_each_other(admin: User, at) -> None:
    row = company(25)
    values = {
        "name": "H",
        "base_currency": "EUR",
        "fiscal_year_start": 1,
        "language": "en",
        "timezone": "UTC",
        "keep_months": 24,
    }
    edit_company(by=admin, at=at, version=row.version, **values)
    with pytest.raises(Conflict):
        edit_company(by=admin, at=at, version=row.version, **values)
    with pytest.raises(Invalid):
        edit_company(by=admin, at=at, version=row.version + 1, **(values | {"name": " "}))


def test_only_who_manages_the_company(alice: User, at, signed_in) -> None:
    company(25)
    with pytest.raises(NotAllowed):
        edit_mail_server(MailServer(), by=alice, at=at, version=1, keep_password=True)
    assert signed_in(alice).post("/settings/mail/test").status_code == 403
