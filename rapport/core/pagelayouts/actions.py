"""Arranging the pages and forms of records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from rapport.core.access.actions import StaleVersion, require
from rapport.core.access.models import Role, User
from rapport.core.action import action
from rapport.core.errors import Invalid, Missing
from rapport.core.events.actions import publish
from rapport.core.pagelayouts.events import PageArranged
from rapport.core.pagelayouts.models import PageLayout
from rapport.core.pagelayouts.queries import fields_of, sheet_of
from rapport.core.pagelayouts.sheets import Arrangement, Field, Section, Sheet

MOST_SECTIONS = 20
LONGEST_TITLE = 100


class UnknownPart(Invalid):
    """One of these parts or fields does not exist, or stands here twice. Load the page anew."""


class FieldIsNeeded(Invalid):
    """“%(name)s” must be filled in, so it cannot be taken off the form."""


class PartIsFixed(Invalid):
    """“%(name)s” is what the page is about, so it cannot be taken off."""


class PartIsWide(Invalid):
    """“%(name)s” needs the width of the middle."""


class TooManySections(Invalid):
    """A page holds 20 sections at most. Put some together."""


class LongTitle(Invalid):
    """The title of a section has 100 characters at most."""


@action
def arrange_page(
    sheet_name: str,
    *,
    by: User,
    at: datetime,
    role_id: int | None,
    wanted: Arrangement,
    version: int | None = None,
) -> PageLayout:
    """Say where the parts and fields of a page or form stand for a role, or for everybody. Errors: Invalid, StaleVersion."""
    require(by, "core.arrange_page")
    sheet, row = _locked(sheet_name, role_id)
    if version is not None and version != (row.version if row.pk else 0):
        raise StaleVersion(row)
    fields = fields_of(by, sheet)
    _check_parts(sheet, wanted)
    _check_fields(fields, wanted)
    kept = _with_unseen(row, {one.name for one in fields}, wanted).kept()
    for name, value in kept.items():
        setattr(row, name, value)
    row.save()
    publish(PageArranged(layout_id=row.pk, sheet=sheet.name), by=by, at=at)
    return row


@action
def reset_page(sheet_name: str, *, by: User, at: datetime, role_id: int | None) -> None:
    """Give a role the page or form of everybody again, or everybody the shipped one."""
    require(by, "core.arrange_page")
    sheet, row = _locked(sheet_name, role_id)
    if row.pk:
        publish(PageArranged(layout_id=row.pk, sheet=sheet.name), by=by, at=at)
        row.delete()


def _locked(sheet_name: str, role_id: int | None) -> tuple[Sheet, PageLayout]:
    _kind, sheet = sheet_of(sheet_name)
    if role_id is not None and not Role.objects.select_for_update().filter(pk=role_id).exists():
        raise Missing
    rows = PageLayout.objects.select_for_update().filter(sheet=sheet_name)
    rows = rows.filter(role_id=role_id) if role_id else rows.filter(role=None)
    return sheet, rows.first() or PageLayout(sheet=sheet_name, role_id=role_id)


def _check_parts(sheet: Sheet, wanted: Arrangement) -> None:
    parts = {one.name: one for one in sheet.parts()}
    _check_names([*wanted.main, *wanted.beside, *wanted.out], set(parts))
    for name in wanted.beside:
        if parts[name].is_wide:
            raise PartIsWide(name=parts[name].label)
    for name in wanted.out:
        if parts[name].is_fixed:
            raise PartIsFixed(name=parts[name].label)


def _check_fields(fields: Sequence[Field], wanted: Arrangement) -> None:
    shown = [name for one in wanted.sections for name in one.fields]
    _check_names([*shown, *wanted.hidden], {one.name for one in fields})
    for one in fields:
        if one.is_needed and one.name in wanted.hidden:
            raise FieldIsNeeded(name=one.label)
    if len(wanted.sections) > MOST_SECTIONS:
        raise TooManySections
    if any(len(str(t)) > LONGEST_TITLE for s in wanted.sections for t in (s.title, s.title_zh)):
        raise LongTitle


def _check_names(names: Sequence[str], known: set[str]) -> None:
    if len(set(names)) < len(names) or not known.issuperset(names):
        raise UnknownPart


def _with_unseen(row: PageLayout, known: set[str], wanted: Arrangement) -> Arrangement:
    """Keep where it was what is hidden from whoever arranges; a section without fields is dropped."""
    sections = [one for one in wanted.sections if one.fields]
    for number, old in enumerate(row.sections):
        unseen = [name for name in old["fields"] if name not in known]
        if unseen and sections:
            last = min(number, len(sections) - 1)
            sections[last] = replace(sections[last], fields=[*sections[last].fields, *unseen])
        elif unseen:
            sections.append(Section(**{**old, "fields": unseen}))
    hidden = [*wanted.hidden, *(name for name in row.hidden if name not in known)]
    return replace(wanted, sections=sections, hidden=hidden)
