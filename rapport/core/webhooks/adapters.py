"""The request to a webhook's address: the number is looked up once, checked, and that very number is called."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from urllib.parse import urlsplit

from rapport.core.webhooks.models import Failure
from rapport.core.webhooks.networks import SCHEMES, Network, is_allowed, is_own

SECONDS = 10.0
EXCERPT = 2000  # bytes of the answer that are kept
LONGEST_WAIT = 24 * 3600


@dataclass(frozen=True)
class Answer:
    """What came back: a status, or why none came; how long it took; and after how many seconds it wants to be asked again."""

    status: int | None = None
    failure: str = ""
    text: str = ""
    milliseconds: int = 0
    again_after: int = 0

    @property
    def is_good(self) -> bool:
        """Tell whether the message has arrived."""
        return not self.failure


class Refused(Exception):
    """The address may not be called; holds the failure."""


class Pinned(HTTPConnection):
    """A connection to the number that was checked, by the name that the certificate must bear."""

    def __init__(self, host: str, port: int, number: str, *, encrypted: bool) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self.number, self.encrypted = number, encrypted
        self.raw: socket.socket | None = None
        self.is_cut = False

    def connect(self) -> None:
        """Open the connection."""
        self.raw = socket.create_connection((self.number, self.port), self.timeout)
        self.sock = self.raw
        if self.encrypted:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.raw, server_hostname=self.host)

    def cut(self) -> None:
        """End it from another thread: the time is over, whatever the other side is doing."""
        self.is_cut = True
        for one in (self.raw, self.sock):
            if one is not None:
                try:
                    socket.socket.shutdown(one, socket.SHUT_RDWR)
                except OSError:
                    continue


def send(
    address: str, body: bytes, headers: dict[str, str], allowed: Sequence[Network] = ()
) -> Answer:
    """Post a message; never raises for what the other side does, and ends within about ten seconds."""
    began = time.monotonic()
    try:
        answer = _post(address, body, headers, allowed)
    except Refused as error:
        answer = Answer(failure=str(error))
    except socket.gaierror:
        answer = Answer(failure=Failure.UNKNOWN_HOST)
    except ssl.SSLCertVerificationError:
        answer = Answer(failure=Failure.CERTIFICATE)
    except (OSError, HTTPException, ValueError):
        is_late = time.monotonic() - began >= SECONDS - 0.1
        answer = Answer(failure=Failure.TIMEOUT if is_late else Failure.UNREACHABLE)
    return replace(answer, milliseconds=int((time.monotonic() - began) * 1000))


def _post(address: str, body: bytes, headers: dict[str, str], allowed: Sequence[Network]) -> Answer:
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or SCHEMES[parts.scheme]
    number = checked(host, port, allowed)
    if parts.scheme != "https" and not is_own(number, allowed):
        raise Refused(Failure.PLAIN)
    connection = Pinned(host, port, number, encrypted=parts.scheme == "https")
    timer = Timer(SECONDS, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, {"Connection": "close", **headers})
        response = connection.getresponse()
        text = response.read(EXCERPT).decode("utf-8", "replace").replace("\0", "")
        if connection.is_cut:
            raise TimeoutError
        status = response.status
        return Answer(status, _failure(status), text, again_after=_again_after(response))
    finally:
        timer.cancel()
        connection.close()


def checked(host: str, port: int, allowed: Sequence[Network]) -> str:
    """Return the first number of a name that may be called."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = [str(place[4][0]).partition("%")[0] for place in found]
    good = [number for number in numbers if is_allowed(number, allowed)]
    if not good:
        raise Refused(Failure.PRIVATE)
    return good[0]


def _failure(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return Failure.REDIRECT if 300 <= status < 400 else Failure.STATUS


def _again_after(response: HTTPResponse) -> int:
    """Read Retry-After, as seconds or as a date."""
    text = (response.getheader("Retry-After") or "").strip()
    if text.isdecimal() and len(text) < 9:
        return min(int(text), LONGEST_WAIT)
    try:
        seconds = parsedate_to_datetime(text).timestamp() - time.time()
    except (TypeError, ValueError):
        return 0
    return max(0, min(int(seconds), LONGEST_WAIT))
