"""Checking what a browser's authenticator answered."""

from __future__ import annotations

from django.forms import Form
from django.utils.translation import gettext as _


def is_sound(form: Form) -> bool:
    """Tell whether a form with a passkey's answer is valid; what cannot even be read is wrong, not a defect."""
    try:
        return form.is_valid()
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        form.add_error(None, _("The passkey did not answer. Try again, or sign in another way."))
        return False
