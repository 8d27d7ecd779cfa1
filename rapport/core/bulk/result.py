"""The result file: each row of a run with what became of it, and why."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.bulk.known import verb_of
from rapport.core.bulk.models import BulkRun
from rapport.core.bulk.queries import each, names
from rapport.core.exports.writing import BOM, Line, safe

AT_ONCE = 2_000


def lines(run: BulkRun, user: User) -> Iterator[str]:
    """Return the head and one line per row; a row that the reader may no longer see has no name."""
    verb, writer = verb_of(run.verb), csv.writer(Line())
    yield BOM + writer.writerow([_("Row"), _("Name"), _("Outcome"), _("Reason")])
    rows = each(run)
    while some := list(islice(rows, AT_ONCE)):
        called = names(verb, [row.id for row in some], user)
        for row in some:
            said = replace(row, stays=str(verb.stays)).said
            yield writer.writerow([row.id, safe(called.get(row.id, "")), said, safe(row.reason)])
