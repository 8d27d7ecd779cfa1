"""What every installation has from the first moment: the system user and the shipped roles."""

from __future__ import annotations

from django.utils.translation import override

from rapport.core.access.models import Role, User
from rapport.core.assembly import listed


def ensure_shipped() -> None:
    """Make the system user and one row per shipped role; what a company changed is left alone."""
    User.objects.get_or_create(
        is_system=True, defaults={"email": "system@localhost", "name": "Rapport", "password": "!"}
    )
    with override("en"):
        for preset in listed("roles").values():
            Role.objects.get_or_create(key=preset.key, defaults={"name": str(preset.label)})
