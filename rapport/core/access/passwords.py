"""What a password must be, asked wherever one is chosen."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from rapport.core.access.models import User
from rapport.core.errors import Invalid


def choose_password(user: User, password: str, *, field: str = "password") -> None:
    """Give the unsaved user this password, or say on the field why it is too weak."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid({field: " ".join(error.messages)}) from error
    user.set_password(password)
