"""The code without which nobody can be the first: it stands where the server was started, for whoever may look there."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.utils.crypto import constant_time_compare

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another
LENGTH = 8


def setup_code(secret: str) -> str:
    """Return the code that belongs to an installation's secret key, as ABCD-EFGH; every process knows it."""
    number = int.from_bytes(hmac.digest(secret.encode(), b"rapport set-up code", hashlib.sha256))
    letters = ""
    for _place in range(LENGTH):
        number, rest = divmod(number, len(LETTERS))
        letters += LETTERS[rest]
    return f"{letters[:4]}-{letters[4:]}"


def is_setup_code(typed: str) -> bool:
    """Tell whether this is the code, however it was spaced and written."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())
    return constant_time_compare(plain, setup_code(settings.SECRET_KEY).replace("-", ""))
