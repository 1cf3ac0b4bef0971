"""Plain calendar arithmetic and what `mappings/calendar.yaml` says of terms, vacations, seasons and holidays."""

from __future__ import annotations

import calendar as _calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor import mappings
from extractor.errors import MappingError

Days = tuple[dt.date, dt.date]
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True)
class Holiday:
    """A feast: its names as rows of lemmas, its rule, and the day a deadline by it means, where that is another."""

    names: tuple[str, ...]
    rule: str
    deadline: str | None = None


def month_days(year: int, month: int) -> Days:
    """The first and the last day of a month."""
    return dt.date(year, month, 1), dt.date(year, month, month_length(year, month))


def month_length(year: int, month: int) -> int:
    """The number of days of a month."""
    return _calendar.monthrange(year, month)[1]


def day_of(year: int, month: int, day: int) -> dt.date | None:
    """A day, -1 the month's last; None where there is no such day."""
    length = month_length(year, month)
    day = length + 1 + day if day < 0 else day
    return dt.date(year, month, day) if 1 <= day <= length else None


def week_of_month(year: int, month: int, number: int) -> Days | None:
    """The n-th week (Monday to Sunday, its Thursday in the month), clipped to the month; -1 the last."""
    first, last = month_days(year, month)
    thursday = first + dt.timedelta((3 - first.weekday()) % 7)
    count = (last - thursday).days // 7 + 1
    number = count if number == -1 else number
    monday = thursday + dt.timedelta(7 * (number - 1) - 3)
    if number < 1 or monday > last:
        return None
    return max(monday, first), min(monday + dt.timedelta(6), last)


def nth_weekday(year: int, month: int, weekday: int, number: int) -> dt.date | None:
    """The n-th Monday (0) … Sunday (6) of a month, -1 the last."""
    first, last = month_days(year, month)
    if number < 0:
        day = last - dt.timedelta((last.weekday() - weekday) % 7 + 7 * (-number - 1))
    else:
        day = first + dt.timedelta((weekday - first.weekday()) % 7 + 7 * (number - 1))
    return day if number and first <= day <= last else None


def month_part(year: int, month: int, part: str) -> Days:
    """A named part of a month («begin», «half_2» …)."""
    first, last = _settings()["month_parts"][part]
    start, end = day_of(year, month, first), day_of(year, month, last)
    return start or month_days(year, month)[0], end or month_days(year, month)[1]


def decade_of_month(year: int, month: int, number: int) -> Days | None:
    """The first, second or third ten days of a month; -1 the last."""
    names = {1: "begin", 2: "middle", 3: "end", -1: "end"}
    return month_part(year, month, names[number]) if number in names else None


def is_approximate(part: str) -> bool:
    """Whether a part of a month is written `YYYY-MM~`."""
    return part in _settings()["approximate_parts"]


def edge_days() -> int:
    """How many days the beginning or the end of a term has."""
    return int(_settings()["edge_days"])


def academic(table: str, key: int | str | None, year: int) -> Days | None:
    """An entry of the academic calendar (`terms`, `vacations` …) in the academic year that begins in `year`."""
    entry = _settings()[table] if key is None else _settings()[table].get(key)
    if entry is None:
        return None
    start, _, end = entry.partition("/")
    return _academic_day(start, year), _academic_day(end, year)


def academic_keys(table: str) -> tuple[Any, ...]:
    """The keys of a table of the academic calendar, in its order."""
    return tuple(_settings()[table])


def _academic_day(text: str, year: int) -> dt.date:
    letter, month, day = text.split("-")
    year += letter == "Z"
    return dt.date(year, int(month), month_length(year, int(month)) if day == "last" else int(day))


@lru_cache(maxsize=1)
def holidays() -> tuple[Holiday, ...]:
    """The holidays of the calendar; their place is their number.

    Raises:
        MappingError: a name stands twice, a rule cannot be read.
    """
    found = tuple(Holiday(tuple(h["names"]), h["day"], h.get("deadline")) for h in _settings()["holidays"])
    names = [n for h in found for n in h.names]
    doubles = {n for n in names if names.count(n) > 1}
    if doubles:
        raise MappingError(f"calendar: holidays named twice: {sorted(doubles)}")
    for holiday in found:
        holiday_days(holiday.rule, 2024)
    return found


def holiday_days(rule: str, year: int) -> Days:
    """The days of a holiday's rule in a year: `MM-DD`, a range of them, `MM:-1SU`, `easter-55/easter-49`."""
    start, _, end = rule.partition("/")
    first = _holiday_day(start, year)
    return first, _holiday_day(end, year) if end else first


def _holiday_day(rule: str, year: int) -> dt.date:
    easter_rule = re.fullmatch(r"easter([+-]\d+)", rule)
    if easter_rule:
        return easter(year) + dt.timedelta(int(easter_rule[1]))
    floating = re.fullmatch(r"(\d\d):(-?\d)([A-Z]{2})", rule)
    if floating and floating[3] in WEEKDAYS:
        day = nth_weekday(year, int(floating[1]), WEEKDAYS.index(floating[3]), int(floating[2]))
        if day:
            return day
    fixed = re.fullmatch(r"(\d\d)-(\d\d)", rule)
    if not fixed:
        raise MappingError(f"calendar: no such rule of a holiday: {rule!r}")
    return dt.date(year, int(fixed[1]), int(fixed[2]))


def easter(year: int) -> dt.date:
    """Orthodox Easter (Meeus' Julian algorithm; thirteen days' shift, right for 1900–2099)."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return dt.date(year, month, day + 1) + dt.timedelta(13)


@lru_cache(maxsize=1)
def _settings() -> dict[str, Any]:
    data: dict[str, Any] = mappings.load("calendar")
    return data


mappings.on_change(_settings.cache_clear)
mappings.on_change(holidays.cache_clear)
