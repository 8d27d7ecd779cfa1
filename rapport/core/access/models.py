"""Who works here, in which team, with which rights; and the filter that every read begins with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar, cast

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport import __version__
from rapport.core.access.reach import EVERYTHING, NOTHING, Reach
from rapport.core.access.rights import WIDTH, Scope
from rapport.core.assembly import listed
from rapport.core.records import Record

M = TypeVar("M", bound=models.Model)


class Team(Record):
    """A group of colleagues; teams form a tree, and a manager may reach the teams below her own."""

    name = models.CharField(max_length=100, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")

    def __str__(self) -> str:
        return self.name


def this_version() -> str:
    """Return the version that runs: to a new colleague nothing in it is news."""
    return __version__


class UserManager(BaseUserManager["User"]):
    """Makes users; everything else about them is an action."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user by her e-mail, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, Record):
    """A colleague who signs in. `left_at` is set when she leaves; her records then belong to somebody else."""

    never_logged: ClassVar[tuple[str, ...]] = ("password", "news_read")

    last_login = None  # the log of sign-ins knows; a sign-in must not raise the version of her row
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="members")
    language = models.CharField(max_length=10, default="en")
    timezone = models.CharField(max_length=50, default="UTC")
    theme = models.CharField(max_length=10, default="system")
    density = models.CharField(max_length=10, default="compact")
    news_read = models.CharField(max_length=30, blank=True, default=this_version)
    is_system = models.BooleanField(default=False)
    invited_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(models.functions.Lower("email"), name="user_email_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Tell Django whether she may sign in."""
        return self.left_at is None and not self.is_system

    # What Django's and allauth's permission checks ask for; our rights are asked by `require`.
    @property
    def is_staff(self) -> bool:
        """Nobody uses Django's admin."""
        return False

    @property
    def is_superuser(self) -> bool:
        """Nobody is above the roles."""
        return False


class Role(Record):
    """A named set of rights. A preset without own rights follows the shipped ones."""

    key = models.CharField(max_length=50, unique=True)
    name = models.CharField(max_length=100)
    rights = models.JSONField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    def scopes(self) -> dict[str, Scope]:
        """Return right → scope: the company's own choice, else the shipped preset's."""
        if self.rights is not None:
            return {name: Scope(scope) for name, scope in self.rights.items()}
        preset = listed("roles").get(self.key)
        return dict(preset.rights) if preset else {}


class Grant(Record):
    """A user holds a role."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.ForeignKey(Role, models.PROTECT, related_name="grants")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="grant_once")]


@dataclass(frozen=True)
class Access:
    """The one road by which a model is seen: its own owner, or its parent's.

    `shared` names a function `(user, right) -> ids` of rows shared with her; `via` names the foreign key to the parent.
    An empty `owner` means that the rows belong to the company: who holds the right at all reaches them all.
    """

    view: str = ""
    owner: str = "owner_id"
    via: str = ""
    shared: str = ""


class AccessQuerySet(models.QuerySet[M]):
    """A queryset that knows who may see what."""

    def visible_to(self, user: User) -> Self:
        """Keep the rows that the user may see."""
        return self.within(user, "")

    def within(self, user: User, right: str) -> Self:
        """Keep the rows over which the user holds the right (the viewing right when empty)."""
        access = cast("Access", self.model.access)  # type: ignore[attr-defined]
        if access.via:
            parent = cast(
                "type[models.Model]", self.model._meta.get_field(access.via).related_model
            )
            right = right or access.view
            if reach(user, right or viewing_right(parent)).everything:
                return self
            rows = parent._default_manager.all().within(user, right)  # type: ignore[attr-defined]
            return self.filter(**{f"{access.via}__in": rows})
        return self.filter(self._condition(user, right or access.view, access))

    def _condition(self, user: User, right: str, access: Access) -> Q:
        found = reach(user, right)
        if found.everything:
            return Q()
        if found.is_empty:
            return Q(pk__in=[])
        if not access.owner:
            return Q()
        condition = found.q(access.owner)
        if access.shared:
            ids = getattr(self.model, access.shared)(user, right)
            if ids:
                condition |= Q(pk__in=ids)
        return condition


def viewing_right(model: type[models.Model]) -> str:
    """Return the right that opens a model's rows, its parent's if it has none of its own."""
    access: Any = model.access  # type: ignore[attr-defined]
    if access.view or not access.via:
        return cast("str", access.view)
    return viewing_right(
        cast("type[models.Model]", model._meta.get_field(access.via).related_model)
    )


def scopes(user: User) -> dict[str, Scope]:
    """Return each of the user's rights with its widest scope; read once per loaded user."""
    known: dict[str, Scope] | None = user.__dict__.get("_scopes")
    if known is None:
        known, user.__dict__["_roles"] = {}, set()
        for role in Role.objects.filter(grants__user=user):
            user.__dict__["_roles"].add(role.pk)
            for right, scope in role.scopes().items():
                if right not in known or WIDTH[scope] > WIDTH[known[right]]:
                    known[right] = scope
        user.__dict__["_scopes"] = known
    return known


def role_ids(user: User) -> set[int]:
    """Return the roles that the user holds; read with her rights."""
    scopes(user)
    found: set[int] = user.__dict__["_roles"]
    return found


def narrow(user: User, rights: Collection[str]) -> None:
    """Let this loaded user act with some of her rights only, as through a token with scopes."""
    user.__dict__["_scopes"] = {
        right: scope for right, scope in scopes(user).items() if right in rights
    }


def holds(user: User, right: str) -> bool:
    """Tell whether the user holds a right at all, however far it reaches."""
    return user.is_system or (user.is_active and right in scopes(user))


def reach(user: User, right: str) -> Reach:
    """Return how far a right of the user reaches."""
    if user.is_system:
        return EVERYTHING
    if not user.is_active:
        return NOTHING
    scope = scopes(user).get(right)
    if scope is None:
        return NOTHING
    if scope == Scope.ALL:
        return EVERYTHING
    return Reach(owner_ids=_owners(user, scope))


def _owners(user: User, scope: Scope) -> frozenset[int]:
    known: dict[Scope, frozenset[int]] = user.__dict__.setdefault("_owners", {})
    if scope not in known:
        own = scope == Scope.OWN
        ids = {user.pk} if own else team_of(user, below=scope != Scope.TEAM)
        known[scope] = frozenset(ids)
    return known[scope]


def team_of(user: User, *, below: bool = True) -> set[int]:
    """Return the user and all of her team, also of the teams below it unless told otherwise."""
    if user.team_id is None:
        return {user.pk}
    teams = team_and_below(user.team_id) if below else {user.team_id}
    return {user.pk, *User.objects.filter(team_id__in=teams).values_list("pk", flat=True)}


def team_and_below(team_id: int) -> set[int]:
    """Return a team and every team under it."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in Team.objects.values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    found, waiting = {team_id}, [team_id]
    while waiting:
        for child in children.get(waiting.pop(), []):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found
