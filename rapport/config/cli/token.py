"""rapport token: access tokens for programs that work in a user's name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click
from django.utils import timezone

from rapport.config.cli.session import records
from rapport.config.problem import Problem
from rapport.config.speech import gettext as _


class Nobody(Problem):
    """Nobody here signs in with %(email)s."""


EMAIL = click.option("--user", "email", required=True, help=_("The e-mail of the token's user."))


@click.group(help=_("Make, list and revoke access tokens."))
def command() -> None:
    """Look after access tokens."""


@command.command(help=_("Make a token and print it, once."))
@EMAIL
@click.option("--name", required=True, help=_("Which program uses it."))
@click.option(
    "--days", type=click.IntRange(1, 3650), help=_("Days until it expires; never if not given.")
)
@click.option(
    "--right",
    "rights",
    multiple=True,
    help=_("A right it may use; all of the user's if none is given."),
)
def create(email: str, name: str, days: int | None, rights: tuple[str, ...]) -> None:
    """Make a token."""
    with records():
        from rapport.core.tokens.actions import create_token

        now = timezone.now()
        _token, secret = create_token(
            by=user_of(email),
            at=now,
            name=name,
            scopes_wanted=rights or None,
            expires_at=now + timedelta(days=days) if days else None,
        )
    click.echo(secret)


@command.command("list", help=_("List a user's tokens."))
@EMAIL
def list_tokens(email: str) -> None:
    """List tokens."""
    with records():
        from rapport.core.tokens.queries import tokens_of

        for token in tokens_of(user_of(email)):
            click.echo(
                f"{token.pk}\t{token.prefix}…\t{token.user.email}\t{state(token)}\t{token.name}"
            )


@command.command(help=_("End a token, by the number that the list shows."))
@EMAIL
@click.argument("token_id", type=int)
def revoke(email: str, token_id: int) -> None:
    """End a token."""
    with records():
        from rapport.core.tokens.actions import revoke_token

        token = revoke_token(token_id, by=user_of(email), at=timezone.now())
    click.echo(_("“%(name)s” was revoked and works no longer.") % {"name": token.name})


def user_of(email: str) -> Any:
    """Return the user with this e-mail, or say that there is none."""
    from rapport.core.access.models import User

    user = User.objects.filter(email__iexact=email, is_system=False, left_at=None).first()
    if user is None:
        raise Nobody(email=email)
    return user


def state(token: Any) -> str:
    """Return how a token stands, in a word or a day."""
    if token.revoked_at:
        return _("revoked")
    if not token.expires_at:
        return _("never expires")
    return _("expires on %(day)s") % {"day": f"{token.expires_at:%Y-%m-%d}"}
