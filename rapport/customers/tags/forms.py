"""What is asked about a tag."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.customers.tags.actions import TagWithoutName


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

    def clean(self) -> dict[str, Any]:
        """A tag is written or chosen."""
        data = super().clean() or self.cleaned_data
        if not (data.get("name") or data.get("known")) and not self.errors:
            self.add_error("name", TagWithoutName().sentence())
        return data

    def word(self) -> str:
        """Return the tag that was written or chosen."""
        return str(self.cleaned_data["name"] or self.cleaned_data.get("known", ""))


class UntagForm(forms.Form):
    """One of the tags in use."""

    tag = forms.TypedChoiceField(label=_("Tag"), coerce=int)

    def __init__(self, *args: Any, tags: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tag"].choices = tags  # type: ignore[attr-defined]
        self.names = dict(tags)

    def word(self) -> str:
        """Return the tag that was chosen."""
        return self.names[str(self.cleaned_data["tag"])]
