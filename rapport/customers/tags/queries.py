"""Reading tags."""

from __future__ import annotations

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.core.lists.columns import Column, Kind as ColumnKind
from rapport.customers.parties.models import Party
from rapport.customers.tags.models import PartyTag, Tag


def all_tags(user: User) -> list[tuple[str, str]]:
    """Return every tag of the company: key and word."""
    return [(str(pk), name) for pk, name in Tag.objects.order_by("name").values_list("pk", "name")]


def tags_of(party: Party) -> list[Tag]:
    """Return the tags of a party."""
    return list(Tag.objects.filter(party_tags__party=party).order_by("name"))


def tag_of(party: Party, tag_id: int) -> Tag:
    """Return a tag that a party carries. Errors: Missing."""
    found = Tag.objects.filter(party_tags__party=party, pk=tag_id).first()
    if found is None:
        raise Missing
    return found


def _where(operator: str, words: list[str], user: User) -> Q:
    keys = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 19]
    if operator in {"empty", "filled"}:
        tagged = Q(pk__in=PartyTag.objects.values("party_id"))
        return ~tagged if operator == "empty" else tagged
    return Q(pk__in=PartyTag.objects.filter(tag_id__in=keys).values("party_id"))


def _words(user: User) -> Subquery:
    """Return all tags of a party in one line."""
    tags = PartyTag.objects.filter(party=OuterRef("pk")).order_by().values("party")
    names = StringAgg("tag__name", ", ", order_by="tag__name")
    return Subquery(tags.annotate(names=names).values("names"))


TAG = Column(
    "tag",
    _("Tag"),
    ColumnKind.KEY,
    where=_where,
    choices=all_tags,
    icon="tag",
    shown=_words,
    spread="party_tags__tag_id",
)
