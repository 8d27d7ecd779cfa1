"""Who is named in a note by @: the longest name that fits. Pure functions over plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping

AT = re.compile("[@\N{FULLWIDTH COMMERCIAL AT}]")


def mentioned(body: str, names: Mapping[int, str]) -> list[int]:
    """Return the ids of colleagues named in the text, each once, in order; `names` maps id to name.

    @Anna Schmidt is Anna Schmidt, not Anna; a letter after a Latin name (@Annabel) makes it another word.
    """
    by_length = sorted(names.items(), key=lambda pair: -len(pair[1]))
    found: list[int] = []
    for match in AT.finditer(body):
        rest = body[match.end() :]
        for user_id, name in by_length:
            if name and rest.casefold().startswith(name.casefold()):
                after = rest[len(name) : len(name) + 1]
                if name[-1].isascii() and after.isascii() and (after.isalnum() or after == "_"):
                    continue
                if user_id not in found:
                    found.append(user_id)
                break
    return found
