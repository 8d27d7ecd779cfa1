"""rapport import: a file's rows, by the same actions as the pages."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from django.utils import timezone, translation

from rapport.config.cli.session import records
from rapport.config.cli.token import user_of
from rapport.config.problem import Problem
from rapport.config.speech import gettext as _

SHOWN = 20


class NotAllDone(Problem):
    """The import did not come to its end: %(failure)s"""


class NotAMapping(Problem):
    """The mapping is not JSON of fields and headings, such as {"sku": "Stock code"}."""


class NoSuchColumn(Problem):
    """The file has no column “%(heading)s”. It has: %(columns)s."""


class NoSuchField(Problem):
    """%(kind)s have no field “%(name)s”. They have: %(fields)s."""


class NoSuchOption(Problem):
    """There is no option “%(name)s” here. There are: %(options)s."""


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
@click.option(
    "--errors",
    type=click.File("w", encoding="utf-8", lazy=True),
    help=_("Where the rows that could not be used are written, with their reasons."),
)
def command(
    file: Path,
    kind: str,
    email: str,
    mapping: str,
    options: tuple[str, ...],
    match: str,
    *,
    trial: bool,
    errors: Any,
) -> None:
    """Import a file and say what became of its rows."""
    with records():
        wanted = dict(one.partition("=")[::2] for one in options)
        run = run_to_end(
            file,
            kind,
            user_of(email),
            columns=mapping_in(mapping),
            options=wanted,
            match=match,
            trial=trial,
        )
        tell(run, errors)
        if run.state != "done":
            raise NotAllDone(failure=run.failure or run.get_state_display())


def mapping_in(text: str) -> dict[str, str]:
    """Return field → heading as it was given. Errors: NotAMapping."""
    try:
        found = json.loads(text or "{}")
    except ValueError as error:
        raise NotAMapping from error
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise NotAMapping
    return found


def tell(run: Any, errors: Any) -> None:
    """Say what became of the rows, and write those that could not be used where they are wanted."""
    from rapport.core.imports.errors_file import lines

    counts = ("read", "created", "updated", "unchanged", "skipped", "errors")
    click.echo(
        _(
            "%(read)s read · %(created)s created · %(updated)s updated · %(unchanged)s unchanged ·"
            " %(skipped)s skipped · %(errors)s with errors"
        )
        % {name: f"{getattr(run, name):,}" for name in counts}
    )
    for issue in run.issues.order_by("row")[:SHOWN]:
        click.echo(f"{issue.row}: {issue.reason}", err=True)
    if errors and run.errors:
        for line in lines(run):
            errors.write(line)
        click.echo(_("The rows with errors are in %(file)s.") % {"file": errors.name}, err=True)


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
    """Take the file in, map, start and drive it, as page and worker do together; when it is refused, nothing stays."""
    from django.db import transaction

    from rapport.core.imports.actions import map_import, start_import
    from rapport.core.imports.driving import drive
    from rapport.core.imports.intake import kept_if_done, take_in

    with translation.override(by.language):
        with transaction.atomic(), ExitStack() as stack:
            with file.open("rb") as source:
                run = take_in(source, file.name, kind=kind, by=by, at=timezone.now())
            stack.enter_context(kept_if_done(run.file))
            map_import(
                run.pk,
                by=by,
                at=timezone.now(),
                mapping=run.mapping | named(run, columns, options),
                options=run.options | options,
                match=match,
            )
            start_import(run.pk, by=by, at=timezone.now(), is_trial=trial)
        drive(run.pk, by=by, clock=timezone.now, wait=True)
        run.refresh_from_db()
    return run


def named(run: Any, columns: dict[str, str], options: dict[str, str]) -> dict[str, int]:
    """Return field → place of its column. Errors: NoSuchField, NoSuchColumn, NoSuchOption."""
    from rapport.core.imports.cells import Reading
    from rapport.core.imports.kinds import kind_of

    kind = kind_of(run.kind, run.writes_as)
    known = sorted({*Reading.__dataclass_fields__, *(one.name for one in kind.questions())})
    for name in options:
        if name not in known:
            raise NoSuchOption(name=name, options=", ".join(known))
    for name, heading in columns.items():
        if kind.field(name) is None:
            fields = ", ".join(one.name for one in kind.fields)
            raise NoSuchField(kind=kind.label, name=name, fields=fields)
        if heading not in run.columns:
            raise NoSuchColumn(heading=heading, columns=", ".join(run.columns))
    return {name: run.columns.index(heading) for name, heading in columns.items()}
