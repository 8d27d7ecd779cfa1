"""Looking at the product itself: assets, translations, mail, backups."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from rapport.config.backup.make import backups, has_data
from rapport.config.backup.restore import kept_database
from rapport.config.doctor.finding import Finding, fail, ok, warn
from rapport.config.speech import gettext as _
from rapport.core.company.adapters import server_in_use
from rapport.touchpoints.mail.queries import outbox
from rapport.touchpoints.mailboxes.ledger import troubles

BUILT = ("app.css", "app.js", "icons.svg")
OLD = timedelta(days=2)
SECONDS = 5
LATE = timedelta(hours=1)


def look_at_build() -> Iterator[Finding]:
    """Look at what was built."""
    yield _assets()
    yield _translations()


def look_at_product(at: datetime) -> Iterator[Finding]:
    """Look at what was set up."""
    yield from _mail()
    yield _outbox(at)
    yield _mailboxes()
    yield from _backups(at)


def _assets() -> Finding:
    built = Path(settings.ROOT) / "ui" / "static" / "built"
    missing = [name for name in BUILT if not (built / name).is_file()]
    if missing:
        return fail(
            _("Styles and scripts"),
            _("missing: %s") % ", ".join(missing),
            _("Set Rapport up again: they are built at installation."),
        )
    return ok(_("Styles and scripts"))


def _translations() -> Finding:
    missing = [
        str(path.relative_to(settings.ROOT))
        for path in Path(settings.ROOT).glob("*/locale/*/LC_MESSAGES/django.po")
        if not path.with_suffix(".mo").is_file()
    ]
    if missing:
        return fail(
            _("Translations"),
            _("not compiled: %s") % ", ".join(missing),
            _("Set Rapport up again: they are compiled at installation."),
        )
    return ok(_("Translations"))


def _mail() -> Iterator[Finding]:
    server = server_in_use()
    if server is None or "host" not in server:
        yield warn(
            _("Mail"), _("no server"), _("Without one no invitation is sent: Settings, Mail.")
        )
        return
    where = f"{server['host']}:{server['port']}"
    try:
        make = smtplib.SMTP_SSL if server["use_ssl"] else smtplib.SMTP
        with make(server["host"], server["port"], timeout=SECONDS) as connection:
            connection.noop()
    except (OSError, smtplib.SMTPException, socket.gaierror) as error:
        yield fail(
            _("Mail"),
            _("%(where)s does not answer: %(why)s") % {"where": where, "why": error},
            _("Check server and port under Settings, Mail."),
        )
    else:
        yield ok(_("Mail"), where)


def _outbox(at: datetime) -> Finding:
    what, found = _("Mails to customers"), outbox()
    parts = [
        text % count
        for text, count in (
            (_("%s wait"), found.waiting),
            (_("%s were not sent"), found.failed),
            (_("%s are uncertain"), found.uncertain),
        )
        if count
    ]
    if found.oldest is not None:
        hours = (at - found.oldest).total_seconds() / 3600
        parts.append(_("the oldest waits for %.1f hours") % hours)
    is_late = found.oldest is not None and at - found.oldest > LATE
    if found.failed or found.uncertain or is_late:
        return warn(what, ", ".join(parts), _("Look at them under Mails, and send them again."))
    return ok(what, ", ".join(parts))


def _mailboxes() -> Finding:
    what, found = _("Mailboxes"), troubles()
    parts = [
        text % count
        for text, count in (
            (_("%s cannot be read"), found.failing),
            (_("%s do not add up"), found.odd),
        )
        if count
    ]
    if parts:
        return warn(what, ", ".join(parts), _("Settings, Mailboxes says why, folder by folder."))
    return ok(what)


def _backups(at: datetime) -> Iterator[Finding]:
    what, found = _("Backups"), backups()
    if kept_database():
        yield warn(
            what,
            _("the data from before the last restore take up room"),
            _("The next restore replaces them; go back to them with: rapport restore --undo"),
        )
    if not found:
        if has_data():
            yield warn(what, _("none"), _("Make one: rapport backup. The worker makes one a day."))
        else:
            yield ok(what, _("nothing to back up yet"))
        return
    age = at - datetime.fromtimestamp(found[0].stat().st_mtime, UTC)
    said = _("%(count)s, the newest of %(hours).0f hours ago") % {
        "count": len(found),
        "hours": age.total_seconds() / 3600,
    }
    if age > OLD:
        yield warn(what, said, _("Does the worker run? It makes one a day."))
    else:
        yield ok(what, said)
