"""What we know of a human besides being a party."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet
from rapport.customers.parties.models import Party


class Honorific(models.TextChoices):
    """How a person is addressed."""

    MR = "mr", _("Mr")
    MS = "ms", _("Ms")
    MRS = "mrs", _("Mrs")
    DR = "dr", _("Dr")
    PROF = "prof", _("Professor")
    TEACHER = "teacher", _("Teacher")


class Gender(models.TextChoices):
    """Gender, as far as the person told us."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")


class Education(models.TextChoices):
    """Highest education."""

    SCHOOL = "school", _("School")
    VOCATIONAL = "vocational", _("Vocational training")
    BACHELOR = "bachelor", _("Bachelor")
    MASTER = "master", _("Master")
    DOCTORATE = "doctorate", _("Doctorate")


class IncomeBand(models.TextChoices):
    """Yearly household income, in bands of the company's own currency."""

    LOW = "low", _("Lower")
    MIDDLE = "middle", _("Middle")
    UPPER = "upper", _("Upper")
    TOP = "top", _("Top")


class Person(models.Model):
    """A human. Its name, owner and lifecycle stand in the party of the same key."""

    party = models.OneToOneField(Party, models.CASCADE, primary_key=True, related_name="person")
    family = models.CharField(_("family name"), max_length=100, blank=True)
    given = models.CharField(_("given name"), max_length=100, blank=True)
    honorific = models.CharField(
        _("form of address"), max_length=10, choices=Honorific.choices, blank=True
    )
    gender = models.CharField(_("gender"), max_length=10, choices=Gender.choices, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    education = models.CharField(
        _("education"), max_length=12, choices=Education.choices, blank=True
    )
    income_band = models.CharField(
        _("income"), max_length=10, choices=IncomeBand.choices, blank=True
    )
    locale = models.CharField(_("language"), max_length=10, blank=True)
    timezone = models.CharField(_("time zone"), max_length=50, blank=True)
    version = models.IntegerField(db_default=1, editable=False)

    access: ClassVar[Access] = Access(via="party")
    objects: ClassVar[AccessQuerySet[Person]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.family} {self.given}".strip()
