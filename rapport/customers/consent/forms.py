"""What is asked about a consent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.sentences import needs
from rapport.customers.consent.actions import UnknownPurpose, UnknownSource
from rapport.customers.consent.models import Decision, Purpose, Source
from rapport.customers.contactpoints.models import ContactPoint

SAID = [one for one in Source.choices if one[0] != Source.MERGE]  # that one follows from others


class ConsentForm(forms.Form):
    """What a customer allowed or forbade, and how it can be proven."""

    decision = forms.ChoiceField(
        label=_("The customer"),
        choices=[(Decision.GIVEN, _("allows it")), (Decision.WITHDRAWN, _("no longer allows it"))],
        widget=forms.RadioSelect,
    )
    contact_point = forms.TypedChoiceField(label=_("Number or address"), coerce=int)
    purpose = forms.ChoiceField(
        label=_("For"), choices=Purpose.choices, error_messages=needs(UnknownPurpose)
    )
    source = forms.ChoiceField(
        label=_("How we know"), choices=SAID, error_messages=needs(UnknownSource)
    )
    evidence = forms.CharField(
        label=_("Proof"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Who said it to whom, which form, which call. Needed for a consent."),
    )
    wording = forms.CharField(label=_("Version of the wording"), required=False, max_length=50)

    def __init__(self, *args: Any, points: list[ContactPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.pk, f"{one.get_channel_display()} {one.raw}") for one in points]
        self.fields["contact_point"].choices = choices  # type: ignore[attr-defined]
