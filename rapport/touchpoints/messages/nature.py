"""What sort of mail it is: written by a person, by a robot, to a list, or the report that a mail did not arrive. Pure functions."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage, Message

from flufl.bounce import all_failures

from rapport.touchpoints.messages.models import Nature
from rapport.touchpoints.messages.parsing import ADDRESS, IDS, Parsed, header, leaves, payload

ROBOTS = re.compile(
    r"^(no-?_?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?|notifications?|alerts?|automailer)([+._-].*)?@",
    re.IGNORECASE,
)
DAEMONS = re.compile(r"^(mailer-daemon|postmaster|mail-?daemon)@|^<>$", re.IGNORECASE)
AWAY = re.compile(
    r"^\s*(automatic reply|auto(matic)?[- ]?(re(ply|sponse))|out of (the )?office|abwesenheit|自动(回复|答复))",
    re.IGNORECASE,
)
BULK = {"bulk", "junk", "list", "auto_reply"}


@dataclass
class Bounce:
    """What a delivery report says: which addresses fail for good, which for now, why, and about which mail (RFC 3464)."""

    permanent: set[str] = field(default_factory=set)
    temporary: set[str] = field(default_factory=set)
    reason: str = ""
    about: set[str] = field(default_factory=set)


def nature_of(mail: Parsed) -> Nature:
    """Return what sort of mail it is."""
    tree = mail.tree
    if tree is None:
        return Nature.PERSONAL
    if is_report(mail):
        return Nature.BOUNCE
    automatic = header(tree, "auto-submitted").lower().partition(";")[0].strip()
    precedence = header(tree, "precedence").lower().strip()
    if (automatic and automatic != "no") or precedence == "auto_reply":
        return Nature.ROBOT
    if any(header(tree, name) for name in ("x-autoreply", "x-autorespond")) or AWAY.match(
        mail.subject
    ):
        return Nature.ROBOT
    if header(tree, "list-id") or header(tree, "list-unsubscribe") or precedence in BULK:
        return Nature.LIST
    return Nature.ROBOT if ROBOTS.match(mail.author.address) else Nature.PERSONAL


def is_report(mail: Parsed) -> bool:
    """Tell whether a mail reports that another was not delivered."""
    tree = mail.tree
    if tree is None:
        return False
    kind = tree.get_content_type()
    if kind == "multipart/report":
        return any(one.get_content_type() == "message/delivery-status" for one in leaves(tree))
    is_daemon = DAEMONS.match(mail.author.address) or header(tree, "return-path").strip() == "<>"
    automatic = header(tree, "auto-submitted").lower()
    return bool(is_daemon and "auto-replied" not in automatic and _by_text(tree).permanent)


def bounce_of(mail: Parsed) -> Bounce:
    """Return what a report says: by its machine-readable part, else by how the known mail servers word it."""
    tree = mail.tree
    if tree is None:
        return Bounce()
    found = _by_status(tree)
    if not found.permanent and not found.temporary:
        found = _by_text(tree)
    found.about = _about(tree)
    return found


def _by_status(tree: EmailMessage) -> Bounce:
    found = Bounce()
    for part in leaves(tree):
        if part.get_content_type() == "message/delivery-status":
            for block in _blocks(part):
                _note(found, block)
    return found


def _blocks(part: Message) -> list[Message]:
    inner = part.get_payload()
    return [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []


def _note(found: Bounce, block: Message) -> None:
    address = header(block, "final-recipient") or header(block, "original-recipient")
    match = ADDRESS.search(address.partition(";")[2] or address)
    action, status = header(block, "action").lower().strip(), header(block, "status").strip()
    if match is None or action in {"delivered", "relayed", "expanded"}:
        return
    is_final = action == "failed" and not status.startswith("4")
    (found.permanent if is_final else found.temporary).add(match[0].lower())
    found.reason = found.reason or " ".join(header(block, "diagnostic-code").split()) or status


def _by_text(tree: EmailMessage) -> Bounce:
    found = Bounce()
    with suppress(Exception):  # the detectors fail on some mails in ways of their own
        temporary, permanent = all_failures(tree)
        found.temporary = {_word(one) for one in temporary}
        found.permanent = {_word(one) for one in permanent}
    return found


def _word(address: bytes | str) -> str:
    text = address.decode("utf-8", "replace") if isinstance(address, bytes) else str(address)
    return text.lower()


def _about(tree: EmailMessage) -> set[str]:
    """Return the Message-IDs of the mails that a report encloses or names."""
    named = set(IDS.findall(header(tree, "in-reply-to")))
    for part in leaves(tree):
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                named |= set(IDS.findall(header(inner[0], "message-id")))
        elif kind in {"text/rfc822-headers", "text/plain"}:
            text = payload(part).decode("utf-8", "replace")
            found = re.search(r"^message-id:\s*<([^<>\s]+)>", text, re.IGNORECASE | re.MULTILINE)
            named |= {found[1]} if found else set()
    return {f"<{one}>" for one in named}
