"""The date of a row: its date cell, or its start, end, time and weekday columns, under its heading and period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.fields.dates import DateContext, parse_month_heading, read_date
from extractor.layout.plan import Field, PlanRow
from extractor.model import DateExpression, DateKind, Period, Span, YearSource
from extractor.text import one_line

AUTUMN = frozenset({9, 10, 11, 12})
AUGUST = 8


@dataclass(frozen=True, slots=True)
class Dated:
    """A row with its date and the dates that stand one under the other in its cell."""

    row: PlanRow
    date: DateExpression
    context: DateContext


def date_rows(rows: Sequence[PlanRow], periods: Sequence[Period | None]) -> list[Dated]:
    """Every row's date; August belongs to the first year where it stands before the autumn months of its list."""
    first = [_dated(row, context_of(row, periods[row.plan])) for row in rows]
    early = _early_augusts(first)
    return [
        _dated(d.row, replace(d.context, august_first=True)) if index in early else d for index, d in enumerate(first)
    ]


def context_of(row: PlanRow, period: Period | None) -> DateContext:
    """What a row's date is read with."""
    source: YearSource = "rows" if period is not None and period.source == "rows" else "period"
    return DateContext(period, row.under, False, source)


def _dated(row: PlanRow, context: DateContext) -> Dated:
    return Dated(row, row_date(row, context), context)


def _list_of(row: PlanRow) -> tuple[str, ...]:
    """The sections above the month heading, if the row stands under one («Август» / «Между заседаниями»)."""
    if not row.under:
        return row.sections
    month = next((i for i, title in enumerate(row.sections) if parse_month_heading(title)), len(row.sections) - 1)
    return row.sections[: max(month, 0)]


def _early_augusts(dated: Sequence[Dated]) -> set[int]:
    """The rows dated August without a year that stand before any autumn month of their section."""
    lists: dict[tuple[object, ...], list[int]] = {}
    for index, d in enumerate(dated):
        lists.setdefault((d.row.plan, _list_of(d.row)), []).append(index)
    out: set[int] = set()
    for indexes in lists.values():
        months = [_month(dated[i].date) for i in indexes]
        for at, index in enumerate(indexes):
            before, behind = months[:at], months[at + 1 :]
            open_year = dated[index].date.year_source in ("period", "rows")
            if (
                open_year
                and months[at] == AUGUST
                and AUTUMN & set(behind)
                and not {m for m in before if m and m != AUGUST}
            ):
                out.add(index)
    return out


def _month(date: DateExpression) -> int | None:
    if date.kind not in ("date", "period", "deadline") or not date.spans:
        return None
    day = date.spans[0].start or date.spans[0].end
    return day.month if day else None


def row_date(row: PlanRow, context: DateContext) -> DateExpression:
    """The date of one row in its context."""
    times = tuple(t for f in row.fields_of("time") for t in read_times(f.raw))
    date_field, start, end = row.field("date"), row.field("start"), row.field("end")
    if start is not None and read_times(start.raw) and not _has_days(start, context):
        times, start = (*times, *read_times(start.raw)), None
    if date_field is not None:
        date = read_date(_with_weekday(date_field.lines, row), context)
    elif start is not None and end is not None:
        date = between(read_date(start.lines, context), read_date(end.lines, context), f"{start.raw} – {end.raw}")
    elif end is not None:
        date = by_end(read_date(end.lines, context))
    elif start is not None:
        date = from_start(read_date(start.lines, context))
    else:
        weekday = row.field("weekday")
        date = read_date(weekday.raw if weekday else "", context)
        if date.kind == "unspecified" and row.under:  # a heading that names no days: «В течение года»
            standing = read_date(row.under, replace(context, under=None))
            date = replace(standing, text=date.text) if standing.kind in ("ongoing", "recurring") else date
    return _on_the_day(_with_times(date, times), context.period)


def _on_the_day(date: DateExpression, period: Period | None) -> DateExpression:
    """In a plan of one day a row that says at most the time or the place («10.00, каб. 12») is on that day."""
    if period is None or period.start != period.end or date.kind != "unspecified":
        return date
    if not date.times and any(c.isdigit() for c in date.text):  # «31.02»: a date that cannot be
        return date
    return replace(
        date,
        kind="date",
        spans=(Span(period.start, period.end),),
        edtf=period.start.isoformat(),
        year_source="period",
        warnings=tuple(w for w in date.warnings if w not in ("date_unparsed", "date_missing")),
    )


def _with_weekday(text: str, row: PlanRow) -> str:
    weekday = row.field("weekday")
    return f"{text} ({one_line(weekday.raw)})" if weekday is not None and len(weekday.raw) < 20 else text


def _with_times(date: DateExpression, times: tuple[str, ...]) -> DateExpression:
    new = tuple(t for t in times if t not in date.times)
    return replace(date, times=(*date.times, *new)) if new else date


def read_times(text: str) -> tuple[str, ...]:
    """The times of a time column («9-30», «с 10.00 до 12.00»): what would be a day elsewhere is a time here."""
    line = one_line(text)
    if not line:
        return ()
    found = read_date(line, DateContext(None))
    return found.times or read_date(f"в {line}", DateContext(None)).times


def _has_days(field: Field, context: DateContext) -> bool:
    return bool(read_date(field.raw, context).spans) and not read_times(field.raw)


def between(start: DateExpression, end: DateExpression, text: str) -> DateExpression:
    """From the first day of one cell to the last day of the other; one day is a `date`."""
    first = next((s.start or s.end for s in start.spans), None)
    last = next((s.end or s.start for s in reversed(end.spans)), None)
    if first is None or last is None:
        known = start if first is not None else end
        return replace(known, text=text)
    if last < first:
        return DateExpression(text, text_left=one_line(text), warnings=("date_unparsed",))
    kind: DateKind = "date" if first == last else "period"
    precision = start.spans[0].precision if start.spans[0].precision == end.spans[-1].precision else "day"
    edtf = start.edtf if start.edtf == end.edtf else f"{_edge(start, first)}/{_edge(end, last)}"
    warnings = tuple(dict.fromkeys((*start.warnings, *end.warnings)))
    return replace(
        start, text=text, kind=kind, spans=(Span(first, last, "during", precision),), edtf=edtf, warnings=warnings
    )


def _edge(date: DateExpression, day: dt.date) -> str:
    simple = date.edtf and len(date.spans) == 1 and "/" not in date.edtf and "{" not in date.edtf
    return date.edtf if simple and date.edtf else day.isoformat()


def by_end(end: DateExpression) -> DateExpression:
    """Only an end: a deadline on its last day."""
    last = next((s.end or s.start for s in reversed(end.spans)), None)
    if last is None or end.kind == "deadline":
        return end
    return replace(end, kind="deadline", spans=(Span(None, last, "by", "day"),), edtf=f"../{last.isoformat()}")


def from_start(start: DateExpression) -> DateExpression:
    """Only a start: from its first day on."""
    first = next((s.start for s in start.spans), None)
    if first is None or start.kind not in ("date", "period") or len(start.spans) > 1:
        return start
    edtf = f"{start.edtf}/.." if start.edtf and "/" not in start.edtf else f"{first.isoformat()}/.."
    return replace(start, kind="period", spans=(Span(first, None, "from", start.spans[0].precision),), edtf=edtf)
