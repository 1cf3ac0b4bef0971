"""The period of a plan whose title names no year: from the stamp, the rows, the file's name, in this order."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

from extractor.events.dating import row_date
from extractor.fields.dates import DateContext, describe_text
from extractor.fields.dates.description import Dates
from extractor.fields.period import period_from_name
from extractor.layout.header import Header
from extractor.layout.plan import Plan, PlanRow
from extractor.model import Period, PeriodSource

SEPTEMBER, AUGUST = 9, 8


def plan_periods(plan: Plan, name: str) -> list[Period | None]:
    """The period of each plan of the file; a later one without its own has the first one's."""
    out: list[Period | None] = []
    for index, part in enumerate(plan.parts):
        rows = [row for row in plan.rows if row.plan == index]
        found = part.header.period or infer_period(part.header, rows, name)
        out.append(found or (out[0] if out else None))
    return out


def infer_period(header: Header, rows: Sequence[PlanRow], name: str) -> Period | None:
    """A period from the stamp's year, else the rows' own years, else the file's name."""
    explicit, months = _row_dates(rows)
    school = runs_as_school_year(months, by_quarters=_names_quarters(rows))
    if explicit:
        return _from_days(explicit, school)
    stamped = [a.date for a in header.approvals if a.date is not None]
    if stamped and months:
        return _from_year(max(stamped), school)
    return period_from_name(name)


def _row_dates(rows: Sequence[PlanRow]) -> tuple[list[dt.date], list[int]]:
    """The days that rows name with a year, and the months they name, in order."""
    days: list[dt.date] = []
    months: list[int] = []
    for row in rows:
        date = row_date(row, DateContext(None, row.under))
        if date.kind not in ("date", "period", "deadline"):
            continue
        for span in date.spans:
            days.extend(d for d in (span.start, span.end) if d is not None)
        months.extend(_months(date.edtf or ""))
    return days, months


def _names_quarters(rows: Sequence[PlanRow]) -> bool:
    """Whether a row is dated by quarters of the calendar year («1–4 квартал»)."""
    texts = (field.lines for row in rows for field in row.fields_of("date"))
    read = (item.reading for text in texts for item in describe_text(text).items)
    return any(isinstance(r, Dates) and any(s.start.unit == "quarter" for s in r.stretches) for r in read)


def _months(edtf: str) -> list[int]:
    pieces = edtf.replace("{", " ").replace("}", " ").replace(",", " ").replace("/", " ").split()
    return [int(p[5:7]) for p in pieces if len(p) >= 7 and p[4] == "-" and p[5:7].isdigit() and 1 <= int(p[5:7]) <= 12]


def _from_days(days: Sequence[dt.date], school: bool) -> Period:
    """The school year, month or calendar year that holds the days that the rows name."""
    first, last = min(days), max(days)
    if (first.year, first.month) == (last.year, last.month) and len(days) > 4:
        return _period(first.replace(day=1), _month_end(first), "month", "rows")
    start = first.year if first.month >= SEPTEMBER else first.year - 1
    academic_end = dt.date(start + 1, AUGUST, 31)
    crosses = first.year != last.year and last <= academic_end
    one_side = first.year == last.year and (first.month >= SEPTEMBER or last.month < SEPTEMBER)
    if crosses or (one_side and school):
        return _period(dt.date(start, SEPTEMBER, 1), academic_end, "academic_year", "rows")
    if first.year == last.year:
        return _period(dt.date(first.year, 1, 1), dt.date(first.year, 12, 31), "calendar_year", "rows")
    if first >= dt.date(start, AUGUST, 1) and last.year - first.year == 1:
        return _period(dt.date(start, SEPTEMBER, 1), academic_end, "academic_year", "rows")
    return _period(dt.date(first.year, 1, 1), dt.date(last.year, 12, 31), "years", "rows")


def _from_year(stamp: dt.date, school: bool) -> Period:
    """A stamp's year made the plan's: a school year where the months run from autumn to spring, else a calendar one."""
    if school:
        year = stamp.year if stamp.month >= 5 else stamp.year - 1
        return _period(dt.date(year, SEPTEMBER, 1), dt.date(year + 1, AUGUST, 31), "academic_year", "header")
    year = stamp.year + 1 if stamp.month >= 11 else stamp.year
    return _period(dt.date(year, 1, 1), dt.date(year, 12, 31), "calendar_year", "header")


def runs_as_school_year(months: Sequence[int], *, by_quarters: bool = False) -> bool:
    """Whether months in their order are a school year's: autumn first, spring after it.

    Where they fit both years, quarters speak for the calendar's.
    """
    if not months:
        return False
    rank = [(m - SEPTEMBER) % 12 for m in months if m != AUGUST]
    calendar = [m for m in months if m != AUGUST]
    up = sum(b >= a for a, b in itertools.pairwise(rank))
    plain = sum(b >= a for a, b in itertools.pairwise(calendar))
    return up > plain or (up == plain and not by_quarters)


def _month_end(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def _period(start: dt.date, end: dt.date, kind: str, source: PeriodSource) -> Period:
    return Period(start, end, kind, "", source)  # type: ignore[arg-type]
