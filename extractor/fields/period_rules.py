"""The rules that read the signs of a plan's period: each a shape of signs, each may abstain; their order decides."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from extractor.fields.dates.calendar import academic, day_of, month_days
from extractor.model import Period, PeriodKind


@dataclass(frozen=True, slots=True)
class Years:
    """The years a text names: of an academic year (`school`), a calendar year, or several years."""

    first: int
    last: int
    school: bool
    start: int
    end: int

    def date(self, month: int, day: int = 1) -> dt.date | None:
        """A day of a month in the years named: autumn months of an academic year lie in its first year."""
        year = self.last if self.school and month < 9 else self.first
        return day_of(year, month, day)


Rule = Callable[[str, "Years | None"], "Period | None"]


def _period(start: dt.date | None, end: dt.date | None, kind: PeriodKind) -> Period | None:
    return Period(start, end, kind) if start and end and start <= end else None


_DAY = r"D(\d{4})?-(\d\d)-(\d\d)(?: YEAR)?"
_FIGURES = re.compile(rf"\b{_DAY} (?:-|TO|TILL) {_DAY}")


def figures_range(coded: str, years: Years | None) -> Period | None:
    """«с 01.06.2021 по 30.08.2021», «21.01–23.02.2022»."""
    match = _FIGURES.search(coded)
    if not match:
        return None
    y1, m1, d1, y2, m2, d2 = match.groups()
    return _between((int(d1), int(m1), y1), (int(d2), int(m2), y2), years)


_DAYS_OF_MONTH = re.compile(r"\bN(\d{1,2}) (?:-|TO|TILL) N(\d{1,2}) M(\d+)(?: Y(\d{4}))?")
_DAYS_OF_MONTHS = re.compile(
    r"\bN(\d{1,2}) M(\d+)(?: Y(\d{4})(?: YEAR)?)? (?:-|TO|TILL) N(\d{1,2}) M(\d+)(?: Y(\d{4}))?"
)


def days_range(coded: str, years: Years | None) -> Period | None:
    """«с 15 по 19 марта 2021», «с 30 августа по 3 сентября»."""
    match = _DAYS_OF_MONTH.search(coded)
    if match:
        d1, d2, m, y = match.groups()
        return _between((int(d1), int(m), y), (int(d2), int(m), y), years)
    match = _DAYS_OF_MONTHS.search(coded)
    if match:
        d1, m1, y1, d2, m2, y2 = match.groups()
        return _between((int(d1), int(m1), y1), (int(d2), int(m2), y2), years)
    return None


def _between(
    first: tuple[int, int, str | None], last: tuple[int, int, str | None], years: Years | None
) -> Period | None:
    end = _day(last, years)
    start = _day(first, years)
    if start is None and end is not None:
        year = end.year - 1 if (first[1], first[0]) > (last[1], last[0]) else end.year
        start = day_of(year, first[1], first[0])
    if start and end and start > end and first[2] is None:
        start = day_of(end.year if first[1] <= last[1] else end.year - 1, first[1], first[0])
    return _period(start, end, "custom")


def _day(parts: tuple[int, int, str | None], years: Years | None) -> dt.date | None:
    day, month, year = parts
    if year:
        return day_of(int(year), month, day)
    return years.date(month, day) if years and years.last - years.first < 2 else None


_ONE_DAY = re.compile(rf"\bON (?:w )?(?:{_DAY}|N(\d{{1,2}}) M(\d+)(?: Y(\d{{4}}))?)")


def one_day(coded: str, years: Years | None) -> Period | None:
    """«на 5 марта 2021 года»."""
    match = _ONE_DAY.search(coded)
    if not match:
        return None
    y1, m1, d1, d2, m2, y2 = match.groups()
    day = _day((int(d1), int(m1), y1), years) if d1 else _day((int(d2), int(m2), y2), years)
    return _period(day, day, "custom")


_PART = re.compile(
    r"\b(?:N(\d) (?:(?:,|AND|-) N(\d) )?(HALF|QUARTER|TERM|TRIMESTER)|(HALF|QUARTER|TERM|TRIMESTER) N(\d))\b"
)
_TABLES = {"HALF": "half_years", "TERM": "terms", "TRIMESTER": "trimesters"}


def part_of_year(coded: str, years: Years | None) -> Period | None:
    """«I полугодие 2023–2024 учебного года», «1 квартал 2021 г.», «I четверть 2022-2023»."""
    match = _PART.search(coded)
    if not match or years is None:
        return None
    first, second, unit, unit_before, number = match.groups()
    unit = unit or unit_before
    low = int(first or number)
    high = int(second or low)
    start, end = _part(unit, low, years), _part(unit, high, years)
    if start is None or end is None:
        return None
    kind: PeriodKind = {"HALF": "half_year", "QUARTER": "quarter"}.get(unit, "custom")  # type: ignore[assignment]
    return _period(start[0], end[1], kind if low == high else "custom")


def _part(unit: str, number: int, years: Years) -> tuple[dt.date, dt.date] | None:
    if unit in ("TERM", "TRIMESTER") or (unit == "HALF" and years.school):
        begins = years.first if years.school or number < 2 else years.first - 1
        return academic(_TABLES[unit], number, begins)
    months = 6 if unit == "HALF" else 3
    if not 1 <= number <= 12 // months:
        return None
    last = number * months
    year = years.last if years.school and last < 9 else years.first
    return month_days(year, last - months + 1)[0], month_days(year, last)[1]


_VACATION = re.compile(r"\bS(\w+) (?:w )?VACATION\b|\bVACATION (?:w )?S(\w+)\b")
_SEASON = re.compile(r"\b(?:ON|IN|FOR) (?:w )?S(\w+)\b|\bS(\w+) (?:- |w ){0,2}Y\d{4}\b")


def vacations(coded: str, years: Years | None) -> Period | None:
    """«на осенние каникулы 2023», «зимние каникулы 2022–2023 учебного года»."""
    match = _VACATION.search(coded)
    if not match or years is None:
        return None
    season = match.group(1) or match.group(2)
    begins = years.first if years.school or season == "autumn" or years.last != years.first else years.first - 1
    if season == "winter" and not years.school and years.first == years.last:
        begins = years.first - 1
    days = academic("vacations", season, begins)
    return _period(*days, "custom") if days else None


def season(coded: str, years: Years | None) -> Period | None:
    """«на летний период 2022 года», «лето 2022»."""
    match = _SEASON.search(coded)
    if not match or years is None or years.last - years.first > 1:
        return None
    name = match.group(1) or match.group(2)
    begins = years.first if years.school or name == "autumn" else years.first - 1
    days = academic("seasons", name, begins)
    return _period(*days, "custom") if days else None


_MONTHS = re.compile(r"\bM(\d+)(?: Y(\d{4})(?: YEAR)?)? (?:-|TO|AND|,|TILL) (?:M\d+ (?:,|AND) )*M(\d+)(?: Y(\d{4}))?")
_MONTH = re.compile(r"\bM(\d+)\b(?: Y(\d{4}))?")


def months(coded: str, years: Years | None) -> Period | None:
    """«на сентябрь–декабрь 2022 г.», «сентябрь 2022 – май 2023»."""
    match = _MONTHS.search(coded)
    if not match:
        return None
    m1, y1, m2, y2 = match.groups()
    end = day_of(int(y2), int(m2), -1) if y2 else years.date(int(m2), -1) if years else None
    start = day_of(int(y1), int(m1), 1) if y1 else years.date(int(m1)) if years and years.school else None
    if start is None and end is not None:
        start = day_of(end.year - (int(m1) > int(m2)), int(m1), 1)
    return _period(start, end, "custom")


def one_month(coded: str, years: Years | None) -> Period | None:
    """«на март 2023 года», «март 2022-2023 учебного года»; not the month of a day («от 30 августа 2021»)."""
    for match in _MONTH.finditer(coded):
        if re.search(r"\bN\d+ $", coded[: match.start()]):
            continue
        month = int(match.group(1))
        first = years.date(month) if years and years.last - years.first < 2 else None
        if match.group(2) and not (years and years.school):
            first = day_of(int(match.group(2)), month, 1)
        if first:
            return _period(*month_days(first.year, month), "month")
    return None


def whole_years(coded: str, years: Years | None) -> Period | None:
    """«на 2020-2021 учебный год», «на 2020 год», «на 2022–2024 гг.»."""
    if years is None:
        return None
    if years.school:
        return _period(dt.date(years.first, 9, 1), dt.date(years.last, 8, 31), "academic_year")
    kind: PeriodKind = "calendar_year" if years.first == years.last else "years"
    if kind == "calendar_year" and not re.search(
        rf"\bY{years.first}(?: w)? YEAR|(?:ON|FOR|IN)(?: w)? Y{years.first}\b|Y{years.first}\W*$", coded
    ):
        return None
    return _period(dt.date(years.first, 1, 1), dt.date(years.last, 12, 31), kind)


RULES: tuple[Rule, ...] = (
    figures_range,
    days_range,
    months,
    part_of_year,
    vacations,
    one_day,
    one_month,
    season,
    whole_years,
)
