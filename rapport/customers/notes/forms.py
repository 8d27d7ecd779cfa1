"""What is typed as a note."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """A text; @ and a name tells a colleague."""

    body = forms.CharField(
        label=_("Note"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Write @ and a colleague’s name to tell her."),
    )
