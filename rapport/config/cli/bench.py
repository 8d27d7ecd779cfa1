"""rapport bench: what Rapport costs, measured against a baseline of the same run."""

from __future__ import annotations

import subprocess
import sys

import click

from rapport.config import env
from rapport.config.bench.sizes import SIZES
from rapport.config.speech import gettext as _


@click.command(help=_("Measure. NAME is one of: %(names)s.") % {"names": ", ".join(SIZES)})
@click.argument("name", type=click.Choice(list(SIZES)))
@click.option("--size", type=click.IntRange(min=100), help=_("How many customers or rows."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def command(*, name: str, size: int | None, as_json: bool) -> None:
    """Run a bench in a database of its own, which is kept for the next run."""
    from rapport.config.bench.database import database_url

    chosen = size or SIZES[name]
    with database_url(chosen) as url:
        answer = subprocess.run(
            [
                *(sys.executable, "-m", "rapport.config.bench"),
                *(name, str(chosen), "json" if as_json else "table"),
            ],
            env=env.with_value("RAPPORT_DATABASE_URL", url),
            check=False,
        )
    sys.exit(answer.returncode)
