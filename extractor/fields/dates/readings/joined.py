"""Dates with the words around them: «с … по …», «до», «перед», a month and its part, a year and its part."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from extractor.fields.dates.calendar import WEEKDAYS
from extractor.fields.dates.description import (
    OF_MONTH,
    Dates,
    Ongoing,
    Point,
    Reading,
    Remark,
    Stretch,
)
from extractor.fields.dates.readings.common import Tokens, monthly, of, one
from extractor.model import Recurrence, Relation


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
