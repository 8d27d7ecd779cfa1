"""Reaching a mailbox: what a real server says, in sentences."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from rapport.core.access.models import User
from rapport.touchpoints.mailboxes.adapters import ImapSource
from rapport.touchpoints.mailboxes.models import Mailbox
from rapport.touchpoints.mailboxes.ports import (
    NotTrusted,
    ServerGone,
    TokenRefused,
    WrongSignIn,
)
from rapport.touchpoints.mailboxes.tests.dovecot import Dovecot, free_port
from rapport.touchpoints.mailboxes.tests.mails import raw


@pytest.fixture
def mailbox(alice: User, connection: Callable[..., Any]) -> Callable[..., Mailbox]:
    """Return a way to name a mailbox that is not saved."""

    def make(**changed: Any) -> Mailbox:
        from dataclasses import asdict

        return Mailbox(**asdict(connection(alice, **changed)))

    return make


def test_folders_and_messages(mailbox: Any, deliver: Any) -> None:
    deliver(raw("One"))
    deliver(raw("Two", key="<2@example.com>"), "项目/Café")
    source = ImapSource(mailbox())
    seen = {one.name: one for one in source.folders()}
    assert {"INBOX", "Sent", "Junk", "项目/Café"} <= set(seen)
    assert (seen["INBOX"].use, seen["Sent"].use, seen["INBOX"].count) == ("inbox", "sent", 1)
    assert source.open("INBOX") == seen["INBOX"].numbering
    uids = source.uids()
    assert source.uids(uids[-1]) == []
    (head,) = source.heads(uids)
    assert head.message_id == "<1@example.com>"
    assert not head.is_deleted
    (fetched,) = source.fetch(uids)
    assert fetched.raw.replace(b"\r\n", b"\n") == raw("One")
    assert len(fetched.raw) == head.size
    assert fetched.received_at.tzinfo is not None
    source.close()


def test_reading_marks_nothing_as_read(
    mailbox: Any, deliver: Any, dovecot: Dovecot, login: str
) -> None:
    deliver(raw())
    source = ImapSource(mailbox())
    source.open("INBOX")
    list(source.fetch(source.uids()))
    source.close()
    client = dovecot.client(login)
    client.select_folder("INBOX", readonly=True)
    assert client.search(["UNSEEN"])


@pytest.mark.parametrize(
    ("changed", "error", "words"),
    [
        ({"password": "wrong"}, WrongSignIn, "refused user name and password"),
        ({"password": "密码"}, WrongSignIn, "refused"),
        ({"security": "tls", "port": "tls"}, NotTrusted, "certificate"),
        ({"security": "starttls"}, NotTrusted, "certificate"),
        ({"security": "tls"}, ServerGone, "cannot be reached"),
        ({"port": "none"}, ServerGone, "cannot be reached"),
        ({"host": "nowhere.invalid"}, ServerGone, "cannot be reached"),
    ],
)
def test_what_cannot_be_read_is_said(
    mailbox: Any, dovecot: Dovecot, changed: dict[str, Any], error: type, words: str
) -> None:
    ports = {"tls": dovecot.tls_port, "none": free_port()}
    given = {**changed, **({"port": ports[changed["port"]]} if "port" in changed else {})}
    with pytest.raises(error) as told:
        ImapSource(mailbox(**given))
    assert words in told.value.sentence()


def test_a_server_inside_is_reached_only_where_the_company_allows_it(
    mailbox: Any, settings: Any
) -> None:
    settings.WEBHOOK_NETWORKS = []
    with pytest.raises(ServerGone) as told:
        ImapSource(mailbox())
    assert "RAPPORT_WEBHOOK_NETWORKS" in told.value.sentence()


def test_xoauth2(mailbox: Any, dovecot: Dovecot, login: str) -> None:
    class SignIn(BaseHTTPRequestHandler):
        """Gives tokens, and tells the mail server whose they are."""

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            token = form.get("token", [""])[0]
            if self.path == "/token":
                fresh = form["refresh_token"] == ["fresh"]
                told = {"access_token": "good"} if fresh else {"error_description": "Expired"}
                status = 200 if fresh else 400
            else:
                status, told = 200, {"active": str(token == "good").lower(), "email": login}
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_args: Any) -> None: ...

    server = HTTPServer(("127.0.0.1", dovecot.check_port), SignIn)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    by_token = {"login": "xoauth2", "token_url": f"http://127.0.0.1:{dovecot.check_port}/token"}
    try:
        source = ImapSource(mailbox(**by_token, refresh_token="fresh"))
        assert {one.name for one in source.folders()} >= {"INBOX"}
        source.close()
        with pytest.raises(TokenRefused) as told:
            ImapSource(mailbox(**by_token, refresh_token="old"))
        assert "Expired" in told.value.sentence()
    finally:
        server.shutdown()
        server.server_close()
