"""rapport doctor: what is wrong, and what to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import click
from django.utils import timezone

from rapport.config import env
from rapport.config.cli.session import records
from rapport.config.doctor.finding import Finding, Level, fail
from rapport.config.doctor.machine import look_at_machine
from rapport.config.problem import Problem
from rapport.config.speech import gettext as _

COLOURS = {Level.OK: "green", Level.WARN: "yellow", Level.FAIL: "red"}


@click.command(help=_("Say what is wrong and what to do. Changes nothing."))
def command() -> None:
    """Look at everything; the exit code is 1 when something keeps Rapport from working."""
    worst = Level.OK
    for finding in _findings():
        _show(finding)
        if finding.level is Level.FAIL or worst is Level.OK:
            worst = finding.level
    if worst is Level.OK:
        click.echo(_("All is well."))
    sys.exit(1 if worst is Level.FAIL else 0)


def _findings() -> Iterator[Finding]:
    for finding in look_at_machine():
        yield finding
        if finding.level is Level.FAIL and finding.what == _("Settings"):
            return
    if not os.access(env.home(), os.W_OK) and not env.text("RAPPORT_DATABASE_URL"):
        return
    try:
        with records():
            from rapport.config.doctor.database import look_at_database
            from rapport.config.doctor.product import look_at_build, look_at_product

            is_current = yield from look_at_database(timezone.now())
            yield from look_at_build()
            if is_current:
                yield from look_at_product(timezone.now())
    except Problem as problem:
        yield fail(_("Database"), _("not usable"), str(problem))


def _show(finding: Finding) -> None:
    mark = click.style(f"{finding.level.value:<5}", fg=COLOURS[finding.level], bold=True)
    click.echo(f"{mark} {finding.what}{': ' if finding.found else ''}{finding.found}")
    if finding.do:
        click.echo(f"      → {finding.do}")
