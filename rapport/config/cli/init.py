"""rapport init: the company and its first administrator, for those who want no demo."""

from __future__ import annotations

from typing import Any

import click
from django.core.management import call_command
from django.utils import timezone

from rapport.config.cli.session import records
from rapport.config.speech import gettext as _, language

JANUARY = 1
QUESTIONS = {  # option → question; asked in this order for what no option gives
    "company": _("Company"),
    "currency": _("Base currency (such as EUR, USD, CNY)"),
    "fiscal_year": _("Month in which the fiscal year begins (1 to 12)"),
    "lang": _("Language (en or zh-hans)"),
    "zone": _("Time zone (such as Europe/Berlin, Asia/Shanghai)"),
    "name": _("Your name"),
    "email": _("Your e-mail"),
    "password": _("Password (at least 10 characters)"),
}


def usual() -> dict[str, Any]:
    """Return what is usual where the terminal's language is spoken."""
    if language() == "zh-hans":
        return {
            "currency": "CNY",
            "lang": "zh-hans",
            "zone": "Asia/Shanghai",
            "fiscal_year": JANUARY,
        }
    return {"currency": "EUR", "lang": "en", "zone": "UTC", "fiscal_year": JANUARY}


@click.command(
    help=_("Set up the company and its first administrator; asks for what no option gives.")
)
@click.option("--company", help=QUESTIONS["company"])
@click.option("--currency", help=QUESTIONS["currency"])
@click.option("--fiscal-year", type=click.IntRange(1, 12), help=QUESTIONS["fiscal_year"])
@click.option("--lang", type=click.Choice(["en", "zh-hans"]), help=QUESTIONS["lang"])
@click.option("--zone", help=QUESTIONS["zone"])
@click.option("--name", help=QUESTIONS["name"])
@click.option("--email", help=QUESTIONS["email"])
@click.option(
    "--password-file",
    type=click.File(),
    help=_("A file with the password; - reads it from the input."),
)
@click.option("--mail", help=_("Mail server, such as smtp://user:password@mail.example.com:587"))
@click.option("--sender", default="", help=_("The address from which mail is sent."))
def command(password_file: Any, mail: str | None, sender: str, **given: Any) -> None:
    """Found the company by the same action as the page at the first start."""
    given["password"] = password_file.readline().rstrip("\n") if password_file else None
    with records():
        call_command("migrate", interactive=False, verbosity=0)
        refuse_second_time()
        answers = {name: given.get(name) or ask(name) for name in QUESTIONS}
        found(answers, mail, sender)
    click.echo(
        _("%(company)s is set up. Start Rapport with “rapport up” and sign in as %(email)s.")
        % answers
    )


def refuse_second_time() -> None:
    """Say it before asking eight questions."""
    from rapport.core.company.actions import AlreadyFounded
    from rapport.core.company.queries import is_founded

    if is_founded():
        raise AlreadyFounded


def ask(name: str) -> Any:
    """Ask on the terminal."""
    secret = name == "password"
    kind = click.IntRange(1, 12) if name == "fiscal_year" else str
    return click.prompt(
        QUESTIONS[name],
        default=usual().get(name),
        type=kind,
        hide_input=secret,
        confirmation_prompt=_("The same again") if secret else False,
    )


def found(answers: dict[str, Any], mail: str | None, sender: str) -> None:
    """Call the action."""
    from rapport.core.access.queries import system
    from rapport.core.company.actions import Administrator, found_company

    found_company(
        by=system(),
        at=timezone.now(),
        name=answers["company"],
        base_currency=answers["currency"].upper(),
        fiscal_year_start=answers["fiscal_year"],
        language=answers["lang"],
        timezone=answers["zone"],
        administrator=Administrator(
            name=answers["name"], email=answers["email"], password=answers["password"]
        ),
        mail=mail_server(mail, sender) if mail else None,
    )


def mail_server(url: str, sender: str) -> Any:
    """Return the mail server that an address names."""
    from rapport.core.company.actions import MailServer
    from rapport.core.company.adapters import from_url

    parts = from_url(url)
    security = "starttls" if parts["use_tls"] else "tls" if parts["use_ssl"] else "none"
    return MailServer(
        mail_host=parts["host"],
        mail_port=parts["port"],
        mail_security=security,
        mail_user=parts["username"],
        mail_password=parts["password"],
        sender=sender or parts["username"],
    )
