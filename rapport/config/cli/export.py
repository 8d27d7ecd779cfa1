"""rapport export: a list as a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import click
from django.utils import timezone

from rapport.config.cli.session import records
from rapport.config.cli.token import user_of
from rapport.config.speech import gettext as _


@click.command(help=_("Write a list as a file, as its user may see and export it."))
@click.argument("name")
@click.option("--user", "email", required=True, help=_("In whose name, by e-mail."))
@click.option(
    "--filter", "filters", multiple=True, help=_("Such as lifecycle:is:customer; may be repeated.")
)
@click.option("--words", default="", help=_("Words to find."))
@click.option("--sort", default="", help=_("A column, with - in front for descending."))
@click.option(
    "--format",
    "kind",
    type=click.Choice(["csv", "xlsx", "jsonl", "vcf"]),
    default="csv",
    help=_("csv, xlsx (Excel), jsonl (JSON lines) or vcf (business cards)."),
)
@click.option("--excel", is_flag=True, help=_("Mark the CSV file as UTF-8 for Excel."))
@click.option(
    "--out",
    type=click.File("wb", lazy=True),
    default="-",
    help=_("The file; - writes to the output."),
)
def command(
    name: str,
    email: str,
    filters: tuple[str, ...],
    words: str,
    sort: str,
    kind: str,
    out: Any,
    *,
    excel: bool,
) -> None:
    """Export by the same action as the page."""
    with records():
        pairs = [("f", one) for one in filters] + [("q", words), ("sort", sort)]
        query = urlencode([pair for pair in pairs if pair[1]])
        rows = write(name, user_of(email), query, out, kind=kind, excel=excel)
    click.echo(_("%(n)s rows written.") % {"n": f"{rows:,}"}, err=True)


def write(name: str, user: Any, query: str, out: Any, *, kind: str, excel: bool) -> int:
    """Write the file; return the number of rows."""
    from django.db import transaction

    from rapport.core.exports.actions import export_list
    from rapport.core.exports.formats import pieces

    with transaction.atomic():
        run = export_list(
            name,
            by=user,
            at=timezone.now(),
            query=query,
            format=kind,
            for_excel=excel,
            in_background=False,
        )
    count = 0
    with out as file:
        for data, rows in pieces(run):
            file.write(data)
            count += rows
    return count
