"""Fields of the company's own, over the API: which there are, and changing them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.customfields import actions, queries
from rapport.core.customfields.entities import entities, entity_of
from rapport.core.customfields.models import CustomField, Kind, Option, Reach
from rapport.core.customfields.schemas import FieldKey
from rapport.core.errors import Missing
from rapport.core.rest.conditional import if_match
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Filled50, Filled100, Id, Input, Key, Text20, Text100, Text200

router = Router(tags=["fields"])
MANAGE = "core.manage_fields"
Role = Annotated[str, Field(pattern=r"^[0-9]{1,18}$")]


class OptionIn(Input):
    """A word to choose from: by its key one that is known, without a key a new one."""

    key: Text100 = ""
    label: Text100
    label_zh: Text100 = ""
    is_retired: bool = False


Options = Annotated[list[OptionIn], Field(max_length=2_000)]
Limits = Annotated[
    dict[Role, Reach],
    Field(max_length=200, description="Role id → what it may do, where that is less than `edit`"),
]
Stages = Annotated[list[Text20], Field(max_length=20)]
Formula = Annotated[
    str, Field(max_length=2_000, description="As on its page, such as `{Budget} * 1.2`")
]


class FieldPatch(Input):
    """What changes; what is left out stays. Key and kind stay for good; options left out are retired."""

    label: Text100 = ""
    label_zh: Text100 = ""
    hint: Text200 = ""
    back: Text100 = ""
    back_zh: Text100 = ""
    is_searched: bool = False
    required_at: Stages = []
    limits: Limits = {}
    options: Options = []
    formula: Formula = ""


class FieldIn(FieldPatch):
    """A field to add to a kind of record; without a key it gets one made from its name."""

    entity: Filled50
    label: Filled100
    kind: Kind
    key: FieldKey | None = None
    target: Text20 = ""
    is_several: bool = False


class OptionOut(Schema):
    """A word to choose from; records keep its key."""

    key: str
    label: str
    label_zh: str
    is_retired: bool


class FieldOut(Schema):
    """A field; records tell its values under `key`. `holds` is its kind, or what its formula makes; `limits` are told to who manages fields."""

    id: int
    entity: str
    key: str
    kind: str
    holds: str
    label: str
    label_zh: str
    hint: str
    position: int
    is_searched: bool
    required_at: list[str]
    options: list[OptionOut]
    limits: dict[str, str]
    target: str
    is_several: bool
    back: str
    back_zh: str
    formula: str
    may_edit: bool
    removed_at: datetime | None


class OrderIn(Input):
    """The fields of a kind of record in the order wanted; those left out follow."""

    entity: Filled50
    field_ids: Annotated[list[Key], Field(max_length=200)]


PLAIN = [n for n in FieldOut.model_fields if n not in {"options", "limits", "formula", "may_edit"}]


def _told(user: User, field: CustomField) -> FieldOut:
    held = queries.fields_for(user, field.entity).get(field.key)
    if held is not None and held.field.pk == field.pk:
        field = held.field  # with what its formula was compiled to
    values: dict[str, Any] = {name: getattr(field, name) for name in PLAIN}
    return FieldOut(
        **values,
        options=[OptionOut(**one._asdict()) for one in field.choices.values()],
        limits=field.limits if may(user, MANAGE) else {},
        formula=queries.formula_in_words(field) if field.kind == Kind.FORMULA else "",
        may_edit=held is not None and held.may_edit,
    )


def _find(user: User, field_id: int) -> CustomField:
    """Return a field that exists for this user, a removed one for who manages fields. Errors: Missing."""
    field = queries.field_of(field_id)
    is_hers = field.removed_at is None and field.key in queries.fields_for(user, field.entity)
    if not (is_hers or may(user, MANAGE)):
        raise Missing
    return field


def _changes(payload: FieldPatch, **how: Any) -> dict[str, Any]:
    changes = payload.model_dump(**how)
    if "options" in changes:
        changes["options"] = [Option(**one.model_dump()) for one in payload.options]
    return changes


FIELD = Resource(router, "/fields/{field_id}", FieldOut, _find, _told)


@router.get("/fields", response=list[FieldOut], summary="List fields of the company's own")
def list_fields(request: HttpRequest, entity: Text20 = "", removed: bool = False) -> list[FieldOut]:  # noqa: FBT001, FBT002 - a parameter of the address
    """List the fields that exist for you, of one kind of record or of all; removed ones for who manages fields."""
    user = caller(request)
    names = [entity_of(entity).name] if entity else list(entities())
    found: list[CustomField] = []
    for name in names:
        if removed:
            found += queries.removed(name) if may(user, MANAGE) else []
        else:
            found += [one.field for one in queries.fields_for(user, name).values()]
    return [_told(user, field) for field in found]


@router.post("/fields/order", response={204: None}, summary="Put fields in order")
def post_order(request: HttpRequest, payload: OrderIn) -> None:
    """Put the fields of a kind of record in order."""
    actions.order_fields(payload.entity, payload.field_ids, by=caller(request), at=timezone.now())


@FIELD.post("/fields", "Add a field")
def post_field(request: HttpRequest, payload: FieldIn) -> CustomField:
    """Add a field to a kind of record."""
    values = _changes(payload, exclude={"entity", "key"})
    return actions.add_field(
        payload.entity, by=caller(request), at=timezone.now(), key=payload.key or "", **values
    )


@FIELD.get("Read a field")
def get_field(request: HttpRequest, field_id: Id) -> None:
    """Read one field."""


@FIELD.patch("Change a field")
def patch_field(request: HttpRequest, field_id: Id, payload: FieldPatch) -> None:
    """Change what a field is called, offers or demands, its formula, and who may see it."""
    actions.edit_field(
        field_id,
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
        changes=_changes(payload, exclude_unset=True),
    )


@FIELD.verb("remove", "Remove a field")
def post_remove(request: HttpRequest, field_id: Id) -> None:
    """Remove a field; its values are kept until it is deleted for good."""
    actions.remove_field(field_id, by=caller(request), at=timezone.now())


@FIELD.verb("restore", "Restore a field")
def post_restore(request: HttpRequest, field_id: Id) -> None:
    """Bring a removed field back, with its values."""
    actions.restore_field(field_id, by=caller(request), at=timezone.now())


@router.delete("/fields/{field_id}", response={204: None}, summary="Delete a field for good")
def delete_field(request: HttpRequest, field_id: Id) -> None:
    """Delete a removed field with all its values; this cannot be undone."""
    actions.purge_field(field_id, by=caller(request), at=timezone.now())
