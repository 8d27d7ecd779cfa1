"""The Jinja2 environment: what templates may call, and how values read in the user's language and time zone."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from rapport.core.events.marks import about
from rapport.core.pages import calling, formats
from rapport.ui import columns, kept, markup, names, rows, sentences


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
    env.context_class = calling.QuickContext
    env.globals.update(
        markup.GLOBALS | rows.GLOBALS | columns.GLOBALS | kept.GLOBALS | formats.GLOBALS
    )
    env.globals.update(
        _=sentences.gettext, gettext=sentences.gettext, url=calling.url, static=static
    )
    env.filters.update(
        date=formats.date,
        month=formats.month,
        time=formats.time,
        datetime=formats.datetime_,
        ago=formats.ago,
        number=formats.number,
        money=formats.money,
        percent=formats.percent,
        phone=formats.phone,
        series=formats.series,
        colon=formats.colon,
        script=names.script,
        initials=names.initials,
        about=about,
    )
    env.tests["group"] = lambda value: isinstance(
        value, list | tuple
    )  # of options; a lazy sentence is none
    return env
