"""The shape of what is looked for in the logs."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.audit.fields import kinds
from rapport.core.audit.models import Outcome
from rapport.core.audit.queries import Wanted, people


def day_field(label: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class PeriodForm(forms.Form):
    """Who and when."""

    by = forms.TypedChoiceField(
        label=pgettext_lazy("logged", "By"), required=False, coerce=int, empty_value=None
    )
    since = day_field(_("From"))
    until = day_field(_("To"))
    after = forms.IntegerField(
        required=False, widget=forms.HiddenInput, min_value=1, max_value=2**62
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = [("", _("Everybody")), *people()]  # type: ignore[attr-defined]

    def wanted(self, **more: Any) -> Wanted:
        """Return what is looked for; days are whole days in the user's time zone."""
        data, zone = self.cleaned_data, timezone.get_current_timezone()
        since, until = data["since"], data["until"]
        return Wanted(
            by_id=data["by"],
            since=datetime.combine(since, time.min, zone) if since else None,
            until=datetime.combine(until + timedelta(days=1), time.min, zone) if until else None,
            **more,
        )


class ChangesForm(PeriodForm):
    """Which changes."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    record = forms.IntegerField(label=_("Number"), required=False, min_value=1, max_value=2**62)
    field_order = ["by", "kind", "record", "since", "until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All kinds")), *kinds()]  # type: ignore[attr-defined]


class SignInsForm(PeriodForm):
    """Which sign-ins."""

    outcome = forms.ChoiceField(label=_("What"), required=False)
    field_order = ["by", "outcome", "since", "until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [("", _("All")), *Outcome.choices]  # type: ignore[attr-defined]
