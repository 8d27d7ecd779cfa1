"""Marks: a page knows its own record's, and learns nothing of the others'."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rapport.core.events import marks
from rapport.core.events.marks import about, mark


def test_events_are_narrowed_to_one_record() -> None:
    ours = mark("party", 7)
    assert about("NoteWritten, Undone", 7) == f"NoteWritten|Undone party:{ours}"
    assert about("Undone", 7, 8) == f"Undone party:{ours}|{mark('party', 8)}"
    assert mark("party", 8) != ours != mark("by", 7)


def test_tomorrow_it_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    days = iter([datetime(2026, 9, 17, tzinfo=UTC), datetime(2026, 9, 18, tzinfo=UTC)])
    monkeypatch.setattr(marks.timezone, "now", lambda: next(days))
    today, tomorrow = mark("party", 7), mark("party", 7)
    assert (today[:7], tomorrow[:7]) == ("260917.", "260918.")
    assert today[7:] != tomorrow[7:]
