"""A mail to many customers at once; and cancelling or sending again many mails."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from rapport.core.access.models import User
from rapport.core.bulk.verbs import Values, Verb, same
from rapport.core.lists.spec import Rows
from rapport.core.pages.formats import number
from rapport.customers.parties.bulk import EVERYBODY, IN_THE_TRASH
from rapport.customers.parties.models import Party
from rapport.touchpoints.mail.actions import (
    cancel_mails,
    send_mails,
    write_mails,
)
from rapport.touchpoints.mail.drafts import Draft, by_reason, sort_out
from rapport.touchpoints.mail.forms import BulkMailForm
from rapport.touchpoints.mail.models import MailState, OutgoingMail
from rapport.touchpoints.mail.queries import in_batch

RIGHT, CANCELS = "touchpoints.write_mail", "touchpoints.cancel_mail"


def _draft(values: Values) -> Draft:
    return Draft(subject=values["subject"], body=values["body"], purpose=values["purpose"])


def _write(ids: Sequence[int], values: Values, *, by: User, at: datetime) -> Sequence[int]:
    return write_mails(ids, _draft(values), by=by, at=at, batch=UUID(values["batch"]))


def _refused(user: User, values: Values, rows: Rows) -> Mapping[str, Collection[int]]:
    ids = list(rows.order_by().values_list("pk", flat=True))
    _ready, left = sort_out(ids, _draft(values), sender=user, batch=UUID(values["batch"]))
    return by_reason(left)


def _words(user: User, values: Values, ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    ready, _left = sort_out(ids, _draft(values), sender=user, batch=UUID(values["batch"]))
    return {one.party_id: (one.subject, one.body) for one in ready}


def _take_back(ids: Sequence[int], values: Values, *, by: User, at: datetime) -> Collection[int]:
    found = in_batch(ids, values["batch"], by, CANCELS)
    return {found[pk] for pk in cancel_mails(list(found), by=by, at=at)}


def _cancel(ids: Sequence[int], _values: Values, *, by: User, at: datetime) -> Sequence[int]:
    return cancel_mails(ids, by=by, at=at)


def _again(ids: Sequence[int], _values: Values, *, by: User, at: datetime) -> Sequence[int]:
    return send_mails(ids, by=by, at=at)


def _only(state: str, why: Any) -> Any:
    return lambda _user, _values: {str(why): ~Q(state=state)}


MAIL = Verb(
    name="mail",
    label=gettext_lazy("Mail"),
    icon="mail",
    right=RIGHT,
    model=Party,
    lists=EVERYBODY,
    title=lambda n: (
        ngettext("Write to %(n)s customer", "Write to %(n)s customers", n) % {"n": number(n)}
    ),
    said=lambda n: (
        ngettext("%(n)s mail goes out in a moment.", "%(n)s mails go out in a moment.", n)
        % {"n": number(n)}
    ),
    write=_write,
    form=lambda _user, data: BulkMailForm(data),
    plain=lambda form: form.plain(),
    says=lambda values: _("Mail “%(subject)s”") % {"subject": values["subject"]},
    refused=_refused,
    words=_words,
    able=gettext_lazy("%(able)s of %(total)s get a mail."),
    take_back=_take_back,
    stays=gettext_lazy("gone out already"),
    gone=IN_THE_TRASH,
    page="parties:open",
)
CANCEL = Verb(
    name="cancel-mails",
    despite_restriction=True,
    label=gettext_lazy("Do not send"),
    icon="x",
    right=CANCELS,
    model=OutgoingMail,
    lists={"mails": same},
    title=lambda n: (
        ngettext("Do not send %(n)s mail", "Do not send %(n)s mails", n) % {"n": number(n)}
    ),
    said=lambda n: (
        ngettext("%(n)s mail cancelled.", "%(n)s mails cancelled.", n) % {"n": number(n)}
    ),
    write=_cancel,
    blocked=_only(MailState.WAITING, gettext_lazy("Does not wait any more")),
    kept=Q(),
    named="subject",
    page="mail:open",
    is_bad=True,
)
AGAIN = Verb(
    name="send-mails-again",
    label=gettext_lazy("Send again"),
    icon="refresh",
    right="touchpoints.send_mail",
    model=OutgoingMail,
    lists={"mails": same},
    title=lambda n: (
        ngettext("Send %(n)s mail again", "Send %(n)s mails again", n) % {"n": number(n)}
    ),
    said=lambda n: (
        ngettext("%(n)s mail goes out again.", "%(n)s mails go out again.", n) % {"n": number(n)}
    ),
    write=_again,
    blocked=_only(MailState.FAILED, gettext_lazy("Has not failed")),
    take_back=_cancel,
    stays=gettext_lazy("gone out already"),
    kept=Q(),
    named="subject",
    page="mail:open",
)
