"""Compiling a formula to SQL: what each sign means for the types beside it, checked in sentences."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from django.utils.translation import gettext as _

from rapport.core.formulas.functions import FUNCTIONS, alike
from rapport.core.formulas.terms import LABELS, BadFormula, Term, Type, as_text, named, quoted
from rapport.core.formulas.tokens import NAMED, Written, read

SUMS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.BitAnd: "&"}
COMPARED = {
    ast.Eq: "=",
    ast.NotEq: "<>",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
CONSTANTS = {"true": "true", "yes": "true", "false": "false", "no": "false"}
MOST_DAYS = 100_000


@dataclass(frozen=True)
class Operand:
    """A field that formulas may name: the key by which one keeps it, what it is called, and its value."""

    key: str
    names: tuple[str, ...]
    make: Callable[[], Term]


class Operands:
    """The fields of a kind of record, found by what they are called, or by the key under which a formula keeps them."""

    def __init__(self, operands: list[Operand]) -> None:
        self.by_key = {one.key: one for one in operands}
        self.by_name: dict[str, Operand] = {}
        for one in operands:
            for name in one.names:
                self.by_name.setdefault(name.casefold(), one)

    def find(self, word: str, *, is_kept: bool) -> Operand:
        """Return the field that a word names. Errors: BadFormula."""
        names = self.by_key if is_kept else self.by_name
        found = names.get(word if is_kept else " ".join(word.split()).casefold())
        if found is None and is_kept:
            raise BadFormula(_("A field that this formula names is no longer here."))
        if found is None:
            near = _near(word, self.by_name)
            sentence = _("There is no field “%(name)s” here. Did you mean “%(near)s”?")
            sentence = sentence if near else _("There is no field “%(name)s” here.")
            named = self.shown(self.by_name[near]) if near else ""
            raise BadFormula(sentence % {"name": word[:50], "near": named})
        return found

    def shown(self, operand: Operand) -> str:
        """Return the first of its names that means this field and no other."""
        own = [name for name in operand.names if not set(name) & set("{}｛｝")]  # noqa: RUF001
        return next(name for name in own if self.by_name[name.casefold()] is operand)


@dataclass
class Compiled:
    """A formula that holds: its value, the fields it names by token, the options that stand in it by token."""

    written: Written
    operands: Operands
    term: Term
    fields: dict[int, Operand] = field(default_factory=dict)
    options: dict[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def uses(self) -> list[str]:
        """Return the keys of the fields it names, in order."""
        return list(dict.fromkeys(one.key for one in self.fields.values()))

    def kept(self) -> str:
        """Return the formula as it is kept: fields and options by key, so that they may be renamed."""
        found = {at: f"{{{one.key}}}" for at, one in self.fields.items()}
        return self.written.rewritten(
            found | {at: _in_marks(key) for at, (key, _name) in self.options.items()}
        )

    def shown(self) -> str:
        """Return it as it is read: fields and options by what they are called now."""
        found = {at: f"{{{self.operands.shown(one)}}}" for at, one in self.fields.items()}
        return self.written.rewritten(
            found | {at: _in_marks(name) for at, (_key, name) in self.options.items()}
        )


def compiled(source: str, operands: Operands, *, is_kept: bool = False) -> Compiled:
    """Return a formula as it was written, or as it `is_kept`, with its value. Errors: BadFormula."""
    found = Compiled(read(source), operands, Term(Type.NUMBER, ""))
    try:
        found.term = _Reader(found, is_kept=is_kept).term(found.written.tree)
    except RecursionError as error:
        raise BadFormula(_("This is too much for one formula. Split it into several.")) from error
    if found.term.type not in LABELS:
        found.term = _result(found.term)
    return found


def _result(term: Term) -> Term:
    if term.type is Type.CHOICE:
        return Term(Type.TEXT, named(term))
    sentence = _(
        "A formula makes a number, an amount, a date, a text, or yes or no; this is %(got)s."
    )
    raise BadFormula(sentence % {"got": term.type.words})


class _Reader:
    """Reads the tree of one formula."""

    def __init__(self, found: Compiled, *, is_kept: bool) -> None:
        self.found, self.is_kept = found, is_kept
        self.tokens = found.written.tokens

    def term(self, node: ast.expr) -> Term:
        """Return what a part of the tree means. Errors: BadFormula."""
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
            return self._call(node.func.id, node.args)
        if isinstance(node, ast.BinOp) and type(node.op) in SUMS:
            return _reckoned(SUMS[type(node.op)], self.term(node.left), self.term(node.right))
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARED:
            return self._compared(COMPARED[type(node.ops[0])], node.left, node.comparators[0])
        if isinstance(node, ast.BoolOp):
            name = "and" if isinstance(node.op, ast.And) else "or"
            return FUNCTIONS[name].make([self.term(one) for one in node.values])
        if isinstance(node, ast.UnaryOp):
            return self._signed(node)
        if isinstance(node, ast.Compare):
            raise BadFormula(_("Compare two values at a time, and join comparisons by “and”."))
        raise BadFormula(_("This cannot be read as a formula."))

    def _name(self, name: str) -> Term:
        kind, at = self._token(name)
        token = self.tokens[at]
        if kind == "number":
            return Term(Type.NUMBER, f"{token.text}::numeric", value=token.text)
        if kind == "text":
            return Term(Type.TEXT, f"{quoted(token.inner)}::text", word=at, value=token.inner)
        if kind == "word" and token.text.lower() in CONSTANTS:
            return Term(Type.YES, CONSTANTS[token.text.lower()])
        word = token.inner if kind == "field" else token.text
        operand = self.found.operands.find(word, is_kept=self.is_kept and kind == "field")
        self.found.fields[at] = operand
        return operand.make()

    def _token(self, name: str) -> tuple[str, int]:
        found = NAMED.fullmatch(name)
        if found is None:
            raise BadFormula(_("This cannot be read as a formula."))
        return found[1], int(found[2])

    def _call(self, name: str, args: list[ast.expr]) -> Term:
        _kind, at = self._token(name)
        word = self.tokens[at].text
        function = FUNCTIONS.get(word.lower())
        if function is None:
            near = _near(word, FUNCTIONS)
            sentence = _("There is no function “%(name)s”. Did you mean “%(near)s”?")
            sentence = sentence if near else _("There is no function “%(name)s”.")
            raise BadFormula(sentence % {"name": word[:50], "near": near})
        if not function.least <= len(args) <= function.most:
            sentence = _("“%(what)s” is written so: %(shape)s.")
            raise BadFormula(sentence % {"what": word.lower(), "shape": function.shape})
        given = [self.term(one) for one in args]
        if word.lower() == "has":
            given[1] = self._option(given[0], given[1])
        return function.make(given)

    def _signed(self, node: ast.UnaryOp) -> Term:
        one = self.term(node.operand)
        if isinstance(node.op, ast.Not):
            return FUNCTIONS["not"].make([one])
        if one.type not in {Type.NUMBER, Type.MONEY}:
            raise BadFormula(_does_not_fit("-", one, one))
        sign = "-" if isinstance(node.op, ast.USub) else ""
        return replace(one, sql=f"({sign} {one.sql})", value=None)

    def _compared(self, sign: str, left: ast.expr, right: ast.expr) -> Term:
        one, other = self.term(left), self.term(right)
        if sign in {"=", "<>"}:
            one, other = self._option(other, one), self._option(one, other)
        if (
            Type.CHOICE in {one.type, other.type}
            and sign in {"=", "<>"}
            and one.options == other.options
        ):
            one, other = replace(one, type=Type.TEXT), replace(other, type=Type.TEXT)
        try:
            one, other = alike([one, other], of=sign)
        except BadFormula as error:
            sentence = _("“%(sign)s” cannot compare %(one)s with %(other)s.")
            words = {"sign": sign, "one": one.type.words, "other": other.type.words}
            raise BadFormula(sentence % words) from error
        if one.type is Type.TEXT:
            return Term(Type.YES, f"(coalesce({one.sql}, '') {sign} coalesce({other.sql}, ''))")
        if one.type is Type.YES and sign not in {"=", "<>"}:
            raise BadFormula(_does_not_fit(sign, one, other))
        alone = f"{one.sql} {sign} {other.sql}"
        if one.type is Type.MONEY:
            both = Term(Type.MONEY, "true", tuple(dict.fromkeys(one.currencies + other.currencies)))
            alone = f"{both.amount} AND {alone}"
        return Term(Type.YES, f"coalesce({alone}, false)")

    def _option(self, choice: Term, word: Term) -> Term:
        """Return a text as the option of the choice beside it. Errors: BadFormula."""
        if choice.type not in {Type.CHOICE, Type.SEVERAL} or word.word is None or not word.value:
            return word
        wanted, keys = word.value.casefold(), list(choice.options)
        called = [
            key
            for key, names in choice.options.items()
            if wanted in [name.casefold() for name in names]
        ]
        exact = [key for key in keys if key == word.value]
        key = next(iter(exact + called if self.is_kept else called + exact), None)
        if key is None:
            sentence = _("“%(word)s” is not among the options.") % {"word": word.value[:50]}
            raise BadFormula(sentence)
        called_now = choice.options[key][-1]
        self.found.options[word.word] = (key, key if '"' in called_now else called_now)
        if choice.type is Type.SEVERAL:
            return replace(word, value=key)
        return Term(Type.CHOICE, f"{quoted(key)}::text", options=choice.options, value=key)


def _reckoned(sign: str, one: Term, other: Term) -> Term:
    """Return what a sign makes of two terms. Errors: BadFormula."""
    if sign == "&":
        return Term(Type.TEXT, f"({as_text(one)} || {as_text(other)})")
    if sign == "/" and other.type is Type.NUMBER and other.value and not float(other.value):
        raise BadFormula(_("Nothing can be divided by 0."))
    kinds = (one.type, other.type)
    if Type.DATE in kinds:
        return _moved(sign, one, other)
    right = f"nullif({other.sql}, 0)" if sign == "/" else other.sql
    sql = f"({one.sql} {sign} {right})"
    if kinds == (Type.NUMBER, Type.NUMBER):
        return Term(Type.NUMBER, sql)
    both = tuple(dict.fromkeys(one.currencies + other.currencies))
    if kinds == (Type.MONEY, Type.MONEY):
        if sign in {"+", "-"}:
            return Term(Type.MONEY, sql, both)
        if sign == "/":
            return Term(Type.NUMBER, Term(Type.MONEY, sql, both).amount)
    scaled = {(Type.MONEY, Type.NUMBER): "*/", (Type.NUMBER, Type.MONEY): "*"}
    if sign in scaled.get(kinds, ""):
        return Term(Type.MONEY, sql, both)
    raise BadFormula(_does_not_fit(sign, one, other))


def _moved(sign: str, one: Term, other: Term) -> Term:
    """Return a date some days before or after another, or how many days lie between two. Errors: BadFormula."""
    kinds = (one.type, other.type)
    if sign == "-" and kinds == (Type.DATE, Type.DATE):
        return Term(Type.NUMBER, f"({one.sql} - {other.sql})::numeric")
    if sign == "+" and kinds == (Type.NUMBER, Type.DATE):
        one, other = other, one
    elif sign not in {"+", "-"} or kinds != (Type.DATE, Type.NUMBER):
        raise BadFormula(_does_not_fit(sign, one, other))
    moved = f"{one.sql} {sign} round({other.sql})::int"
    return Term(Type.DATE, f"(CASE WHEN abs({other.sql}) <= {MOST_DAYS} THEN {moved} END)")


def _does_not_fit(sign: str, one: Term, other: Term) -> str:
    sentence = _("“%(sign)s” does not fit %(one)s and %(other)s.")
    return sentence % {"sign": sign, "one": one.type.words, "other": other.type.words}


def _near(word: str, known: Mapping[str, object]) -> str:
    """Return what was perhaps meant."""
    return next(iter(get_close_matches(word.casefold(), list(known), n=1, cutoff=0.7)), "")


def _in_marks(text: str) -> str:
    return '"' + text.replace('"', "") + '"'
