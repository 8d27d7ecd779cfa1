"""Why two records look the same, in words: for each field the level of agreement, the weightiest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.customers.duplicates.columns import Floats, Levels
from rapport.customers.duplicates.comparing import Field

TURNED = "turned"
SAID: dict[str, tuple[Promise, ...]] = {
    "family": (
        _("different family name"),
        _("family name spelled alike"),
        _("family name sounds the same"),
        _("same family name"),
    ),
    "given": (
        _("different given name"),
        _("given name spelled alike"),
        _("given name sounds the same"),
        _("same given name"),
    ),
    "name": (
        _("different name"),
        _("name spelled alike"),
        _("name sounds the same"),
        _("same name"),
    ),
    "born_on": (
        _("different date of birth"),
        _("date of birth differs by a digit, or day and month"),
        _("same date of birth"),
    ),
    "phone": (_("different phone"), _("phone differs by one digit"), _("same phone")),
    "email": (_("different e-mail"), _("same e-mail")),
    "wechat": (_("different WeChat ID"), _("same WeChat ID")),
    "place": (
        _("different town"),
        _("same town"),
        _("address spelled alike"),
        _("same address"),
    ),
    "company": (_("different company"), _("same company")),
    "number": (
        _("different tax number"),
        _("tax number differs by one digit"),
        _("same tax number"),
    ),
    "domain": (_("different domain"), _("same domain")),
    "member": (_("no member in common"), _("a member in common")),
}


@dataclass(frozen=True)
class Reason:
    """What one field says: in words, and by how many bits it speaks for (or against) the two being the same."""

    field: str
    text: str
    bits: float

    @property
    def is_for(self) -> bool:
        """Tell whether it speaks for the two being the same."""
        return self.bits > 0


def noted(fields: Sequence[Field], levels: Levels, bits: Floats, *, turned: bool) -> dict[str, Any]:
    """Return what is kept of one compared pair: of each field that says something its level and its bits."""
    found: dict[str, Any] = {
        field.name: [int(level), round(float(weight), 1)]
        for field, level, weight in zip(fields, levels.tolist(), bits.tolist(), strict=True)
        if level >= 0
    }
    return found | ({TURNED: True} if turned else {})


def reasons(kept: Mapping[str, Any]) -> list[Reason]:
    """Return what was noted, in the reader's language: what speaks for it first, the weightiest of both first."""
    found = [
        Reason(name, str(SAID[name][level]), weight)
        for name, (level, weight) in ((n, v) for n, v in kept.items() if n in SAID)
        if abs(weight) >= 0.5
    ]
    if kept.get(TURNED):
        found.append(Reason(TURNED, str(_("family and given name exchanged")), 0.1))
    return sorted(found, key=lambda one: (not one.is_for, -abs(one.bits)))
