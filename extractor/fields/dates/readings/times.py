"""Times of day: «в 14.00», «с 14 до 16 часов», «12.10.2020 14-30»."""

from __future__ import annotations

from extractor.fields.dates.description import (
    Dates,
    Reading,
    Times,
)
from extractor.fields.dates.readings.common import Tokens, of, one

_FIRST_HOUR = 7


def clock(tokens: Tokens) -> Reading | None:
    """«в 14.00», «15:30 ч.», «в 14 ч. 30 мин.», «в 15-20», «в 9 утра»."""
    figure_token = one(tokens, "clock", "flat_clock")
    if figure_token:
        hour, minute = figure_token.value.hour, figure_token.value.minute
    else:
        numbers = [t.number for t in of(tokens, "num")]
        hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    later = one(tokens, "evening") or one(tokens, "day_unit")
    hour = hour + 12 if later and hour < 12 else hour
    return Times((f"{hour:02}:{minute:02}",)) if hour < 24 and minute < 60 else None


def clock_with_dash(tokens: Tokens) -> Reading | None:
    """«в 15-20», «с 9-15»: minutes in two figures, by fives."""
    minute = of(tokens, "num")[1]
    return clock(tokens) if minute.end - minute.start == 2 and minute.number % 5 == 0 else None


def hours_range(tokens: Tokens) -> Reading | None:
    """«с 14 до 16 часов»."""
    start, end = (t.number for t in of(tokens, "num"))
    return Times((f"{start:02}:00-{end:02}:00",)) if start < end < 24 else None


def clock_range(tokens: Tokens) -> Reading | None:
    """«10.00-12.00», «с 10 ч. до 12.30»."""
    start, end = (t.value.times[0] for t in of(tokens, "times"))
    return Times((f"{start}-{end}",)) if "-" not in start + end else None


def hour_beside_date(tokens: Tokens) -> Reading | None:
    """«15 октября, 14 ч.»: an hour of the day before it, «2 часа» are how long."""
    return clock(tokens) if tokens[0].number >= _FIRST_HOUR else None


def minutes_beside_date(tokens: Tokens) -> Reading | None:
    """«12.10.2020 14-30»: after a day this is no range of days."""
    value: Dates = tokens[0].value
    first, last = value.stretches[0].start.number, value.stretches[0].end
    if value.marked or len(value.stretches) > 1 or last is None or not isinstance(first, int):
        return None
    minute = last.number if isinstance(last.number, int) else 0
    return Times((f"{first:02}:{minute:02}",)) if first < 24 and minute >= 10 and minute % 5 == 0 else None
