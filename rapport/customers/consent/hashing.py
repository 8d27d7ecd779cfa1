"""The keyed hash under which a blocked address is remembered without being known."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings


def digest(channel: str, normalized: str) -> str:
    """Return the hash of a normalised address; without the installation's key it can be neither read nor guessed."""
    return next(iter(digests(channel, [normalized]).values()))


def digests(channel: str, addresses: Iterable[str]) -> dict[str, str]:
    """Return the hash of each of many normalised addresses, by the address."""
    key = hashlib.sha256(f"rapport.customers.consent{settings.SECRET_KEY}".encode()).digest()
    keyed, found = hmac.new(key, digestmod=hashlib.sha256), {}
    for address in addresses:
        one = keyed.copy()
        one.update(f"{channel}:{address}".encode())
        found[address] = one.hexdigest()
    return found
