"""How well the dates of two events agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import IntEnum

from extractor.model import Span
from extractor.resolve.same_events.keys import EventKey
from extractor.text import key

_COARSE_DAYS = 7
"""A span of more days than this names no day: «март», «III декада»."""
_LONG_DAYS = 62
"""A span of more days than this says nothing of the day: «в течение года»."""
_PUNCTUAL = frozenset({"date", "period", "deadline"})


class Fit(IntEnum):
    """`SPAN`: the same month or the like; `WITHIN`: a day in a month; `MEET`: days that meet; `DAY`: the same days."""

    NONE = 0
    TEXT = 1
    WITHIN = 2
    SPAN = 3
    MEET = 4
    DAY = 5


def fit(a: EventKey, b: EventKey) -> Fit:
    """How the dates of two events agree; `TEXT` is all that a recurring or missing date can give."""
    if a.kind not in _PUNCTUAL or b.kind not in _PUNCTUAL:
        same = (a.kind, a.spans, key(a.date_text), a.period) == (b.kind, b.spans, key(b.date_text), b.period)
        return Fit.TEXT if same and a.period is not None else Fit.NONE
    if a.spans == b.spans:
        return Fit.DAY if all(_days(s) <= _COARSE_DAYS for s in a.spans) else Fit.SPAN
    return max((_fit_spans(x, y) for x in a.spans for y in b.spans), default=Fit.NONE)


def times_differ(a: EventKey, b: EventKey) -> bool:
    """Whether both have times and share none."""
    return bool(a.times and b.times) and not {t[:5] for t in a.times} & {t[:5] for t in b.times}


def _fit_spans(a: Span, b: Span) -> Fit:
    (a0, a1), (b0, b1) = _ends(a), _ends(b)
    if max(a0, b0) > min(a1, b1):
        return Fit.NONE
    short, long = sorted((_days(a), _days(b)))
    if long > _LONG_DAYS:
        return Fit.SPAN if (a0, a1) == (b0, b1) else Fit.NONE
    if long <= _COARSE_DAYS:
        return Fit.DAY if (a0, a1) == (b0, b1) else Fit.MEET
    if (a0, a1) == (b0, b1):
        return Fit.SPAN
    inside = (a0 >= b0 and a1 <= b1) or (b0 >= a0 and b1 <= a1)
    return Fit.WITHIN if inside and short <= _COARSE_DAYS else Fit.NONE


def _ends(span: Span) -> tuple[dt.date, dt.date]:
    """First and last day; a deadline is its last day, «с 1 марта» its first."""
    first, last = span.start or span.end, span.end or span.start
    if first is None or last is None:
        raise ValueError("a span without an end")
    return first, last


def _days(span: Span) -> int:
    first, last = _ends(span)
    return (last - first).days + 1


def months(event: EventKey) -> Iterator[str]:
    """What every event whose date fits has one of: a month, or the letters of a date that names none."""
    if event.kind not in _PUNCTUAL or not event.spans:
        yield f"{event.kind} {key(event.date_text)}"
        return
    for span in event.spans:
        first, last = _ends(span)
        if _days(span) > _LONG_DAYS:
            yield f"{first}/{last}"
            continue
        month = first.replace(day=1)
        while month <= last:
            yield f"{month:%Y-%m}"
            month = (month + dt.timedelta(days=31)).replace(day=1)
