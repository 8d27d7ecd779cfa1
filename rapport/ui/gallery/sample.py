"""A form with one field of every kind, half of them wrong, as the gallery shows it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As on the business card."))
    email = forms.EmailField(label=_("E-mail"), required=False)
    lifecycle = forms.ChoiceField(
        label=_("Lifecycle"),
        choices=[("prospect", _("Prospect")), ("customer", _("Customer")), ("former", _("Former"))],
    )
    channels = forms.MultipleChoiceField(
        label=_("Allowed channels"),
        choices=[("phone", _("Phone")), ("email", _("E-mail")), ("wechat", _("WeChat"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    born = forms.DateField(
        label=_("Born"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea, required=False)
    vip = forms.BooleanField(label=_("Show on my start page"), required=False)


def sample_form() -> SampleForm:
    """Give the form as it comes back after a mistake."""
    return SampleForm({"name": "", "email": "wang.wei@", "lifecycle": "customer", "vip": "on"})
