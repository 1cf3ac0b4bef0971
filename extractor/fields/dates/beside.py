"""Items beside each other: a weekday confirms the day it stands by, a year named last holds for what stands before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.fields.dates.description import OF_MONTH, Dates, Item, Point, Reading, Stretch, Weekdays
from extractor.fields.dates.points import Frame, choose
from extractor.fields.dates.resolve import ImpossibleDate, Scene, resolve


def attach_weekdays(items: Sequence[Item], scene: Scene) -> tuple[list[Item], tuple[str, ...]]:
    """A weekday beside a day confirms it, or warns: «ПН. 12 октября», «22.10.2020 (четверг)»; items and warnings."""
    warnings: list[str] = []
    out: list[Item] = []
    taken: set[int] = set()
    for index, item in enumerate(items):
        reading = item.reading
        if not isinstance(reading, Weekdays):
            out.append(item)
            continue
        neighbour = next((n for n in (index - 1, index + 1) if n not in taken and _is_days(items, n, reading)), None)
        if neighbour is None:
            out.append(item)
            continue
        taken.add(neighbour)
        if not _agree(items[neighbour].reading, reading, scene):
            warnings.append("weekday_mismatch")
    return out, tuple(warnings)


def _is_days(items: Sequence[Item], index: int, weekdays: Weekdays) -> bool:
    if not 0 <= index < len(items):
        return False
    reading = items[index].reading
    return (
        isinstance(reading, Dates)
        and (all(s.start.unit == "day" and s.end is None for s in reading.stretches) or len(weekdays.days) > 2)
        and all(s.start.unit == "day" for s in reading.stretches)
    )


def _agree(reading: Reading, weekdays: Weekdays, scene: Scene) -> bool:
    if not isinstance(reading, Dates):
        return True
    try:
        spans = resolve(reading, scene).spans
    except ImpossibleDate:
        return True
    days = [s.start or s.end for s in spans if s.start == s.end or s.start is None or s.end is None]
    return all(day is None or day.weekday() in weekdays.days for day in days)


def with_years(items: Sequence[Item], scene: Scene) -> list[Item]:
    """Where no plan tells, a year named last holds for what stands before it («сентябрь, октябрь 2020 г.»)."""
    out: list[Item] = []
    later: Point | None = None
    for item in reversed(items):
        reading = item.reading
        if isinstance(reading, Dates):
            if later is not None and _needs_year(reading):
                item = replace(item, reading=_dated_by(reading, later))
            first = next((p for s in reading.stretches for p in (s.start, s.end) if p and (p.year or p.academic)), None)
            if first is not None:
                later = first if scene.frame is None or _is_outside(first, scene.frame) else None
        out.append(item)
    return out[::-1]


def _needs_year(dates: Dates) -> bool:
    points = [p for s in dates.stretches for p in (s.start, s.end) if p]
    return all(p.year is None and p.academic is None and p.unit in OF_MONTH for p in points)


def _dated_by(dates: Dates, later: Point) -> Dates:
    def put(point: Point) -> Point:
        if later.academic is not None:
            return replace(point, academic=later.academic)
        before = (point.month or 0) <= (later.month or 12)
        return replace(point, year=(later.year or 0) - (0 if before else 1))

    return replace(
        dates, stretches=tuple(Stretch(put(s.start), put(s.end) if s.end else None) for s in dates.stretches)
    )


def _is_outside(point: Point, frame: Frame) -> bool:
    places = choose(point, frame)
    return bool(places) and all(i.overlap(frame.start, frame.end) <= 0 for i in places)
