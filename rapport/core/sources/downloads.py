"""Fetching a file by GET: each name is looked up once, checked, and that very number is called, after a redirect too."""

from __future__ import annotations

import socket
import ssl
from http.client import HTTPException, HTTPResponse
from pathlib import PurePosixPath
from threading import Timer
from typing import IO
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings

from rapport.core.errors import Unreachable
from rapport.core.webhooks.adapters import Pinned, Refused, checked
from rapport.core.webhooks.models import Failure
from rapport.core.webhooks.networks import SCHEMES, check_address, is_own

SECONDS = 600.0
REDIRECTS = 3
MOVED = {301, 302, 303, 307, 308}
PIECE = 256 * 1024


class AddressFails(Unreachable):
    """The file could not be fetched: %(reason)s. Check the address."""


class AnsweredStatus(Unreachable):
    """The address answered with %(status)s instead of a file. Check the address and its header."""


class FileTooLong(Unreachable):
    """The file is larger than %(limit)s MB. Split it, or have it compressed with gzip."""


def download(address: str, header: str, target: IO[bytes], limit: int) -> str:
    """Write a file to `target` and return its name; `header` is the Authorization that only its own server is told.

    Errors: AddressFails, AnsweredStatus, FileTooLong.
    """
    first = urlsplit(address).netloc
    for _turn in range(REDIRECTS + 1):
        here = urlsplit(address).netloc
        try:
            moved = _fetch(address, header if here == first else "", target, limit)
        except Refused as error:
            raise AddressFails(reason=Failure(str(error)).label) from error
        except socket.gaierror as error:
            raise AddressFails(reason=Failure.UNKNOWN_HOST.label) from error
        except ssl.SSLCertVerificationError as error:
            raise AddressFails(reason=Failure.CERTIFICATE.label) from error
        except (OSError, HTTPException, ValueError) as error:
            raise AddressFails(reason=Failure.UNREACHABLE.label) from error
        if not moved:
            return unquote(PurePosixPath(urlsplit(address).path).name) or "download"
        address = check_address(urljoin(address, moved), settings.WEBHOOK_NETWORKS)
    raise AddressFails(reason=Failure.REDIRECT.label)


def checked_number(host: str, port: int) -> str:
    """Return the number of a server that may be called. Errors: AddressFails."""
    try:
        return checked(host, port, settings.WEBHOOK_NETWORKS)
    except Refused as error:
        raise AddressFails(reason=Failure(str(error)).label) from error
    except OSError as error:
        raise AddressFails(reason=Failure.UNKNOWN_HOST.label) from error


def _fetch(address: str, header: str, target: IO[bytes], limit: int) -> str:
    """Write the answer, or return where it has moved to."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or SCHEMES[parts.scheme]
    number = checked(host, port, settings.WEBHOOK_NETWORKS)
    if parts.scheme != "https" and not is_own(number, settings.WEBHOOK_NETWORKS):
        raise Refused(Failure.PLAIN)
    connection = Pinned(host, port, number, encrypted=parts.scheme == "https")
    timer = Timer(SECONDS, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Connection": "close", "Accept": "*/*", "Accept-Encoding": "identity"}
        if header:
            headers["Authorization"] = header
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        if response.status in MOVED and (moved := response.getheader("Location")):
            return moved
        if response.status != 200:
            raise AnsweredStatus(status=response.status)
        _keep(response, target, limit)
        if connection.is_cut:
            raise TimeoutError
        return ""
    finally:
        timer.cancel()
        connection.close()


def _keep(response: HTTPResponse, target: IO[bytes], limit: int) -> None:
    told, size = response.length, 0
    while piece := response.read(PIECE):
        size += len(piece)
        if size > limit:
            raise FileTooLong(limit=limit // 1_000_000)
        target.write(piece)
    if told is not None and size < told:
        raise HTTPException
