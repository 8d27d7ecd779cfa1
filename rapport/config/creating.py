"""The plus in the top bar: what the palette creates, without typing."""

from __future__ import annotations

from django.http import HttpRequest

from rapport.core.search.commands import Option, creates


def creating(request: HttpRequest) -> list[Option]:
    """Return what this user may create from any page."""
    return creates(request.user)  # type: ignore[arg-type]


CREATING = creating
