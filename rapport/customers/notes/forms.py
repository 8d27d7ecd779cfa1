"""What is typed as a note."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rapport.core.sentences import needs
from rapport.customers.notes.actions import EmptyNote


class NoteForm(forms.Form):
    """A text; @ and a name tells a colleague, who is looked up while it is typed."""

    body = forms.CharField(
        label=_("Note"),
        error_messages=needs(EmptyNote),
        max_length=20_000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Write @ and a colleague’s name to tell her."),
    )

    def __init__(self, *args: Any, party_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.attrs["mention"] = reverse("notes:colleagues", args=[party_id])
