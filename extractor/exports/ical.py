"""Lines of iCalendar (RFC 5545): texts escaped, long lines folded, days and local times."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

_FOLD = 75
"""Octets a line (section 3.1), without its end."""
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_SPECIAL = re.compile(r"[\\;,\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]")
_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
"""Ends of lines, as some readers see them."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")

Moment = dt.date | dt.datetime


def component(name: str, lines: Iterable[str]) -> bytes:
    """A component of these content lines, each folded."""
    return b"".join(map(folded, (f"BEGIN:{name}", *lines, f"END:{name}")))


def text(name: str, value: str) -> str:
    """A property that is a text; control characters, which none may hold, are left out."""
    if not _SPECIAL.search(value):
        return f"{name}:{value}"
    value = _ENDS.sub("\n", value)
    return f"{name}:{_CONTROL.sub('', value).translate(_ESCAPED)}"


def moment(name: str, value: Moment) -> str:
    """A property that is a day, or a time in whatever zone the reader is."""
    if isinstance(value, dt.datetime):
        return f"{name}:{_time(value)}"
    return f"{name};VALUE=DATE:{_day(value)}"


def until(rule: str, last: Moment) -> str:
    """A rule that ends on a day or at a moment, as its DTSTART is."""
    end = _time(last) if isinstance(last, dt.datetime) else _day(last)
    return f"RRULE:{rule};UNTIL={end}"


def folded(line: str) -> bytes:
    """A content line with its end, broken between characters so that no piece is longer than 75 octets."""
    data = line.encode()
    if len(data) <= _FOLD:
        return data + b"\r\n"
    pieces, begin, room = [], 0, _FOLD
    while len(data) - begin > room:
        end = begin + room
        while data[end] & 0xC0 == 0x80:  # the middle of a character
            end -= 1
        pieces.append(data[begin:end])
        begin, room = end, _FOLD - 1  # the space that opens the next piece counts
    return b"\r\n ".join((*pieces, data[begin:])) + b"\r\n"


def _day(day: dt.date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _time(time: dt.datetime) -> str:
    return f"{_day(time)}T{time.hour:02d}{time.minute:02d}00"
