"""Dates: what one cell, or the date words in a sentence, says of time.

Two steps: `describe` reads the text by the grammar, without a calendar; `compose` resolves it with the plan's period,
the heading above and the order of the list. No clock is read. No text raises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor import mappings
from extractor.errors import UsageError
from extractor.fields.dates.compose import compose
from extractor.fields.dates.description import Dates, Description, Point
from extractor.fields.dates.engine import describe
from extractor.fields.dates.finding import date_share, date_spans, heading_text
from extractor.fields.dates.points import Frame, Interval
from extractor.fields.dates.resolve import ImpossibleDate, Scene, name_by_heading, resolve
from extractor.fields.dates.tokens import fold
from extractor.fields.dates.words import vocabulary
from extractor.model import DateExpression, Period, YearSource
from extractor.text import clean, fold_lookalikes, one_line

__all__ = [
    "DateContext",
    "describe_text",
    "find_dates",
    "is_date_like",
    "parse_date",
    "parse_month_heading",
    "read_date",
]

_NUMBERED = re.compile(r"^(?:\d{1,2}|[IVXХ]{1,4})[.)]\s*(?=[^\W\d])")
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?: [^\W\d_]){2,30}(?![^\W_])")
_ZERO = re.compile(r"(?<=\d)[OoОо](?![^\W\d_])|(?<![^\W\d_])[OО](?=\d)")
_THREE = re.compile(r"(?<!\w)З(?=\d(?!\d))")
_PREPOSITIONS = str.maketrans("cCkK", "сСкК")
_LONE_LATIN = re.compile(r"(?<!\w)[cCkK](?=\s+\d)")
_LATIN = re.compile("[A-Za-zËë]")
_CUT_YEAR = re.compile(r"(?<=\d\d[.]\d\d[.]20)\n(?=\d\d(?![\d.:]))")


@dataclass(frozen=True, slots=True)
class DateContext:
    """What the row's place tells: the plan's period, the heading above, whether August comes before the autumn here,
    and where the period's years come from (`rows`: inferred from other rows)."""

    period: Period | None = None
    under: str | None = None
    august_first: bool = False
    year_source: YearSource = "period"


def parse_date(text: str, *, period: str | Period | None = None, under: str | None = None) -> DateExpression:
    """What a date cell says.

    Args:
        text: the cell as it stands.
        period: the plan's period, a `Period` or `"2020-09-01/2021-08-31"`; None: unknown.
        under: the heading the row stands under («октябрь», «I четверть», «с 3 по 8 октября»).

    Raises:
        UsageError: the period is no interval of two ISO days.
    """
    return read_date(text, DateContext(_period(period), under))


@lru_cache(maxsize=1 << 14)
def read_date(text: str, context: DateContext) -> DateExpression:
    """What a date cell says, with all that its place tells."""
    scene = _scene(context.period, context.under, context.august_first)
    source: YearSource = context.year_source if context.period is not None else "none"
    return compose(describe_text(text), scene, text, source)


@lru_cache(maxsize=1 << 13)
def describe_text(text: str) -> Description:
    """What a text says of time, without any context: the first of the two steps."""
    plain = clean(text)
    plain = _mended(_CUT_YEAR.sub("", plain) if "\n" in plain else plain)
    return describe(fold_lookalikes(plain) if _LATIN.search(plain) else plain)


def _mended(text: str) -> str:
    """Letters for figures («1О октября», «З0.11»), Latin prepositions before figures, letters set apart."""
    text = _ZERO.sub("0", text)
    text = _THREE.sub("3", text) if "З" in text else text
    text = _LONE_LATIN.sub(lambda m: m.group().translate(_PREPOSITIONS), text) if _LATIN.search(text) else text
    return _SPACED.sub(_together, text)


def _together(spaced: re.Match[str]) -> str:
    """«д е к а б р ь»."""
    together = spaced.group().replace(" ", "")
    return together if fold(together) in vocabulary().forms else spaced.group()


TextSpan = tuple[int, int]


@lru_cache(maxsize=1 << 13)
def find_dates(text: str) -> tuple[TextSpan, ...]:
    """Places (start, end) of date expressions in running text, left to right: few, but sure ones.

    Days, months with a preposition or a year, deadlines, repetitions, «в течение года»; no holidays, terms, seasons or
    years (they are what an event is about), nothing in quotes, no bare numbers, no dates of orders.
    """
    return date_spans(text)


def is_date_like(text: str) -> float:
    """The share (0 to 1) of a cell's letters and digits that are a date expression; bare numbers are none."""
    return date_share(describe_text(text))


def parse_month_heading(text: str) -> str | None:
    """The part of a heading that names a month, a week, a term …, to be given as `under`; None: no such heading.

    «ОКТЯБРЬ 2023 г.», «Мероприятия на март», «Ноябрь (1-я неделя)», «I четверть»; not «Месячник», «Отчёт за октябрь».
    """
    return heading_text(describe_text(_NUMBERED.sub("", one_line(clean(text)))))


@lru_cache(maxsize=256)
def _period(period: str | Period | None) -> Period | None:
    if not isinstance(period, str):
        return period
    try:
        return Period.parse(period)
    except ValueError as error:
        raise UsageError(f"period: {error}") from error


@lru_cache(maxsize=1024)
def _scene(period: Period | None, under: str | None, august_first: bool) -> Scene:
    frame = Frame.of(period) if period is not None else None
    plain = Scene(frame, august_first=august_first)
    if not under or not under.strip():
        return plain
    dates = next((i.reading for i in describe_text(under).items if isinstance(i.reading, Dates)), None)
    if dates is None:
        return plain
    named = name_by_heading(dates, plain)
    single = len(named.stretches) == 1 and named.stretches[0].end is None
    point: Point | None = named.stretches[0].start if single else None
    try:
        spans = resolve(named, plain)
    except (ImpossibleDate, OverflowError):
        return plain
    days = None
    if spans.spans and spans.spans[0].start and spans.spans[-1].end:
        first = spans.spans[0]
        days = Interval(spans.spans[0].start, spans.spans[-1].end, first.precision, spans.edtf[0])
    return Scene(frame, point, days, august_first)


mappings.on_change(read_date.cache_clear)
mappings.on_change(describe_text.cache_clear)
mappings.on_change(_scene.cache_clear)
mappings.on_change(find_dates.cache_clear)
