"""How a record's page or form is laid out for somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.db.models import F, Q, Subquery
from django.http import HttpRequest

from rapport.core.access.models import Grant, Role, User
from rapport.core.access.queries import may, role_name
from rapport.core.assembly import listed
from rapport.core.customfields.models import Reach
from rapport.core.customfields.queries import fields_for
from rapport.core.errors import Missing
from rapport.core.pagelayouts.models import PageLayout
from rapport.core.pagelayouts.sheets import (
    Arranged,
    Arrangement,
    Field,
    Section,
    Sheet,
    settled,
    shipped,
)

RIGHT = "core.arrange_page"
TRIED = "as"  # names in an address the role whose layout is tried out, 0 is everybody


class Line(NamedTuple):
    """A field of a record in words, and the address at which it is edited in place."""

    label: object
    value: object
    edit: str = ""


class Drawn(NamedTuple):
    """A section of a record's page with its lines."""

    title: str
    columns: int
    lines: Sequence[Line]


@dataclass(frozen=True)
class Reader:
    """For whom a page is laid out; `tried` is the role as which an administrator looks at it, `is_tried` that she does."""

    user: User
    tried: Role | None = None
    is_tried: bool = False

    def may(self, right: str) -> bool:
        """Tell whether she, and the role as which she looks, hold a right."""
        seen = not right or may(self.user, right)
        return seen and (self.tried is None or not right or right in self.tried.scopes())

    @property
    def tried_name(self) -> str:
        """Return what the role is called as which she looks."""
        return role_name(self.tried) if self.tried else ""

    @property
    def query(self) -> str:
        """Return what goes on looking as that role at the parts of the page."""
        return f"?{TRIED}={self.tried.pk if self.tried else 0}" if self.is_tried else ""


def kinds() -> dict[str, Arranged]:
    """Return the kinds of records whose pages can be arranged, by name."""
    found: Sequence[Arranged] = listed("pagelayouts")
    return {one.name: one for one in found}


def sheet_of(name: str) -> tuple[Arranged, Sheet]:
    """Return a page or form, and the kind of record it is of. Errors: Missing."""
    for kind in kinds().values():
        for sheet in kind.sheets:
            if sheet.name == name:
                return kind, sheet
    raise Missing


def reader_of(request: HttpRequest, user: User) -> Reader:
    """Return who reads a page: with `?as=` an administrator tries out what a role finds. Errors: Missing."""
    raw = request.GET.get(TRIED, "")
    if not raw or not may(user, RIGHT):
        return Reader(user)
    if not raw.isascii() or not raw.isdigit() or len(raw) > 18:
        raise Missing
    return Reader(user, role_or_everybody(int(raw)), is_tried=True)


def role_or_everybody(role_id: int) -> Role | None:
    """Return a role; 0 is everybody. Errors: Missing."""
    role = Role.objects.filter(pk=role_id).first() if role_id else None
    if role_id and role is None:
        raise Missing
    return role


def fields_of(user: User, sheet: Sheet) -> list[Field]:
    """Return the fields that a page or form can show this user, declared ones first."""
    own = fields_for(user, sheet.entity).values() if sheet.entity else ()
    further = [
        Field(
            one.field.column,
            one.field.name,
            is_needed=sheet.is_form and bool(one.field.required_at),
            is_own=True,
        )
        for one in own
        if one.may_edit or not sheet.is_form
    ]
    return [*sheet.fields(), *further]


def laid_out(reader: Reader, sheet: Sheet) -> Arrangement:
    """Return how a page or form is laid out: for her first role, else for everybody, else as shipped."""
    fields = fields_of(reader.user, sheet)
    if reader.tried is not None:
        fields = [one for one in fields if _reaches(reader, sheet, one)]
    return _settled(sheet, _stored(reader, sheet), fields)


def parts_of(reader: Reader, sheet: Sheet) -> Arrangement:
    """Return the parts of a page that she may open, column by column; nothing is asked about its fields."""
    return opened(reader, sheet, _settled(sheet, _stored(reader, sheet), ()))


def opened(reader: Reader, sheet: Sheet, found: Arrangement) -> Arrangement:
    """Return a layout without the parts that she may not open."""
    open_ = {one.name for one in sheet.parts() if reader.may(one.right)}
    main, beside = ([n for n in names if n in open_] for names in (found.main, found.beside))
    return replace(found, main=main, beside=beside)


def page_of(reader: Reader, sheet: Sheet, lines: Mapping[str, Sequence[Line]]) -> dict[str, object]:
    """Return what a page needs whose parts are not loaded by themselves: the reader, the layout, its sections."""
    found = opened(reader, sheet, laid_out(reader, sheet))
    return {"reader": reader, "layout": found, "sections": drawn(found, lines)}


def drawn(found: Arrangement, lines: Mapping[str, Sequence[Line]]) -> list[Drawn]:
    """Return the sections with those lines that there are; without any a section is passed over."""
    made = [
        Drawn(
            one.name,
            one.columns,
            [line for name in one.fields for line in lines.get(name, ())],
        )
        for one in found.sections
    ]
    return [one for one in made if one.lines]


def of_role(sheet: Sheet, role: Role | None, by: User) -> Arrangement:
    """Return the layout of a role, or of everybody, for whoever arranges it; what it does not have is everybody's."""
    rows = PageLayout.objects.filter(sheet=sheet.name).filter(Q(role=role) | Q(role=None))
    row = rows.order_by(F("role").asc(nulls_last=True)).first()
    found = _settled(sheet, row, fields_of(by, sheet))
    if row is not None and row.role_id == (role.pk if role else None):
        return found
    return Arrangement(**{**vars(found), "is_own": False, "version": 0})


def arranged_for() -> dict[str, set[int]]:
    """Return by page or form the roles for which the company arranged it; 0 is everybody."""
    found: dict[str, set[int]] = {}
    for sheet, role_id in PageLayout.objects.values_list("sheet", "role_id"):
        found.setdefault(sheet, set()).add(role_id or 0)
    return found


def _stored(reader: Reader, sheet: Sheet) -> PageLayout | None:
    """Return the row that counts for her, in one query."""
    first = Grant.objects.filter(user=reader.user).order_by("pk").values("role_id")[:1]
    own = Q(role=reader.tried) if reader.is_tried else Q(role_id=Subquery(first))
    rows = PageLayout.objects.filter(sheet=sheet.name).filter(own | Q(role=None))
    return rows.order_by(F("role").asc(nulls_last=True)).first()


def _settled(sheet: Sheet, row: PageLayout | None, fields: Sequence[Field]) -> Arrangement:
    if row is None:
        return settled(sheet, shipped(sheet, fields), fields)
    sections = [Section(**one) for one in row.sections]
    kept = Arrangement(
        row.main,
        row.beside,
        row.out,
        sections,
        row.hidden,
        is_own=True,
        version=row.version,
    )
    return settled(sheet, kept, fields)


def _reaches(reader: Reader, sheet: Sheet, field: Field) -> bool:
    """Tell whether the role as which she looks sees a field."""
    if not field.is_own or reader.tried is None:
        return True
    held = fields_for(reader.user, sheet.entity)[field.name.removeprefix("custom.")]
    return held.field.reach({reader.tried.pk}) != Reach.HIDDEN
