"""Who the customers are: names, gender, age, home, colleague in charge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.config.demo.dice import Flags, Ints, Texts, between, dice, often, weighted
from rapport.config.demo.words import column, numbers, read
from rapport.core.search.tokens import fold

CHINESE = 0.93
COUNTRIES = {"de": "DE AT", "en": "GB", "fr": "FR", "es": "ES", "nl": "NL", "sv": "DK", "pl": "PL"}


@dataclass(frozen=True)
class People:
    """The people, column by column."""

    chinese: Flags
    female: Flags
    family: Texts
    given: Texts
    name: Texts
    latin: Texts
    sort_key: Texts
    city: Ints  # row of cities.tsv
    owner: Ints  # position among the sellers
    birth_year: Ints
    birth_day: Ints
    locale: Texts

    @property
    def count(self) -> int:
        """Return how many there are."""
        return len(self.name)


def make_people(seed: int, count: int, sellers: int) -> People:
    """Invent people."""
    rng = dice(seed, "people")
    chinese = often(rng, CHINESE, count)
    female = often(rng, 0.49, count)
    family, given, latin_family, latin_given = _chinese_names(rng, female)
    foreign = np.flatnonzero(~chinese)
    language = _foreign_names(rng, foreign, female, family, given)
    latin_family[foreign], latin_given[foreign] = family[foreign], given[foreign]
    name = np.where(chinese, family + given, given + " " + family)
    latin = np.where(chinese, latin_family + " " + latin_given, "")
    locale = np.full(count, "zh-hans", dtype=object)
    locale[foreign] = language
    return People(
        chinese=chinese,
        female=female,
        family=family,
        given=given,
        name=name,
        latin=latin,
        sort_key=_folded(latin_family + " " + latin_given),
        city=_cities(rng, locale),
        owner=weighted(rng, np.linspace(1.4, 0.6, sellers), count),
        birth_year=np.clip(rng.normal(1986, 12, count).astype(np.int64), 1940, 2006),
        birth_day=between(rng, 0, 364, count),
        locale=locale,
    )


def _chinese_names(rng: np.random.Generator, female: Flags) -> tuple[Texts, Texts, Texts, Texts]:
    count = len(female)
    surname = weighted(rng, numbers("surnames", 2), count)
    gender = np.array([row[2] == "f" for row in read("given")])
    weights = numbers("given", 3).astype(np.float64)
    chosen = []
    for _position in range(2):
        women = weighted(rng, np.where(gender, weights, weights * 0.06), count)
        men = weighted(rng, np.where(gender, weights * 0.06, weights), count)
        chosen.append(np.where(female, women, men))
    first, second = chosen
    double = often(rng, 0.72, count) & (first != second)
    signs, sounds = column("given", 0), column("given", 1)
    given = signs[first] + np.where(double, signs[second], "")
    spoken = sounds[first] + np.where(double, sounds[second], "")
    capital = np.array([text.capitalize() for text in spoken.tolist()], dtype=object)
    return column("surnames", 0)[surname], given, column("surnames", 1)[surname], capital


def _foreign_names(
    rng: np.random.Generator, rows: Ints, female: Flags, family: Texts, given: Texts
) -> Texts:
    """Give the people in these rows names of another country; return their languages."""
    table = read("western")
    languages = np.array(list(COUNTRIES), dtype=object)
    language = languages[weighted(rng, np.array([30, 28, 16, 12, 8, 8, 6]), len(rows))]
    for code in COUNTRIES:
        for gender in (False, True):
            here = rows[(language == code) & (female[rows] == gender)]
            sex = "f" if gender else "m"
            families = [row for row in table if row[0] == code and row[1] == "family"]
            givens = [row for row in table if row[0] == code and row[1:4:2] == ["given", sex]]
            family[here] = _drawn(rng, families, len(here))
            given[here] = _drawn(rng, givens, len(here))
    return language


def _drawn(rng: np.random.Generator, rows: list[list[str]], count: int) -> Texts:
    names = np.array([row[2] for row in rows], dtype=object)
    return names[weighted(rng, np.array([int(row[4]) for row in rows]), count)]


def _cities(rng: np.random.Generator, locale: Texts) -> Ints:
    countries = [row[3] for row in read("cities")]
    weights = numbers("cities", 5)
    city = np.zeros(len(locale), dtype=np.int64)
    for language, wanted in {"zh-hans": "CN", **COUNTRIES}.items():
        here = np.flatnonzero(locale == language)
        fits = np.array([country in wanted for country in countries])
        city[here] = weighted(rng, weights * fits, len(here))
    return city


def _folded(names: Texts) -> Texts:
    return np.array(
        [name.lower() if name.isascii() else fold(name) for name in names.tolist()], dtype=object
    )
