"""Names that hide nothing, and types read from the content."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from rapport.core.files.content import IMAGES, clean_name, content_type, size_words

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
EXE = b"MZ" + b"\x00" * 60
ELF = b"\x7fELF" + b"\x02\x01\x01" + b"\x00" * 60


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("offer.pdf", "offer.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\wang\\报价单.xlsx", "报价单.xlsx"),
        ("a\x00b.txt", "ab.txt"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("..", "file"),
        ("", "file"),
        ('a<b>"c".txt', "a_b__c_.txt"),
        ("😀.png", "😀.png"),
    ],
)
def test_a_name_is_cleaned(raw: str, clean: str) -> None:
    assert clean_name(raw).name == clean
    assert clean_name(raw).changed == (raw != clean)


@given(st.text(max_size=400))
def test_no_name_leaves_its_folder(raw: str) -> None:
    name = clean_name(raw).name
    assert name
    assert not set(name) & set('/\\\x00\n\r"')
    assert name not in {".", ".."}
    assert len(name.encode()) <= 200
    assert clean_name(name).name == name


def test_a_long_name_keeps_its_ending() -> None:
    assert clean_name("王" * 5000 + ".pdf").name.endswith("王.pdf")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (PNG, "image/png"),
        (b"%PDF-1.7\n", "application/pdf"),
        ("客户,电话\n".encode(), "text/plain"),
        (b"<svg onload=alert(1)>", "text/plain"),
        (b"<html><script>alert(1)</script>", "text/plain"),
        (EXE, None),
        (ELF, None),
        (b"#!/bin/sh\nrm -rf /", None),
        (b"\x01\x02\x03\x04", None),
    ],
)
def test_the_content_tells_the_type(head: bytes, kind: str | None) -> None:
    assert content_type(head) == kind


@given(st.binary(max_size=300))
def test_only_four_kinds_of_picture_are_ever_shown(head: bytes) -> None:
    kind = content_type(head)
    assert kind not in {"text/html", "image/svg+xml", "application/javascript"}
    assert "image/svg+xml" not in IMAGES


def test_sizes_read_well() -> None:
    assert [size_words(n) for n in (340, 12_300, 999_700, 25_000_000)] == [
        "340 B",
        "12 KB",
        "1.0 MB",
        "25.0 MB",
    ]
