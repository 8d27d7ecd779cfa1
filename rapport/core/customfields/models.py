"""Fields that a company adds to its records without code."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy as _

from rapport.core.formulas.terms import Term
from rapport.core.records import Record

MOST_OPTIONS = 500  # a longer list is searched, not chosen from: it wants records of its own
MOST_FIELDS = 200
PREFIX = "custom."


class Kind(models.TextChoices):
    """What a custom field holds."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Amount of money")
    DATE = "date", _("Date")
    CHOICE = "choice", _("One of a list")
    MULTI = "multi", _("Several of a list")
    PERSON = "person", _("Person")
    ORGANIZATION = "organization", _("Company")
    RELATION = "relation", _("Record of another kind")
    FORMULA = "formula", _("Formula")


CHOSEN = frozenset({Kind.CHOICE, Kind.MULTI})
REFERS = frozenset({Kind.PERSON, Kind.ORGANIZATION})


class Reach(models.TextChoices):
    """What those who hold a role may do with a field."""

    EDIT = "edit", _("Change")
    SEE = "see", _("See")
    HIDDEN = "hidden", _("Hidden")


class Option(NamedTuple):
    """One of the words to choose from. Records keep its key; a retired one stays where it is and is offered no more."""

    key: str
    label: str
    label_zh: str = ""
    is_retired: bool = False

    @property
    def name(self) -> str:
        """Return it in the reader's language."""
        return _in_language(self.label, self.label_zh)


class Made(NamedTuple):
    """What a formula makes of a row, and the keys of the custom fields that it needs."""

    term: Term
    uses: frozenset[int]


class CustomField(Record):
    """A field of the company's own. Its key never changes: records, addresses and programs name it by that.

    `options` are lists as `Option` holds them, `limits` role id → `Reach` where it is narrower than to change, `required_at` the
    stages of the record at which it must be filled. A relation refers to records of the kind `target`, one or several, where it
    is called `back`. A `formula` names fields and options by key; `made` is what it was compiled to,
    when it was read to be shown. Removed, it can be restored with its values until it is purged.
    """

    entity = models.CharField(max_length=20)
    key = models.CharField(_("key"), max_length=40)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    label = models.CharField(_("name"), max_length=100)
    label_zh = models.CharField(_("name in Chinese"), max_length=100, blank=True)
    hint = models.CharField(_("hint"), max_length=200, blank=True)
    position = models.IntegerField(_("position"), default=0)
    is_searched = models.BooleanField(_("found by search"), default=False)
    required_at = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    options = models.JSONField(_("options"), default=list, blank=True)
    limits = models.JSONField(_("rights by role"), default=dict, blank=True)
    target = models.CharField(_("refers to"), max_length=20, blank=True, default="", db_default="")
    is_several = models.BooleanField(_("several"), default=False, db_default=False)
    back = models.CharField(
        _("name on the other side"), max_length=100, blank=True, default="", db_default=""
    )
    back_zh = models.CharField(
        _("name on the other side in Chinese"),
        max_length=100,
        blank=True,
        default="",
        db_default="",
    )
    formula = models.TextField(_("formula"), blank=True, default="", db_default="")
    removed_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    made: Made | None = None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "key"], name="custom_field_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="custom_field_kind"),
            models.CheckConstraint(condition=~Q(label=""), name="custom_field_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.entity} {self.key}"

    @property
    def name(self) -> str:
        """Return what it is called in the reader's language."""
        return _in_language(self.label, self.label_zh)

    @property
    def back_name(self) -> str:
        """Return what it is called on the page of a record that it refers to."""
        return _in_language(self.back, self.back_zh) or self.name

    @property
    def refers(self) -> str:
        """Return to which kind of record it refers; nothing where it does not."""
        return self.kind if self.kind in REFERS else self.target

    @property
    def holds(self) -> str:
        """Return what its values are: its kind, or the type of what its formula makes."""
        return self.made.term.type.value if self.made else self.kind

    @property
    def column(self) -> str:
        """Return how lists, addresses and the change log name it."""
        return PREFIX + self.key

    @property
    def choices(self) -> dict[str, Option]:
        """Return key → option, the retired ones too."""
        return {option[0]: Option(*option) for option in self.options}

    def offered(self, *also: str) -> list[tuple[str, str]]:
        """Return key and words of what can be chosen; `also` are keys a record has already."""
        found = self.choices.values()
        return [(one.key, one.name) for one in found if not one.is_retired or one.key in also]

    def reach(self, roles: set[int]) -> Reach:
        """Return what somebody with these roles may do with it: the widest that one of them allows."""
        allowed: list[Any] = [self.limits.get(str(role), Reach.EDIT) for role in roles]
        return next((reach for reach in Reach if reach in allowed), Reach.HIDDEN)


def _in_language(label: str, label_zh: str) -> str:
    return label_zh if label_zh and (get_language() or "").startswith("zh") else label
