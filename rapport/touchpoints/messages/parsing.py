"""A mail as it came over the wire, read whatever is wrong with it (RFC 5322, 2045–2049). Pure functions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from rapport.touchpoints.messages.html import to_text

ADDRESS = re.compile(r"[^\s<>;,:\"'()]+@[^\s<>;,:\"'()]+")
IDS = re.compile(r"<([^<>\s]{1,298})>")
LONGEST_TEXT, LONGEST_HTML = 500_000, 2_000_000
MOST_REFERENCES, MOST_ADDRESSES, MOST_PARTS = 50, 200, 500
ANY = policy.default.clone(utf8=True)


@dataclass(frozen=True)
class Address:
    """A name and an address, lower-cased; the address is empty where none could be read."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Part:
    """An attached file; `cid` names it where the HTML shows it."""

    name: str
    content: bytes
    cid: str = ""


@dataclass
class Parsed:
    """What a mail says. `digest` is the same for two copies of it; `defects` names what was missing or broken."""

    key: str
    digest: str
    has_id: bool = True
    references: list[str] = field(default_factory=list)
    sender: Address = Address()
    author: Address = Address()
    reply_to: Address = Address()
    to: list[Address] = field(default_factory=list)
    cc: list[Address] = field(default_factory=list)
    subject: str = ""
    written_at: datetime | None = None
    text: str = ""
    html: str = ""
    parts: list[Part] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    tree: EmailMessage | None = None


def parse(raw: bytes) -> Parsed:
    """Return what a mail says; never raises: what cannot be read is left out and named in `defects`."""
    digest = hashlib.sha256(raw).hexdigest()
    try:
        tree = message_from_bytes(raw, policy=ANY)
    except Exception:
        return Parsed(f"sha256:{digest}", digest, has_id=False, defects=["unreadable"])
    found = Parsed(f"sha256:{digest}", digest, tree=tree)
    _read_ids(found, tree)
    _read_addresses(found, tree)
    found.subject = " ".join(header(tree, "subject").split())[:300]
    _read_date(found, tree)
    _read_body(found, tree)
    if tree.defects:
        found.defects.append("malformed")
    if found.has_id:
        found.digest = _fingerprint(found)
    return found


def _fingerprint(mail: Parsed) -> str:
    """Return what two copies of a mail have in common, whatever the servers on their way wrote on them."""
    said = [mail.key, mail.author.address, mail.subject, str(mail.written_at), mail.text, mail.html]
    said += [f"{one.name}{len(one.content)}" for one in mail.parts]
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


def header(tree: Message, name: str) -> str:
    """Return a header decoded, empty when it is not there or cannot be read."""
    try:
        value = tree.get(name)
    except Exception:
        value = _raw(tree, name)
    return clean(str(value)) if value is not None else ""


def _raw(tree: Message, name: str) -> str | None:
    found = (value for key, value in tree.raw_items() if key.lower() == name)
    return next(found, None)


def headers(tree: Message, name: str) -> list[str]:
    """Return all headers of a name."""
    try:
        return [clean(str(value)) for value in tree.get_all(name, [])]
    except Exception:
        return [clean(str(value)) for value in [_raw(tree, name)] if value]


def clean(text: str) -> str:
    """Return a text that can be stored: no NUL, no halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _read_ids(found: Parsed, tree: Message) -> None:
    own = IDS.findall(header(tree, "message-id")) or _bare(header(tree, "message-id"))
    if own:
        found.key = f"<{own[0]}>"
    else:
        found.has_id = False
        found.defects.append("no_id")
    named = IDS.findall(header(tree, "references")) + IDS.findall(header(tree, "in-reply-to"))
    ids = dict.fromkeys(f"<{one}>" for one in named)
    ids.pop(found.key, None)
    found.references = list(ids)[-MOST_REFERENCES:]


def _bare(text: str) -> list[str]:
    """Return an id that somebody forgot to put between < and >."""
    text = text.strip()
    return [text] if 3 <= len(text) <= 298 and "@" in text and " " not in text else []


def _read_addresses(found: Parsed, tree: Message) -> None:
    found.author = next(iter(addresses(tree, "from")), Address())
    found.sender = next(iter(addresses(tree, "sender")), Address())
    found.reply_to = next(iter(addresses(tree, "reply-to")), Address())
    found.to, found.cc = addresses(tree, "to"), addresses(tree, "cc")
    if not found.author.address:
        found.defects.append("no_from")


def addresses(tree: Message, name: str) -> list[Address]:
    """Return the addresses of a header, each once."""
    given = headers(tree, name)
    pairs = [pair for pair in getaddresses(given) if "@" in pair[1]]
    pairs = pairs or [("", one) for one in ADDRESS.findall(" ".join(given))]
    read = {
        address.lower(): Address(" ".join(label.split())[:200], address.lower())
        for label, address in pairs[:MOST_ADDRESSES]
        if "@" in address and len(address) <= 320 and address.isprintable()
    }
    return list(read.values())


def _read_date(found: Parsed, tree: Message) -> None:
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        moment = parsedate_to_datetime(header(tree, "date"))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        found.written_at = moment.astimezone(UTC)
    if found.written_at is None:
        found.defects.append("no_date")


def _read_body(found: Parsed, tree: EmailMessage) -> None:
    texts: list[str] = []
    pages: list[str] = []
    for part in leaves(tree):
        kind, is_file = part.get_content_type(), bool(_name(part)) or _is_attached(part)
        if kind == "text/plain" and not is_file:
            texts.append(_text(part))
        elif kind == "text/html" and not is_file:
            pages.append(_text(part))
        elif kind not in {"message/delivery-status", "text/rfc822-headers"}:
            found.parts.append(_part(part, len(found.parts) + 1))
    found.html = "\n".join(pages)[:LONGEST_HTML]
    text = "\n".join(texts) if "".join(texts).strip() else to_text(found.html)
    found.text = text.replace("\r\n", "\n").strip()[:LONGEST_TEXT]


def leaves(tree: Message) -> Iterator[EmailMessage]:
    """Yield the parts that hold something; a mail within the mail is one part."""
    waiting: list[Any] = [tree]
    for _turn in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        if part.is_multipart() and part.get_content_maintype() != "message":
            waiting[:0] = part.get_payload()
        else:
            yield part


def _is_attached(part: Message) -> bool:
    return header(part, "content-disposition").lower().startswith("attachment")


def _name(part: EmailMessage) -> str:
    try:
        return clean(part.get_filename() or "")
    except Exception:
        return ""


def _text(part: EmailMessage) -> str:
    content = payload(part)
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "gb18030"):
        with suppress(LookupError, UnicodeDecodeError):
            return clean(content.decode(charset))
    return clean(content.decode("latin-1"))


def payload(part: Message) -> bytes:
    """Return the content of a part, decoded as far as it can be."""
    try:
        found = part.get_payload(decode=True)
    except Exception:
        found = None
    if isinstance(found, bytes):
        return found
    inner = part.get_payload()
    with suppress(Exception):
        if isinstance(inner, list) and inner:
            return b"\n".join(one.as_bytes() for one in inner if isinstance(one, Message))
    return str(inner or "").encode("utf-8", "replace")


def _part(part: EmailMessage, number: int) -> Part:
    kind = part.get_content_type()
    ending = {"message/rfc822": ".eml", "text/calendar": ".ics", "text/plain": ".txt"}.get(kind, "")
    name = _name(part) or f"{number}{ending}"
    return Part(name, payload(part), header(part, "content-id").strip("<> "))
