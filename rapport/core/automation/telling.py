"""The steps that tell somebody: a notification, a mail to a colleague, a message to a webhook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.access.models import User
from rapport.core.automation.events import AutomationActed, AutomationMailAsked
from rapport.core.automation.steps import StepRefused
from rapport.core.automation.subjects import Case, Step, Values
from rapport.core.company.adapters import NoMailServer
from rapport.core.company.queries import mail_is_set_up
from rapport.core.errors import Missing
from rapport.core.events.actions import publish
from rapport.core.notifications.actions import notify
from rapport.core.sentences import needs
from rapport.core.webhooks.delivering import ask_for
from rapport.core.webhooks.queries import webhook_of, webhooks_of

OWNER = "owner"
LONGEST = 200
NO_WORDS = gettext_lazy("Write what is to be told.")


def colleagues() -> list[tuple[str, str]]:
    """Return whom a record can be told to: whoever owns it, or a colleague who works here."""
    here = User.objects.filter(left_at=None, is_system=False, invited_at=None)
    names = here.order_by("name", "pk").values_list("pk", "name")
    return [(OWNER, _("The owner of the record")), *((str(pk), name) for pk, name in names)]


class TellForm(forms.Form):
    """Whom to tell what."""

    whom = forms.ChoiceField(label=gettext_lazy("Who"))
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST, error_messages=needs(NO_WORDS)
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["whom"].choices = colleagues()  # type: ignore[attr-defined]


class MailForm(TellForm):
    """Whom to mail what."""

    title = forms.CharField(
        label=gettext_lazy("Subject"), max_length=LONGEST, error_messages=needs(NO_WORDS)
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=5_000,
        error_messages=needs(NO_WORDS),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("A link to the record stands below it."),
    )
    field_order = ("whom", "title", "text")


class HookForm(forms.Form):
    """Which webhook is told of the record."""

    webhook = forms.TypedChoiceField(label=gettext_lazy("Webhook"), coerce=int)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        self.fields["webhook"].choices = [(h.pk, h.name) for h in webhooks_of(user)]  # type: ignore[attr-defined]


def _receiver(case: Case, whom: str) -> User:
    """Return who is told: a colleague who works here and sees the record."""
    rows = case.subject.model._default_manager.filter(pk=case.row_id)
    key = rows.values_list(case.subject.owner, flat=True).first() if whom == OWNER else whom
    user = User.objects.filter(pk=int(key or 0), left_at=None, is_system=False).first()
    if user is None:
        raise StepRefused(why=_("The colleague who was to be told no longer works here."))
    if not case.subject.spec.rows(user).filter(pk=case.row_id).exists():
        words = {"name": user.name}
        raise StepRefused(why=_("%(name)s cannot see this record.") % words)
    return user


def _name(case: Case, reader: User) -> str:
    return str(case.subject.names(reader, [case.row_id]).get(case.row_id, ""))


def _notify(case: Case, values: Values) -> bool:
    user = _receiver(case, values["whom"])
    words = {"text": values["text"], "name": _name(case, user)}
    party = case.row_id if case.subject.is_party else None
    link = case.subject.address(case.row_id)
    once = f"automation {case.run.pk} {case.place}"
    notify(
        [user.pk],
        "automation_says",
        words,
        sender=case.by,
        at=case.at,
        link=link,
        party_id=party,
        once=once,
    )
    return True


def _mail(case: Case, values: Values) -> bool:
    user = _receiver(case, values["whom"])
    if not mail_is_set_up():
        raise NoMailServer
    asked = AutomationMailAsked(
        run_id=case.run.pk,
        place=case.place,
        user_id=user.pk,
        title=values["title"],
        text=values["text"],
        link=settings.PUBLIC_URL.rstrip("/") + case.subject.address(case.row_id),
    )
    publish(asked, by=case.by, at=case.at)
    return True


def _hook(case: Case, values: Values) -> bool:
    try:
        hook = webhook_of(case.by, values["webhook"])
    except Missing:
        raise StepRefused(why=_("The webhook was removed, or you may no longer use it.")) from None
    if hook.is_stopped:
        raise StepRefused(why=_("The webhook “%(name)s” is stopped.") % {"name": hook.name})
    automation = case.run.automation
    told = AutomationActed(
        automation_id=automation.pk,
        automation=automation.name,
        row_id=case.row_id,
        party_id=case.row_id if case.subject.is_party else None,
    )
    publish(told, by=case.by, at=case.at)
    ask_for(hook, told.name, by=case.by, at=case.at)
    return True


def _whom(values: Values) -> str:
    if values["whom"] == OWNER:
        return _("the owner")
    return dict(colleagues()).get(str(values["whom"]), "–")


def _says_hook(values: Values, user: User) -> str:
    names = {hook.pk: hook.name for hook in webhooks_of(user)}
    return _("Tell the webhook “%(name)s”") % {"name": names.get(values["webhook"], "–")}


NOTIFY = Step(
    name="notify",
    label=gettext_lazy("Notification"),
    icon="bell",
    form=lambda _user, data: TellForm(data),
    says=lambda values, _user: (
        _("Tell %(whom)s: “%(text)s”") % {"whom": _whom(values), "text": values["text"]}
    ),
    act=_notify,
)
MAIL = Step(
    name="mail",
    label=gettext_lazy("Mail to a colleague"),
    icon="mail",
    form=lambda _user, data: MailForm(data),
    says=lambda values, _user: (
        _("Mail to %(whom)s: “%(text)s”") % {"whom": _whom(values), "text": values["title"]}
    ),
    act=_mail,
)
HOOK = Step(
    name="webhook",
    label=gettext_lazy("Webhook"),
    icon="webhook",
    right="core.manage_webhooks",
    form=lambda user, data: HookForm(data, user=user),
    says=_says_hook,
    act=_hook,
)
TELLING = [NOTIFY, MAIL, HOOK]
