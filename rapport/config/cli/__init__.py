"""The command `rapport`: one file per subcommand, loaded only when it is called."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from rapport import __version__
from rapport.config.cli.breakdowns import in_a_sentence
from rapport.config.env import BadSetting
from rapport.config.problem import Problem
from rapport.config.speech import gettext as _

COMMANDS = (
    "up",
    "init",
    "demo",
    "doctor",
    "user",
    "token",
    "export",
    "import",
    "backup",
    "restore",
    "bench",
)
INTERNAL = ("migrate", "web", "worker")  # the supervisor's own children


class Commands(click.Group):
    """Finds a subcommand by its file."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands for people."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load one command."""
        if name not in COMMANDS + INTERNAL:
            return None
        command: click.Command = import_module(f"{__name__}.{name}").command
        return command


@click.command(cls=Commands, help=_("Run and look after Rapport, the CRM."))
@click.version_option(__version__, prog_name="rapport")
def rapport() -> None:
    """Run and look after Rapport."""


def main() -> None:
    """Run the command; what an operator can mend is told in a sentence, not as a traceback."""
    try:
        rapport(prog_name="rapport")
    except (Problem, BadSetting) as problem:
        click.echo(f"{problem}", err=True)
        sys.exit(1)
    except Exception as error:
        sentence = in_a_sentence(error)
        if sentence is None:
            raise
        click.echo(f"{sentence}", err=True)
        sys.exit(1)
