"""What was shared, as one sealed text and back."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence

from rapport.core.company.cipher import seal, unseal

Content = tuple[str, Sequence[tuple[str, bytes]]]  # text, and files by name


def sealed(text: str, files: Sequence[tuple[str, bytes]]) -> str:
    """Seal a text and files with the company's key."""
    packed = [(name, b64encode(content).decode()) for name, content in files]
    return seal(json.dumps({"text": text, "files": packed}))


def opened(text: str) -> Content:
    """Return what was sealed."""
    found = json.loads(unseal(text))
    return found["text"], [(name, b64decode(content)) for name, content in found["files"]]
