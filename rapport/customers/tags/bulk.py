"""Hanging a tag on many records at once, and taking it off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from rapport.core.access.models import User
from rapport.core.bulk.verbs import Values, Verb
from rapport.core.pages.formats import number
from rapport.customers.parties.bulk import EVERYBODY, IN_THE_TRASH
from rapport.customers.parties.models import Party
from rapport.customers.tags.actions import hang_tag, untag_parties
from rapport.customers.tags.forms import TagForm, UntagForm
from rapport.customers.tags.queries import all_tags


def _tag(ids: Sequence[int], values: Values, *, by: User, at: datetime) -> Sequence[int]:
    return hang_tag(ids, by=by, at=at, name=values["name"])


def _untag(ids: Sequence[int], values: Values, *, by: User, at: datetime) -> Sequence[int]:
    return untag_parties(ids, by=by, at=at, tag_id=values["tag"])


def _form(user: User, data: Any) -> TagForm:
    return TagForm(data, names=[name for _key, name in all_tags(user)])


def _with(before: str, values: Values) -> str:
    words = before.split(", ") if before else []
    known = {word.casefold() for word in words}
    return ", ".join(
        sorted([*words, *([values["name"]] if values["name"].casefold() not in known else [])])
    )


def _without(before: str, values: Values) -> str:
    return ", ".join(word for word in before.split(", ") if word != values["name"]) or "–"


TAG = Verb(
    name="tag",
    label=gettext_lazy("Tag"),
    icon="tag",
    right="customers.tag_parties",
    model=Party,
    lists=EVERYBODY,
    title=lambda n: ngettext("Tag %(n)s record", "Tag %(n)s records", n) % {"n": number(n)},
    said=lambda n: ngettext("%(n)s record tagged.", "%(n)s records tagged.", n) % {"n": number(n)},
    write=_tag,
    form=_form,
    plain=lambda form: {"name": " ".join(form.word().split())},
    says=lambda values: _("Tag “%(name)s”") % {"name": values["name"]},
    already=lambda values: Q(party_tags__tag__name__iexact=values["name"]),
    column="tag",
    after=_with,
    gone=IN_THE_TRASH,
    page="parties:open",
)
UNTAG = Verb(
    name="untag",
    label=gettext_lazy("Remove a tag"),
    icon="tag-off",
    right="customers.untag_parties",
    model=Party,
    lists=EVERYBODY,
    title=lambda n: (
        ngettext("Remove a tag from %(n)s record", "Remove a tag from %(n)s records", n)
        % {"n": number(n)}
    ),
    said=lambda n: (
        ngettext("Tag removed from %(n)s record.", "Tag removed from %(n)s records.", n)
        % {"n": number(n)}
    ),
    write=_untag,
    form=lambda user, data: UntagForm(data, tags=all_tags(user)),
    plain=lambda form: {"tag": form.cleaned_data["tag"], "name": form.word()},
    says=lambda values: _("Remove the tag “%(name)s”") % {"name": values["name"]},
    already=lambda values: ~Q(party_tags__tag=values["tag"]),
    column="tag",
    after=_without,
    gone=IN_THE_TRASH,
    page="parties:open",
)
