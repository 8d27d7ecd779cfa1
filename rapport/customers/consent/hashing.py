"""The keyed hash under which a blocked address is remembered without being known."""

from __future__ import annotations

from django.utils.crypto import salted_hmac


def digest(channel: str, normalized: str) -> str:
    """Return the hash of a normalised address; without the installation's key it can be neither read nor guessed."""
    return salted_hmac(
        "rapport.customers.consent", f"{channel}:{normalized}", algorithm="sha256"
    ).hexdigest()
