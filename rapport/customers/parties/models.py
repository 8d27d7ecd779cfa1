"""The party: one row per real person or organization, and who besides its owner may see it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet, Team, User
from rapport.core.customfields.values import CustomValues
from rapport.core.records import Record

OWNER_ONLY = frozenset(
    (
        *(f"customers.{verb}_party" for verb in ("assign", "share", "unshare", "trash", "restore")),
        "customers.merge_parties",
        "customers.undo_merge",
    )
)


class Kind(models.TextChoices):
    """What a party is."""

    PERSON = "person", _("Person")
    ORGANIZATION = "organization", _("Company")


class Lifecycle(models.TextChoices):
    """Where a party stands on the way to being a customer and after."""

    PROSPECT = "prospect", _("Prospect")
    CUSTOMER = "customer", _("Customer")
    FORMER = "former", _("Former")


class PartyQuerySet(AccessQuerySet["Party"]):
    """Parties, and the filters that lists begin with."""

    def kept(self) -> Self:
        """Leave out what lies in the trash."""
        return self.filter(trashed_at=None)

    def people(self) -> Self:
        """Keep people."""
        return self.filter(kind=Kind.PERSON)

    def organizations(self) -> Self:
        """Keep organizations."""
        return self.filter(kind=Kind.ORGANIZATION)


class Party(Record):
    """Anyone we know: a person or an organization, whatever the sales status.

    City, country, last contact and next step are projections, written by the actions they come from. Who is
    `restricted_at` is kept and not worked with; of who is `erased_at` only a blank row is left, for what refers to it.
    """

    kind = models.CharField(max_length=12, choices=Kind.choices)
    display_name = models.CharField(_("name"), max_length=200)
    latin_name = models.CharField(_("name in Latin letters"), max_length=200, blank=True)
    sort_key = models.CharField(max_length=200, editable=False)
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, verbose_name=_("owner")
    )
    lifecycle = models.CharField(
        _("lifecycle"), max_length=10, choices=Lifecycle.choices, default=Lifecycle.PROSPECT
    )
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    last_touch_at = models.DateTimeField(null=True, blank=True)
    last_touch_channel = models.CharField(max_length=10, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    trashed_at = models.DateTimeField(null=True, blank=True)
    restricted_at = models.DateTimeField(_("restricted"), null=True, blank=True)
    restriction_reason = models.CharField(
        _("reason of the restriction"), max_length=200, blank=True, db_default=""
    )
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    custom = CustomValues()

    access: ClassVar[Access] = Access(
        view="customers.view_party", owner="owner_id", shared="shared_ids"
    )
    objects = PartyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="party_kind"),
            models.CheckConstraint(
                condition=Q(lifecycle__in=Lifecycle.values), name="party_lifecycle"
            ),
            models.CheckConstraint(condition=~Q(display_name=""), name="party_has_a_name"),
        ]
        indexes = [
            models.Index(
                "kind", "sort_key", "id", name="party_by_name", condition=Q(trashed_at=None)
            ),
            models.Index(
                "owner",
                "kind",
                "sort_key",
                "id",
                name="party_by_owner",
                condition=Q(trashed_at=None),
            ),
            models.Index(
                "kind",
                models.F("last_touch_at").desc(nulls_last=True),
                models.F("id").desc(),
                name="party_by_touch",
                condition=Q(trashed_at=None),
            ),
            models.Index(
                "owner",
                models.F("last_touch_at").desc(nulls_last=True),
                models.F("id").desc(),
                name="party_by_owner_touch",
                condition=Q(trashed_at=None),
            ),
            models.Index(
                "owner",
                "next_step_on",
                name="party_by_next_step",
                condition=Q(trashed_at=None, next_step_on__isnull=False),
            ),
            models.Index(
                "merged_into", name="party_merged", condition=Q(merged_into__isnull=False)
            ),
            GinIndex(OpClass("custom", "jsonb_path_ops"), name="party_custom"),
            models.Index("trashed_at", name="party_trashed", condition=Q(trashed_at__isnull=False)),
            models.Index(
                "restricted_at", name="party_restricted", condition=Q(restricted_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_trashed(self) -> bool:
        """Tell whether it lies in the trash."""
        return self.trashed_at is not None

    @property
    def is_restricted(self) -> bool:
        """Tell whether it is kept only, and not worked with."""
        return self.restricted_at is not None

    @property
    def is_erased(self) -> bool:
        """Tell whether all that told who this is was erased."""
        return self.erased_at is not None

    @property
    def is_person(self) -> bool:
        """Tell whether this is a human."""
        return self.kind == Kind.PERSON

    @staticmethod
    def shared_ids(user: User, right: str) -> list[int]:
        """Return the parties shared with the user or her team, as far as the share carries this right.

        A share to read carries viewing rights; a share to change all others, except giving the record away.
        """
        mine = Q(user=user)
        if user.team_id is not None:
            mine |= Q(team_id=user.team_id)
        shares = Share.objects.filter(mine)
        if ".view_" not in right:
            if right in OWNER_ONLY:
                return []
            shares = shares.filter(can_change=True)
        return list(shares.values_list("party_id", flat=True))


class Share(Record):
    """A party is shown to a colleague or a team besides its owner, to read or also to change."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="shares")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    can_change = models.BooleanField(default=False)

    access: ClassVar[Access] = Access(via="party")
    objects: ClassVar[AccessQuerySet[Share]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, team__isnull=True)
                | Q(user__isnull=True, team__isnull=False),
                name="share_with_one",
            ),
            models.UniqueConstraint(
                fields=["party", "user", "team"], name="share_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} → {self.user_id or self.team_id}"


class ExternalRef(Record):
    """The key under which another system knows this party; each key belongs to one party."""

    system = models.CharField(max_length=50)
    key = models.CharField(max_length=200)
    party = models.ForeignKey(Party, models.CASCADE, related_name="external_refs")

    access: ClassVar[Access] = Access(via="party")
    objects: ClassVar[AccessQuerySet[ExternalRef]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "key"], name="external_ref_once")]

    def __str__(self) -> str:
        return f"{self.system}:{self.key}"
