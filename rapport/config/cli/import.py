"""rapport import: a file's rows, by the same actions as the pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from django.utils import timezone, translation

from rapport.config.cli.session import records
from rapport.config.cli.token import user_of
from rapport.config.problem import Problem
from rapport.config.speech import gettext as _


class NotAllDone(Problem):
    """The import did not come to its end: %(failure)s"""


@click.command(help=_("Import a CSV file: people, organizations, products or orders."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", required=True, help=_("people, organizations, products or orders."))
@click.option("--user", "email", required=True, help=_("In whose name, by e-mail."))
@click.option(
    "--mapping", default="", help=_("JSON: field to column heading; guessed where left out.")
)
@click.option("--option", "options", multiple=True, help=_("Such as country=CN; may be repeated."))
@click.option("--match", default="skip", help=_("What exists already: skip, update or create."))
@click.option("--trial", is_flag=True, help=_("Count only, write nothing."))
def command(
    file: Path,
    kind: str,
    email: str,
    mapping: str,
    options: tuple[str, ...],
    match: str,
    *,
    trial: bool,
) -> None:
    """Import a file and say what became of its rows."""
    with records():
        wanted = dict(one.partition("=")[::2] for one in options)
        columns = json.loads(mapping) if mapping else {}
        run = run_to_end(
            file, kind, user_of(email), columns=columns, options=wanted, match=match, trial=trial
        )
        counts = ("read", "created", "updated", "unchanged", "skipped", "errors")
        click.echo(" · ".join(f"{name} {getattr(run, name):,}" for name in counts))
        for issue in run.issues.all()[:20]:
            click.echo(f"{issue.row}: {issue.reason}", err=True)
        if run.state != "done":
            raise NotAllDone(failure=run.failure or run.state)


def run_to_end(
    file: Path,
    kind: str,
    by: Any,
    *,
    columns: dict[str, str],
    options: dict[str, str],
    match: str,
    trial: bool,
) -> Any:
    """Take the file in, map, start and drive it, as page and worker do together."""
    from rapport.core.imports.actions import map_import, start_import
    from rapport.core.imports.driving import drive
    from rapport.core.imports.intake import take_in

    with translation.override(by.language):
        with file.open("rb") as source:
            run = take_in(source, file.name, kind=kind, by=by, at=timezone.now())
        named = {
            n: run.columns.index(heading)
            for n, heading in columns.items()
            if heading in run.columns
        }
        map_import(
            run.pk,
            by=by,
            at=timezone.now(),
            mapping=run.mapping | named,
            options=run.options | options,
            match=match,
        )
        start_import(run.pk, by=by, at=timezone.now(), is_trial=trial)
        drive(run.pk, by=by, clock=timezone.now, wait=True)
        run.refresh_from_db()
    return run
