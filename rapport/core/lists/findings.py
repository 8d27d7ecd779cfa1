"""A chart in words: its finding as a sentence, its groups by name, its figures as they read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _, pgettext

from rapport.core.access.models import User
from rapport.core.company.queries import company
from rapport.core.lists.charting import SHAPES, STEPS, Asked, named
from rapport.core.lists.charts import Figures, Group
from rapport.core.lists.columns import Kind
from rapport.core.pages import formats

SLICES = 6  # of a pie that can still be read


@dataclass(frozen=True)
class Bar:
    """A group in words: its name, its value, how that reads at a glance and in full, its share, the address of its rows."""

    label: str
    value: float
    text: str
    full: str
    share: str
    query: str
    is_rest: bool


@dataclass(frozen=True)
class Finding:
    """A chart as it is shown; `led` is the place of the bar that the title speaks of, -1 for none."""

    bars: list[Bar]
    title: str
    measure: str
    total: str
    full: str
    shape: str
    shapes: list[str]
    led: int

    def plain(self) -> dict[str, Any]:
        """Return what the script draws."""
        bars = [[one.label, one.value, one.text, one.is_rest] for one in self.bars]
        return {"shape": self.shape, "led": self.led, "bars": bars}


def finding(asked: Asked, found: Figures, user: User) -> Finding:
    """Return a chart in words."""
    base = company().base_currency
    names = {str(key): label for key, label in asked.by.choices_for(user)}

    def text(value: float, *, in_full: bool = False) -> str:
        figure = _figure(asked, value, base, in_full=in_full and not found.sample)
        return ("≈ " if found.sample else "") + figure

    is_part = asked.figure != "average" and not asked.by.spread and found.total > 0
    bars = [
        Bar(
            _label(asked, one, names),
            one.value,
            text(one.value),
            text(one.value, in_full=True),
            formats.percent(one.value / found.total, 1) if is_part else "",
            one.query,
            one.is_rest,
        )
        for one in found.groups
    ]
    shapes = _shapes(asked, bars)
    led = _led(bars, found)
    return Finding(
        bars=bars,
        title=_title(asked, bars, led, text(found.total)),
        measure=_measure(asked),
        total=text(found.total),
        full=text(found.total, in_full=True),
        shape=asked.shape if asked.shape in shapes else "bar",
        shapes=shapes,
        led=led,
    )


def _led(bars: list[Bar], found: Figures) -> int:
    """Return the place of the group that leads; none where nothing does."""
    counted = [n for n, one in enumerate(found.groups) if one.key != "…" and bars[n].value > 0]
    return max(counted, key=lambda n: bars[n].value, default=-1)


def _shapes(asked: Asked, bars: list[Bar]) -> list[str]:
    """Return how it can be drawn honestly: a line only over time, a pie only of the few parts of one whole."""
    is_whole = all(one.share and one.value >= 0 for one in bars)
    fits = {"bar": True, "line": asked.is_time}
    fits["pie"] = is_whole and not asked.is_time and 1 < len(bars) <= SLICES
    return [one for one in SHAPES if fits[one]]


def _title(asked: Asked, bars: list[Bar], led: int, total: str) -> str:
    if led < 0:
        return _("There is nothing to count here.")
    best = bars[led]
    words = {"name": best.label, "part": best.text, "total": total, "column": asked.by.label}
    if best.label == _nothing() and asked.figure == "count":
        return _("Most have nothing in “%(column)s”: %(part)s of %(total)s.") % words
    if sum(1 for one in bars if one.value == best.value and not one.is_rest) > 1:
        return _("Several lead with %(part)s each, %(name)s among them.") % words
    if asked.figure == "average":
        return _("%(name)s has the highest average: %(part)s; over all it is %(total)s.") % words
    if asked.figure == "sum":
        return _("%(name)s has the largest sum: %(part)s of %(total)s.") % words
    return _("%(name)s has the most: %(part)s of %(total)s.") % words


def _measure(asked: Asked) -> str:
    words = {"what": _("Number of records"), "column": asked.by.label}
    if asked.measured is not None:
        words["what"] = named(asked.measured, asked.figure)
    if not asked.per:
        return _("%(what)s, by %(column)s") % words
    return _("%(what)s, by %(column)s, %(per)s") % (words | {"per": STEPS[asked.per]})


def _label(asked: Asked, one: Group, names: dict[str, Any]) -> str:
    if one.day is not None:
        return _step(asked, one)
    if one.is_rest and one.key:
        return _("All others")
    if asked.by.kind is Kind.BOOL and one.key:
        return _("yes") if one.key == "yes" else _("no")
    return str(names.get(str(one.key), one.key)) if one.key else _nothing()


def _step(asked: Asked, one: Group) -> str:
    assert one.day is not None
    if asked.per == "day":
        return formats.date(one.day)
    if asked.per == "week":
        return _("Week of %(day)s") % {"day": formats.date(one.day)}
    return formats.span(one.day, asked.per)


def _nothing() -> str:
    return pgettext("section of a list", "Empty")


def _figure(asked: Asked, value: float, base: str, *, in_full: bool) -> str:
    if asked.measured is None:
        return formats.number(round(value))
    if asked.measured.kind is Kind.MONEY:
        write = formats.money if in_full else formats.money_short
        return write(Decimal(value).quantize(Decimal("0.01")), base)
    return formats.figure(round(Decimal(value), 2))
