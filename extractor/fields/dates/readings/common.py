"""What the readings share: the tokens of a class, numbers and ranges of them, the year and the months named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from extractor.fields.dates.description import (
    Dates,
    Pattern,
    Point,
    PointUnit,
    Reading,
    Stretch,
)
from extractor.fields.dates.tokens import Token
from extractor.model import Recurrence
from extractor.morph import readings

Tokens = Sequence[Token]
NUMERALS = frozenset({"num", "ordinal", "roman", "cardinal"})
RANGE_MARKS = frozenset({"dash", "by", "until"})
SHORTEST_NAME = 5
PER = {
    "day_unit": "day",
    "week": "week",
    "decade": "decade",
    "month_unit": "month",
    "quarter": "quarter",
    "term": "quarter",
    "trimester": "quarter",
    "half": "half_year",
    "half_of_year": "half_year",
    "year": "year",
    "school_year_word": "year",
    "school_year": "year",
}
UNITS: dict[str, PointUnit] = {
    "quarter": "quarter",
    "term": "term",
    "trimester": "trimester",
    "half": "half_year",
    "week": "week",
    "decade": "decade",
    "month_unit": "month",
}
PARTS = {"begin": "begin", "middle": "middle", "end": "end"}


def of(tokens: Tokens, *classes: str) -> list[Token]:
    """The tokens of these classes."""
    return [t for t in tokens if t.cls in classes]


def one(tokens: Tokens, *classes: str) -> Token | None:
    """The first token of these classes."""
    return next((t for t in tokens if t.cls in classes), None)


def in_year(point: Point, tokens: Tokens) -> Point:
    """The point in the year that is named: a calendar one, or an academic one («2020-2021 уч. г.», «2020/21»)."""
    pair, years = one(tokens, "year_pair"), of(tokens, "year4")
    if pair is not None:
        return replace(point, academic=pair.number)
    if not years:
        return point
    first = years[0].number
    if len(years) > 1 or one(tokens, "school_year_word", "school"):
        return replace(point, academic=first)
    return replace(point, year=first)


def numbers_of(tokens: Tokens) -> list[tuple[int, int | None]] | None:
    """Numbers and ranges of numbers («1, 5-8 и 12», «с 1 по 5»): first and last; None for a «с» without a «по»."""
    found: list[tuple[int, int | None]] = []
    joined = False
    for place, token in enumerate(tokens):
        if token.cls == "from" and (len(tokens) < place + 3 or tokens[place + 2].cls not in RANGE_MARKS):
            return None
        if token.cls in NUMERALS or token.cls == "last":
            value = -1 if token.cls == "last" else token.number
            if joined and found and found[-1][1] is None:
                found[-1] = (found[-1][0], value)
            else:
                found.append((value, None))
            joined = False
        elif token.cls in RANGE_MARKS:
            joined = bool(found)
    return found


def stretches(numbers: Sequence[tuple[int, int | None]], like: Point) -> tuple[Stretch, ...]:
    """The numbers as points like the one given."""

    def point(number: int) -> Point:
        return Point(like.unit, number, like.month, like.year, like.academic, like.part, like.weekday)

    return tuple(Stretch(point(a), None if b is None else point(b)) for a, b in numbers)


def months_of(tokens: Tokens) -> list[int] | None:
    """The months named; all but the first must be genitive («15 октября, ноября», not «15 октября, ноябрь»)."""
    named_months = of(tokens, "month")
    if any(not is_genitive(m.form) for m in named_months[1:]):
        return None
    return [m.number for m in named_months] or None


@lru_cache(maxsize=256)
def is_genitive(form: str) -> bool:
    return any("gent" in r.grammemes for r in readings(form))


def in_months(tokens: Tokens, made: tuple[Stretch, ...]) -> Reading | None:
    """Stretches without a month, put in each of the months named."""
    months = months_of(tokens)
    if months is None:
        return None

    def put(point: Point, number: int) -> Point:
        return in_year(replace(point, month=number), tokens)

    return Dates(tuple(Stretch(put(s.start, m), s.end and put(s.end, m)) for m in months for s in made))


def monthly(days: Sequence[int]) -> Pattern:
    """On these days of each month."""
    return Pattern(Recurrence(per="month", days=tuple(str(d) for d in days)))
