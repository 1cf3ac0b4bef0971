"""Stretches of time written as ISO 8601-2 (EDTF); a year that no one told is XXXX."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from extractor.fields.dates.description import Dates, Point, Stretch

UNKNOWN_YEAR = "XXXX"


def of_days(start: dt.date, end: dt.date) -> str:
    """A day, or the first and the last of many."""
    return start.isoformat() if start == end else f"{start.isoformat()}/{end.isoformat()}"


def of_month(year: int, month: int, approximate: bool = False) -> str:
    """A month; with `~` a part of it that no one can name exactly."""
    return f"{year:04}-{month:02}" + ("~" if approximate else "")


def joined(first: str, last: str) -> str:
    """From the first of one expression to the last of another («2020-10/2021-03»)."""
    return f"{first.partition('/')[0]}/{last.rpartition('/')[2]}"


def together(parts: Sequence[str]) -> str | None:
    """One expression of several: a set, where its members are all bounded."""
    if len(parts) == 1:
        return parts[0]
    if not parts or any("/.." in p or "../" in p for p in parts):
        return None
    return "{" + ",".join(p.replace("/", "..") for p in parts) + "}"


def without_year(items: Sequence[Dates]) -> str | None:
    """Days and months of no known year: «12 декабря» is XXXX-12-12; None for what EDTF cannot say so."""
    parts: list[str] = []
    for dates in items:
        if dates.relation != "during" or dates.shift:
            return None
        for stretch in dates.stretches:
            text = _yearless_stretch(stretch)
            if text is None:
                return None
            parts.append(text)
    if len(parts) > 1 and any("/" in p for p in parts):
        return None
    return together(parts)


def _yearless_stretch(stretch: Stretch) -> str | None:
    ends = [_yearless(stretch.start), *([_yearless(stretch.end)] if stretch.end else [])]
    return None if None in ends else "/".join(e for e in ends if e)


def _yearless(point: Point) -> str | None:
    if point.month is None or point.part:
        return None
    if point.unit == "month":
        return f"{UNKNOWN_YEAR}-{point.month:02}"
    if point.unit == "day" and isinstance(point.number, int) and point.number > 0:
        return f"{UNKNOWN_YEAR}-{point.month:02}-{point.number:02}"
    return None
