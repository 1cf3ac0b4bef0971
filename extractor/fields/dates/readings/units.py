"""Months, weeks, terms, seasons, vacations, holidays, years, and their parts."""

from __future__ import annotations

from dataclasses import replace

from extractor.fields.dates.description import (
    Dates,
    Pattern,
    Point,
    PointUnit,
    Reading,
    Stretch,
)
from extractor.fields.dates.readings.common import (
    NUMERALS,
    PARTS,
    PER,
    SHORTEST_NAME,
    UNITS,
    Tokens,
    in_months,
    in_year,
    monthly,
    numbers_of,
    of,
    one,
    stretches,
)
from extractor.fields.dates.tokens import Figure
from extractor.model import Recurrence


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
        bare = part_of_month([*tokens[:first], tokens[first]._replace(cls="month_unit")])
        return in_months(tokens[first:], bare.stretches) if isinstance(bare, Dates) else None
    name, order, half = one(tokens, "month"), one(tokens, "ordinal", "num", "roman", "last"), one(tokens, "half")
    point = in_year(Point("month", month=name.number if name else None), tokens)
    if half and len(half.form) > SHORTEST_NAME:
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
