"""A cell's value as a Russian reader would write it, and a sheet of such texts."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from extractor.text import clean

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged range, all from 0 and inclusive."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet's texts by (row, column) from 0; merged ranges carry their text in their first square."""

    name: str
    texts: Mapping[tuple[int, int], str]
    merged: tuple[Range, ...] = ()
    visible: bool = True


def cell_text(value: object) -> str:
    """A cell's value as a Russian reader would write it: 14.03.2023, 14.03.2023 14:30, 13:00, 5, да."""
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return tidy(str(value))


def tidy(text: str) -> str:
    """Clean text without empty lines."""
    lines = (line.rstrip() for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line.strip())


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
