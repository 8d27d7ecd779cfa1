"""Moving one widget of a home page."""

from __future__ import annotations

from rapport.core.home.widgets import Place

WAYS = ("up", "down", "main", "beside", "out")


def moved(place: Place, name: str, way: str) -> Place:
    """Return the home page with one widget moved up or down, to the other column, or taken off."""
    main, beside = list(place.main), list(place.beside)
    for column in (main, beside):
        if name in column and way in {"up", "down"}:
            at = column.index(name)
            to = at + (1 if way == "down" else -1)
            if 0 <= to < len(column):
                column[at], column[to] = column[to], column[at]
    if way in {"main", "beside", "out"}:
        main = [one for one in main if one != name]
        beside = [one for one in beside if one != name]
        if way != "out":
            {"main": main, "beside": beside}[way].append(name)
    return Place(main, beside)
