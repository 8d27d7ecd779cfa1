"""What is asked before anything is done at a person's own wish."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.sentences import needs
from rapport.customers.privacy.actions import NoReason


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
