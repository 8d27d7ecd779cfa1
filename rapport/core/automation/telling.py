"""The steps that tell somebody: a notification, a mail to a colleague, a message to a webhook."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.automation.events import AutomationActed, AutomationMailWritten
from rapport.core.automation.models import AutomationMail
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
LONGEST, NAMED = 200, 3
NO_WORDS = gettext_lazy("Write what is to be told.")


def colleagues(*, owned: bool = True) -> list[tuple[str, str]]:
    """Return whom a record can be told to: whoever owns it, if anybody does, or a colleague who works here."""
    here = User.objects.filter(left_at=None, is_system=False, invited_at=None)
    names = here.order_by("name", "pk").values_list("pk", "name")
    owner = [(OWNER, _("The owner of the record"))] if owned else []
    return [*owner, *((str(pk), name) for pk, name in names)]


class TellForm(forms.Form):
    """Whom to tell what."""

    whom = forms.ChoiceField(label=gettext_lazy("Who"))
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST, error_messages=needs(NO_WORDS)
    )

    def __init__(self, data: Any, *, owned: bool = True) -> None:
        super().__init__(data)
        self.fields["whom"].choices = colleagues(owned=owned)  # type: ignore[attr-defined]


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


def _receivers(case: Case, whom: str) -> tuple[dict[User, list[int]], dict[int, str]]:
    """Return who is told of which records, and of which nobody is and why: a colleague works here and sees them."""
    ids = list(case.ids)
    owners = dict.fromkeys(ids, int(whom)) if whom != OWNER else {}
    if whom == OWNER:
        rows = case.subject.model._default_manager.filter(pk__in=ids)
        owners = dict(rows.values_list("pk", case.subject.owner))
    here = User.objects.filter(pk__in=set(owners.values()), left_at=None, is_system=False)
    told: dict[User, list[int]] = {}
    blocked: dict[int, str] = {}
    for user in here:
        hers = [pk for pk in ids if owners.get(pk) == user.pk]
        seen = set(case.subject.spec.rows(user).filter(pk__in=hers).values_list("pk", flat=True))
        told[user] = [pk for pk in hers if pk in seen]
        why = _("%(name)s cannot see this record.") % {"name": user.name}
        blocked |= {pk: why for pk in hers if pk not in seen}
    gone = _("The colleague who was to be told no longer works here.")
    known = {pk for found in told.values() for pk in found} | set(blocked)
    return told, blocked | {pk: gone for pk in ids if pk not in known}


def _blocked(case: Case, values: Values) -> dict[int, str]:
    return _receivers(case, values["whom"])[1]


def _mail_blocked(case: Case, values: Values) -> dict[int, str]:
    if not mail_is_set_up():
        return dict.fromkeys(case.ids, NoMailServer().sentence())
    return _blocked(case, values)


def _notify(case: Case, values: Values) -> Collection[int]:
    for user, ids in _receivers(case, values["whom"])[0].items():
        if ids:
            _notify_one(case, values["text"], user, ids)
    return case.ids


def _notify_one(case: Case, text: str, user: User, ids: Sequence[int]) -> None:
    """Tell a colleague of one record, or of many in one sentence that names the first."""
    named = list(ids[:NAMED])
    names = case.subject.names(user, named)
    words = {"text": text, "name": _(", ").join(str(names[pk]) for pk in named)}
    words |= {"list": case.subject.name, "ids": " ".join(map(str, named))}
    words["more"] = str(len(ids) - len(named))
    is_one = len(ids) == 1
    notify(
        [user.pk],
        "automation_says" if len(ids) <= NAMED else "automation_says_more",
        words,
        sender=case.by,
        at=case.at,
        link=case.subject.address(ids[0]) if is_one else listed("lists")[case.subject.name].address,
        party_id=ids[0] if is_one and case.subject.is_party else None,
        once=f"automation run {case.runs[ids[0]]} {case.place}",
    )


def _mail(case: Case, values: Values) -> Collection[int]:
    base, mails = settings.PUBLIC_URL.rstrip("/"), []
    for user, ids in _receivers(case, values["whom"])[0].items():
        if not ids:
            continue
        names = case.subject.names(user, ids)
        mail = AutomationMail(
            user=user,
            title=values["title"],
            text=values["text"],
            links=[(str(names[pk]), base + case.subject.address(pk)) for pk in ids],
            run_ids=[case.runs[pk] for pk in ids],
            place=case.place,
            due_at=case.at,
            created_at=case.at,
        )
        mails.append(mail)
    AutomationMail.objects.bulk_create(mails)
    told = AutomationMailWritten(mail_ids=[mail.pk for mail in mails])
    publish(told, by=case.by, at=case.at)
    return case.ids


def _hook_blocked(case: Case, values: Values) -> dict[int, str]:
    try:
        hook = webhook_of(case.by, values["webhook"])
    except Missing:
        why = _("The webhook was removed, or you may no longer use it.")
        return dict.fromkeys(case.ids, why)
    if hook.is_stopped:
        why = _("The webhook “%(name)s” is stopped.") % {"name": hook.name}
        return dict.fromkeys(case.ids, why)
    return {}


def _hook(case: Case, values: Values) -> Collection[int]:
    hook = webhook_of(case.by, values["webhook"])
    for pk in case.ids:
        told = AutomationActed(
            automation_id=case.automation.pk,
            automation=case.automation.name,
            row_id=pk,
            party_id=pk if case.subject.is_party else None,
        )
        publish(told, by=case.by, at=case.at)
        ask_for(hook, told.name, by=case.by, at=case.at)
    return case.ids


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
    blocked=_blocked,
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
    blocked=_mail_blocked,
)
HOOK = Step(
    name="webhook",
    label=gettext_lazy("Webhook"),
    icon="webhook",
    right="core.manage_webhooks",
    form=lambda user, data: HookForm(data, user=user),
    says=_says_hook,
    act=_hook,
    blocked=_hook_blocked,
)
TELLING = [NOTIFY, MAIL, HOOK]
TELLING_OF_NOBODYS = [  # of records that have no owner
    replace(NOTIFY, form=lambda _user, data: TellForm(data, owned=False)),
    replace(MAIL, form=lambda _user, data: MailForm(data, owned=False)),
    HOOK,
]
