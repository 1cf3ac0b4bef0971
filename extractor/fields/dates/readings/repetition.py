"""Repetitions: «ежемесячно», «не реже 2 раз в год», «по средам», «15 числа каждого месяца»."""

from __future__ import annotations

from extractor.fields.dates.calendar import WEEKDAYS
from extractor.fields.dates.description import (
    Pattern,
    Point,
    Reading,
    Weekdays,
)
from extractor.fields.dates.readings.common import (
    NUMERALS,
    PER,
    RANGE_MARKS,
    SHORTEST_NAME,
    Tokens,
    in_months,
    monthly,
    numbers_of,
    of,
    one,
    stretches,
)
from extractor.fields.dates.tokens import Token
from extractor.model import Recurrence
from extractor.morph import is_known


def adverb(tokens: Tokens) -> Reading | None:
    """«ежемесячно»."""
    return Pattern(Recurrence(times=1, per=str(tokens[0].value)))


def adverb_with_count(tokens: Tokens) -> Reading | None:
    """«ежемесячно по 2 раза»."""
    counts = [t.number for t in of(tokens, *NUMERALS)]
    if not counts[0]:
        return None
    return Pattern(Recurrence(times=counts[0], per=str(tokens[0].value), times_max=counts[1] if counts[1:] else None))


def monthdays(tokens: Tokens) -> Reading | None:
    """«15 числа каждого месяца», «5 и 20 числа ежемесячно»; of a range, or each quarter, there is no exact rule."""
    often = one(tokens, "per_adverb")
    if often and often.value != "month":
        return adverb([often])
    numbers = numbers_of([t for t in tokens if t.cls in NUMERALS or t.cls in RANGE_MARKS])
    if not numbers or any(not 1 <= n <= 31 for pair in numbers for n in pair if n is not None):
        return None
    if any(last is not None for _, last in numbers):
        return Pattern(Recurrence(times=1, per="month"))
    return monthly([first for first, _ in numbers])


def frequency(tokens: Tokens) -> Reading | None:
    """«не реже 1-2 раз в 2 месяца», «2р/год», «дважды в год»."""
    unit = of(tokens, *PER)[-1]
    word = one(tokens, "times_word", "times_adverb")
    place = list(tokens).index(word) if word else next(i for i, t in enumerate(tokens) if t.cls in NUMERALS) + 1
    counts = [t.number for t in tokens[:place] if t.cls in NUMERALS]
    if word and word.cls == "times_adverb":
        counts = [word.number]
    every = next((t.number for t in tokens[place:] if t.cls in NUMERALS), 1)
    per, every = normal_interval(PER[unit.cls], every)
    first = counts[0] if counts else 1
    most = counts[1] if len(counts) > 1 else None
    if first == 0 or every == 0:
        return None
    if one(tokens, "at_most"):
        return Pattern(Recurrence(times_max=first, per=per, every=every if every > 1 else None))
    least = True if one(tokens, "at_least") else None
    return Pattern(Recurrence(times=first, per=per, every=every if every > 1 else None, at_least=least, times_max=most))


def normal_interval(per: str, every: int) -> tuple[str, int]:
    """Ten days are a decade, six months a half-year, seven days a week."""
    named_units = {("day", 10): "decade", ("month", 6): "half_year", ("day", 7): "week", ("month", 12): "year"}
    return (named_units[per, every], 1) if (per, every) in named_units else (per, every)


def each(tokens: Tokens) -> Reading | None:
    """«каждый месяц», «каждые 2 недели», «каждую вторую неделю», «через день»."""
    unit = of(tokens, *PER)[-1]
    count = one(tokens, *NUMERALS)
    every = count.number if count else 1
    every = every + 1 if one(tokens, "via") else every
    per, every = normal_interval(PER[unit.cls], every)
    return Pattern(Recurrence(times=1, per=per, every=every if every > 1 else None)) if every else None


def each_other(_tokens: Tokens) -> Reading | None:
    """«по чётным неделям»."""
    return Pattern(Recurrence(times=1, per="week", every=2))


def by_units(tokens: Tokens) -> Reading | None:
    """«по четвертям», «по месяцам»."""
    return each(tokens) if tokens[-1].plural else None


def except_weekdays(tokens: Tokens) -> Reading | None:
    """«ежедневно, кроме воскресенья»."""
    left_out = weekday_names(tokens)
    days = tuple(code for day, code in enumerate(WEEKDAYS) if day not in left_out)
    return Pattern(Recurrence(per="week", days=days)) if tokens[0].value == "day" and days else None


def weekday_names(tokens: Tokens) -> tuple[int, ...]:
    """The weekdays named, ranges filled («пн-пт»)."""
    days: list[int] = []
    joined = False
    for token in tokens:
        if token.cls == "weekday":
            first = days[-1] + 1 if joined and days else token.number
            days.extend(range(first, token.number) if first <= token.number else [])
            days.append(token.number)
            joined = False
        elif token.cls in ("weekday_group", "working_days", "weekend_days", "weekend"):
            days.extend((5, 6) if token.cls.startswith("weekend") else range(5))
        elif token.cls in RANGE_MARKS:
            joined = bool(days)
    return tuple(dict.fromkeys(days))


def weekly(tokens: Tokens) -> Reading | None:
    """«каждый понедельник», «по средам и пятницам», «по будням»; not «по пятницу», which ends a range."""
    if tokens[0].cls == "by" and len(tokens) == 2 and _is_singular_name(tokens[1]):
        return None
    days = weekday_names([t for i, t in enumerate(tokens) if t.cls != "by" or i])
    return Pattern(Recurrence(per="week", days=tuple(WEEKDAYS[d] for d in days))) if days else None


def _is_singular_name(token: Token) -> bool:
    return token.cls == "weekday" and not token.plural and is_known(token.form) and len(token.form) > SHORTEST_NAME


def bare_weekdays(tokens: Tokens) -> Reading | None:
    """«понедельник», «пн-пт», «вторник, четверг»."""
    days = weekday_names([t for t in tokens if t.cls != "from"])
    return Weekdays(days) if days else None


def nth_weekdays(tokens: Tokens) -> Reading | None:
    """«третий четверг сентября» (days), «каждую третью среду месяца», «1 и 3 вторник» (a repetition)."""
    weekday, name = one(tokens, "weekday"), one(tokens, "month")
    place = list(tokens).index(weekday) if weekday else 0
    numbers = numbers_of(tokens[:place])
    if not weekday or not numbers or any(b is not None or not (a == -1 or 1 <= a <= 5) for a, b in numbers):
        return None
    if name:
        return in_months(tokens[place:], stretches(numbers, Point("nth_weekday", weekday=weekday.number)))
    days = Recurrence(per="month", days=tuple(f"{n}{WEEKDAYS[weekday.number]}" for n, _ in numbers))
    return Pattern(days, said_each=one(tokens, "every") is not None)
