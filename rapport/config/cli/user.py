"""rapport user: colleagues, from the command line; the way in when nobody can sign in any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from django.db.models import F
from django.utils import timezone

from rapport.config.cli.session import records
from rapport.config.problem import Problem
from rapport.config.speech import gettext as _

if TYPE_CHECKING:
    from rapport.core.access.models import User


class NoSuchUser(Problem):
    """There is no colleague with the address %(email)s. See them all with: rapport user list"""


class NoSuchRole(Problem):
    """There is no role %(role)s. Choose one of: %(roles)s"""


@click.group(help=_("Show, add and close the accounts of colleagues."))
def command() -> None:
    """Look after colleagues."""


@command.command("list", help=_("Show all colleagues and their roles."))
def show() -> None:
    """Show one colleague a line."""
    with records():
        from rapport.core.access.models import User

        people = User.objects.filter(is_system=False).order_by(
            F("left_at").asc(nulls_first=True), "name"
        )
        for user in people.prefetch_related("grants__role"):
            roles = ", ".join(sorted(grant.role.key for grant in user.grants.all()))
            state = _("left") if user.left_at else _("invited") if user.invited_at else ""
            click.echo(f"{user.email:<32} {user.name:<24} {roles:<24} {state}".rstrip())


@command.command(help=_("Add a colleague who can sign in at once."))
@click.argument("email")
@click.option("--name", prompt=_("Name"))
@click.option("--role", default="seller", show_default=True, help=_("The key of her role."))
@click.option(
    "--password-file",
    type=click.File(),
    help=_("A file with the password; - reads it from the input."),
)
def create(email: str, name: str, role: str, password_file: Any) -> None:
    """Invite her, and accept in her place."""
    password = secret(password_file)
    with records():
        from rapport.core.access.queries import system
        from rapport.core.company.queries import company
        from rapport.core.links.queries import token
        from rapport.core.users.actions import Place, accept_invitation, invite_user

        by, at, row = system(), timezone.now(), company()
        place = Place(team_id=None, role_ids=(role_named(role),))
        with together():
            link = invite_user(email, by=by, at=at, name=name, place=place)
            accept_invitation(
                token(link),
                by=by,
                at=at,
                name=name,
                password=password,
                language=row.language,
                timezone=row.timezone,
            )
    click.echo(_("%s can sign in.") % email)


@command.command(help=_("Give a colleague a new password; her sessions end."))
@click.argument("email")
@click.option(
    "--password-file",
    type=click.File(),
    help=_("A file with the password; - reads it from the input."),
)
def password(email: str, password_file: Any) -> None:
    """Make a link for her and use it in her place."""
    chosen = secret(password_file)
    with records():
        from rapport.core.access.queries import system
        from rapport.core.links.actions import issue_link, reset_password
        from rapport.core.links.models import Purpose
        from rapport.core.links.queries import token

        by, at = system(), timezone.now()
        with together():
            link = issue_link(colleague(email).pk, Purpose.NEW_PASSWORD, by=by, at=at)
            reset_password(token(link), by=by, at=at, password=chosen)
    click.echo(_("%s has a new password.") % email)


@command.command(help=_("Close a colleague's account and hand over what she owns."))
@click.argument("email")
@click.option(
    "--to", "heirs", multiple=True, help=_("Who gets it: the e-mail of a colleague; several share.")
)
def deactivate(email: str, heirs: tuple[str, ...]) -> None:
    """Let her go."""
    with records():
        from rapport.core.access.queries import system
        from rapport.core.leaving.actions import deactivate_user

        deactivate_user(
            colleague(email).pk,
            by=system(),
            at=timezone.now(),
            heirs=[colleague(heir).pk for heir in heirs],
        )
    click.echo(_("%s cannot sign in any more.") % email)


def together() -> Any:
    """Let two actions stand or fall together."""
    from django.db import transaction

    return transaction.atomic()


def secret(file: Any) -> str:
    """Read a password without showing it."""
    if file:
        return str(file.readline().rstrip("\n"))
    answer = click.prompt(
        _("Password (at least 10 characters)"),
        hide_input=True,
        confirmation_prompt=_("The same again"),
    )
    return str(answer)


def colleague(email: str) -> User:
    """Return the colleague with this address."""
    from rapport.core.access.models import User

    user = User.objects.filter(email__iexact=email.strip(), is_system=False).first()
    if user is None:
        raise NoSuchUser(email=email)
    return user


def role_named(key: str) -> int:
    """Return the number of a role."""
    from rapport.core.access.models import Role

    roles = dict(Role.objects.values_list("key", "pk"))
    if key not in roles:
        raise NoSuchRole(role=key, roles=", ".join(sorted(roles)))
    return roles[key]
