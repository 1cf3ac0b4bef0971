"""From a description to days: the plan's period, the heading above and the list's order tell what it leaves open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from extractor.fields.dates import calendar, edtf
from extractor.fields.dates.description import OF_MONTH, Dates, Pattern, Point, Stretch
from extractor.fields.dates.points import Frame, Interval, all_places, choose
from extractor.model import Recurrence, Relation, Span

_AUGUST = 8
_DAYS = ("day", "nth_weekday", "holiday")
_AUTUMN = (9, 10, 11)
_LONGEST_TURN = 300
_SHORT_PLAN = 45
_WEEK = 7
_ONE_DAY = dt.timedelta(1)


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known around a text: the plan's frame, the heading's point and days, where August belongs."""

    frame: Frame | None
    heading: Point | None = None
    heading_days: Interval | None = None
    august_first: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """Days found, and how they relate; `edtf` of each."""

    spans: tuple[Span, ...]
    edtf: tuple[str, ...]
    explicit: bool
    single_days: bool


class ImpossibleDate(ValueError):
    """No such day, or an end before its start."""


def name_by_heading(dates: Dates, scene: Scene) -> Dates:
    """Bare days, weeks, parts of the month and edges of a term given the month or the term that the heading names."""
    named = tuple(_named_stretch(s, scene) for s in dates.stretches)
    if all(new is old for new, old in zip(named, dates.stretches, strict=True)):
        return dates
    return replace(dates, stretches=named)


def _named_stretch(stretch: Stretch, scene: Scene) -> Stretch:
    start, end = _named(stretch.start, scene), _named(stretch.end, scene) if stretch.end else None
    return stretch if start is stretch.start and end is stretch.end else Stretch(start, end)


def one_in_month(pattern: Pattern, scene: Scene) -> Dates | Pattern:
    """«Последняя пятница» under a month's heading, or in a month's plan: that month's day, no repetition."""
    days = [(d[:-2], d[-2:]) for d in pattern.recurrence.days]
    if pattern.recurrence.per != "month" or any(w not in calendar.WEEKDAYS or not n for n, w in days):
        return pattern
    points = [Point("nth_weekday", int(n), weekday=calendar.WEEKDAYS.index(w)) for n, w in days]
    named = [_named(p, scene) for p in points]
    return pattern if any(p.lacks_name for p in named) else Dates(tuple(Stretch(p) for p in named))


def _named(point: Point, scene: Scene) -> Point:
    if (
        point.unit == "year"
        and point.year is None
        and point.number is None
        and not (scene.frame and not scene.frame.academic)
    ):
        return replace(point, unit="school_year")  # «конец года» of an academic plan
    if not point.lacks_name:
        return point
    heading = scene.heading
    if point.unit == "week" and point.number is None:
        return _edge_of_week(point, scene)
    if point.unit not in OF_MONTH:
        same = heading is not None and heading.unit == point.unit and heading.number is not None
        return replace(point, number=heading.number, year=heading.year) if same and heading else point
    if heading is not None and heading.month is not None and heading.unit == "month":
        return replace(point, month=heading.month, year=heading.year, academic=heading.academic)
    around = scene.heading_days
    if around is not None:
        return _named_within(point, around.start, around.end)
    if scene.frame is not None and scene.frame.days <= _SHORT_PLAN:
        return _named_within(point, scene.frame.start, scene.frame.end)
    return point


def _edge_of_week(point: Point, scene: Scene) -> Point:
    """«до конца недели» in a week's plan: its last day."""
    around = scene.heading_days or scene.frame
    if around is None or (around.end - around.start).days >= _WEEK or point.part not in ("begin", "end"):
        return point
    day = around.end if point.part == "end" else around.start
    return Point("day", day.day, day.month, day.year)


def _named_within(point: Point, start: dt.date, end: dt.date) -> Point:
    """The month of a bare day, or of a bare part of the month, in a stretch of a month or so."""
    if point.unit == "day" and isinstance(point.number, int):
        for offset in range(min((end - start).days + 1, _SHORT_PLAN)):
            day = start + offset * _ONE_DAY
            if day.day == point.number:
                return replace(point, month=day.month)
    if (start.year, start.month) == (end.year, end.month):
        return replace(point, month=start.month)
    return point


def as_repetition(dates: Dates) -> Recurrence | None:
    """Bare days and parts that no heading names come in each month, each term: «до 20 числа», «в конце четверти»."""
    points = [p for s in dates.stretches for p in (s.start, s.end) if p]
    if not dates.marked or not all(p.lacks_name for p in points):
        return None
    first = points[0]
    if all(p.unit == "day" for p in points) and not any(s.end for s in dates.stretches) and dates.shift != "after":
        return Recurrence(per="month", days=tuple(str(s.start.number) for s in dates.stretches))
    due = {"end": "-1", "middle": "15", "half_1": "15"}.get(first.part or "")
    if dates.relation == "by" and first.unit == "month" and due:
        return Recurrence(per="month", days=(due,))
    units = {"term": "quarter", "quarter": "quarter", "trimester": "quarter", "half_year": "half_year"}
    per = units.get(first.unit, "week" if first.unit == "week" and first.part else "month")
    return Recurrence(times=1, per=per)


def resolve(dates: Dates, scene: Scene) -> Resolved:
    """The days that the dates mean; no spans where no year is known.

    Raises:
        ImpossibleDate: no such day, an end before its start.
    """
    explicit = any(p.year or p.academic for s in dates.stretches for p in (s.start, s.end) if p)
    intervals: list[Interval] = []
    single = True
    for stretch in dates.stretches:
        found = _by_eve(stretch, dates, scene) or _stretch(_august(stretch, dates, scene), scene)
        intervals.extend(found)
        days = all(i.precision == "day" and i.start == i.end for i in found) if found else stretch.start.unit in _DAYS
        single = single and stretch.end is None and days
    spans, texts = [], []
    for interval, stretch in zip(intervals, _repeat(dates, intervals), strict=True):
        span, text = _related(interval, stretch, dates)
        spans.append(span)
        texts.append(text)
    if dates.shift == "eve":
        single = all(s.start == s.end for s in spans)
    elif dates.shift is not None or dates.relation != "during":
        single = False
    return Resolved(tuple(spans), tuple(texts), explicit, single)


def _by_eve(stretch: Stretch, dates: Dates, scene: Scene) -> list[Interval]:
    """«к Новому году», «перед Новым годом»: the one whose eve lies in the plan (of 2022: the end of 2022)."""
    point, frame = stretch.start, scene.frame
    if dates.relation != "by" and dates.shift not in ("before", "eve"):
        return []
    if frame is None or not isinstance(point.number, int) or stretch.end is not None or point.year or point.academic:
        return []
    if point.unit != "holiday" or calendar.holidays()[point.number].deadline is None:
        return []
    found = [i for i in all_places(point, frame) if frame.start <= i.start - _ONE_DAY <= frame.end]
    return found if frame.many_years else found[:1]


def _repeat(dates: Dates, intervals: list[Interval]) -> list[Stretch]:
    """The stretch of each interval: in a plan of several years a stretch has several."""
    if len(intervals) == len(dates.stretches):
        return list(dates.stretches)
    return [dates.stretches[0]] * len(intervals)


def _august(stretch: Stretch, dates: Dates, scene: Scene) -> tuple[Stretch, bool]:
    """Whether August of this stretch belongs to the first year: it opens a range, or stands before autumn in a list."""
    if scene.august_first:
        return stretch, True
    if stretch.end is not None and stretch.end.month != _AUGUST and stretch.start.month == _AUGUST:
        return stretch, True
    later = dates.stretches[dates.stretches.index(stretch) + 1 :]
    return stretch, any(s.start.month in _AUTUMN for s in later)


def _stretch(stretch_and_august: tuple[Stretch, bool], scene: Scene) -> list[Interval]:
    stretch, august_first = stretch_and_august
    start, end = stretch.start, stretch.end
    if end is None:
        if start.unit == "vacation" and start.number is None:
            return _all_vacations(start, scene)
        found = choose(start, scene.frame, august_first)
        if not found and _is_impossible(start, scene):
            raise ImpossibleDate(str(start))
        return found
    if _runs_backwards(start, end) or _is_impossible(start, scene) or _is_impossible(end, scene):
        raise ImpossibleDate(f"{start} … {end}")
    if end.year is not None and start.year is None and start.academic is None:
        return [_ending(start, end, scene)]
    if start.year is not None and end.year is None:
        return [_joined(first, end, replace_year=True, scene=scene) for first in choose(start, scene.frame)]
    return [_joined(first, end, replace_year=False, scene=scene) for first in choose(start, scene.frame, august_first)]


def _is_impossible(point: Point, scene: Scene) -> bool:
    """Whether no year at all has such a day («31 февраля»), or the year told has not («29.02.2021»)."""
    leap_and_not = [point] if point.year else [replace(point, year=2024), replace(point, year=2023)]
    if point.unit in OF_MONTH and point.month is None:
        return True
    if point.unit not in OF_MONTH or point.academic is not None:
        return False
    return not any(all_places(p, scene.frame) for p in leap_and_not)


def _runs_backwards(start: Point, end: Point) -> bool:
    """«с 20 по 10 октября», «III–I квартал»: of one month, or of one kind, without years."""
    if (start.year, start.academic) != (end.year, end.academic) or start.unit != end.unit or start.part or end.part:
        return False
    if start.unit == "day" and start.month != end.month:
        return False
    if start.unit in ("week", "decade") and start.month != end.month:
        return False
    if start.unit not in ("day", "week", "decade", "quarter", "term", "trimester", "half_year"):
        return False
    numbers = [p.number for p in (start, end)]
    a, b = (n if isinstance(n, int) else 0 for n in numbers)
    return a > b > 0 and start.unit in ("day", "week", "decade", "term", "trimester", "half_year")


def _ending(start: Point, end: Point, scene: Scene) -> Interval:
    """One year for both ends («12.10–16.11.2020»): the start is the last one before the end."""
    last = _first(choose(end, scene.frame), end)
    year = last.end.year
    for candidate in (year, year - 1):
        for first in all_places(replace(start, year=candidate), scene.frame):
            if first.start <= last.end:
                return _span(first, last)
    raise ImpossibleDate(f"{start} … {end}")


def _joined(first: Interval, end: Point, *, replace_year: bool, scene: Scene) -> Interval:
    """From an interval to the first place of the end that does not lie before it."""
    points = [end] if end.year is not None or end.academic is not None else _in_years(end, first.start.year)
    places = [i for p in points for i in all_places(p, scene.frame)]
    later = [i for i in places if i.end >= first.start and i.start >= first.start] or [
        i for i in places if i.end >= first.start
    ]
    if not later:
        raise ImpossibleDate(f"{first} … {end}")
    joined = _span(first, later[0])
    turned = (joined.end - joined.start).days > _LONGEST_TURN
    if turned and not replace_year and end.year is None and end.academic is None:
        own = choose(end, scene.frame)
        if own and own[0].end < first.start:
            raise ImpossibleDate(f"{first} … {end}")
    return joined


def _in_years(point: Point, year: int) -> list[Point]:
    return [replace(point, year=year + offset) for offset in (0, 1)]


def _first(found: list[Interval], point: Point) -> Interval:
    if not found:
        raise ImpossibleDate(str(point))
    return found[0]


def _span(first: Interval, last: Interval) -> Interval:
    if last.end < first.start:
        raise ImpossibleDate("the end before the start")
    order = ("day", "week", "decade", "month", "quarter", "half_year", "season", "year")
    precision = min(first.precision, last.precision, key=order.index)
    return Interval(first.start, last.end, precision, edtf.joined(first.edtf, last.edtf))


def _all_vacations(point: Point, scene: Scene) -> list[Interval]:
    """Each vacation of the plan; one whose season the plan is made for, alone."""
    if scene.frame is None and point.year is None and point.academic is None:
        return []
    found: list[Interval] = []
    for season in calendar.academic_keys("vacations"):
        for place in all_places(replace(point, number=season), scene.frame):
            fits = scene.frame is None or place.overlap(scene.frame.start, scene.frame.end) > 0
            if fits:
                found.append(place)
    around = scene.heading_days
    if around is not None:  # «каникулы» under a month's heading
        found = [i for i in found if i.overlap(around.start, around.end) > 0] or found
    return sorted(found, key=lambda i: i.start)


def _related(interval: Interval, stretch: Stretch, dates: Dates) -> tuple[Span, str]:
    relation: Relation = dates.relation
    if dates.shift == "before":
        days = interval.start - dt.timedelta(calendar.edge_days()), interval.start - _ONE_DAY
        return Span(*days, "during", "day"), edtf.of_days(*days)
    if dates.shift == "eve":
        eve = interval.start - _ONE_DAY
        return Span(eve, eve, "during", "day"), eve.isoformat()
    if dates.shift == "after":
        day = interval.end + _ONE_DAY
        return Span(day, None, "from", "day"), f"{day.isoformat()}/.."
    if relation == "by":
        due = _due(interval, stretch.start, through=dates.shift == "through")
        return Span(None, due, "by", "day"), f"../{due.isoformat()}"
    if relation == "from":
        text = interval.edtf.partition("/")[0]
        return Span(interval.start, None, "from", interval.precision), f"{text}/.."
    return Span(interval.start, interval.end, "during", interval.precision), interval.edtf


def _due(interval: Interval, point: Point, *, through: bool) -> dt.date:
    """The last day of a deadline: a day itself; before a month its eve; «до конца» the end, «до середины» the 15th."""
    if point.unit == "holiday" and isinstance(point.number, int):
        rule = calendar.holidays()[point.number].deadline
        if rule is not None:
            day = calendar.holiday_days(rule, interval.end.year)[0]
            return day if day < interval.start else calendar.holiday_days(rule, interval.end.year - 1)[0]
    if (
        through
        or point.part in ("end", "half_1", "half_2", "first_days", "last_days")
        or interval.start == interval.end
    ):
        return interval.end
    if point.part == "middle":
        return (
            interval.start + (interval.end - interval.start) / 2
            if point.unit != "month"
            else interval.start.replace(day=15)
        )
    if point.unit == "school_year":
        return interval.start
    return interval.start - _ONE_DAY
