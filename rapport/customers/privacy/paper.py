"""Everything held of a person as one file: for her to read, for a program to read, and the files themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.company.queries import company
from rapport.core.erasure.telling import AT_ONCE, Kind, changes, kinds, rows, spoken
from rapport.core.files.models import File
from rapport.customers.parties.models import Party
from rapport.customers.privacy.queries import held_of

IN_MEMORY = 5_000_000
STYLE = Path(__file__).with_name("paper.css")
LINES = "\n"


def write_file(party: Party, reader: User, *, language: str, at: datetime) -> IO[bytes]:
    """Return a ZIP with `data.json`, a page to read in this language, and the files that hang on her record."""
    held = held_of(party.pk)
    target: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - sent and closed by the answer
    with ZipFile(target, "w", ZIP_DEFLATED) as pack:
        with pack.open("data.json", "w") as data:
            for piece in _as_data(party, held, at):
                data.write(piece.encode())
        with translation.override(language):
            found = kinds(held)
            page = _as_page(party, found, reader, at)
            pack.writestr(f"{_('Read me')}.html", page)
        for file in File.objects.filter(pk__in=held.get(File, [])).order_by("pk"):
            if default_storage.exists(file.path):
                with default_storage.open(file.path) as content:
                    pack.writestr(f"files/{file.pk} {file.name}", content.read())
    target.seek(0)
    return target  # type: ignore[no-any-return]


def _as_data(party: Party, held: Any, at: datetime) -> Iterator[str]:
    """Yield the JSON piece by piece: one list for each table, then what the change log keeps of these rows."""
    head = {"controller": company().name, "person": party.pk, "made_at": at}
    yield f'{{"about": {_json(head)}'
    with translation.override("en"):
        found = kinds(held)
    for kind in found:
        yield f",{LINES}{_json(kind.table)}: ["
        yield from _listed(rows(kind))
        yield "]"
    yield f',{LINES}"changes": ['
    yield from _listed(changes(held))
    yield "]}"


def _listed(values: Iterator[Any]) -> Iterator[str]:
    for number, value in enumerate(values):
        yield (f",{LINES}" if number else LINES) + _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _as_page(party: Party, found: list[Kind], reader: User, at: datetime) -> str:
    sections = [(kind, list(_spoken(kind, reader))) for kind in found]
    context = {
        "party": party,
        "company": company().name,
        "sections": sections,
        "at": at,
        "language": translation.get_language(),
    }
    page = render_to_string("customers/privacy/paper.html", context)
    return page.replace("</head>", f"<style>{_style()}</style></head>", 1)


def _spoken(kind: Kind, reader: User) -> Iterator[list[tuple[str, str]]]:
    waiting: list[dict[str, Any]] = []
    for row in rows(kind):
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            yield from spoken(kind, waiting, reader)
            waiting = []
    yield from spoken(kind, waiting, reader)


@cache
def _style() -> str:
    return STYLE.read_text("utf-8")
