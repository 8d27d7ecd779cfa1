"""Reading a business card as phones share it: vCard 2.1 to 4.0 (RFC 6350). Only what a new person is asked for."""

from __future__ import annotations

import quopri
import re

LONGEST = 100_000
FIELDS = {"TEL": "phone", "EMAIL": "email", "TITLE": "title", "X-WECHAT": "wechat"}
MOST = {"phone": 100, "email": 254, "title": 100, "wechat": 50}
ESCAPED = re.compile(r"\\([,;:\\nN])")


def is_card(text: str) -> bool:
    """Tell whether a text is a business card."""
    return text.lstrip("\ufeff \r\n")[:11].upper() == "BEGIN:VCARD"


def read_card(text: str) -> dict[str, str]:
    """Return the first card's name, number, address, company and title; what it does not say is left out."""
    found: dict[str, str] = {}
    for name, parameters, value in _lines(text[:LONGEST].replace("\0", "")):
        if name == "END":
            break
        if name == "N" and not found.keys() & {"family", "given"}:
            family, given = [*_parts(value), "", ""][:2]
            found |= {"family": family[:100], "given": given[:100]}
        elif name == "FN":
            found["name"] = _plain(value)[:200]
        elif name == "ORG" and "company" not in found:
            found["company"] = _parts(value)[0][:200]
        elif name in FIELDS:
            kind = FIELDS[name]
            plain = _plain(value).removeprefix("tel:").removeprefix("mailto:")
            if kind not in found or "PREF" in parameters:
                found[kind] = plain[: MOST[kind]]
    if not found.get("family") and not found.get("given") and found.get("name"):
        found["family"] = found["name"][:100]
    return {key: value for key, value in found.items() if value}


def _lines(text: str) -> list[tuple[str, str, str]]:
    """Return name, parameters and value of each line, folded lines put together (RFC 6350, 3.2)."""
    whole = re.sub(r"\r?\n[ \t]", "", text)
    whole = re.sub(r"=\r?\n(?=[=0-9A-Za-z])", "", whole)  # folded as quoted-printable, in 2.1
    found = []
    for line in whole.splitlines():
        head, colon, value = line.partition(":")
        if colon:
            name, _semicolon, parameters = head.partition(";")
            parameters = parameters.upper()
            if "QUOTED-PRINTABLE" in parameters:
                value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
            found.append((name.rpartition(".")[2].strip().upper(), parameters, value.strip()))
    return found


def _parts(value: str) -> list[str]:
    return [_plain(part) for part in re.split(r"(?<!\\);", value)]


def _plain(value: str) -> str:
    return ESCAPED.sub(lambda one: " " if one[1] in "nN" else one[1], value).strip()
