"""What is typed to write a mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.errors import Invalid
from rapport.core.pages.blame import blame
from rapport.core.sentences import said_by
from rapport.customers.consent.models import Purpose
from rapport.customers.contactpoints.models import ContactPoint
from rapport.touchpoints.mail.drafts import Draft, NoSubject, NoText, check
from rapport.touchpoints.mail.merging import FIELDS, example
from rapport.touchpoints.mail.models import BODY, FOR_WHAT, SUBJECT


def _help() -> str:
    known = _(", ").join(example(str(one.label)) for one in FIELDS)
    words = {"known": known, "example": example(_("first name | friend"))}
    return _("Filled for each: %(known)s. What is said where there is none: %(example)s") % words


class MailForm(forms.Form):
    """A mail: for what, about what, what it says."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"),
        choices=FOR_WHAT,
        help_text=gettext_lazy("Service needs no consent, everything else does."),
    )
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=SUBJECT,
        error_messages={"required": said_by(NoSubject)},
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=BODY,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=lazy(_help, str)(),
        error_messages={"required": said_by(NoText)},
    )

    def clean(self) -> dict[str, Any]:
        """Refuse merge fields that nobody can fill."""
        data = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                check(self.draft())
            except Invalid as error:
                blame(self, error)
        return data

    def draft(self) -> Draft:
        """Return what was typed, as the rules take it."""
        data = self.cleaned_data
        return Draft(subject=data["subject"], body=data["body"], purpose=data["purpose"])


class ComposeForm(MailForm):
    """A mail to one customer, at one of her addresses."""

    point = forms.TypedChoiceField(label=gettext_lazy("To"), coerce=int)
    field_order = ("point", "purpose", "subject", "body")

    def __init__(self, data: Any, *, points: Sequence[ContactPoint]) -> None:
        super().__init__(data)
        self.fields["point"].choices = [(one.pk, one.raw) for one in points]  # type: ignore[attr-defined]


class BulkMailForm(MailForm):
    """The same mail to many."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["purpose"].initial = Purpose.OFFERS

    def plain(self) -> dict[str, Any]:
        """Return what was typed, as a run keeps it: with the batch in which each address is written to once."""
        return {**self.cleaned_data, "batch": uuid4().hex}
