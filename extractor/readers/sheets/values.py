"""A cell's value as a Russian reader would write it, and a sheet of such texts."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from extractor.mappings import load
from extractor.readers.sheets.looks import PLAIN, Look, Shown
from extractor.text import clean

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged range, all from 0 and inclusive."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet's texts by (row, column) from 0; merged ranges carry their text in their first square.

    `looks` are those of the cells that are not plain; `hides` tells that rows or columns with text are hidden.
    """

    name: str
    texts: Mapping[tuple[int, int], str]
    merged: tuple[Range, ...] = ()
    visible: bool = True
    looks: Mapping[tuple[int, int], Look] = field(default_factory=dict)
    hides: bool = False


def cell_text(value: object, look: Look = PLAIN) -> str:
    """A cell's value as it is shown: 14.03.2023, 14.03.2023 14:30, 14.03, март 2023, 13:00, 5, 50%, 007, да."""
    if look.moment is not None and isinstance(value, (dt.date, dt.time)):
        return _write_shown(value, look.moment)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if look.percent:
            return f"{_write_number(value * 100)}%"
        if look.zeros and value == int(value):
            return f"{int(value):0{look.zeros}}"
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return tidy(str(value))


def tidy(text: str) -> str:
    """Clean text without empty lines."""
    lines = (line.rstrip() for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line.strip())


def _write_shown(value: dt.date | dt.time, shown: Shown) -> str:
    """What a cell's format shows of a moment, in an order that a Russian reader knows."""
    day = value if isinstance(value, dt.date) else None
    time = value.time() if isinstance(value, dt.datetime) else value if isinstance(value, dt.time) else None
    parts = [] if day is None else [_write_day(day, shown)]
    if shown.time and time is not None and (time != dt.time() or day is None or not any(parts)):
        parts.append(f"{time:%H:%M}")
    return " ".join(filter(None, parts)) or cell_text(value)


def _write_day(day: dt.date, shown: Shown) -> str:
    if shown.day:
        return f"{day:%d.%m}.{day.year:04}" if shown.year else f"{day:%d.%m}" if shown.month else str(day.day)
    if shown.month:
        month = _word("month", day.month)
        return f"{month} {day.year:04}" if shown.year else month
    if shown.year:
        return f"{day.year:04}"
    return _word("weekday", day.weekday()) if shown.weekday else ""


def _word(kind: str, number: int) -> str:
    return str(load("date_words")["lemmas"][kind][number][0])


def _write_moment(value: dt.datetime) -> str:
    day = f"{value:%d.%m}.{value.year:04}"
    return day if value.time() == dt.time() else f"{day} {value:%H:%M}"


def _write_duration(value: dt.timedelta) -> str:
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _write_number(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.10g}".replace(".", ",")


_WRITERS: tuple[tuple[type, Callable[..., str]], ...] = (
    (bool, lambda value: "да" if value else "нет"),
    (dt.datetime, _write_moment),
    (dt.date, lambda value: f"{value:%d.%m}.{value.year:04}"),
    (dt.time, lambda value: f"{value:%H:%M}"),
    (dt.timedelta, _write_duration),
    (int, str),
    (float, _write_number),
)
