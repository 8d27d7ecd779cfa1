"""The shape of a webhook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.assembly import listed
from rapport.core.sentences import NO_NAME, needs
from rapport.core.webhooks.feeds import feeds
from rapport.core.webhooks.networks import LONGEST, NotAnAddress


class WebhookForm(forms.Form):
    """Name, address, and the events it is told of, room by room."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        max_length=100,
        help_text=_("Which program listens, such as “ERP”."),
        error_messages=needs(NO_NAME),
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=LONGEST,
        help_text=_("Where each message is posted, such as https://erp.example.com/hook."),
        error_messages=needs(NotAnAddress),
        widget=forms.URLInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms: dict[str, list[tuple[str, Any]]] = {}
        for feed in feeds().values():
            rooms.setdefault(feed.room, []).append((feed.name, feed.label))
        for room, choices in rooms.items():
            self.fields[f"events_{room}"] = forms.MultipleChoiceField(
                label=listed("rooms")[room],
                required=False,
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def rooms(self) -> list[forms.BoundField]:
        """Return the fields that hold events."""
        return [self[name] for name in self.fields if name.startswith("events_")]

    def events(self) -> list[str]:
        """Return the chosen events."""
        return [
            one
            for name in self.fields
            if name.startswith("events_")
            for one in self.cleaned_data[name]
        ]


def shown(name: str, address: str, events: list[str]) -> dict[str, Any]:
    """Return a webhook as the form shows it."""
    rooms: dict[str, Any] = {}
    for one in events:
        if one in feeds():
            rooms.setdefault(f"events_{feeds()[one].room}", []).append(one)
    return {"name": name, "address": address, **rooms}
