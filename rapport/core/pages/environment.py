"""The Jinja2 environment: what templates may call, and how values read in the user's language and time zone."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from rapport.core.pages import formats
from rapport.ui.markup import GLOBALS


def environment(**options: Any) -> Environment:
    """Return the environment of every page; a name a page does not know is an error, not an empty string."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options.pop("autoescape", None)
    env = Environment(autoescape=True, **options)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(GLOBALS, url=url, static=static)
    env.filters.update(
        date=formats.date,
        time=formats.time,
        datetime=formats.datetime_,
        ago=formats.ago,
        number=formats.number,
        money=formats.money,
        percent=formats.percent,
        phone=formats.phone,
        script=formats.script,
        initials=formats.initials,
    )
    env.tests["group"] = lambda value: isinstance(
        value, list | tuple
    )  # of options; a lazy sentence is none
    return env


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a page by its name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
