"""Where on the calendar a named stretch of time lies: every place it may mean, and the one that a plan means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor import mappings
from extractor.fields.dates import calendar, edtf
from extractor.fields.dates.description import OF_MONTH, Point
from extractor.model import Period, Precision

_PRECISION: dict[str, Precision] = {
    "day": "day",
    "nth_weekday": "day",
    "month": "month",
    "week": "week",
    "decade": "decade",
    "quarter": "quarter",
    "term": "quarter",
    "trimester": "quarter",
    "half_year": "half_year",
    "season": "season",
    "vacation": "day",
    "holiday": "day",
    "year": "year",
    "school_year": "year",
}
_TABLES = {"term": "terms", "trimester": "trimesters", "season": "seasons", "vacation": "vacations"}
_MANY_YEARS = 460
_AUGUST, _SEPTEMBER = 8, 9
_ACADEMIC_STARTS = (7, 8, 9)
_FIRST_AUTUMN = 9


@dataclass(frozen=True, slots=True)
class Interval:
    """Days on the calendar, with what the text allows to say of them."""

    start: dt.date
    end: dt.date
    precision: Precision
    edtf: str

    def overlap(self, start: dt.date, end: dt.date) -> int:
        """Days in common with another stretch; negative: the days between."""
        return (min(self.end, end) - max(self.start, start)).days + 1


@dataclass(frozen=True, slots=True)
class Frame:
    """A plan's period as the calendar sees it."""

    start: dt.date
    end: dt.date
    academic: bool

    @classmethod
    def of(cls, period: Period) -> Frame:
        """The frame of a period; a plan that fills calendar years or their halves and quarters is no academic one."""
        first_of_year = (period.start.month, period.start.day) == (1, 1)
        last = (period.end.month, period.end.day)
        calendar_year = first_of_year and last in ((12, 31), (6, 30), (3, 31))
        academic = period.kind == "academic_year" or (period.kind != "calendar_year" and not calendar_year)
        return cls(period.start, period.end, academic)

    @property
    def many_years(self) -> bool:
        """Whether yearly dates come more than once."""
        return (self.end - self.start).days > _MANY_YEARS

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.end - self.start).days + 1

    @property
    def month(self) -> tuple[int, int] | None:
        """The year and the month, where the frame lies in one."""
        same = (self.start.year, self.start.month) == (self.end.year, self.end.month)
        return (self.start.year, self.start.month) if same else None


@lru_cache(maxsize=1 << 14)
def all_places(point: Point, frame: Frame | None) -> tuple[Interval, ...]:
    """Every place on the calendar that the point's words and year allow, in the order of time."""
    years = _years(point, frame)
    academic = frame.academic if frame else point.year is None
    found = [i for year in years if (i := _place(point, year, academic or point.academic is not None)) is not None]
    if point.year is not None and point.unit not in OF_MONTH:
        found = [i for i in found if point.year in (i.start.year, i.end.year)]
    if point.academic is not None:
        found = [i for i in found if _in_academic_year(i, point.academic)]
    return tuple(sorted(set(found), key=lambda i: (i.start, i.end)))


mappings.on_change(all_places.cache_clear)


def choose(point: Point, frame: Frame | None, august_first: bool = False) -> list[Interval]:
    """The place that the plan means (one for each year in a plan of several); empty: no such day, or no year known."""
    return list(_chosen(point, frame, august_first))


@lru_cache(maxsize=1 << 14)
def _chosen(point: Point, frame: Frame | None, august_first: bool) -> tuple[Interval, ...]:
    found = all_places(point, frame)
    if not found:
        return ()
    if point.year is not None or point.academic is not None:
        return (_best_explicit(point, found, frame),)
    if frame is None:
        return ()
    august = _first_august(point, found, frame) if august_first else None
    if august is not None:
        return (august,)
    inside = tuple(i for i in found if frame.start <= i.start <= frame.end)
    if frame.many_years and inside:
        return inside
    return (max(found, key=lambda i: (_weight(i, frame), -i.start.toordinal())),)


mappings.on_change(_chosen.cache_clear)


def _weight(interval: Interval, frame: Frame) -> int:
    """How well a place fits the plan: what lies wholly inside first, then by the days in common."""
    inside = interval.start >= frame.start and interval.end <= frame.end
    return interval.overlap(frame.start, frame.end) + (1000 if inside else 0)


def _best_explicit(point: Point, found: Sequence[Interval], frame: Frame | None) -> Interval:
    if frame is not None and len(found) > 1:
        return max(found, key=lambda i: (_weight(i, frame), -i.start.toordinal()))
    if point.year is None:
        return found[0]
    year = (dt.date(point.year, 1, 1), dt.date(point.year, 12, 31))
    return max(found, key=lambda i: (i.overlap(*year), -i.start.toordinal()))


def _first_august(point: Point, found: Sequence[Interval], frame: Frame) -> Interval | None:
    """August before the autumn of an academic plan's first year."""
    if not frame.academic or point.month != _AUGUST or frame.start.month not in _ACADEMIC_STARTS:
        return None
    return next((i for i in found if i.start.year == frame.start.year), None)


def _years(point: Point, frame: Frame | None) -> Iterable[int]:
    if point.year is not None:
        first = last = point.year
        if point.unit not in OF_MONTH:
            first, last = first - 1, last + 1
    elif point.academic is not None:
        first, last = point.academic, point.academic + 1
    elif frame is not None:
        first, last = frame.start.year - 1, frame.end.year + 1
    else:
        return ()
    return range(max(first, calendar.FIRST_YEAR), min(last, calendar.LAST_YEAR, first + 12) + 1)


def _in_academic_year(interval: Interval, year: int) -> bool:
    return dt.date(year, _SEPTEMBER, 1) <= interval.start and interval.end <= dt.date(year + 1, _AUGUST, 31)


def _place(point: Point, year: int, academic: bool) -> Interval | None:
    if point.unit in OF_MONTH:
        return _of_month(point, year)
    days = _named_days(point, year, academic)
    if days is None:
        return None
    interval = Interval(*days, _PRECISION[point.unit], edtf.of_days(*days))
    if point.unit == "year" and point.part is None and point.number is None:
        return replace(interval, edtf=str(year))
    return _edge(interval, point) if point.part else interval


def _of_month(point: Point, year: int) -> Interval | None:
    month, number = point.month, point.number
    if month is None or not 1 <= month <= 12:
        return None
    if point.unit == "month":
        if point.part is None:
            return Interval(*calendar.month_days(year, month), "month", edtf.of_month(year, month))
        days: calendar.Days | None = calendar.month_part(year, month, point.part)
        text = edtf.of_month(year, month, approximate=True) if calendar.is_approximate(point.part) else None
        return days and Interval(*days, "decade", text or edtf.of_days(*days))
    if not isinstance(number, int):
        return None
    if point.unit in ("day", "nth_weekday"):
        weekday = point.weekday
        day = (
            calendar.day_of(year, month, number)
            if weekday is None
            else calendar.nth_weekday(year, month, weekday, number)
        )
        return Interval(day, day, "day", day.isoformat()) if day else None
    reader = calendar.week_of_month if point.unit == "week" else calendar.decade_of_month
    days = reader(year, month, number)
    return Interval(*days, _PRECISION[point.unit], edtf.of_days(*days)) if days else None


def _named_days(point: Point, year: int, academic: bool) -> calendar.Days | None:
    number = point.number
    if point.unit == "holiday" and isinstance(number, int):
        return calendar.holiday_days(calendar.holidays()[number].rule, year)
    if point.unit == "year":
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if point.unit == "school_year":
        return calendar.academic("school_year", None, year)
    if point.unit == "quarter" and isinstance(number, int):
        number = 4 if number == -1 else number
        return calendar.month_days(year, 3 * number - 2)[0], calendar.month_days(year, 3 * number)[1]
    if point.unit == "half_year" and isinstance(number, int):
        number = 2 if number == -1 else number
        if academic:
            return calendar.academic("half_years", number, year)
        return calendar.month_days(year, 6 * number - 5)[0], calendar.month_days(year, 6 * number)[1]
    table = _TABLES.get(point.unit)
    if table is None or number is None:
        return None
    return calendar.academic(table, calendar.academic_keys(table)[-1] if number == -1 else number, year)


def _nth_of(whole: Interval, kind: str, number: int) -> Interval:
    """The n-th week (Monday to Sunday) or day of a term, -1 the last, clipped to it."""
    if kind == "day":
        day = whole.end if number == -1 else min(whole.start + dt.timedelta(number - 1), whole.end)
        return Interval(day, day, "day", day.isoformat())
    around = whole.end if number == -1 else whole.start + dt.timedelta(7 * (number - 1))
    monday = around - dt.timedelta(around.weekday())
    days = max(monday, whole.start), min(monday + dt.timedelta(6), whole.end)
    return Interval(*days, "week", edtf.of_days(*days))


def _edge(whole: Interval, point: Point) -> Interval:
    """The beginning, middle or end of a year (a month), of a term, a half-year or a season (ten days); a week of it."""
    kind, _, nth = (point.part or "").partition("_")
    if kind in ("week", "day"):
        return _nth_of(whole, kind, int(nth))
    if point.unit in ("year", "school_year"):
        month = {"begin": whole.start, "end": whole.end}.get(
            point.part or "", whole.start + (whole.end - whole.start) / 2
        )
        days = calendar.month_days(month.year, month.month)
        return Interval(*days, "month", edtf.of_month(month.year, month.month, approximate=True))
    length = dt.timedelta(calendar.edge_days() - 1)
    if point.part == "begin":
        days = whole.start, min(whole.start + length, whole.end)
    elif point.part == "end":
        days = max(whole.end - length, whole.start), whole.end
    else:
        start = whole.start + (whole.end - whole.start - length) / 2
        days = max(start, whole.start), min(start + length, whole.end)
    return Interval(*days, "decade", edtf.of_days(*days))
