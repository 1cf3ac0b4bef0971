"""What no calendar knows: all the time, on demand, by another's schedule, on a condition; words that say nothing."""

from __future__ import annotations

from typing import Any, Literal

from extractor.fields.dates.description import (
    NoDate,
    Ongoing,
    Reading,
    Remark,
    Skipped,
)
from extractor.fields.dates.readings.common import Tokens, one


def all_through(tokens: Tokens) -> Reading | None:
    """«в течение года», «весь период», «в течение месяца»."""
    if one(tokens, "school_year_word", "school"):
        return Ongoing("school_year")
    classes = [t.cls for t in tokens]
    if "label" in classes or "period" in classes:
        return Ongoing("period")
    scope = next(cls for cls in reversed(classes) if cls != "word")
    return Ongoing({"half_of_year": "half", "calendar": "year"}.get(scope, scope))


def always(_tokens: Tokens) -> Reading | None:
    """«постоянно»."""
    return Ongoing("always")


def remark(kind: Literal["on_demand", "external_schedule", "conditional"]) -> Any:
    """A reading that is this kind of remark whatever its words."""
    return lambda _tokens: Remark(kind)


def skipped(_tokens: Tokens) -> Reading | None:
    """«Срок:»."""
    return Skipped()


def unread(_tokens: Tokens) -> Reading | None:
    """«Срок сдачи отчёта», «дата уточняется»: words that only begin like a label."""
    return NoDate()


def no_date(_tokens: Tokens) -> Reading | None:
    """«от 01.09.2020 № 12»."""
    return NoDate()
