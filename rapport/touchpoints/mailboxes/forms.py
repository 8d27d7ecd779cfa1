"""What is typed to connect a mailbox."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import User
from rapport.core.company.models import MailSecurity
from rapport.core.sentences import NO_EMAIL, NO_NAME, needs
from rapport.touchpoints.mailboxes.actions import SECRETS, Connection, connection_of
from rapport.touchpoints.mailboxes.models import Login, Mailbox, MailboxFolder, Privacy
from rapport.touchpoints.mailboxes.queries import owners, teams

SECRET = {"autocomplete": "new-password"}


class MailboxForm(forms.Form):
    """How a mailbox is reached, whose it is, and who sees its mails."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"), max_length=100, error_messages=needs(NO_NAME)
    )
    address = forms.EmailField(label=_("E-mail address"), error_messages=needs(NO_EMAIL))
    owner = forms.TypedChoiceField(label=_("Owner"), coerce=int)
    team = forms.TypedChoiceField(
        label=_("Team"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Her team reads along, as with sales@ or service@."),
    )
    privacy = forms.ChoiceField(label=_("Who sees its mails"), choices=Privacy.choices)
    only_customers = forms.BooleanField(
        label=_("Keep only mails with customers"),
        required=False,
        help_text=_("Others are counted, and nothing of them is stored."),
    )
    host = forms.CharField(
        label=_("IMAP server"), max_length=253, help_text=_("For example imap.example.com.")
    )
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    security = forms.ChoiceField(label=_("Encryption"), choices=MailSecurity.choices)
    user_name = forms.CharField(
        label=_("User name"), max_length=254, widget=forms.TextInput({"autocomplete": "off"})
    )
    login = forms.ChoiceField(label=_("Sign-in"), choices=Login.choices)
    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(SECRET),
    )
    token_url = forms.CharField(
        label=_("Token address"),
        required=False,
        max_length=500,
        help_text=_("Where the sign-in service gives access tokens, for OAuth 2 only."),
    )
    client_id = forms.CharField(label=_("Client number"), required=False, max_length=254)
    client_secret = forms.CharField(
        label=_("Client secret"),
        required=False,
        max_length=500,
        widget=forms.PasswordInput(SECRET),
    )
    refresh_token = forms.CharField(
        label=_("Refresh token"),
        required=False,
        max_length=4000,
        widget=forms.PasswordInput(SECRET),
    )

    def __init__(self, data: Any, *, user: User, mailbox: Mailbox | None = None) -> None:
        initial: dict[str, Any] = {
            "owner": user.pk,
            "address": user.email,
            "user_name": user.email,
            "security": MailSecurity.TLS,
            "privacy": Privacy.SUBJECT,
            "only_customers": True,
        }
        if mailbox is not None:
            initial = {k: v for k, v in vars(connection_of(mailbox)).items() if k not in SECRETS}
            initial |= {"owner": mailbox.owner_id, "team": mailbox.team_id}
        super().__init__(data, initial=initial)
        self.fields["owner"].choices = owners(user, mailbox)  # type: ignore[attr-defined]
        self.fields["team"].choices = [("", "–"), *teams(user, mailbox)]  # type: ignore[attr-defined]

    def connection(self) -> Connection:
        """Return what was typed, as the rules take it."""
        data = dict(self.cleaned_data)
        return Connection(owner_id=data.pop("owner"), team_id=data.pop("team"), **data)


class FoldersForm(forms.Form):
    """Which folders of a mailbox are read."""

    folders = forms.TypedMultipleChoiceField(
        label=_("Folders that are read"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, mailbox: Mailbox) -> None:
        rows = list(MailboxFolder.objects.filter(mailbox=mailbox, gone_at=None).order_by("name"))
        super().__init__(data, initial={"folders": [row.pk for row in rows if row.is_read]})
        self.fields["folders"].choices = [(row.pk, row.name) for row in rows]  # type: ignore[attr-defined]
