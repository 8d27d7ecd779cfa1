"""What is typed to log a contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.touchpoints.interactions.details import Details
from rapport.touchpoints.interactions.models import (
    Channel,
    Direction,
    Interaction,
    Outcome,
    Reason,
    Sentiment,
)


@dataclass(frozen=True)
class Preset:
    """What is filled in already when a kind of contact is chosen by its key."""

    title: str | Promise
    channel: str
    direction: str = Direction.OUT
    reason: str = ""
    outcomes: bool = False


PRESETS = {
    "call": Preset(_("Log a call"), Channel.PHONE, outcomes=True),
    "mail": Preset(_("Log a mail"), Channel.EMAIL),
    "wechat": Preset(_("Log a WeChat message"), Channel.WECHAT),
    "meeting": Preset(_("Log a meeting"), Channel.MEETING),
    "visit": Preset(_("Log a visit"), Channel.VISIT),
    "complaint": Preset(_("Log a complaint"), Channel.PHONE, Direction.IN, Reason.COMPLAINT),
    "other": Preset(_("Log a contact"), Channel.LETTER),
}
NONE = [("", "–")]


class InteractionForm(forms.Form):
    """A contact: on which channel, about what, with which end, and what follows."""

    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    direction = forms.ChoiceField(label=_("Who began"), choices=Direction.choices)
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    body = forms.CharField(label=_("What was said"), max_length=100_000, required=False)
    reason = forms.ChoiceField(label=_("Reason"), choices=[*NONE, *Reason.choices], required=False)
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[*NONE, *Outcome.choices], required=False
    )
    sentiment = forms.ChoiceField(
        label=_("Mood"), choices=[*NONE, *Sentiment.choices], required=False
    )
    started_at = forms.DateTimeField(label=_("When"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=6000, required=False)
    next_step = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_step_on = forms.DateField(label=_("On"), required=False)

    def clean(self) -> dict[str, Any]:
        """A day alone is no next step."""
        data = super().clean() or self.cleaned_data
        if data.get("next_step_on") and not data.get("next_step"):
            self.add_error("next_step", _("Write what the next step is."))
        return data

    def details(self) -> Details:
        """Return what was typed, as the rules take it."""
        data = dict(self.cleaned_data)
        minutes = data.pop("minutes")
        ended = data["started_at"] + timedelta(minutes=minutes) if minutes else None
        return Details(ended_at=ended, **data)


class ResolveForm(forms.Form):
    """How a complaint was solved."""

    resolution = forms.CharField(label=_("What was done"), max_length=500, required=False)


def preset(kind: str) -> dict[str, Any]:
    """Return the first values of the form for a kind."""
    chosen = PRESETS.get(kind, PRESETS["other"])
    return {
        "channel": chosen.channel,
        "direction": chosen.direction,
        "reason": chosen.reason,
        "started_at": timezone.localtime(),
    }


def initial(row: Interaction) -> dict[str, Any]:
    """Return a logged contact as the form shows it."""
    minutes = None
    if row.ended_at is not None:
        minutes = round((row.ended_at - row.started_at).total_seconds() / 60)
    names = ("channel", "direction", "subject", "body", "reason", "outcome", "sentiment")
    return {name: getattr(row, name) for name in names} | {
        "started_at": timezone.localtime(row.started_at),
        "minutes": minutes,
        "next_step": row.next_step,
    }
