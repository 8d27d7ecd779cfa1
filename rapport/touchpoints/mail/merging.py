"""Merge fields: {{ first name }} in a text becomes the customer's. Their names are known in both languages, whatever the reader's.

{{ first name | friend }} says what is written where the customer has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.errors import Invalid

FIELD = re.compile(r"\{\{\s*([^{}|]+?)\s*(?:\|\s*([^{}]*?)\s*)?\}\}")
BRACES = re.compile(r"\{\{|\}\}")
Facts = Mapping[str, str]


class UnknownMergeField(Invalid):
    """There is no merge field “%(name)s”. These are known: %(known)s."""


class BrokenMergeField(Invalid):
    """A merge field stands between two braces on each side, such as {{ first name }}. Correct the one near “%(near)s”."""


@dataclass(frozen=True)
class MergeField:
    """One of them: its key, and its name in each language."""

    key: str
    english: str
    chinese: str
    label: str | Promise


FIELDS = [
    MergeField("given", "first name", "名", gettext_lazy("first name")),
    MergeField("family", "last name", "姓", gettext_lazy("last name")),
    MergeField("name", "full name", "姓名", gettext_lazy("full name")),
    MergeField("title", "form of address", "称谓", gettext_lazy("form of address")),
    MergeField("company", "company", "公司", gettext_lazy("company")),
    MergeField("city", "city", "城市", gettext_lazy("city")),
    MergeField("sender", "my name", "我的名字", gettext_lazy("my name")),
    MergeField("us", "our company", "我们公司", gettext_lazy("our company")),
]
BY_NAME = {name: one for one in FIELDS for name in (one.english, one.chinese)}


@dataclass(frozen=True)
class Used:
    """A merge field where it stands in a text, and what is written where the customer has none."""

    field: MergeField
    instead: str


def used(text: str) -> list[Used]:
    """Return the merge fields of a text. Errors: UnknownMergeField, BrokenMergeField."""
    found = list(_used(text))
    rest = FIELD.sub("", text)
    if broken := BRACES.search(rest):
        near = rest[max(broken.start() - 10, 0) : broken.end() + 20].strip()
        raise BrokenMergeField(near=near)
    return found


def _used(text: str) -> Iterator[Used]:
    for match in FIELD.finditer(text):
        name = " ".join(match[1].split())
        field = BY_NAME.get(name.casefold())
        if field is None:
            known = _(", ").join(str(one.label) for one in FIELDS)
            raise UnknownMergeField(name=name[:50], known=known)
        yield Used(field, match[2] or "")


def lacking(text: str, facts: Facts) -> list[MergeField]:
    """Return which merge fields of a text would stay empty."""
    return [one.field for one in _used(text) if not facts.get(one.field.key) and not one.instead]


def replaced(text: str, facts: Facts) -> list[Used]:
    """Return the merge fields in whose place something else is written, each once."""
    found = {one.field.key: one for one in _used(text) if not facts.get(one.field.key)}
    return [one for one in found.values() if one.instead]


def example(name: str) -> str:
    """Return a merge field as it is typed, kept on one line."""
    return ("{{ " + name + " }}").replace(" ", "\N{NO-BREAK SPACE}")


def merged(text: str, facts: Facts) -> str:
    """Return the text with the customer's facts in it, or with what is to be said instead."""

    def fact(match: re.Match[str]) -> str:
        key = BY_NAME[" ".join(match[1].split()).casefold()].key
        return facts.get(key) or match[2] or ""

    return FIELD.sub(fact, text)
