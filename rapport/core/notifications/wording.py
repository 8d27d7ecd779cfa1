"""How a kind of notification reads; the list itself stands in `config/notifications.py`."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Wording:
    """Icon and sentence of one kind; the sentence's %(names)s are filled from the notification."""

    icon: str
    text: str | Promise
