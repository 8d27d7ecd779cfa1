"""What is new in a mail, and what it repeats of earlier ones: quoted text and signatures are folded. Pure functions."""

from __future__ import annotations

import re

WROTE = re.compile(
    r"^\s*(On\b.{5,200}\bwrote|Am\b.{5,200}\bschrieb\b.*|Le\b.{5,200}\ba écrit|El\b.{5,200}\bescribió"
    r"|.{0,200}(于|在).{4,200}(写道|寫道)|.{3,100}<[^<>\s]+@[^<>\s]+>.{0,60}(写道|wrote))\s*[:：]?\s*$",
    re.IGNORECASE,
)
DIVIDERS = re.compile(
    r"^\s*(-{2,}\s*(original message|forwarded message|ursprüngliche nachricht|原始邮件|转发的?邮件|原邮件)\s*-{2,}|_{20,}\s*)$",
    re.IGNORECASE,
)
FROM = re.compile(r"^\s*[*>]*\s*(from|von|de|发件人|寄件者|寄件人)\s*[*]*\s*[:：].*", re.IGNORECASE)
OTHERS = re.compile(
    r"^\s*[*>]*\s*(sent|date|to|gesendet|datum|an|发送时间|发送日期|日期|时间|收件人|cc|抄送|subject|betreff|主题)\s*[*]*\s*[:：]",
    re.IGNORECASE,
)


def split(text: str) -> tuple[str, str]:
    """Return what is new and what is repeated at the end. An answer written between quoted lines is all new."""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if _begins(lines, place, line) and not _says_more(lines[place + 1 :]):
            return "\n".join(lines[:place]).strip(), "\n".join(lines[place:]).strip()
    return text.strip(), ""


def _begins(lines: list[str], place: int, line: str) -> bool:
    if DIVIDERS.match(line) or WROTE.match(line):
        return True
    if _wraps(lines, place):
        return True
    if FROM.match(line):
        return sum(bool(OTHERS.match(one)) for one in lines[place + 1 : place + 6]) >= 2
    return line.startswith(">")


def _wraps(lines: list[str], place: int) -> bool:
    """Tell whether “On … wrote:” begins here and goes on in the next line."""
    following = lines[place + 1] if place + 1 < len(lines) else ""
    is_start = re.match(r"^\s*(On|Am|Le|El|在)\b", lines[place])
    return bool(
        is_start and following and WROTE.match(f"{lines[place].rstrip()} {following.strip()}")
    )


def _says_more(lines: list[str]) -> bool:
    """Tell whether something new stands below quoted lines, after the first of them."""
    quoted = [place for place, line in enumerate(lines) if line.startswith(">")]
    if not quoted:
        return False
    return any(
        line.strip() and not line.startswith(">") for line in lines[quoted[0] : quoted[-1]]
    ) or any(line.strip() for line in lines[quoted[-1] + 1 :] if not line.startswith(">"))
