"""What a home page is made of. The rooms declare their widgets in `widgets.py`; `config/home.py` lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise

from rapport.core.access.models import User
from rapport.core.search.commands import Command


@dataclass(frozen=True)
class Reader:
    """Who looks at her home page, when, and which day it is for her."""

    user: User
    at: datetime
    day: date


@dataclass(frozen=True, kw_only=True)
class Widget:
    """One part of a home page. `text` says what it shows, `read` finds it when its fragment is asked for.

    `page` names the page that shows all of it, or `address` is where that stands. Until the fragment is there `rows`
    lines stand in its place; it is loaded anew when one of the events named in `refresh_on` happens.
    """

    name: str
    label: str | Promise
    text: str | Promise
    icon: str
    template: str
    read: Callable[[Reader], Mapping[str, Any]]
    right: str = ""
    page: str = ""
    address: str = ""
    rows: int = 3
    refresh_on: str = ""


@dataclass(frozen=True)
class Place:
    """Which widgets stand in the middle and which at the side, by name, from the top."""

    main: Sequence[str] = ()
    beside: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Home:
    """The list of the assembly: all widgets, those made for a colleague (`own`), and where each role finds them at first."""

    widgets: Sequence[Widget]
    own: Callable[[User], Sequence[Widget]]
    roles: Mapping[str, Place]
    otherwise: Place
    verb: Command
