"""From the tokens that a rule matched to what they say. Each function reads one shape, or abstains (None)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

from extractor.fields.dates.calendar import WEEKDAYS
from extractor.fields.dates.description import (
    OF_MONTH,
    Dates,
    NoDate,
    Ongoing,
    Pattern,
    Point,
    PointUnit,
    Reading,
    Remark,
    Skipped,
    Stretch,
    Times,
    Weekdays,
)
from extractor.fields.dates.tokens import CENTURY, Figure, Token
from extractor.model import Recurrence, Relation
from extractor.morph import is_known, readings

Tokens = Sequence[Token]
NUMERALS = frozenset({"num", "ordinal", "roman", "cardinal"})
RANGE_MARKS = frozenset({"dash", "by", "until"})
_SHORTEST_MONTH = 5
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
_FIRST_HOUR = 7


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


# days


def months_of(tokens: Tokens) -> list[int] | None:
    """The months named; all but the first must be genitive («15 октября, ноября», not «15 октября, ноябрь»)."""
    named_months = of(tokens, "month")
    if any(not _is_genitive(m.form) for m in named_months[1:]):
        return None
    return [m.number for m in named_months] or None


@lru_cache(maxsize=256)
def _is_genitive(form: str) -> bool:
    return any("gent" in r.grammemes for r in readings(form))


def in_months(tokens: Tokens, made: tuple[Stretch, ...]) -> Reading | None:
    """Stretches without a month, put in each of the months named."""
    months = months_of(tokens)
    if months is None:
        return None

    def put(point: Point, number: int) -> Point:
        return in_year(replace(point, month=number), tokens)

    return Dates(tuple(Stretch(put(s.start, m), s.end and put(s.end, m)) for m in months for s in made))


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
    if not close or not (_is_genitive(name.form) or len(name.form) < _SHORTEST_MONTH):
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
    last = replace(tokens[place], cls="num", value=value.day)
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


def monthly(days: Sequence[int]) -> Pattern:
    """On these days of each month."""
    return Pattern(Recurrence(per="month", days=tuple(str(d) for d in days)))


def monthdays(tokens: Tokens) -> Reading | None:
    """«15 числа каждого месяца», «5 и 20 числа ежемесячно»; of a range, or each quarter, there is no exact rule."""
    often = one(tokens, "per_adverb")
    if often and often.value != "month":
        return adverb([often])
    numbers = numbers_of([t for t in tokens if t.cls in NUMERALS or t.cls in RANGE_MARKS])
    if not numbers or any(not 1 <= n <= 31 for pair in numbers for n in pair if n is not None):
        return None
    if any(last is not None for _, last in numbers):
        return Pattern(Recurrence(times=1, per="month"))
    return monthly([first for first, _ in numbers])


# months and their parts


def month(tokens: Tokens) -> Reading | None:
    """«Сентябрь», «в мае 2021 г.»."""
    name = one(tokens, "month")
    return Dates((Stretch(in_year(Point("month", month=name.number), tokens)),)) if name else None


def month_in_figures(tokens: Tokens) -> Reading | None:
    """«09.2020»."""
    value: Figure = tokens[0].value
    return Dates((Stretch(Point("month", month=value.month, year=value.year)),))


def months_in_figures(tokens: Tokens) -> Reading | None:
    """«09-10.2020»."""
    value: Figure = tokens[2].value
    first = tokens[0].number
    if not 1 <= first < value.month:
        return None
    return Dates(
        (Stretch(Point("month", month=first, year=value.year), Point("month", month=value.month, year=value.year)),)
    )


def roman_months(tokens: Tokens) -> Reading | None:
    """«IX-X», «XI, II»: months in Roman figures; small ones alone may be anything."""
    numbers = numbers_of(tokens)
    if not numbers or any(not 1 <= n <= 12 for pair in numbers for n in pair if n is not None):
        return None
    if max(b or a for a, b in numbers) < 5:
        return None
    return Dates(
        tuple(Stretch(Point("month", month=a), None if b is None else Point("month", month=b)) for a, b in numbers)
    )


def part_of_month(tokens: Tokens) -> Reading | None:
    """«начало октября», «в середине – конце мая», «первая половина месяца»."""
    if len(of(tokens, "month")) > 1:
        first = next(i for i, t in enumerate(tokens) if t.cls == "month")
        bare = part_of_month([*tokens[:first], replace(tokens[first], cls="month_unit")])
        return in_months(tokens[first:], bare.stretches) if isinstance(bare, Dates) else None
    name, order, half = one(tokens, "month"), one(tokens, "ordinal", "num", "roman", "last"), one(tokens, "half")
    point = in_year(Point("month", month=name.number if name else None), tokens)
    if half and len(half.form) > _SHORTEST_MONTH:
        return None  # «I полугодие …»; «1 пол. мая» is a half of May
    if half or one(tokens, "half_part"):
        number = 2 if order and order.cls == "last" else order.number if order else 0
        return Dates((Stretch(replace(point, part=f"half_{number}")),)) if number in (1, 2) else None
    return edges(tokens, point)


def bare_half(tokens: Tokens) -> Reading | None:
    """«вторая половина» under a month's heading."""
    half = part_of_month(tokens)
    return replace(half, marked=False) if isinstance(half, Dates) else None


def edge_of_week(tokens: Tokens) -> Reading | None:
    """«(до) конца первой недели сентября»."""
    week = numbered_unit(tokens[1:])
    if not isinstance(week, Dates):
        return None
    return Dates(tuple(replace(s, start=replace(s.start, part=PARTS[tokens[0].cls])) for s in week.stretches))


def edges(tokens: Tokens, point: Point) -> Reading | None:
    """The beginning, the end, from the one to the other, or both: «начало – середина мая», «начало и конец года»."""
    ends = [replace(point, part=PARTS[t.cls]) for t in of(tokens, *PARTS)]
    if len(ends) == 2 and one(tokens, "dash"):
        return Dates((Stretch(*ends),))
    return Dates(tuple(Stretch(e) for e in ends)) if ends else None


def due_each_month(tokens: Tokens) -> Reading | None:
    """«до конца каждого месяца», «к середине каждого месяца»: the due day."""
    days = {"end": -1, "middle": 15}
    part = one(tokens, *days)
    return monthly((days[part.cls],)) if part else None


def part_each(tokens: Tokens) -> Reading | None:
    """«в начале каждой четверти», «последняя неделя каждого месяца»: no exact rule."""
    units = of(tokens, *PER)
    return Pattern(Recurrence(times=1, per=PER[units[-1].cls])) if units else None


def numbered_unit(tokens: Tokens) -> Reading | None:
    """«2-я неделя ноября», «2-3 неделя», «I–II кварталы», «3 четверть», «II полугодие 2020-2021 уч. года»."""
    unit = next(t for t in tokens if t.cls in UNITS)
    place = list(tokens).index(unit)
    head = tokens[:place] if place else tokens[1:2]
    numbers = numbers_of(head)
    limit = {"week": 6, "decade": 3, "quarter": 4, "term": 4, "trimester": 3, "half": 2}[unit.cls]
    ends = [n for pair in numbers or () for n in pair if n is not None]
    if not ends or any(not 1 <= n <= limit and n != -1 for n in ends):
        return None
    if one(tokens, "month"):
        return in_months(tokens[place:], stretches(_decreasing_apart(numbers or []), Point(UNITS[unit.cls])))
    point = in_year(Point(UNITS[unit.cls]), tokens[place:])
    return Dates(stretches(_decreasing_apart(numbers), point)) if numbers else None


def _decreasing_apart(numbers: list[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    return [(a, b if b is None or b != a else None) for a, b in numbers]


def half_of_year(tokens: Tokens) -> Reading | None:
    """«первая половина учебного года»."""
    number = tokens[0].number
    return Dates((Stretch(in_year(Point("half_year", number), tokens)),)) if number in (1, 2) else None


def week_of_unit(tokens: Tokens) -> Reading | None:
    """«последняя неделя I четверти», «первая неделя учебного года», «последний день 1 четверти»."""
    numbers, what = numbers_of(tokens[:1]), tokens[1].cls
    unit = one(tokens[2:], "quarter", "term", "trimester", "half", "school_year_word", "vacation")
    if not numbers or not unit or not (tokens[0].cls == "last" or 1 <= tokens[0].number <= 4):
        return None
    part = f"{'week' if what == 'week' else 'day'}_{numbers[0][0]}"
    if unit.cls == "school_year_word":
        return Dates((Stretch(Point("school_year", part=part)),))
    inner = named(tokens[2:]) if unit.cls == "vacation" else numbered_unit(list(tokens[2:]))
    if not isinstance(inner, Dates):
        return None
    return Dates(tuple(replace(s, start=replace(s.start, part=part)) for s in inner.stretches))


def part_of_unit(tokens: Tokens) -> Reading | None:
    """«конец I четверти», «начало зимних каникул», «в конце полугодия»."""
    rest = [t for t in tokens if t.cls not in PARTS and t.cls != "school"]
    if rest[0].cls in ("and", "dash", "in"):
        rest = rest[1:]
    inner = named(rest) or (numbered_unit(rest) if one(rest, *NUMERALS, "last") else None)
    if isinstance(inner, Dates):
        found = [edges(tokens, s.start) for s in inner.stretches if s.end is None]
        return Dates(tuple(s for d in found if isinstance(d, Dates) for s in d.stretches)) if found else None
    unit = one(rest, *UNITS)
    return edges(tokens, Point(UNITS[unit.cls])) if unit else None


def named(tokens: Tokens) -> Reading | None:
    """«осень 2020», «летний период», «осенние каникулы», «День знаний»."""
    vacation = one(tokens, "vacation", "vacation_adjective", "seasonal_vacation")
    seasons = of(tokens, "season", "seasonal", "seasonal_vacation")
    holiday = one(tokens, "holiday")
    if holiday:
        return Dates((Stretch(in_year(Point("holiday", holiday.number), tokens)),))
    if vacation and not seasons:
        return Dates((Stretch(in_year(Point("vacation"), tokens)),))
    unit: PointUnit = "vacation" if vacation else "season"
    points = [in_year(Point(unit, t.value), tokens) for t in seasons]
    if len(points) == 2 and one(tokens, "dash") and not vacation:
        return Dates((Stretch(points[0], points[1]),))
    return Dates(tuple(Stretch(p) for p in points)) if points else None


def whole_year(tokens: Tokens) -> Reading | None:
    """«2021 год», «2020-2021 учебный год», «2022–2024 гг.», «учебный год», each with its beginning or end."""
    has_edge = tokens[0].cls in PARTS
    years = of(tokens, "year4")
    if one(tokens, "year_pair") or one(tokens, "school_year_word", "school") or len(years) > 1:
        if len(years) > 1 and years[1].number != years[0].number + 1:
            return Dates((Stretch(Point("year", year=years[0].number), Point("year", year=years[1].number)),))
        point = Point("school_year", academic=in_year(Point("school_year"), tokens).academic)
    elif years:
        point = Point("year", year=years[0].number)
    else:
        point = Point("year", "calendar" if one(tokens, "calendar") else None)
        return edges(tokens, point)
    return edges(tokens, point) if has_edge else Dates((Stretch(point),))


# repetition


def adverb(tokens: Tokens) -> Reading | None:
    """«ежемесячно»."""
    return Pattern(Recurrence(times=1, per=str(tokens[0].value)))


def adverb_with_count(tokens: Tokens) -> Reading | None:
    """«ежемесячно по 2 раза»."""
    counts = [t.number for t in of(tokens, *NUMERALS)]
    if not counts[0]:
        return None
    return Pattern(Recurrence(times=counts[0], per=str(tokens[0].value), times_max=counts[1] if counts[1:] else None))


def frequency(tokens: Tokens) -> Reading | None:
    """«не реже 1-2 раз в 2 месяца», «2р/год», «дважды в год»."""
    unit = of(tokens, *PER)[-1]
    word = one(tokens, "times_word", "times_adverb")
    place = list(tokens).index(word) if word else next(i for i, t in enumerate(tokens) if t.cls in NUMERALS) + 1
    counts = [t.number for t in tokens[:place] if t.cls in NUMERALS]
    if word and word.cls == "times_adverb":
        counts = [word.number]
    every = next((t.number for t in tokens[place:] if t.cls in NUMERALS), 1)
    per, every = normal_interval(PER[unit.cls], every)
    first = counts[0] if counts else 1
    most = counts[1] if len(counts) > 1 else None
    if first == 0 or every == 0:
        return None
    if one(tokens, "at_most"):
        return Pattern(Recurrence(times_max=first, per=per, every=every if every > 1 else None))
    least = True if one(tokens, "at_least") else None
    return Pattern(Recurrence(times=first, per=per, every=every if every > 1 else None, at_least=least, times_max=most))


def normal_interval(per: str, every: int) -> tuple[str, int]:
    """Ten days are a decade, six months a half-year, seven days a week."""
    named_units = {("day", 10): "decade", ("month", 6): "half_year", ("day", 7): "week", ("month", 12): "year"}
    return (named_units[per, every], 1) if (per, every) in named_units else (per, every)


def each(tokens: Tokens) -> Reading | None:
    """«каждый месяц», «каждые 2 недели», «каждую вторую неделю», «через день»."""
    unit = of(tokens, *PER)[-1]
    count = one(tokens, *NUMERALS)
    every = count.number if count else 1
    every = every + 1 if one(tokens, "via") else every
    per, every = normal_interval(PER[unit.cls], every)
    return Pattern(Recurrence(times=1, per=per, every=every if every > 1 else None)) if every else None


def each_other(_tokens: Tokens) -> Reading | None:
    """«по чётным неделям»."""
    return Pattern(Recurrence(times=1, per="week", every=2))


def by_units(tokens: Tokens) -> Reading | None:
    """«по четвертям», «по месяцам»."""
    return each(tokens) if tokens[-1].plural else None


def except_weekdays(tokens: Tokens) -> Reading | None:
    """«ежедневно, кроме воскресенья»."""
    left_out = weekday_names(tokens)
    days = tuple(code for day, code in enumerate(WEEKDAYS) if day not in left_out)
    return Pattern(Recurrence(per="week", days=days)) if tokens[0].value == "day" and days else None


def weekday_names(tokens: Tokens) -> tuple[int, ...]:
    """The weekdays named, ranges filled («пн-пт»)."""
    days: list[int] = []
    joined = False
    for token in tokens:
        if token.cls == "weekday":
            first = days[-1] + 1 if joined and days else token.number
            days.extend(range(first, token.number) if first <= token.number else [])
            days.append(token.number)
            joined = False
        elif token.cls in ("weekday_group", "working_days", "weekend_days", "weekend"):
            days.extend((5, 6) if token.cls.startswith("weekend") else range(5))
        elif token.cls in RANGE_MARKS:
            joined = bool(days)
    return tuple(dict.fromkeys(days))


def weekly(tokens: Tokens) -> Reading | None:
    """«каждый понедельник», «по средам и пятницам», «по будням»; not «по пятницу», which ends a range."""
    if tokens[0].cls == "by" and len(tokens) == 2 and _is_singular_name(tokens[1]):
        return None
    days = weekday_names([t for i, t in enumerate(tokens) if t.cls != "by" or i])
    return Pattern(Recurrence(per="week", days=tuple(WEEKDAYS[d] for d in days))) if days else None


def _is_singular_name(token: Token) -> bool:
    return token.cls == "weekday" and not token.plural and is_known(token.form) and len(token.form) > _SHORTEST_MONTH


def bare_weekdays(tokens: Tokens) -> Reading | None:
    """«понедельник», «пн-пт», «вторник, четверг»."""
    days = weekday_names([t for t in tokens if t.cls != "from"])
    return Weekdays(days) if days else None


def nth_weekdays(tokens: Tokens) -> Reading | None:
    """«третий четверг сентября» (days), «каждую третью среду месяца», «1 и 3 вторник» (a repetition)."""
    weekday, name = one(tokens, "weekday"), one(tokens, "month")
    place = list(tokens).index(weekday) if weekday else 0
    numbers = numbers_of(tokens[:place])
    if not weekday or not numbers or any(b is not None or not (a == -1 or 1 <= a <= 5) for a, b in numbers):
        return None
    if name:
        return in_months(tokens[place:], stretches(numbers, Point("nth_weekday", weekday=weekday.number)))
    days = Recurrence(per="month", days=tuple(f"{n}{WEEKDAYS[weekday.number]}" for n, _ in numbers))
    return Pattern(days, said_each=one(tokens, "every") is not None)


# all the time, on demand, elsewhere


def all_through(tokens: Tokens) -> Reading | None:
    """«в течение года», «весь период», «в течение месяца»."""
    if one(tokens, "school_year_word", "school"):
        return Ongoing("school_year")
    classes = [t.cls for t in tokens]
    if "label" in classes or "period" in classes:
        return Ongoing("period")
    scope = next(cls for cls in reversed(classes) if cls != "word")
    return Ongoing({"half_of_year": "half", "calendar": "year"}.get(scope, scope))


def always(_tokens: Tokens) -> Reading | None:
    """«постоянно»."""
    return Ongoing("always")


def remark(kind: Literal["on_demand", "external_schedule", "conditional"]) -> Any:
    """A reading that is this kind of remark whatever its words."""
    return lambda _tokens: Remark(kind)


def skipped(_tokens: Tokens) -> Reading | None:
    """«Срок:»."""
    return Skipped()


def month_and_weekday(tokens: Tokens) -> Reading | None:
    """«октябрь (3-я среда)», «третий четверг (октябрь, ноябрь)»: days of the months named."""
    days = of(tokens, "pattern")[0].value.recurrence
    months = [s for t in of(tokens, "dates") for s in t.value.stretches]
    plain = all(s.end is None and s.start.unit == "month" and s.start.month and not s.start.part for s in months)
    if days.per != "month" or not plain or any(t.value.relation != "during" for t in of(tokens, "dates")):
        return None
    named_days = [(d[:-2], d[-2:]) for d in days.days]
    if not named_days or any(w not in WEEKDAYS or not n for n, w in named_days):
        return None
    return Dates(
        tuple(
            Stretch(replace(s.start, unit="nth_weekday", number=int(n), weekday=WEEKDAYS.index(w)))
            for s in months
            for n, w in named_days
        )
    )


def year_and_part(tokens: Tokens) -> Reading | None:
    """«2020 г., октябрь»: the year of the one holds for the other."""
    found: list[Dates] = [t.value for t in of(tokens, "dates")]
    year, part = found
    holder: Point = year.stretches[0].start
    if holder.unit not in ("year", "school_year") or holder.part or len(year.stretches) > 1 or year.stretches[0].end:
        return None
    points = [p for s in part.stretches for p in (s.start, s.end) if p]
    if not (holder.year or holder.academic) or any(not p.month or p.year or p.academic for p in points):
        return None

    def put(point: Point) -> Point:
        return replace(point, year=holder.year, academic=holder.academic)

    return replace(part, stretches=tuple(Stretch(put(s.start), s.end and put(s.end)) for s in part.stretches))


def unread(_tokens: Tokens) -> Reading | None:
    """«Срок сдачи отчёта», «дата уточняется»: words that only begin like a label."""
    return NoDate()


def no_date(_tokens: Tokens) -> Reading | None:
    """«от 01.09.2020 № 12»."""
    return NoDate()


# times


def clock(tokens: Tokens) -> Reading | None:
    """«в 14.00», «15:30 ч.», «в 14 ч. 30 мин.», «в 15-20», «в 9 утра»."""
    figure_token = one(tokens, "clock", "flat_clock")
    if figure_token:
        hour, minute = figure_token.value.hour, figure_token.value.minute
    else:
        numbers = [t.number for t in of(tokens, "num")]
        hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    later = one(tokens, "evening") or one(tokens, "day_unit")
    hour = hour + 12 if later and hour < 12 else hour
    return Times((f"{hour:02}:{minute:02}",)) if hour < 24 and minute < 60 else None


def clock_with_dash(tokens: Tokens) -> Reading | None:
    """«в 15-20», «с 9-15»: minutes in two figures, by fives."""
    minute = of(tokens, "num")[1]
    return clock(tokens) if minute.end - minute.start == 2 and minute.number % 5 == 0 else None


def hours_range(tokens: Tokens) -> Reading | None:
    """«с 14 до 16 часов»."""
    start, end = (t.number for t in of(tokens, "num"))
    return Times((f"{start:02}:00-{end:02}:00",)) if start < end < 24 else None


def clock_range(tokens: Tokens) -> Reading | None:
    """«10.00-12.00», «с 10 ч. до 12.30»."""
    start, end = (t.value.times[0] for t in of(tokens, "times"))
    return Times((f"{start}-{end}",)) if "-" not in start + end else None


def hour_beside_date(tokens: Tokens) -> Reading | None:
    """«15 октября, 14 ч.»: an hour of the day before it, «2 часа» are how long."""
    return clock(tokens) if tokens[0].number >= _FIRST_HOUR else None


def minutes_beside_date(tokens: Tokens) -> Reading | None:
    """«12.10.2020 14-30»: after a day this is no range of days."""
    value: Dates = tokens[0].value
    first, last = value.stretches[0].start.number, value.stretches[0].end
    if value.marked or len(value.stretches) > 1 or last is None or not isinstance(first, int):
        return None
    minute = last.number if isinstance(last.number, int) else 0
    return Times((f"{first:02}:{minute:02}",)) if first < 24 and minute >= 10 and minute % 5 == 0 else None


# dates joined


def date_range(tokens: Tokens) -> Reading | None:
    """«с 28 сентября по 2 октября», «ноябрь – декабрь»: the last of one list, the first of the next."""
    first, last = (t.value for t in of(tokens, "dates"))
    if first.relation != "during" or first.shift or last.shift or first.stretches[-1].end or last.stretches[0].end:
        return None
    if not (first.marked or last.marked):
        return None
    if _is_list_of(first, last) and not one(tokens, "from"):
        return None
    last = _in_same_month(first, last)
    if len(first.stretches) > 1 and one(tokens, "from"):
        return None
    holidays = [s.start.unit == "holiday" for s in (first.stretches[-1], last.stretches[0])]
    if any(holidays) and not all(holidays) and not one(tokens, "from"):
        return None  # «27 января – День …»
    joined = Stretch(first.stretches[-1].start, last.stretches[0].start)
    return Dates((*first.stretches[:-1], joined, *last.stretches[1:]))


def _is_list_of(days: Dates, month: Dates) -> bool:
    """«5, 12, 19 – ноябрь»."""
    point = month.stretches[0].start
    bare = all(s.start.unit == "day" and not s.start.month for s in days.stretches)
    return bare and not days.marked and point.unit == "month" and point.month is not None


def _in_same_month(first: Dates, last: Dates) -> Dates:
    """«с 9 ноября по 13-е», «с 1 октября до конца месяца»."""
    start, end = first.stretches[-1].start, last.stretches[0].start
    if end.month or not start.month or end.unit not in ("day", "month") or (end.unit == "day" and start.unit != "day"):
        return last
    end = replace(end, month=start.month, year=start.year, academic=start.academic)
    return replace(last, stretches=(replace(last.stretches[0], start=end), *last.stretches[1:]))


def chain(tokens: Tokens) -> Reading | None:
    """«март – апрель – май»: from the first to the last."""
    found = of(tokens, "dates")
    if any(len(t.value.stretches) > 1 or t.value.stretches[0].start.unit != "month" for t in found):
        return None
    return date_range([found[0], found[-1]])


def related(relation: Relation, through: bool = False) -> Any:
    """Dates with a word before them: «до», «с»; a range keeps its own meaning («по 5–9 октября»)."""

    def read(tokens: Tokens) -> Reading | None:
        found = [t.value for t in of(tokens, "dates")]
        if any(d.relation != "during" or d.shift for d in found) or (
            len(found) > 1 and any(s.start.unit not in ("day", "holiday") or s.end for d in found for s in d.stretches)
        ):
            return None
        all_stretches = tuple(s for d in found for s in d.stretches)
        if relation == "by" and any(s.end for s in all_stretches):
            return None
        if relation == "from" and any(s.end for s in all_stretches):  # «с 5-10 октября»
            return Dates(all_stretches)
        marked = all(d.marked for d in found)
        return Dates(all_stretches, relation, marked, "through" if through else None)

    return read


def month_and_due(tokens: Tokens) -> Reading | None:
    """«сентябрь (до 15)», «до 15 (сентябрь)»."""
    month_first = tokens[0].cls == "dates"
    found = of(tokens, "dates")
    month_token, day_token = found if month_first else reversed(found)
    if any(s.start.unit != "day" or s.end for s in day_token.value.stretches):
        return None
    due = month_and_part([month_token, day_token])
    return replace(due, relation="by") if isinstance(due, Dates) else None


def monthly_by(tokens: Tokens) -> Reading | None:
    """«ежемесячно до 25»."""
    often: Recurrence = tokens[0].value.recurrence
    due: Dates = tokens[-1].value
    days = [s.start.number for s in due.stretches if s.start.unit == "day" and not s.start.month and not s.end]
    if (often.times, often.per, often.every) != (1, "month", None) or len(days) != len(due.stretches):
        return None
    return monthly([d for d in days if isinstance(d, int)])


def weeks_after(tokens: Tokens) -> Reading | None:
    """«через неделю после …»; «через день после уроков» is a repetition."""
    pattern: Recurrence = tokens[0].value.recurrence
    return Remark("conditional") if (pattern.times, pattern.per, pattern.every) == (1, "week", 2) else None


def shifted(shift: Literal["before", "eve", "after"]) -> Any:
    """«перед Новым годом», «накануне 9 мая», «после 20 мая»."""

    def read(tokens: Tokens) -> Reading | None:
        found: Dates = of(tokens, "dates")[0].value
        if found.relation != "during" or not found.marked:
            return None
        if shift == "after" and all(s.start.lacks_name and s.start.unit not in OF_MONTH for s in found.stretches):
            return Remark("conditional")  # «после окончания четверти»
        return Dates(found.stretches, "from" if shift == "after" else "during", True, shift)

    return read


def within(tokens: Tokens) -> Reading | None:
    """«в октябре», «в течение I полугодия»: the word before adds nothing."""
    token = one(tokens, "dates", "pattern", "weekdays", "times")
    if token is None or (isinstance(token.value, Dates) and not token.value.marked):
        return None
    value: Reading = token.value
    if one(tokens, "during", "all") and isinstance(value, Dates) and len(value.stretches) == 1:
        point = value.stretches[0].start
        if point.unit in ("year", "school_year") and point.part is None and not value.stretches[0].end:
            return Ongoing(point.unit, point if point.year or point.academic else None)
    return value


def due_monthly(tokens: Tokens) -> Reading | None:
    """«до 15 числа каждого месяца»: a repetition by its due day."""
    value: Reading = of(tokens, "pattern")[0].value
    return value


def month_and_part(tokens: Tokens) -> Reading | None:
    """«октябрь, 2 неделя», «3-я декада (март)»: the month of the one holds for the other."""
    first, second = (t.value for t in of(tokens, "dates"))
    holder, part = (first, second) if first.stretches[0].start.month else (second, first)
    point: Point = holder.stretches[0].start
    parts = [p for s in part.stretches for p in (s.start, s.end) if p]
    if len(holder.stretches) > 1 or holder.stretches[0].end or point.unit != "month" or point.part:
        return None
    if holder.relation != "during" or part.relation != "during":
        return None
    if any(p.month or p.unit not in ("week", "decade", "month", "day") or p.year for p in parts):
        return None
    if any(p.unit == "day" for p in parts) and not part.marked and holder is second and len(parts) == 1:
        return None

    def put(p: Point | None) -> Point | None:
        return p and replace(p, month=point.month, year=point.year, academic=point.academic)

    return Dates(tuple(Stretch(put(s.start) or s.start, put(s.end)) for s in part.stretches))
