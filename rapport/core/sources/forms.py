"""The shape of an import source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.imports.kinds import kinds
from rapport.core.sentences import NO_NAME, needs
from rapport.core.sources.models import Rhythm, Where

HELP = {
    Where.FOLDER: _("Below the server's import folder, with a pattern if you like: leads/*.csv."),
    Where.ADDRESS: _("Where the file lies, such as https://shop.example.com/customers.csv."),
}
SECRETS = {
    Where.ADDRESS: (
        _("Authorization header"),
        _("Such as “Bearer …”, if the address asks for one. Kept encrypted."),
    ),
    Where.QUERY: (
        _("Address of the database"),
        _("postgresql://reader:password@erp.example.com/erp, or sqlite:shop.db. Kept encrypted."),
    ),
}
LABELS = {Where.FOLDER: _("Folder"), Where.ADDRESS: _("Address")}


class SourceForm(forms.Form):
    """Name, what it holds, where it lies, and when it is read; which fields there are follows from where it lies."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"), max_length=100, error_messages=needs(NO_NAME)
    )
    kind = forms.ChoiceField(label=_("What does it hold?"))
    place = forms.CharField(max_length=500)
    secret = forms.CharField(max_length=1000, required=False, widget=forms.PasswordInput)
    query = forms.CharField(
        label=_("Query"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 6, "spellcheck": "false"}),
        help_text=_("It can only read. Its columns are named as in the file of an import."),
    )
    rhythm = forms.ChoiceField(label=_("When is it read?"), choices=Rhythm.choices)
    hour = forms.TypedChoiceField(
        label=_("At"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)]
    )
    weekday = forms.TypedChoiceField(label=_("On"), coerce=int, choices=list(WEEKDAYS.items()))

    def __init__(self, *args: Any, where: str, has_secret: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.where = Where(where)
        self.fields["kind"].choices = [(one.name, one.label) for one in kinds().values()]  # type: ignore[attr-defined]
        if where == Where.QUERY:
            del self.fields["place"]
        else:
            del self.fields["query"]
            self.fields["place"].label = LABELS[self.where]
            self.fields["place"].help_text = str(HELP[self.where])
        if where == Where.FOLDER:
            del self.fields["secret"]
        else:
            self.fields["secret"].label, self.fields["secret"].help_text = SECRETS[self.where]
            if has_secret:
                self.fields["secret"].help_text = _("Left empty, it stays as it is.")
