"""rapport up: everything, in the foreground, until Ctrl C."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import click
import psycopg

from rapport.config import env
from rapport.config.cli.session import database, parameters
from rapport.config.demo.cast import who_can_sign_in
from rapport.config.launcher.server import Server
from rapport.config.problem import Problem
from rapport.config.secrets import demo_sign_in, secret_key
from rapport.config.speech import gettext as _
from rapport.config.supervisor.listening import Listening, check, listening
from rapport.config.supervisor.prepared import Prepared
from rapport.config.supervisor.sources import Sources
from rapport.config.supervisor.tree import Stop, Watch, alone, keep_running, prepare
from rapport.core.company.setup_code import setup_code

PROGRAM = Path(__file__).parents[2]
NOBODY = "select not exists (select 1 from core_user where not is_system)"
logger = logging.getLogger(__name__)


@click.command(help=_("Start everything and keep it running until Ctrl C."))
@click.option("--demo", is_flag=True, help=_("Fill an empty database with the demo company."))
@click.option(
    "--language",
    type=click.Choice(["en", "zh-hans"]),
    default="en",
    show_default=True,
    help=_("The language in which the demo company writes."),
)
@click.option("--reload", is_flag=True, help=_("Start again when a file of the program changes."))
def command(*, demo: bool, language: str, reload: bool) -> None:
    """Start database, web server and worker, in this order, and stop them in the opposite one."""
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.WARNING)
    stop, home, place = Stop(), env.home(), listening()
    with alone(home):
        check(place)
        click.echo(_("Starting the database …"))
        with database() as server:
            fill = [["demo", "--if-empty", "--no-sign-in", "--language", language]] if demo else []
            steps = [["migrate"], *fill]
            prepared = Prepared(home, PROGRAM, parameters(server), steps)
            if not prepared.is_current():
                click.echo(_("Preparing …"))
                for step in steps:
                    prepare(step, stop)
                if not stop:
                    prepared.write()
            if not stop:
                sources = Sources(PROGRAM) if reload else None
                watch = Watch(
                    ready=lambda: _welcome(place, home, is_empty=_is_empty(parameters(server))),
                    tend_database=lambda: _tend(server),
                    must_restart=lambda: sources is not None and sources.have_changed(),
                )
                keep_running(place, stop, watch)
            click.echo(_("Stopping …"))
    click.echo(_("Stopped."))


def _tend(server: Server | None) -> None:
    try:
        if server:
            server.tend()
    except Problem as problem:
        logger.warning("%s", problem)


def _is_empty(connection: dict[str, Any]) -> bool:
    """Return whether there is nobody yet who could sign in."""
    with psycopg.connect(**connection) as database_:
        row = database_.execute(NOBODY).fetchone()
    return bool(row and row[0])


def _welcome(place: Listening, home: Path, *, is_empty: bool) -> None:
    click.echo("")
    click.echo(_("Rapport runs at %(url)s") % {"url": click.style(place.url, bold=True)})
    password = demo_sign_in(home)
    if password:
        click.echo(
            _("Sign in as %(who)s with the password %(password)s")
            % {
                "who": who_can_sign_in(),
                "password": click.style(password, bold=True),
            }
        )
    elif is_empty:
        code = setup_code(secret_key(home))
        click.echo(
            _("It asks there for the company, its first administrator and the set-up code %(code)s")
            % {"code": click.style(code, bold=True)}
        )
    click.echo(_("Stop it with Ctrl C."))
