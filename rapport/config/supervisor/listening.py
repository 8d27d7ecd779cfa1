"""Where Rapport is reached, checked before anything is started."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

from rapport.config import env
from rapport.config.supervisor.problems import (
    AddressUnknown,
    CertificateUnusable,
    PortForbidden,
    PortTaken,
)

PORTS = range(1, 65536)
LAST_ANSWER = 5.0


@dataclass(frozen=True)
class Listening:
    """Address, port and certificate of the web server."""

    address: str
    port: int
    certificate: Path | None = None
    key: Path | None = None

    @property
    def url(self) -> str:
        """Return what to open in a browser on this machine."""
        scheme = "https" if self.certificate else "http"
        here = self.address in {"127.0.0.1", "0.0.0.0", "::", "::1"}  # noqa: S104
        return f"{scheme}://{'localhost' if here else self.address}:{self.port}"


def listening() -> Listening:
    """Return where to listen, from the environment."""
    port = env.number("RAPPORT_PORT", 8000)
    if port not in PORTS:
        msg = f"RAPPORT_PORT must be between 1 and 65535, not {port}."
        raise env.BadSetting(msg)
    certificate, key = env.text("RAPPORT_TLS_CERT"), env.text("RAPPORT_TLS_KEY")
    if bool(certificate) != bool(key):
        raise CertificateUnusable(reason="one of the two is not set")
    return Listening(
        address=env.text("RAPPORT_ADDRESS", "127.0.0.1"),
        port=port,
        certificate=Path(certificate) if certificate else None,
        key=Path(key) if key else None,
    )


def check(place: Listening) -> None:
    """Raise what would keep the web server from listening there."""
    if place.certificate and place.key:
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
                place.certificate, place.key
            )
        except (OSError, ssl.SSLError) as error:
            raise CertificateUnusable(reason=error.strerror or error) from error
    family = socket.AF_INET6 if ":" in place.address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.address, place.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken(port=place.port, other=_free_port()) from error
            if error.errno == errno.EACCES:
                raise PortForbidden(port=place.port) from error
            raise AddressUnknown(address=place.address) from error


def answers(place: Listening) -> bool:
    """Return whether the web server and its database answer."""
    host = "127.0.0.1" if place.address == "0.0.0.0" else place.address  # noqa: S104
    if place.certificate:
        context = ssl._create_unverified_context()  # noqa: S323  # our own port
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, place.port, timeout=LAST_ANSWER, context=context
        )
    else:
        connection = http.client.HTTPConnection(host, place.port, timeout=LAST_ANSWER)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
