"""rapport demo: an empty database is filled with the demo company."""

from __future__ import annotations

import time
from datetime import date, datetime

import click
from django.utils import timezone

from rapport.config import env
from rapport.config.cli.session import records
from rapport.config.demo.cast import who_can_sign_in
from rapport.config.secrets import demo_password
from rapport.config.speech import gettext as _


@click.command(help=_("Fill an empty database with the demo company Haina."))
@click.option(
    "--customers",
    default=5_000,
    show_default=True,
    type=click.IntRange(100, 5_000_000),
    help=_("How many people."),
)
@click.option(
    "--seed", default=1, show_default=True, help=_("Another number gives other customers.")
)
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help=_("The day on which the story ends; today if not given."),
)
@click.option(
    "--language",
    type=click.Choice(["en", "zh-hans"]),
    default="en",
    show_default=True,
    help=_("The language in which the colleagues write."),
)
@click.option("--if-empty", is_flag=True, help=_("Do nothing when there are customers already."))
@click.option("--no-sign-in", is_flag=True, hidden=True)  # rapport up tells it, at each start
def command(
    *,
    customers: int,
    seed: int,
    until: datetime | None,
    language: str,
    if_empty: bool,
    no_sign_in: bool,
) -> None:
    """Found Haina, and tell who can sign in."""
    with records():
        from rapport.config.demo.found import Wanted, found_haina, is_empty
        from rapport.config.demo.papers import write_papers

        if if_empty and not is_empty():
            return
        click.echo(_("Inventing the demo company …"))
        start, rows = time.monotonic(), 0

        def count(_table: str, more: int) -> None:
            nonlocal rows
            rows += more

        home = env.home()
        day: date = until.date() if until else timezone.localdate()
        wanted = Wanted(customers, seed, day, language, demo_password(home))
        write_papers(found_haina(wanted, count), home / "demo")
        values = {
            "rows": f"{rows:,}",
            "customers": f"{customers:,}",
            "seconds": f"{time.monotonic() - start:.1f}",
        }
        click.echo(_("%(customers)s customers, %(rows)s rows in %(seconds)s seconds.") % values)
        if not no_sign_in:
            click.echo(
                _("Sign in as %(who)s with the password %(password)s")
                % {"who": who_can_sign_in(), "password": wanted.password}
            )
