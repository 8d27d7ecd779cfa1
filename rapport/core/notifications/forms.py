"""The shape of how somebody wants to be told."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, gettext_lazy as _

from rapport.core.notifications.actions import Wishes
from rapport.core.notifications.models import Channel, DigestEvery, NotificationSettings
from rapport.core.notifications.preferences import channels_of
from rapport.core.notifications.queries import categories

DAYS = list(WEEKDAYS.items())
AS_COMPANY = "company"


class _Clock(forms.TimeField):
    """A time of the day, without seconds."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.input_type = "time"

    def prepare_value(self, value: Any) -> Any:
        """Return it as an input of the browser takes it."""
        return value.strftime("%H:%M") if isinstance(value, time) else value


class ChoosingForm(forms.Form):
    """A channel for each category, the quiet hours and days, and the digest. With `company` the row is one colleague's."""

    quiet_from = _Clock(label=_("Quiet from"), required=False)
    quiet_until = _Clock(label=_("Quiet until"), required=False)
    quiet_days = forms.TypedMultipleChoiceField(
        label=_("Quiet days"),
        choices=DAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    digest_every = forms.ChoiceField(label=_("The digest comes"), choices=DigestEvery.choices)
    digest_on = forms.TypedChoiceField(label=_("Weekly on"), choices=DAYS, coerce=int)
    digest_at = _Clock(label=_("At"))

    def __init__(
        self,
        data: QueryDict | None,
        *,
        row: NotificationSettings,
        company: NotificationSettings | None = None,
    ) -> None:
        fixed = (
            "quiet_from",
            "quiet_until",
            "quiet_days",
            "digest_every",
            "digest_on",
            "digest_at",
        )
        start = {name: getattr(row, name) for name in fixed}
        common = channels_of(*([company] if company else []))
        for one in categories():
            chosen = row.channels.get(one.value)
            start[f"channel_{one.value}"] = chosen or (AS_COMPANY if company else common[one])
        super().__init__(data, initial=start)
        for one in categories():
            options: list[tuple[str, Any]] = list(Channel.choices)
            if company:
                said = gettext("As the company: %(how)s") % {"how": common[one].label.lower()}
                options.insert(0, (AS_COMPANY, said))
            self.fields[f"channel_{one.value}"] = forms.ChoiceField(
                label=one.label, choices=options
            )

    def channels(self) -> list[forms.BoundField]:
        """Return the fields of the categories."""
        return [self[f"channel_{one.value}"] for one in categories()]

    def wishes(self) -> Wishes:
        """Return what was chosen."""
        data = self.cleaned_data
        chosen = {one.value: data[f"channel_{one.value}"] for one in categories()}
        return Wishes(
            channels={name: how for name, how in chosen.items() if how != AS_COMPANY},
            **{name: value for name, value in data.items() if not name.startswith("channel_")},
        )
