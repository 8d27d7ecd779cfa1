"""The functions of formulas: what each takes and what it makes of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.formulas.terms import TODAY, BadFormula, Term, Type, as_text, quoted
from rapport.core.money.money import CURRENCIES
from rapport.core.sentences import FAR_OFF, YEARS

MOST_PLACES = 6
FIGURE, DATE, TEXT, YES = Type.NUMBER, Type.DATE, Type.TEXT, Type.YES


class Function(NamedTuple):
    """A function: how it is written, what it is for, how many values it takes, and what makes a term of them."""

    shape: str
    about: str | Promise
    least: int
    most: int
    make: Callable[[Sequence[Term]], Term]


def want(term: Term, *types: Type, of: str) -> Term:
    """Return the term if it is of one of these types. Errors: BadFormula."""
    if term.type not in types:
        sentence = _("“%(what)s” needs %(wanted)s, and this is %(got)s.")
        words = {"what": of, "wanted": types[0].words, "got": term.type.words}
        raise BadFormula(sentence % words)
    return term


def alike(terms: Sequence[Term], of: str) -> list[Term]:
    """Return terms of one type, choices as texts where they stand beside others. Errors: BadFormula."""
    first = terms[0].type
    if Type.TEXT in {one.type for one in terms} or first is Type.CHOICE:
        terms = [Term(TEXT, as_text(one)) if one.type is Type.CHOICE else one for one in terms]
        first = Type.TEXT
    for one in terms:
        want(one, first, of=of)
    if first in {Type.SEVERAL, Type.RECORD}:
        want(terms[0], FIGURE, of=of)
    return list(terms)


def _merged(terms: Sequence[Term], make: Callable[[Sequence[str]], str]) -> Term:
    """Return one of several terms of the same type, as `make` chooses."""
    if terms[0].type is not Type.MONEY:
        return Term(terms[0].type, make([one.sql for one in terms]))
    currency = make([one.currency for one in terms])
    return Term(Type.MONEY, make([one.amount for one in terms]), (currency,))


def _if(given: Sequence[Term]) -> Term:
    want(given[0], YES, of="if")
    if len(given) == 2:
        only = alike(given[1:], of="if")
        return _merged(only, lambda sqls: f"(CASE WHEN {given[0].sql} THEN {sqls[0]} END)")
    terms = alike(given[1:], of="if")
    return _merged(
        terms, lambda sqls: f"(CASE WHEN {given[0].sql} THEN {sqls[0]} ELSE {sqls[1]} END)"
    )


def _all(sign: str, of: str) -> Callable[[Sequence[Term]], Term]:
    return lambda given: Term(
        YES, "(" + f" {sign} ".join(want(one, YES, of=of).sql for one in given) + ")"
    )


def _not(given: Sequence[Term]) -> Term:
    return Term(YES, f"(NOT {want(given[0], YES, of='not').sql})")


def _empty(given: Sequence[Term]) -> Term:
    one = given[0]
    sql = f"nullif({one.sql}, '')" if one.type is TEXT else one.amount
    return Term(YES, f"({sql} IS NULL)")


def _ifempty(given: Sequence[Term]) -> Term:
    terms = alike(given, of="ifempty")
    if terms[0].type is TEXT:
        return Term(TEXT, f"coalesce(nullif({terms[0].sql}, ''), {terms[1].sql})")
    if terms[0].type is not Type.MONEY:
        return Term(terms[0].type, f"coalesce({terms[0].sql}, {terms[1].sql})")
    one, other = terms
    currency = f"(CASE WHEN {one.amount} IS NOT NULL THEN {one.currency} ELSE {other.currency} END)"
    return Term(Type.MONEY, f"coalesce({one.amount}, {other.amount})", (currency,))


def _rounded(way: str) -> Callable[[Sequence[Term]], Term]:
    def make(given: Sequence[Term]) -> Term:
        one, places = want(given[0], FIGURE, Type.MONEY, of=way), "0"
        if len(given) > 1:
            places = given[1].value or ""
            if not places.isdigit() or int(places) > MOST_PLACES:
                sentence = _("“%(what)s” rounds to 0 to %(most)s places, written as a number.")
                raise BadFormula(sentence % {"what": way, "most": MOST_PLACES})
        sql = f"round({one.sql}, {int(places)})"
        if way != "round":
            scale, whole = 10 ** int(places), {"roundup": "ceil", "rounddown": "floor"}[way]
            sql = f"({whole}({one.sql} * {scale}) / {scale}::numeric)"
        return replace(one, sql=sql, value=None)

    return make


def _figure(sql: str, of: str) -> Callable[[Sequence[Term]], Term]:
    def make(given: Sequence[Term]) -> Term:
        one = want(given[0], FIGURE, Type.MONEY, of=of)
        return replace(one, sql=sql % one.sql, value=None)

    return make


def _extreme(name: str) -> Callable[[Sequence[Term]], Term]:
    def make(given: Sequence[Term]) -> Term:
        terms = alike([want(one, FIGURE, Type.MONEY, DATE, of=name) for one in given], of=name)
        sql = f"{'least' if name == 'min' else 'greatest'}({', '.join(one.sql for one in terms)})"
        currencies = dict.fromkeys(code for one in terms for code in one.currencies)
        return Term(terms[0].type, sql, tuple(currencies))

    return make


def _between(part: str) -> Callable[[Sequence[Term]], Term]:
    def make(given: Sequence[Term]) -> Term:
        first, last = (want(one, DATE, of=part).sql for one in given)
        if part == "days":
            return Term(FIGURE, f"({last} - {first})::numeric")
        sql = f"extract(year FROM age({last}::timestamp, {first}::timestamp))"
        if part == "months":
            age = f"age({last}::timestamp, {first}::timestamp)"
            sql = f"(extract(year FROM {age}) * 12 + extract(month FROM {age}))"
        return Term(FIGURE, sql)

    return make


def _later(part: str, most: int) -> Callable[[Sequence[Term]], Term]:
    def make(given: Sequence[Term]) -> Term:
        name = f"add{part}"
        day, count = want(given[0], DATE, of=name).sql, want(given[1], FIGURE, of=name).sql
        step = f"make_interval({part} => round({count})::int)"
        return Term(DATE, f"(CASE WHEN abs({count}) <= {most} THEN ({day} + {step})::date END)")

    return make


def _part(part: str) -> Callable[[Sequence[Term]], Term]:
    field = {"weekday": "isodow"}.get(part, part)
    return lambda given: Term(FIGURE, f"extract({field} FROM {want(given[0], DATE, of=part).sql})")


def _text(sql: str, of: str, makes: Type = TEXT) -> Callable[[Sequence[Term]], Term]:
    return lambda given: Term(makes, sql % as_text(want(given[0], TEXT, Type.CHOICE, of=of)))


def _cut(name: str) -> Callable[[Sequence[Term]], Term]:
    def make(given: Sequence[Term]) -> Term:
        text = as_text(want(given[0], TEXT, Type.CHOICE, of=name))
        count = want(given[1], FIGURE, of=name).sql
        return Term(TEXT, f"{name}({text}, round(least(greatest({count}, 0), 10000))::int)")

    return make


def _contains(given: Sequence[Term]) -> Term:
    whole, part = (as_text(want(one, TEXT, Type.CHOICE, of="contains")) for one in given)
    return Term(YES, f"(strpos(lower({whole}), lower({part})) > 0)")


def _has(given: Sequence[Term]) -> Term:
    several = want(given[0], Type.SEVERAL, of="has")
    if given[1].value is None or given[1].type is not TEXT:
        raise BadFormula(_("“has” needs one of the options, in quotation marks."))
    one = quoted(json.dumps([given[1].value]))
    return Term(YES, f"coalesce({several.sql} @> {one}::jsonb, false)")


def _count(given: Sequence[Term]) -> Term:
    return Term(
        FIGURE,
        f"coalesce(jsonb_array_length({want(given[0], Type.SEVERAL, of='count').sql}), 0)::numeric",
    )


def _money(given: Sequence[Term]) -> Term:
    figure, code = want(given[0], FIGURE, of="money"), (given[1].value or "").upper()
    if given[1].type is not TEXT or code not in CURRENCIES:
        raise BadFormula(_("There is no currency %(code)s.") % {"code": code[:10] or "–"})
    return Term(Type.MONEY, figure.sql, (quoted(code) + "::text",))


def _day(given: Sequence[Term]) -> Term:
    try:
        day = date.fromisoformat(given[0].value or "")
    except ValueError as error:
        raise BadFormula(_('“date” needs a day such as "2026-09-17".')) from error
    if day.year not in YEARS:
        raise BadFormula(str(FAR_OFF))
    return Term(DATE, f"(DATE '{day.isoformat()}')")


def _today(_given: Sequence[Term]) -> Term:
    return Term(DATE, f"({TODAY})")


def _amount(given: Sequence[Term]) -> Term:
    return Term(FIGURE, want(given[0], Type.MONEY, of="amount").amount)


def _currency(given: Sequence[Term]) -> Term:
    return Term(TEXT, want(given[0], Type.MONEY, of="currency").currency)


MANY = 20
FUNCTIONS: dict[str, Function] = {
    "if": Function("if(condition, then, else)", gettext_lazy("One value or another"), 2, 3, _if),
    "and": Function("and(a, b)", gettext_lazy("Yes where all are"), 1, MANY, _all("AND", "and")),
    "or": Function("or(a, b)", gettext_lazy("Yes where one is"), 1, MANY, _all("OR", "or")),
    "not": Function("not(a)", gettext_lazy("Yes where it is not"), 1, 1, _not),
    "empty": Function("empty(field)", gettext_lazy("Yes where there is no value"), 1, 1, _empty),
    "ifempty": Function(
        "ifempty(field, other)", gettext_lazy("The other where there is no value"), 2, 2, _ifempty
    ),
    "round": Function("round(a, places)", gettext_lazy("Rounded half up"), 1, 2, _rounded("round")),
    "roundup": Function(
        "roundup(a, places)", gettext_lazy("Rounded up"), 1, 2, _rounded("roundup")
    ),
    "rounddown": Function(
        "rounddown(a, places)", gettext_lazy("Rounded down"), 1, 2, _rounded("rounddown")
    ),
    "abs": Function("abs(a)", gettext_lazy("Without its sign"), 1, 1, _figure("abs(%s)", "abs")),
    "min": Function("min(a, b)", gettext_lazy("The least"), 2, MANY, _extreme("min")),
    "max": Function("max(a, b)", gettext_lazy("The greatest"), 2, MANY, _extreme("max")),
    "today": Function("today()", gettext_lazy("The day on which it is read"), 0, 0, _today),
    "date": Function('date("2026-09-17")', gettext_lazy("A certain day"), 1, 1, _day),
    "days": Function("days(from, to)", gettext_lazy("Days between two"), 2, 2, _between("days")),
    "months": Function(
        "months(from, to)", gettext_lazy("Whole months between two days"), 2, 2, _between("months")
    ),
    "years": Function(
        "years(from, to)", gettext_lazy("Whole years between two days"), 2, 2, _between("years")
    ),
    "addmonths": Function(
        "addmonths(date, n)", gettext_lazy("So many months later"), 2, 2, _later("months", 12_000)
    ),
    "addyears": Function(
        "addyears(date, n)", gettext_lazy("So many years later"), 2, 2, _later("years", 1_000)
    ),
    "year": Function("year(date)", gettext_lazy("Its year"), 1, 1, _part("year")),
    "month": Function("month(date)", gettext_lazy("Its month, from 1"), 1, 1, _part("month")),
    "day": Function("day(date)", gettext_lazy("Its day of the month"), 1, 1, _part("day")),
    "weekday": Function(
        "weekday(date)", gettext_lazy("1 on Monday, 7 on Sunday"), 1, 1, _part("weekday")
    ),
    "upper": Function(
        "upper(text)", gettext_lazy("In capital letters"), 1, 1, _text("upper(%s)", "upper")
    ),
    "lower": Function(
        "lower(text)", gettext_lazy("In small letters"), 1, 1, _text("lower(%s)", "lower")
    ),
    "length": Function(
        "length(text)",
        gettext_lazy("How many characters"),
        1,
        1,
        _text("length(%s)::numeric", "length", FIGURE),
    ),
    "left": Function("left(text, n)", gettext_lazy("Its first characters"), 2, 2, _cut("left")),
    "right": Function("right(text, n)", gettext_lazy("Its last characters"), 2, 2, _cut("right")),
    "contains": Function(
        "contains(text, part)", gettext_lazy("Yes where the part stands in it"), 2, 2, _contains
    ),
    "has": Function(
        'has(field, "option")', gettext_lazy("Yes where it is among several"), 2, 2, _has
    ),
    "count": Function("count(field)", gettext_lazy("How many of several"), 1, 1, _count),
    "money": Function(
        'money(number, "EUR")', gettext_lazy("An amount in a currency"), 2, 2, _money
    ),
    "amount": Function("amount(money)", gettext_lazy("The figure of an amount"), 1, 1, _amount),
    "currency": Function("currency(money)", gettext_lazy("Its currency"), 1, 1, _currency),
}
