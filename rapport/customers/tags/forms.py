"""What is asked about a tag."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class TagForm(forms.Form):
    """A word, one of those in use or a new one."""

    name = forms.CharField(label=_("Tag"), max_length=50, required=False)
    known = forms.ChoiceField(label=_("Or one in use"), required=False)

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if names:
            self.fields["known"].choices = [("", "–"), *((one, one) for one in names)]  # type: ignore[attr-defined]
        else:
            del self.fields["known"]

    def word(self) -> str:
        """Return the tag that was written or chosen."""
        return str(self.cleaned_data["name"] or self.cleaned_data.get("known", ""))
