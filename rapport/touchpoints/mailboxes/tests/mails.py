"""Mails as they arrive, written by hand."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any


def raw(
    subject: str = "Your sea view",
    body: str = "Is it free in May?",
    *,
    sender: str = "王伟 <wang.wei@example.com>",
    to: str = "Alice <alice@haina.example>",
    key: str = "<1@example.com>",
    html: str = "",
    files: Any = (),
    **headers: str,
) -> bytes:
    """Return a mail as bytes; headers by keyword, with _ for -."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = headers.pop("Date", "Thu, 17 Sep 2026 08:00:00 +0000")
    if key:
        mail["Message-ID"] = key
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    if html:
        mail.add_alternative(html, subtype="html")
    for name, content, kind in files:
        major, minor = kind.split("/")
        mail.add_attachment(content, maintype=major, subtype=minor, filename=name)
    return mail.as_bytes()
