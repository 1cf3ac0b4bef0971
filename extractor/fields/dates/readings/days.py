"""Days: «22 октября 2020 г.», «1, 5-8 и 12 ноября», «19–23.04.2021», «в первых числах мая»."""

from __future__ import annotations

from itertools import pairwise

from extractor.fields.dates.description import (
    Dates,
    Point,
    Reading,
    Stretch,
)
from extractor.fields.dates.readings.common import (
    NUMERALS,
    RANGE_MARKS,
    SHORTEST_NAME,
    Tokens,
    in_months,
    in_year,
    is_genitive,
    monthly,
    numbers_of,
    of,
    one,
    stretches,
)
from extractor.fields.dates.tokens import CENTURY, Figure


def days_of_month(tokens: Tokens) -> Reading | None:
    """«22 октября 2020 г.», «1, 5-8 и 12 ноября», «с 12 по 16 октября», «15 октября, января, апреля»."""
    month = one(tokens, "month")
    cut = list(tokens).index(month) if month else len(tokens)
    numbers = numbers_of(tokens[:cut])
    if not month or not numbers:
        return None
    if len(of(tokens, "month")) > 1:
        return in_months(tokens[cut:], stretches(numbers, Point("day")))
    return Dates(stretches(numbers, in_year(Point("day", month=month.number), tokens[cut:])))


def from_day_to_day(tokens: Tokens) -> Reading | None:
    """«между 1 и 10 апреля», «от 9 до 13 ноября»."""
    first, last = of(tokens, "num", "ordinal")[:2]
    month = next(i for i, t in enumerate(tokens) if t.cls == "month")
    point = in_year(Point("day", month=tokens[month].number), tokens[month:])
    return Dates(stretches([(first.number, last.number)], point))


def dashed_day(tokens: Tokens) -> Reading | None:
    """«11-апр-21», «6-ноября»: the dashes stand close; not «10 - октябрь»."""
    day, _, name, *rest = tokens
    close = all(b.start - a.end == 0 for a, b in pairwise(tokens))
    if not close or not (is_genitive(name.form) or len(name.form) < SHORTEST_NAME):
        return None
    year = rest[-1].number if rest else None
    if year is not None and rest[-1].cls == "num":
        year = CENTURY + year
    return Dates((Stretch(Point("day", day.number, name.number, year)),))


def figure(tokens: Tokens) -> Reading | None:
    """«22.10.2020г.», «22.10», «22.10 2020 г.»."""
    value: Figure = tokens[0].value
    point = Point("day", value.day, value.month, value.year)
    return Dates((Stretch(point if value.year else in_year(point, tokens[1:])),))


def days_and_figure(tokens: Tokens) -> Reading | None:
    """«19–23.04.2021», «1, 5 и 9.10», «с 12 по 16.10»: the figure's month holds for all the days."""
    place = next(i for i, t in enumerate(tokens) if isinstance(t.value, Figure))
    value: Figure = tokens[place].value
    last = tokens[place]._replace(cls="num", value=value.day)
    numbers = numbers_of([*tokens[:place], last])
    if not numbers or any(not 1 <= n <= 31 for pair in numbers for n in pair if n is not None):
        return None
    point = Point("day", month=value.month, year=value.year)
    return Dates(stretches(numbers, point if value.year else in_year(point, tokens[place + 1 :])))


def bare_days(tokens: Tokens) -> Reading | None:
    """«15», «15-20», «1-10 числа», «15 числа октября»: the month may stand in a heading."""
    numbers = numbers_of([t for t in tokens if t.cls in NUMERALS or t.cls in RANGE_MARKS or t.cls == "from"])
    if not numbers or any(not 1 <= n <= 31 for pair in numbers for n in pair if n is not None):
        return None
    return Dates(stretches(numbers, Point("day")), marked=one(tokens, "number") is not None)


def spaced_figure(tokens: Tokens) -> Reading | None:
    """«05 11 2020»: two figures each."""
    day, number, year = tokens[:3]
    two_figures = all(t.end - t.start == len("05") for t in (day, number))
    if not two_figures or not 1 <= number.number <= 12 or not 1 <= day.number <= 31:
        return None
    return Dates((Stretch(Point("day", day.number, number.number, year.number)),))


def some_days(tokens: Tokens) -> Reading | None:
    """«в первых числах мая», «последние числа», «20-е числа октября»."""
    order, word, month = one(tokens, "ordinal", "last"), one(tokens, "number"), one(tokens, "month")
    word = word or one(tokens, "day_unit")
    if not order or not word or not (order.plural or word.plural):
        return None
    if word.form == "число":
        return None
    parts = {("ordinal", 1): "first_days", ("ordinal", 10): "tens_10", ("ordinal", 20): "tens_20"}
    part = "last_days" if order.cls == "last" else parts.get((order.cls, order.number))
    if part is None:
        return None
    return Dates((Stretch(in_year(Point("month", month=month.number if month else None, part=part), tokens)),))


def edge_day(tokens: Tokens) -> Reading | None:
    """«последний день октября», «первое число месяца», «последний день (каждого) месяца»."""
    order, month, last_day = one(tokens, "ordinal", "last"), one(tokens, "month"), -1
    if not order or order.plural:
        return None
    number = last_day if order.cls == "last" else order.number
    if month:
        return Dates((Stretch(in_year(Point("day", number, month.number), tokens)),))
    if one(tokens, "every"):
        return monthly((number,))
    return Dates((Stretch(Point("day", number)),))
