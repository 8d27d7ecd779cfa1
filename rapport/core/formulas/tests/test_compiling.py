"""Formulas: what they reckon, in the database itself, and what is said of those that cannot be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection

from rapport.core.formulas.compiling import Operand, Operands, compiled
from rapport.core.formulas.terms import BadFormula, Term, Type, as_text, filled_in

FILMS = {"drama": ("Drama", "剧情片"), "war": ("War", "战争片")}
ROW: dict[str, Term] = {
    "Price": Term(Type.NUMBER, "12.5::numeric"),
    "Weight": Term(Type.NUMBER, "null::numeric"),
    "Budget": Term(Type.MONEY, "1200::numeric", ("'CNY'",)),
    "Rent": Term(Type.MONEY, "90.5::numeric", ("'EUR'",)),
    "Costs": Term(Type.MONEY, "200::numeric", ("'CNY'",)),
    "Since": Term(Type.DATE, "DATE '2026-01-31'"),
    "Born": Term(Type.DATE, "DATE '1980-06-15'"),
    "Song": Term(Type.TEXT, "'Let it be'::text"),
    "Nickname": Term(Type.TEXT, "null::text"),
    "Film": Term(Type.CHOICE, "'drama'::text", options=FILMS),
    "Likes": Term(Type.SEVERAL, """'["war"]'::jsonb""", options=FILMS),
    "Friend": Term(Type.RECORD, "'7'::jsonb"),
    "大小（厘米）": Term(Type.NUMBER, "40::numeric"),
}


def operands() -> Operands:
    """Return the fields of one row; each is kept by its place."""
    return Operands(
        [Operand(str(at), (name,), partial(ROW.__getitem__, name)) for at, name in enumerate(ROW)]
    )


def reckoned(source: str) -> Any:
    """Return what a formula makes of the row, reckoned by the database on 22 November 2026."""
    term = compiled(source, operands()).term
    sql = filled_in(term.result(), {":today": "DATE '2026-11-22'"})
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}")
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{Price} * 2 + 1", 26),
        ("1 + 2 * 3 - -4 / 8", Decimal("7.5")),
        ("7 / 2", Decimal("3.5")),
        ("{Price} / ({Price} - 12.5)", None),
        ("{Price} + {Weight}", None),
        ("ifempty({Weight}, 3) + 1", 4),
        ("round(2.345, 2)", Decimal("2.35")),
        ("roundup(2.31, 1) - rounddown(2.39, 1)", Decimal("0.1")),
        ("max({Price}, 3, abs(-40))", 40),
        ("999999999999 * 999999999999", None),
        ("{Budget} + {Costs}", 1400),
        ("{Budget} + {Rent}", None),
        ("{Budget} * 0.5", 600),
        ("{Budget} / {Costs}", 6),
        ("amount({Rent}) * 2", 181),
        ("currency({Rent})", "EUR"),
        ('{Budget} > money(1000, "CNY")', True),
        ('{Budget} > money(1, "EUR")', False),
        ("{Since} + 30", date(2026, 3, 2)),
        ("addmonths({Since}, 1)", date(2026, 2, 28)),
        ("addyears({Since}, -1)", date(2025, 1, 31)),
        ("today() - {Since}", 295),
        ("years({Born}, today())", 46),
        ("months({Born}, {Since})", 547),
        ("days({Since}, today())", 295),
        ("{Since} + 1000000", None),
        ("year({Since}) * 100 + month({Since})", 202601),
        ("weekday({Since})", 6),
        ('date("2026-05-01") > {Since}', True),
        ('{Song} & ", " & {Nickname} & {Price} & " " & {Since}', "Let it be, 12.5 2026-01-31"),
        ('{Budget} & ""', "1200 CNY"),
        ("upper(left({Song}, 3)) & right({Song}, 2)", "LETbe"),
        ("length({Song})", 9),
        ('contains({Song}, "IT")', True),
        ('{Nickname} = ""', True),
        ("empty({Nickname}) and not empty({Song})", True),
        ('if({Film} = "Drama", "weeps", "laughs")', "weeps"),
        ('{Film} = "剧情片"', True),
        ('{Film} <> "War"', True),
        ("{Film}", "Drama"),
        ('{Film} & "!"', "Drama!"),
        ('has({Likes}, "War")', True),
        ("count({Likes})", 1),
        ("empty({Friend})", False),
        ("if({Weight} > 3, 1)", None),
        ("if({Weight} > 3, 1, 2)", 2),
        ('if(or({Price} > 100, {Price} < 20), {Budget}, money(0, "EUR"))', 1200),
        ("not ({Price} = 12.5)", False),
        ("IF({price}＞10，“大”，“小”)", "大"),  # noqa: RUF001 - as a Chinese keyboard writes it
        ("{大小（厘米）} × 2", 80),
        ("Price*2", 25),
    ],
)
def test_a_formula_reckons(source: str, value: object) -> None:
    assert reckoned(source) == value


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("", "Write a formula, such as {Price} * 2."),
        ("{Prize} * 2", "There is no field “Prize” here. Did you mean “Price”?"),
        ("summe({Price})", "There is no function “summe”."),
        ("rond({Price})", "There is no function “rond”. Did you mean “round”?"),
        ("{Price} * ", "Something is missing or too much near “{Price} *”."),
        ("{Price} {Since}", "Something is missing or too much near “{Price} {Since}”."),
        ("({Price}", "There are not as many brackets opened as closed."),
        ("{Price} / 0", "Nothing can be divided by 0."),
        ("{Price} + {Song}", "“+” does not fit a number and a text."),
        ("{Since} + {Born}", "“+” does not fit a date and a date."),
        ("{Budget} + 3", "“+” does not fit an amount of money and a number."),
        ("{Since} > 3", "“>” cannot compare a date with a number."),
        ("if({Price}, 1, 2)", "“if” needs yes or no, and this is a number."),
        ('if({Price} > 1, 1, "x")', "“if” needs a text, and this is a number."),
        ("years({Price}, today())", "“years” needs a date, and this is a number."),
        ("if()", "“if” is written so: if(condition, then, else)."),
        ('{Film} = "Horror"', "“Horror” is not among the options."),
        ('money(1, "XXQ")', "There is no currency XXQ."),
        ('date("soon")', '“date” needs a day such as "2026-09-17".'),
        ("1 < {Price} < 3", "Compare two values at a time, and join comparisons by “and”."),
        (
            "{Friend}",
            "A formula makes a number, an amount, a date, a text, or yes or no; this is a record.",
        ),
        ("({Price} > 1) & {Song}", "Yes or no cannot stand in a text."),
        ("round({Price}, {Price})", "“round” rounds to 0 to 6 places, written as a number."),
        ("{Price} ; drop", "This cannot be read as a formula."),
        ("{Price}.real", "“.real” cannot be read here."),
        ("Price[0]", "“[0]” cannot be read here."),
        ("__import__(1)", "There is no function “__import__”."),
        ("eval(1)", "There is no function “eval”."),
        ("1 + " * 200 + "1", "This is too much for one formula. Split it into several."),
        ("{Price} + " * 101 + "1", "A formula has at most 1000 characters."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(source: str, sentence: str) -> None:
    with pytest.raises(BadFormula) as told:
        compiled(source, operands())
    assert str(told.value).startswith(sentence)


def test_fields_and_options_are_kept_by_key_and_shown_by_name() -> None:
    source = 'if( {Film} = "剧情片" ,  {price}*2 , 0 ) + 大小 '
    with pytest.raises(BadFormula):
        compiled(source, operands())
    found = compiled(source.replace("大小", "{大小（厘米）}"), operands())
    assert found.kept() == 'if( {9} = "drama" ,  {0}*2 , 0 ) + {12}'
    again = compiled(found.kept(), operands(), is_kept=True)
    assert again.shown() == 'if( {Film} = "剧情片" ,  {Price}*2 , 0 ) + {大小（厘米）}'
    assert again.uses == ["9", "0", "12"]


def test_texts_are_written_safely() -> None:
    term = compiled('"it\'s 100% \\ ok" & {Song}', operands()).term
    assert "it''s 100%" in term.sql
    assert as_text(Term(Type.TEXT, "x")) == "coalesce(x, '')"
