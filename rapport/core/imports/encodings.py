"""Finding out in which encoding a text stands: by its mark, else by what the bytes say as letters."""

from __future__ import annotations

from itertools import pairwise

BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
LOOKED_AT = 20_000
PUNCTUATION = "，。、（）：；！？“”　"


def encoding_of(sample: bytes) -> str:
    """Return the encoding: a mark at the start, else UTF-8, else Chinese, else Western, as far as the bytes agree."""
    for mark, name in BOMS:
        if sample.startswith(mark):
            return name
    if _looks_like_utf16(sample):
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    if _decoded(sample, "utf-8") is not None or _is_mostly_utf8(sample):
        return "utf-8"
    return _legacy(sample)


def mended(line: bytes) -> str:
    """Return a line that is in another encoding than its file, as far as it can be read."""
    found = _decoded(line, "utf-8")
    return line.decode(_legacy(line), "replace") if found is None else found


def _is_mostly_utf8(sample: bytes) -> bool:
    """Tell whether a file was put together from several: most of its lines are UTF-8, some are not."""
    foreign = [line for line in sample.split(b"\n") if not line.isascii()]
    return 2 * sum(_decoded(line, "utf-8") is not None for line in foreign[:2000]) > len(
        foreign[:2000]
    )


def _legacy(sample: bytes) -> str:
    """Return simplified or traditional Chinese by which letters are the common ones, else Western."""
    shares = {name: _share(sample, name) for name in ("gb18030", "big5")}
    if shares["big5"] > max(shares["gb18030"], 0.5):
        return "big5"
    if shares["gb18030"] >= 0:
        return "gb18030"
    return "cp1252" if not set(sample) & {0x81, 0x8D, 0x8F, 0x90, 0x9D} else "latin-1"


def _share(sample: bytes, name: str) -> float:
    text = _decoded(sample, name)
    return _common(text, name) if text is not None and _reads_as_chinese(text) else -1.0


def _decoded(sample: bytes, name: str) -> str | None:
    """Return the text, also where the sample ends inside a letter."""
    try:
        return sample.decode(name)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4 or error.start == 0:
            return None
        return sample[: error.start].decode(name)


def _looks_like_utf16(sample: bytes) -> bool:
    """Tell by the line ends: each has its zero byte on the same side (上 holds a byte like a line end)."""
    head = sample[:2000]
    odd, even = head[1::2].count(0), head[::2].count(0)
    ends = head.count(b"\n\x00" if odd > even else b"\x00\n")
    return odd + even > 1 and ends > 0 and ends * 2 >= head.count(b"\n")


def _reads_as_chinese(text: str) -> bool:
    """Tell Chinese from Western text that happens to be valid in it: its letters are Chinese and stand together."""
    foreign = [c for c in text if ord(c) > 127]
    common = sum("\u4e00" <= c <= "\u9fff" or c in PUNCTUATION for c in foreign)
    runs = sum(a > "\x7f" and b > "\x7f" for a, b in pairwise(text))
    return bool(foreign) and common > 0.8 * len(foreign) and runs * 3 >= len(foreign)


def _common(text: str, name: str) -> float:
    """Return the share of letters in the first plane of their standard, which holds those in daily use.

    GB 2312 has them from B0 to D7, Big5 from A4 to C6.
    """
    low, high, standard = (0xB0, 0xD7, "gb2312") if name == "gb18030" else (0xA4, 0xC6, "big5")
    letters = [c for c in text[:LOOKED_AT] if "\u4e00" <= c <= "\u9fff"]
    codes = [c.encode(standard, "ignore") for c in letters]
    return sum(bool(code) and low <= code[0] <= high for code in codes) / max(len(letters), 1)
