"""People who live and decide together."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet
from rapport.core.records import Record
from rapport.customers.people.models import Person


class Role(models.TextChoices):
    """What somebody is in the household, seen from its head."""

    HEAD = "head", _("Head of household")
    PARTNER = "partner", _("Spouse or partner")
    CHILD = "child", _("Child")
    PARENT = "parent", _("Parent")
    OTHER = "other", _("Other member")


class Household(Record):
    """A household, seen by whoever sees its head."""

    name = models.CharField(_("name"), max_length=200)
    head = models.OneToOneField(Person, models.CASCADE, related_name="heads")

    access: ClassVar[Access] = Access(via="head")
    objects: ClassVar[AccessQuerySet[Household]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name


class Member(Record):
    """A person belongs to one household, in a role; its head is a member too."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    person = models.OneToOneField(Person, models.CASCADE, related_name="membership")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.OTHER)

    access: ClassVar[Access] = Access(via="person")
    objects: ClassVar[AccessQuerySet[Member]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"
