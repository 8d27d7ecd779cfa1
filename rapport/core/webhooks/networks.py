"""Where a webhook may lead: anywhere in the open internet by https, inside only where the company allows it."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from rapport.core.errors import Invalid

Network = IPv4Network | IPv6Network
SCHEMES = {"http": 80, "https": 443}
TRANSLATED = IPv6Network("64:ff9b::/96")  # IPv4 behind a NAT64
LONGEST = 500


class NotAnAddress(Invalid):
    """Enter a whole address that begins with https://, such as https://erp.example.com/hook."""


class InsideAddress(Invalid):
    """This address lies inside a private network. Whoever runs the server can allow it with RAPPORT_WEBHOOK_NETWORKS."""


def check_address(address: str, allowed: Sequence[Network]) -> str:
    """Return the address as it will be called. Errors: NotAnAddress, InsideAddress when it names a private number."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        raise NotAnAddress(fields={"address": NotAnAddress().sentence()}) from None
    plain = (
        address.strip().isascii() and address.strip().isprintable() and " " not in address.strip()
    )
    is_whole = parts.scheme in SCHEMES and parts.hostname and not parts.username and port != 0
    if not (plain and is_whole and len(address.strip()) <= LONGEST):
        raise NotAnAddress(fields={"address": NotAnAddress().sentence()})
    number = _number(parts.hostname or "")
    is_local = (parts.hostname or "").rstrip(".").endswith("localhost")
    if (number and not is_open(number) and not _within(number, allowed)) or (
        is_local and not allowed
    ):
        raise InsideAddress(fields={"address": InsideAddress().sentence()})
    return address.strip()


def is_allowed(number: str, allowed: Sequence[Network]) -> bool:
    """Tell whether a server of this number may be called at all."""
    found = ip_address(number)
    return is_open(found) or _within(found, allowed)


def is_own(number: str, allowed: Sequence[Network]) -> bool:
    """Tell whether a number lies in a network that the company named as its own."""
    return _within(ip_address(number), allowed)


def is_open(number: IPv4Address | IPv6Address) -> bool:
    """Tell whether a number belongs to the open internet, whatever it is wrapped in."""
    if isinstance(number, IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if inner is None and number.teredo:
            inner = number.teredo[1]
        if inner is None and number in TRANSLATED:
            inner = IPv4Address(int(number) & 0xFFFFFFFF)
        if inner is not None:
            return is_open(inner)
    return number.is_global and not number.is_multicast


def _within(number: IPv4Address | IPv6Address, allowed: Sequence[Network]) -> bool:
    mapped = number.ipv4_mapped if isinstance(number, IPv6Address) else None
    return any((mapped or number) in network for network in allowed)


def _number(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
