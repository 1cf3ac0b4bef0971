"""The whole cell: readings and days put together into one `DateExpression` by the conventions of the data model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from extractor.fields.dates import edtf
from extractor.fields.dates.beside import attach_weekdays, with_years
from extractor.fields.dates.calendar import WEEKDAYS
from extractor.fields.dates.description import (
    Dates,
    Description,
    Item,
    Ongoing,
    Pattern,
    Point,
    Reading,
    Remark,
    Stretch,
    Times,
    Weekdays,
)
from extractor.fields.dates.points import Frame, Interval, choose
from extractor.fields.dates.recurrence import as_rrule, days_long, merge
from extractor.fields.dates.resolve import (
    ImpossibleDate,
    Resolved,
    Scene,
    as_repetition,
    name_by_heading,
    one_in_month,
    resolve,
)
from extractor.model import DateExpression, DateKind, Precision, Recurrence, Span, YearSource

_REMARKS: tuple[DateKind, ...] = ("on_demand", "external_schedule", "conditional")
_HEADING_SCOPES = frozenset(
    [
        "month_unit",
        "week",
        "decade",
        "quarter",
        "term",
        "trimester",
        "half",
        "vacation",
        "vacation_adjective",
        "period",
        "shift",
        "day_unit",
        "season",
    ]
)
_AUTUMN = (9, 10, 11)
_SHORT_PLAN = 45
_WEEK = 7
_BEFORE_SCHOOL = dt.timedelta(31)


@dataclass
class _Draft:
    """What has been gathered from the items of one cell."""

    scene: Scene
    spans: list[Span] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    yearless: list[Dates] = field(default_factory=list)
    explicit: bool = False
    dated: bool = False
    single_days: bool = True
    patterns: list[Recurrence] = field(default_factory=list)
    ongoing: list[str] = field(default_factory=list)
    remarks: list[tuple[DateKind, tuple[int, int]]] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    left: list[tuple[int, int]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    impossible: bool = False

    def add(self, resolved: Resolved, dates: Dates) -> None:
        """Dates of the cell's own."""
        self.dated = True
        self.explicit = self.explicit or resolved.explicit
        self.single_days = self.single_days and resolved.single_days
        self.spans.extend(resolved.spans)
        self.texts.extend(resolved.edtf)
        if not resolved.spans:
            self.yearless.append(dates)


def compose(described: Description, scene: Scene, original: str, year_source: YearSource) -> DateExpression:
    """A description resolved in its scene."""
    draft = _Draft(scene)
    items, warnings = attach_weekdays(_named_items(described.items, scene), scene)
    draft.warnings.extend(warnings)
    items = with_years(items, scene)
    autumn = max((i for i, item in enumerate(items) if _is_autumn(item.reading)), default=-1)
    before_autumn = replace(scene, august_first=True) if autumn > 0 else scene
    for index, item in enumerate(items):
        draft.scene = before_autumn if index < autumn else scene
        _read(item, draft)
    draft.scene = scene
    draft.left.extend(described.left)
    if not draft.dated and not draft.patterns and not draft.ongoing and not draft.remarks:
        return _undated(described, draft, original, year_source)
    return _dated(described, draft, original, year_source)


def _named_items(items: Iterable[Item], scene: Scene) -> list[Item]:
    named = ((item, _named(item.reading, scene)) for item in items)
    return [item if reading is item.reading else replace(item, reading=reading) for item, reading in named]


def _named(reading: Reading, scene: Scene) -> Reading:
    if isinstance(reading, Dates):
        return name_by_heading(reading, scene)
    if isinstance(reading, Pattern) and not reading.said_each:
        return one_in_month(reading, scene)
    return reading


def _is_autumn(reading: Reading) -> bool:
    return isinstance(reading, Dates) and any(s.start.month in _AUTUMN for s in reading.stretches)


# one item


def _read(item: Item, draft: _Draft) -> None:
    reading: Reading = item.reading
    draft.rules.append(item.rule)
    if isinstance(reading, Dates):
        _read_dates(item, reading, draft)
    elif isinstance(reading, Pattern):
        draft.patterns.append(reading.recurrence)
    elif isinstance(reading, Ongoing):
        _read_ongoing(reading, draft)
    elif isinstance(reading, Remark):
        draft.remarks.append((reading.kind, (item.start, item.end)))
    elif isinstance(reading, Times):
        draft.times.extend(reading.times)
    elif isinstance(reading, Weekdays):
        _read_weekdays(reading, draft)


def _read_dates(item: Item, dates: Dates, draft: _Draft) -> None:
    repetition = as_repetition(dates)
    if repetition is not None:
        draft.patterns.append(repetition)
        return
    if any(p.lacks_name for s in dates.stretches for p in (s.start, s.end) if p):
        draft.left.append((item.start, item.end))
        return
    try:
        resolved = resolve(dates, draft.scene)
    except (ImpossibleDate, OverflowError):
        draft.impossible = True
        draft.left.append((item.start, item.end))
        return
    draft.add(resolved, dates)


def _read_ongoing(reading: Ongoing, draft: _Draft) -> None:
    scene = draft.scene
    if reading.named is not None and not _is_the_plan(reading.named, scene):
        dates = Dates((Stretch(reading.named),))
        draft.add(resolve(dates, scene), dates)
    elif reading.scope in _HEADING_SCOPES and scene.heading_days is not None:
        draft.add(_of_heading(scene.heading_days), Dates(()))
    elif reading.scope in ("vacation", "vacation_adjective") and not (
        scene.frame and scene.frame.days <= 2 * _SHORT_PLAN + 10
    ):
        vacations = Dates((Stretch(Point("vacation")),))
        draft.add(resolve(vacations, scene), vacations)
    else:
        draft.ongoing.append(reading.scope)


def _is_the_plan(named: Point, scene: Scene) -> bool:
    places = choose(named, scene.frame)
    if scene.frame is None or scene.frame.many_years or not places:
        return False
    return 2 * places[0].overlap(scene.frame.start, scene.frame.end) > scene.frame.days


def _of_heading(days: Interval) -> Resolved:
    span = Span(days.start, days.end, "during", days.precision)
    return Resolved((span,), (days.edtf,), False, days.precision == "day" and days.start == days.end)


def _read_weekdays(reading: Weekdays, draft: _Draft) -> None:
    """Weekdays beside no date: days of a week's plan or heading, else they recur."""
    scene = draft.scene
    around = scene.heading_days or (
        Interval(scene.frame.start, scene.frame.end, "week", "") if scene.frame is not None else None
    )
    if around is None or (around.end - around.start).days >= _WEEK:
        draft.patterns.append(Recurrence(per="week", days=tuple(WEEKDAYS[d] for d in reading.days)))
        return
    days = [around.start + dt.timedelta(n) for n in range((around.end - around.start).days + 1)]
    found = [d for d in days if d.weekday() in reading.days]
    spans = tuple(Span(d, d) for d in found)
    if len(found) > 2 and found[-1] - found[0] == dt.timedelta(len(found) - 1):
        spans = (Span(found[0], found[-1]),)
    texts = tuple(edtf.of_days(s.start, s.end) for s in spans if s.start and s.end)
    draft.add(Resolved(spans, texts, False, all(s.start == s.end for s in spans)), Dates(()))


# the whole


def _undated(described: Description, draft: _Draft, original: str, year_source: YearSource) -> DateExpression:
    """Empty, times alone, or text that is no date: the heading's days where it is empty, else unspecified."""
    scene = draft.scene
    left = _left_text(described.text, draft.left)
    around = scene.heading_days
    if around is None and scene.frame is not None and scene.frame.month is not None and scene.frame.days >= 28:
        around = Interval(scene.frame.start, scene.frame.end, "month", edtf.of_month(*scene.frame.month))
    if around is not None and not left and not draft.impossible:
        single = around.start == around.end
        return DateExpression(
            original,
            "date" if single else "period",
            (Span(around.start, around.end, "during", around.precision),),
            around.edtf,
            times=tuple(draft.times),
            year_source=year_source,
            rules=(*draft.rules, "heading"),
        )
    warning = "date_unparsed" if left else "date_missing"
    return DateExpression(
        original,
        times=tuple(draft.times),
        text_left=left,
        warnings=_unique([warning, *draft.warnings]),
        rules=tuple(draft.rules),
    )


def _dated(described: Description, draft: _Draft, original: str, year_source: YearSource) -> DateExpression:
    recurrence = merge(draft.patterns)
    kind, spans = _kind_and_spans(draft, recurrence)
    remarks_left = [place for k, place in draft.remarks if k != kind]
    named_year: YearSource = "explicit" if draft.explicit else year_source
    text = edtf.together(_in_order(draft)) if draft.texts and spans else None
    if draft.yearless and not draft.spans:
        text, named_year = edtf.without_year(draft.yearless), "none"
    if kind == "recurring" and len(draft.texts) > 1:
        text = None
    warnings = [*draft.warnings, *_outside(spans, draft.scene.frame)]
    if draft.impossible:
        warnings.append("date_unparsed")
    return DateExpression(
        original,
        kind,
        spans,
        text,
        recurrence,
        as_rrule(recurrence),
        tuple(draft.times),
        named_year if spans or draft.yearless else "none",
        _left_text(described.text, [*draft.left, *remarks_left]),
        _unique(warnings),
        tuple(draft.rules),
    )


def _kind_and_spans(draft: _Draft, recurrence: Recurrence | None) -> tuple[DateKind, tuple[Span, ...]]:
    due = {s.end for s in draft.spans if s.relation == "by"}
    spans = _sorted(s for s in draft.spans if not (s.start == s.end and s.end in due))  # «ко Дню … (1 октября)»
    through = [s for scope in draft.ongoing if scope != "always" for s in _all_through(scope, draft.scene)]
    if draft.dated:
        if all(scope in _HEADING_SCOPES for scope in draft.ongoing):
            through = []  # «ноябрь, в течение месяца»
        if recurrence is not None and _is_window(spans, recurrence):
            return "recurring", spans
        kind: DateKind = "date" if draft.single_days and not through else "period"
        deadline = any(s.relation == "by" for s in spans) or any(d.relation == "by" for d in draft.yearless)
        return "deadline" if deadline else kind, _sorted([*spans, *through])
    if recurrence is not None:
        return "recurring", _sorted(through) or _window(draft.scene, recurrence)
    kinds = [kind for kind, _ in draft.remarks]
    for kind in _REMARKS:
        if kind in kinds:
            return kind, _sorted(through)
    return "ongoing", _sorted(through) or _all_through("always", draft.scene)


def _all_through(scope: str, scene: Scene) -> tuple[Span, ...]:
    if scene.frame is None:
        return ()
    if scope == "school_year":
        return tuple(Span(i.start, i.end, "during", "year") for i in choose(Point("school_year"), scene.frame))
    return (Span(scene.frame.start, scene.frame.end, "during", _plan_precision(scene.frame)),)


def _plan_precision(frame: Frame) -> Precision:
    return "year" if frame.days > 300 else "month" if frame.days > 20 else "week"


def _window(scene: Scene, recurrence: Recurrence) -> tuple[Span, ...]:
    """A repetition runs through the plan; one shorter than the heading's days through these."""
    heading = scene.heading_days
    if heading is not None and (heading.end - heading.start).days + 1 > days_long(recurrence):
        return (Span(heading.start, heading.end, "during", heading.precision),)
    return _all_through("always", scene)


def _is_window(spans: tuple[Span, ...], recurrence: Recurrence) -> bool:
    """Whether the dates only bound the repetition: longer than its unit («каждую субботу октября»)."""
    if not spans or any(s.relation == "by" for s in spans):
        return False
    return all(s.end is None or s.start is None or (s.end - s.start).days + 1 > days_long(recurrence) for s in spans)


def _outside(spans: tuple[Span, ...], frame: Frame | None) -> list[str]:
    """A span wholly outside the plan's period; the August before an academic year is no contradiction."""
    if frame is None:
        return []
    first = frame.start - _BEFORE_SCHOOL if frame.academic and frame.start.month == 9 else frame.start
    for span in spans:
        start, end = span.start or span.end, span.end or dt.date.max
        if start and (start > frame.end or end < first):
            return ["outside_plan_period"]
    return []


def _in_order(draft: _Draft) -> list[str]:
    pairs = sorted(zip(draft.spans, draft.texts, strict=False), key=lambda p: _span_key(p[0]))
    return list(dict.fromkeys(text for _, text in pairs))


def _sorted(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(dict.fromkeys(spans), key=_span_key))


def _span_key(span: Span) -> tuple[dt.date, dt.date]:
    return span.start or span.end or dt.date.min, span.end or dt.date.max


def _left_text(text: str, places: Iterable[tuple[int, int]]) -> str:
    return " ".join(" ".join(_quoted(text, a, b).split()) for a, b in sorted(places))


def _quoted(text: str, start: int, end: int) -> str:
    """A piece with the quotes at its ends whose other half it has: «15 мая, Детский сад «Сказка»»."""
    piece = text[start:end]
    head = text[start - 1 : start] if piece.count("»") > piece.count("«") else ""
    tail = text[end : end + 1] if piece.count("«") > piece.count("»") else ""
    return head * (head == "«") + piece + tail * (tail == "»")


def _unique(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
