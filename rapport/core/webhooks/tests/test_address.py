"""Where a webhook may lead."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from rapport.core.webhooks.adapters import send
from rapport.core.webhooks.models import Failure
from rapport.core.webhooks.networks import (
    InsideAddress,
    NotAnAddress,
    check_address,
    is_allowed,
)

HOME = [ip_network("127.0.0.0/8")]
INSIDE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
]


@pytest.mark.parametrize("number", INSIDE)
def test_numbers_inside_are_not_called(number):
    assert not is_allowed(number, [])


@pytest.mark.parametrize("number", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_numbers_of_the_open_internet_are(number):
    assert is_allowed(number, [])


def test_the_company_names_its_own_networks():
    assert is_allowed("127.0.0.1", HOME)
    assert is_allowed("::ffff:127.0.0.1", HOME)
    assert not is_allowed("10.0.0.1", HOME)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "erp",
        "ftp://erp.example.com/",
        "https://",
        "https:///hook",
        "javascript:alert(1)",
        "https://user:pass@erp.example.com/",
        "https://erp.example.com:99999/",
        "https://erp.example.com/a b",
        "https://erp.example.com/\r\nX: y",
        "https://erp.example.com/" + "x" * 500,
        "https://[::1/",
    ],
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(NotAnAddress):
        check_address(address, [])


@pytest.mark.parametrize("host", [*INSIDE[:4], "[::1]", "localhost", "x.localhost"])
def test_an_address_inside_is_refused_when_it_is_entered(host):
    with pytest.raises(InsideAddress):
        check_address(f"https://{host}/hook", [])


def test_a_name_that_leads_inside_is_refused_when_it_is_called():
    """A name may be given another number at any time: what counts is the number that is called."""
    assert send("http://localhost:9/", b"{}", {}).failure == Failure.PRIVATE
    assert send("https://127.1:9/", b"{}", {}).failure == Failure.PRIVATE
    assert send("https://2130706433:9/", b"{}", {}).failure == Failure.PRIVATE


def test_outside_ones_own_network_all_is_encrypted():
    assert send("http://93.184.216.34/", b"{}", {}).failure == Failure.PLAIN


def test_a_message_arrives_with_its_answer(receiver):
    receiver.answer = b"x" * 5000
    answer = send(receiver.url, b'{"a":1}', {"webhook-id": "m"}, HOME)
    assert (answer.status, answer.failure, len(answer.text)) == (200, "", 2000)
    headers, body = receiver.got[0]
    assert (headers["webhook-id"], body) == ("m", b'{"a":1}')


def test_a_redirect_is_not_followed(receiver):
    receiver.status, receiver.headers = 302, {"Location": "http://169.254.169.254/"}
    assert send(receiver.url, b"{}", {}, HOME).failure == Failure.REDIRECT
    assert len(receiver.got) == 1


def test_the_receiver_says_when_to_come_again(receiver):
    receiver.status, receiver.headers = 503, {"Retry-After": "120"}
    answer = send(receiver.url, b"{}", {}, HOME)
    assert (answer.failure, answer.again_after) == (Failure.STATUS, 120)


def test_who_never_answers_is_left_in_time(receiver, quick):
    import threading

    receiver.hold = threading.Event()
    answer = send(receiver.url, b"{}", {}, HOME)
    assert answer.failure == Failure.TIMEOUT
    assert answer.milliseconds < 5000


def test_who_drips_is_left_in_time(quick):
    """A byte now and then keeps each single wait short: only an end from outside helps."""
    import socket
    import threading

    server = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def drip():
        connection, _peer = server.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while not stop.wait(0.05):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    answer = send(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {}, HOME)
    stop.set()
    thread.join()
    server.close()
    assert answer.failure == Failure.TIMEOUT


def test_nobody_listens(receiver):
    port = receiver.port
    assert send("https://127.0.0.1:1/", b"{}", {}, HOME).failure == Failure.UNREACHABLE
    assert send(f"https://127.0.0.1:{port}/", b"{}", {}, HOME).failure == Failure.UNREACHABLE
    assert send("https://no-such-host.invalid/", b"{}", {}, HOME).failure == Failure.UNKNOWN_HOST
