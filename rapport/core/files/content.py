"""What a file is by its content, and a name that nothing can hide in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

import filetype

PEEK = 8192
PLAIN = "text/plain"
IMAGES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
ALLOWED = IMAGES | {
    "image/bmp",
    "image/tiff",
    "image/heic",
    "application/pdf",
    "application/rtf",
    "application/zip",
    "application/gzip",
    "application/x-7z-compressed",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "audio/mpeg",
    "audio/mp4",
    "audio/x-m4a",
    "audio/ogg",
    "audio/x-wav",
    "audio/x-flac",
    "audio/aac",
    "video/mp4",
    "video/quicktime",
    "video/webm",
    "video/x-m4v",
}
# Zero-width and direction marks: with them “exe.gpj” can be shown as “jpg.exe”.
MISLEADING = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class CleanName:
    """A name to store, and whether something had to be taken out of it."""

    name: str
    changed: bool


def clean_name(raw: str) -> CleanName:
    """Return the last part of a path, without control, direction or reserved characters, at most 200 bytes."""
    name = unicodedata.normalize("NFC", raw)
    name = re.split(r"[/\\]", name)[-1]
    name = MISLEADING.sub("", name)
    name = "".join(sign for sign in name if unicodedata.category(sign) not in {"Cc", "Cs", "Cn"})
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .")
    name = _shortened(name) or "file"
    return CleanName(name, changed=name != raw)


def _shortened(name: str) -> str:
    ending = PurePosixPath(name).suffix
    if len(ending.encode()) > 20:
        ending = ""
    stem = name.removesuffix(ending) if ending else name
    room = 200 - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore") + ending


def content_type(head: bytes) -> str | None:
    """Return the type that the first bytes show, or None if such files are not taken.

    Text of any kind, HTML and SVG included, counts as plain text: it is only ever handed out as a download.
    """
    kind = filetype.guess(head)
    if kind is not None:
        return str(kind.mime) if kind.mime in ALLOWED else None
    return PLAIN if _is_text(head) else None


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if head.startswith(b"#!"):
        return False
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    return controls == 0


def size_words(size: int) -> str:
    """Return 340 B, 12 KB, 1.2 MB."""
    if size < 1000:
        return f"{size} B"
    if size < 999_500:
        return f"{size / 1000:.0f} KB"
    return f"{size / 1_000_000:.1f} MB"


def icon_of(kind: str) -> str:
    """Return the name of the icon that stands before a file of this type."""
    if kind.startswith("image/"):
        return "photo"
    if kind.startswith("audio/"):
        return "file-music"
    if kind == "application/pdf":
        return "file-type-pdf"
    if "sheet" in kind or "excel" in kind:
        return "file-spreadsheet"
    return "file-zip" if kind.endswith(("zip", "compressed")) else "file-text"
