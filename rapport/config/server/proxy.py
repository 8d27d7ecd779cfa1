"""Who is asking: the peer itself, or whom a trusted proxy names. Anybody can write these headers, so only it counts."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from rapport.config.env import BadSetting
from rapport.config.server.types import Scope

Network = IPv4Network | IPv6Network
TOLD = (b"x-forwarded-", b"forwarded", b"x-real-ip")


def networks(words: Iterable[str], setting: str = "RAPPORT_TRUSTED_PROXY") -> list[Network]:
    """Return the networks that a setting lists (the trusted proxies, unless another is named), or say what is wrong."""
    try:
        return [ip_network(word, strict=False) for word in words]
    except ValueError as error:
        msg = f"{setting} must list addresses or networks such as 10.0.0.0/8: {error}."
        raise BadSetting(msg) from error


def behind_proxy(scope: Scope, trusted: list[Network]) -> Scope:
    """Return the scope with the true client and scheme, and without headers that claim to know them."""
    claims = {name: value.decode("latin-1") for name, value in scope["headers"]}
    clean = [(name, value) for name, value in scope["headers"] if not _is_claim(name)]
    changed: Scope = {**scope, "headers": clean}
    client = scope.get("client")
    if not client or not _is_trusted(client[0], trusted):
        return changed
    hops = [hop.strip() for hop in claims.get(b"x-forwarded-for", "").split(",") if hop.strip()]
    for hop in reversed(hops):  # the nearest proxy wrote the last one
        if not _is_address(hop):
            break
        changed["client"] = (hop, 0)
        if not _is_trusted(hop, trusted):
            break
    scheme = claims.get(b"x-forwarded-proto", "").rpartition(",")[2].strip()
    if scheme in {"http", "https"}:
        changed["scheme"] = scheme
    return changed


def _is_claim(name: bytes) -> bool:
    """An underscore would reach the application as the dash of another header."""
    return name.startswith(TOLD) or b"_" in name


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_trusted(address: str, trusted: list[Network]) -> bool:
    if not _is_address(address):
        return False
    found = ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None) or found
    return any(mapped in network for network in trusted)
