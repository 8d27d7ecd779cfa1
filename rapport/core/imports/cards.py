"""Business cards as phones and mail programs write them: vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350)."""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapport.core.imports.encodings import mended

LONGEST = 32 * 1024 * 1024  # bytes of a card
UNESCAPED = re.compile(r"\\([,;:\\nN])")
LABEL = re.compile(r"_\$!<(.*)>!\$_")
PARAMETER = re.compile(r';\s*([^=;":]*)(?:=((?:"[^"]*"|[^";:])*))?')
BARE = {"QUOTED-PRINTABLE": "ENCODING", "BASE64": "ENCODING", "B": "ENCODING"}
PICTURES = {b"\xff\xd8\xff": "jpeg", b"\x89PNG": "png", b"GIF8": "gif", b"RIFF": "webp"}


@dataclass
class Property:
    """A line of a card: its name, what kind it is of, and the value as it is written."""

    name: str
    value: str
    group: str = ""
    parameters: dict[str, list[str]] = field(default_factory=dict)

    @property
    def types(self) -> set[str]:
        """Return work, home, cell, fax and the like, in small letters."""
        return {one.casefold() for one in self.parameters.get("TYPE", [])}

    @property
    def is_preferred(self) -> bool:
        """Tell whether the card prefers it to others of its name."""
        return "pref" in self.types or self.parameters.get("PREF") == ["1"]

    @property
    def text(self) -> str:
        """Return the value without the marks of the format."""
        return _plain(self.value)

    @property
    def parts(self) -> list[str]:
        """Return the parts of a name or an address, which stand between semicolons."""
        return [_plain(part) for part in re.split(r"(?<!\\);", self.value)]

    @property
    def picture(self) -> str:
        """Return a picture that the card holds as a data: address; nothing for one that lies elsewhere."""
        packed = self.value
        if packed[:5].casefold() == "data:":
            packed = packed.partition(",")[2]
        elif not {one.casefold() for one in self.parameters.get("ENCODING", [])} & {"b", "base64"}:
            return ""
        packed = re.sub(r"\s+", "", packed)
        try:
            head = base64.b64decode(packed[:16], validate=True)
            base64.b64decode(packed, validate=True)
        except (binascii.Error, ValueError):
            return ""
        sort = next((sort for mark, sort in PICTURES.items() if head.startswith(mark)), "")
        return f"data:image/{sort};base64,{packed}" if sort else ""


@dataclass
class Card:
    """A card; `is_whole` is False where the file ends, or grows over all measure, before the card does."""

    properties: list[Property] = field(default_factory=list)
    is_whole: bool = False

    def all(self, name: str) -> list[Property]:
        """Return the properties of a name, the preferred ones first."""
        found = [one for one in self.properties if one.name == name]
        return sorted(found, key=lambda one: not one.is_preferred)

    def text(self, name: str) -> str:
        """Return the text of a property, or nothing."""
        return next((one.text for one in self.all(name)), "")

    def parts(self, name: str, count: int) -> list[str]:
        """Return so many parts of a property, empty ones where it has fewer."""
        first = next((one.parts for one in self.all(name)), [])
        return [*first, *[""] * count][:count]


def cards(lines: Iterable[bytes]) -> Iterator[Card]:
    """Yield the cards of a file, holding one at a time; a card inside a card is left out."""
    card, depth, size = Card(), 0, 0
    for line in _unfolded(lines):
        mark = line.strip().upper()
        if mark == b"BEGIN:VCARD":
            depth += 1
            if depth == 1:
                card, size = Card(), 0
        elif mark == b"END:VCARD" and depth:
            depth -= 1
            if depth == 0:
                card.is_whole = size <= LONGEST
                _label(card)
                yield card
        elif depth == 1:
            size += len(line)
            if size <= LONGEST and (one := _property(line)):
                card.properties.append(one)
    if depth:
        yield card


def _unfolded(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield whole lines: the next one belongs to a line when it begins with a space, or the line ends in = as quoted-printable does."""
    parts: list[bytes] = []
    size, is_quoted = 0, False
    for raw in lines:
        line = raw.rstrip(b"\r\n")
        is_soft = is_quoted and parts[-1].endswith(b"=")
        if parts and (line[:1] in (b" ", b"\t") or is_soft):
            size += len(line)
            if size <= LONGEST:
                parts[-1:] = [parts[-1][:-1], line] if is_soft else [parts[-1], line[1:]]
            continue
        if parts:
            yield b"".join(parts)
        parts, size = [line], len(line)
        is_quoted = b"QUOTED-PRINTABLE" in line.partition(b":")[0].upper()
    if parts:
        yield b"".join(parts)


def _property(line: bytes) -> Property | None:
    head, value = _split(line)
    if not head:
        return None
    text = mended(head)
    whole, _semicolon, rest = text.partition(";")
    group, _dot, name = whole.rpartition(".")
    found = Property(name.strip().upper(), "", group.strip().casefold())
    for key, values in PARAMETER.findall(f";{rest}" if rest else ""):
        known = key.strip().upper()
        if values:
            plain = values.replace('"', "").split(",")
            found.parameters.setdefault(known, []).extend(one.strip() for one in plain)
        elif known:
            found.parameters.setdefault(BARE.get(known, "TYPE"), []).append(known)
    found.value = _decoded(value, found.parameters).strip()
    return found


def _split(line: bytes) -> tuple[bytes, bytes]:
    """Return what stands before and after the first colon outside quotation marks."""
    quoted = False
    for place in re.finditer(rb'[":]', line[:4096]):
        if place[0] == b'"':
            quoted = not quoted
        elif not quoted:
            return line[: place.start()], line[place.end() :]
    return b"", b""


def _decoded(value: bytes, parameters: dict[str, list[str]]) -> str:
    if "QUOTED-PRINTABLE" in map(str.upper, parameters.get("ENCODING", [])):
        value = quopri.decodestring(value)
    charset = next(iter(parameters.get("CHARSET", [])), "utf-8")
    try:
        codec = codecs.lookup(charset)
        text = value.decode(codec.name) if codec._is_text_encoding else mended(value)
    except (LookupError, UnicodeError, ValueError):
        text = mended(value)
    return text.replace("\0", "")


def _label(card: Card) -> None:
    """Add to each property of a group what its owner called it, as phones of Apple keep it in a line of its own."""
    labels = {one.group: one.text for one in card.properties if one.name == "X-ABLABEL"}
    for one in card.properties:
        if one.group in labels and one.name != "X-ABLABEL":
            name = LABEL.sub(r"\1", labels[one.group])
            one.parameters.setdefault("TYPE", []).append(name)


def _plain(value: str) -> str:
    return UNESCAPED.sub(lambda one: "\n" if one[1] in "nN" else one[1], value).strip()
