"""Repetitions: several said of one thing made one, and RFC 5545 where it can say them exactly."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Recurrence

_DAYS = {"day": 1, "week": 7, "decade": 10, "month": 31, "quarter": 92, "half_year": 184, "year": 366}


def days_long(recurrence: Recurrence) -> int:
    """The days of the unit that a repetition counts by, at most."""
    return _DAYS.get(recurrence.per or "", 1) * (recurrence.every or 1)


def merge(found: Sequence[Recurrence]) -> Recurrence | None:
    """One repetition: the days named say more than how often («2 раза в месяц (1 и 3 среда)»)."""
    if not found:
        return None
    by_days = [r for r in found if r.days]
    if by_days:
        first = by_days[0]
        longer = next((r for r in found if not r.days and days_long(r) > days_long(first)), None)
        if longer is not None and longer.per == first.per == "week":
            return Recurrence(per="week", every=longer.every, days=first.days)  # «1 раз в 2 недели (вторник)»
        if longer is not None:
            return longer
        days = tuple(dict.fromkeys(d for r in by_days if r.per == first.per for d in r.days))
        return Recurrence(per=first.per, every=first.every, days=days)
    return found[0]


def as_rrule(recurrence: Recurrence | None) -> str | None:
    """The rule without UNTIL, where days are named or it is daily; None for what has no exact rule."""
    if recurrence is None:
        return None
    interval = f";INTERVAL={recurrence.every}" if recurrence.every and recurrence.every > 1 else ""
    if not recurrence.days:
        daily = (
            recurrence.per == "day" and recurrence.times == 1 and not recurrence.at_least and not recurrence.times_max
        )
        return f"FREQ=DAILY{interval}" if daily else None
    days = ",".join(recurrence.days)
    if recurrence.per == "week":
        return f"FREQ=WEEKLY{interval};BYDAY={days}"
    if recurrence.per != "month":
        return None
    weekdays = all(d[-1].isalpha() for d in recurrence.days)
    return f"FREQ=MONTHLY{interval};{'BYDAY' if weekdays else 'BYMONTHDAY'}={days}"
