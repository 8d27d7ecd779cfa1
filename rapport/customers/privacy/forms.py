"""What is asked before anything is done at a person's own wish."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.sentences import needs
from rapport.customers.consent.actions import UnknownSource
from rapport.customers.consent.models import Source
from rapport.customers.privacy.actions import NoReason
from rapport.customers.privacy.models import Law, RequestKind, RequestState
from rapport.customers.privacy.requests import NoAnswer, UnknownKind, UnknownLaw


class RestrictForm(forms.Form):
    """Why a person's data are kept only."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        error_messages=needs(NoReason),
        help_text=_("For example: she says that her address is wrong; he objects to the use."),
    )


class EraseForm(forms.Form):
    """Why a person is erased, and whether her addresses stay blocked."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        error_messages=needs(NoReason),
        help_text=_("Who asked, and when. Leave her name out: this line stays."),
    )
    suppress = forms.BooleanField(
        label=_("Never write to her numbers and addresses again"),
        required=False,
        initial=True,
        help_text=_("They stay blocked as fingerprints, also when a file brings them in again."),
    )


class RequestForm(forms.Form):
    """What a person asks about her data."""

    kind = forms.ChoiceField(
        label=_("Asked for"), choices=RequestKind.choices, error_messages=needs(UnknownKind)
    )
    law = forms.ChoiceField(
        label=_("Law"),
        choices=Law.choices,
        error_messages=needs(UnknownLaw),
        help_text=_("GDPR: 30 days. PIPL: 15 working days."),
    )
    source = forms.ChoiceField(
        label=_("How it came"), choices=Source.choices, error_messages=needs(UnknownSource)
    )
    received_on = forms.DateField(label=_("Received"), widget=forms.DateInput({"type": "date"}))
    identity = forms.CharField(
        label=_("How you know that it is this person"),
        max_length=200,
        required=False,
        help_text=_("For example: wrote from the known address; showed an identity card."),
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )


class AnswerForm(forms.Form):
    """What was answered."""

    state = forms.ChoiceField(
        label=_("The request is"),
        choices=[(RequestState.DONE, _("answered")), (RequestState.REFUSED, _("refused"))],
        widget=forms.RadioSelect,
        initial=RequestState.DONE,
    )
    answer = forms.CharField(
        label=_("Answer"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages=needs(NoAnswer),
        help_text=_("What was sent when, or why it was refused."),
    )
    identity = forms.CharField(
        label=_("How you know that it is this person"), max_length=200, required=False
    )
