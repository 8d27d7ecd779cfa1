"""HTML from outside: what is shown of it, in a frame of its own, and what it says as plain text. Pure functions."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

import nh3

BREAKS = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|/blockquote)\b[^>]*>", re.IGNORECASE)
HIDDEN = re.compile(r"<(style|script|title|head)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
REMOTE = re.compile(
    r"\b(?:src|background)\s*=\s*[\"']?\s*https?:|url\(\s*[\"']?https?:", re.IGNORECASE
)
INLINE = re.compile(r"(\bsrc\s*=\s*[\"']?)cid:([^\"'\s>]+)", re.IGNORECASE)
TAGS = nh3.ALLOWED_TAGS - {"img"} | {"img", "font", "center", "style"} - {"style"}
STYLED = {
    "style",
    "align",
    "valign",
    "bgcolor",
    "color",
    "width",
    "height",
    "border",
    "dir",
    "lang",
}
ATTRIBUTES = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
ATTRIBUTES["*"] = STYLED
ATTRIBUTES["img"] = {"src", "alt", "width", "height", "title"}
ATTRIBUTES["font"] = {"face", "size", "color"}
ATTRIBUTES["table"] = {"cellpadding", "cellspacing", "summary", "align"}


def to_text(page: str) -> str:
    """Return what HTML says, a line for each block."""
    if not page:
        return ""
    plain = nh3.clean(BREAKS.sub("\n", HIDDEN.sub("", page)), tags=set())
    text = html.unescape(plain).replace("\xa0", " ")
    lines = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return BLANK.sub("\n\n", lines).strip()


def safe(page: str) -> str:
    """Return HTML without anything that runs, asks or points elsewhere by itself; pictures keep their addresses."""
    return nh3.clean(
        HIDDEN.sub("", page),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        strip_comments=True,
    )


def has_remote(page: str) -> bool:
    """Tell whether HTML would fetch pictures from elsewhere, which tells the sender that it was read."""
    return REMOTE.search(page) is not None


def with_inline(page: str, pictures: Mapping[str, str]) -> str:
    """Return HTML whose pictures that came with the mail stand in it: content id → data address."""
    return INLINE.sub(lambda found: found[1] + pictures.get(found[2], ""), page)
