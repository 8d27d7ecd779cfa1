"""A formula as it is written, in its smallest parts; and how Python's own grammar reads them.

Names of fields and texts become plain words of Python, so that nothing that somebody wrote is ever read as a program.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from rapport.core.formulas.terms import BadFormula

LONGEST = 1000
MOST_TOKENS = 300
# as a Chinese keyboard types them
WIDE = str.maketrans("（）＋－−×÷／＊＝＜＞＆，、；　", "()+--*//*=<>&,,, ")  # noqa: RUF001
KEPT = re.compile(r'("[^"]*"|“[^”]*”)|[{｛]([^{}｛｝]*)[}｝]|([^"“{｛]+|.)', re.DOTALL)  # noqa: RUF001
TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<field>\{[^{}]*\})|(?P<text>"[^"]*"|“[^”]*”)|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<word>[^\W\d]\w*)|(?P<sign><=|>=|<>|!=|==|[-+*/&()<>=,;])""",
)
SIGNS = {"=": "==", "<>": "!=", ";": ","}
JOINING = frozenset({"and", "or", "not"})
NAMED = re.compile(r"(field|text|number|word|call)_(\d+)")


class Token(NamedTuple):
    """A part of what was written: a field, a text, a number, a word, a sign or space."""

    kind: str
    text: str

    @property
    def inner(self) -> str:
        """Return what stands between braces or quotation marks."""
        return self.text[1:-1].strip() if self.kind == "field" else self.text[1:-1]


@dataclass(frozen=True)
class Written:
    """A formula's tokens, and the tree in which `field_3` is the field that is its token 3."""

    tokens: list[Token]
    tree: ast.expr

    def rewritten(self, other: dict[int, str]) -> str:
        """Return what was written with other words in the place of some tokens."""
        return "".join(other.get(at, token.text) for at, token in enumerate(self.tokens)).strip()


def read(source: str) -> Written:
    """Take a formula apart. Errors: BadFormula."""
    if len(source) > LONGEST:
        raise BadFormula(_("A formula has at most %(most)s characters.") % {"most": LONGEST})
    tokens = _split(source)
    if all(token.kind == "space" for token in tokens):
        raise BadFormula(_("Write a formula, such as {Price} * 2."))
    if len(tokens) > MOST_TOKENS:
        raise BadFormula(_("This is too much for one formula. Split it into several."))
    _check_brackets(tokens)
    return Written(tokens, _parsed(tokens))


def _split(source: str) -> list[Token]:
    tokens, at, source = list[Token](), 0, KEPT.sub(_plain, source)
    while at < len(source):
        found = TOKEN.match(source, at)
        if found is None or found.lastgroup is None:
            raise BadFormula(_("“%(word)s” cannot be read here.") % {"word": source[at : at + 10]})
        tokens.append(Token(found.lastgroup, found[0]))
        at = found.end()
    return tokens


def _plain(found: re.Match[str]) -> str:
    """Return signs as everywhere; texts and names of fields stay as they are."""
    text, name, other = found.groups()
    if name is not None:
        return f"{{{name}}}"
    if text is not None:
        return text
    return other.translate(WIDE).replace("≤", "<=").replace("≥", ">=").replace("≠", "<>")


def _check_brackets(tokens: list[Token]) -> None:
    depth = 0
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "sign" else 0
        if depth < 0:
            break
    if depth:
        raise BadFormula(_("There are not as many brackets opened as closed."))


def _parsed(tokens: list[Token]) -> ast.expr:
    words, starts, length = list[str](), list[int](), 0
    for at, token in enumerate(tokens):
        starts.append(length)
        words.append(_word(tokens, at, token))
        length += len(words[-1])
    try:
        return ast.parse("".join(words), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        place = max((getattr(error, "offset", None) or 1) - 1, 0)
        shown = [at for at, token in enumerate(tokens) if token.kind != "space"]
        near = max((n for n, at in enumerate(shown) if starts[at] <= place), default=0)
        told = "".join(token.text for token in tokens[shown[max(near - 1, 0)] :][:4]).strip()
        sentence = _("Something is missing or too much near “%(word)s”.") % {"word": told[:30]}
        raise BadFormula(sentence) from error


def _word(tokens: list[Token], at: int, token: Token) -> str:
    if token.kind == "space":
        return " "
    if token.kind == "sign":
        return SIGNS.get(token.text, token.text)
    if token.kind != "word":
        return f"{token.kind}_{at}"
    following = next((one.text for one in tokens[at + 1 :] if one.kind != "space"), "")
    if following == "(":
        return f"call_{at}"
    return f" {token.text.lower()} " if token.text.lower() in JOINING else f"word_{at}"
