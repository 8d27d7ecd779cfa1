"""Writing on the survivor what was chosen. A part of the verbs that merge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rapport.customers.merges.fields import CUSTOM, is_filled
from rapport.customers.parties.models import Party
from rapport.customers.parties.naming import display_name, person_sort_key, sort_key


def take_over(survivor: Party, losers: Sequence[Party], values: Mapping[str, Any]) -> list[str]:
    """Write the values that stay, by name of the field; return the columns of the party that changed."""
    part: Any = survivor.person if survivor.is_person else survivor.organization
    before = {one: dict(vars(one)) for one in (survivor, part)}
    custom = dict(survivor.custom)
    for name, value in values.items():
        if name == "name":
            part.family, part.given, survivor.latin_name = value
        elif name == "owner":
            survivor.owner_id = value
        elif name.startswith(CUSTOM):
            custom[name.removeprefix(CUSTOM)] = value
        else:
            setattr(part if hasattr(part, name) else survivor, name, value)
    survivor.custom = {key: value for key, value in custom.items() if is_filled(value)}
    _name(survivor, part)
    _follow(survivor, losers)
    return _save(survivor, before[survivor]) + _save(part, before[part])


def _name(survivor: Party, part: Any) -> None:
    """Write how the record is shown and sorted."""
    if survivor.is_person:
        survivor.display_name = display_name(part.family, part.given)
        survivor.sort_key = person_sort_key(part.family, part.given, survivor.latin_name)
    else:
        survivor.display_name = part.trade_name or part.legal_name
        survivor.sort_key = sort_key(survivor.display_name)


def _follow(survivor: Party, losers: Sequence[Party]) -> None:
    """Let last contact, next step, place and restriction be those of all of them."""
    everybody = [survivor, *losers]
    touched = [one for one in everybody if one.last_touch_at is not None]
    if touched:
        last = max(touched, key=lambda one: one.last_touch_at)  # type: ignore[arg-type,return-value]
        survivor.last_touch_at = last.last_touch_at
        survivor.last_touch_channel = last.last_touch_channel
    planned = [one for one in everybody if one.next_step]
    if planned:
        first = min(planned, key=lambda one: (one.next_step_on is None, one.next_step_on))
        survivor.next_step, survivor.next_step_on = first.next_step, first.next_step_on
    restricted = next((one for one in everybody if one.is_restricted), survivor)
    survivor.restricted_at = (
        restricted.restricted_at
    )  # whoever restricted one of them meant herself
    survivor.restriction_reason = restricted.restriction_reason
    placed = next((one for one in everybody if one.city or one.country), survivor)
    survivor.city, survivor.country = placed.city, placed.country


def _save(row: Any, before: Mapping[str, Any]) -> list[str]:
    changed = [
        one.name
        for one in row._meta.concrete_fields
        if one.name != "version" and before.get(one.attname) != getattr(row, one.attname)
    ]
    if changed:
        row.save(update_fields=changed)
    return changed
