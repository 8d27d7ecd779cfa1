"""By which proofs a user can show who she is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from allauth.mfa.models import Authenticator

from rapport.core.access.models import User


@dataclass(frozen=True)
class Passkey:
    """A passkey as it is listed."""

    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass
class Factors:
    """What a user has set up: an authenticator app, passkeys, how many recovery codes are left."""

    app: Authenticator | None = None
    passkeys: list[Passkey] = field(default_factory=list)
    codes: Authenticator | None = None
    codes_left: int = 0


def factors(user: User) -> Factors:
    """Return what the user has set up."""
    found = Factors()
    for row in Authenticator.objects.filter(user=user).order_by("pk"):
        if row.type == Authenticator.Type.TOTP:
            found.app = row
        elif row.type == Authenticator.Type.RECOVERY_CODES:
            found.codes, found.codes_left = row, len(row.wrap().get_unused_codes())
        else:
            found.passkeys.append(
                Passkey(row.pk, row.wrap().name, row.created_at, row.last_used_at)
            )
    return found
