"""One plan found against its gold: a mark for each field of each event, strict and soft.

Strict is right or wrong. Soft gives part of the mark: titles and headings by likeness, dates by the days that overlap,
people by surname. A field that the gold does not name is not judged.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.evaluate.bodies import BodyCheck
from extractor.evaluate.compare import likeness, squash, squashed
from extractor.evaluate.gold import GoldEvent, GoldPlan, GoldStamp, Span
from extractor.evaluate.matching import match, printed_number, same_sections, spans_of
from extractor.model import Approval, Document, Event, Person, PlanDocument


@dataclass(frozen=True, slots=True)
class Mark:
    """A field of one event (or of the document) that is right or wrong."""

    field: str
    right: bool
    soft: float
    where: str
    want: object = None
    got: object = None
    told: bool = True  # a missing event is told once, not field by field


@dataclass(frozen=True, slots=True)
class Count:
    """A field that is a list: what of it was found, missed, made up; `soft` is how much of it was nearly found."""

    field: str
    hit: int
    missed: int
    extra: int
    soft: float
    where: str
    want: object = None
    got: object = None
    told: bool = True

    @property
    def right(self) -> bool:
        """Nothing missed, nothing made up."""
        return not self.missed and not self.extra


@dataclass(frozen=True, slots=True)
class Miss:
    """One difference between the gold and what was found."""

    where: str
    field: str
    want: object
    got: object


@dataclass(frozen=True, slots=True)
class Guess:
    """A found event's confidence, and whether its title and dates are right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class PlanScore:
    """All marks of one plan."""

    source: str
    marks: tuple[Mark, ...] = ()
    counts: tuple[Count, ...] = ()
    guesses: tuple[Guess, ...] = ()
    wanted: int = 0
    found: int = 0
    matched: int = 0
    lost: tuple[str, ...] = ()
    made_up: tuple[str, ...] = ()
    failure: str | None = None

    @property
    def whole(self) -> int:
        """Events that are right in every judged field."""
        return sum(m.right for m in self.marks if m.field == "whole event")

    def misses(self) -> Iterator[Miss]:
        """All that differs, a lost or made-up event once."""
        yield from (Miss("event", "missing", title, None) for title in self.lost)
        yield from (Miss("event", "spurious", None, title) for title in self.made_up)
        told: tuple[Mark | Count, ...] = (*self.marks, *self.counts)
        yield from (Miss(x.where, x.field, x.want, x.got) for x in told if x.told and not x.right)


@dataclass(slots=True)
class _Sheet:
    """Marks as they are given."""

    marks: list[Mark] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)


def score_plan(gold: GoldPlan, plan: PlanDocument | None, failure: str | None = None) -> PlanScore:
    """The marks of a plan; with None (nothing was read) all its events are missed."""
    events = plan.events if plan else ()
    sheet = _Sheet()
    _score_document(gold, plan.document if plan else None, sheet)
    pairs = match(gold.events, events)
    _score_events(gold, events, pairs, sheet)
    right = {
        j: _title_and_dates(gold.events[i], events[j]) for i, j in pairs.items()
    }  # a found event that is none of the gold's is wrong, however sure
    return PlanScore(
        source=gold.source,
        marks=tuple(sheet.marks),
        counts=tuple(sheet.counts),
        guesses=tuple(Guess(e.confidence, right.get(j, False)) for j, e in enumerate(events)),
        wanted=len(gold.events),
        found=len(events),
        matched=len(pairs),
        lost=tuple(e.title for i, e in enumerate(gold.events) if i not in pairs),
        made_up=tuple(e.title for j, e in enumerate(events) if j not in pairs.values()),
        failure=failure,
    )


def _score_document(gold: GoldPlan, document: Document | None, sheet: _Sheet) -> None:
    title = squashed(document.title if document else None)
    wanted = squashed(gold.title)
    got_title = document.title if document else None
    sheet.marks.append(Mark("doc.title", title == wanted, likeness(title, wanted), "document", gold.title, got_title))
    period = document.period if document else None
    got: Span | None = (period.start.isoformat(), period.end.isoformat()) if period else None
    sheet.marks.append(_plain("doc.period", "document", gold.period, got))
    if gold.goals is not None:
        sheet.marks.append(_plain("doc.goals", "document", gold.goals, len(document.goals) if document else 0))
    for code in gold.warnings:
        said = document.warnings if document else ()
        sheet.marks.append(Mark("doc.warnings", code in said, float(code in said), "document", code, said))
    stamps = [_stamp_key(x) for x in document.approvals] if document else []
    sheet.counts.append(_count("approvals", "document", [_gold_key(x) for x in gold.stamps], stamps))


def _gold_key(stamp: GoldStamp) -> tuple[str | None, ...]:
    person = squash(stamp.person) if stamp.person else None
    return stamp.kind, person, stamp.instrument, _number_key(stamp.number), stamp.date


def _stamp_key(stamp: Approval) -> tuple[str | None, ...]:
    person = (squash(_name(stamp.person)) or None) if stamp.person else None
    day = stamp.date.isoformat() if stamp.date else None
    return stamp.kind, person, stamp.instrument, _number_key(stamp.number), day


def _number_key(number: str | None) -> str | None:
    return re.sub(r"\s", "", number).casefold() if number else None


def _score_events(gold: GoldPlan, events: Sequence[Event], pairs: Mapping[int, int], sheet: _Sheet) -> None:
    matched, wanted = len(pairs), len(gold.events)
    sheet.counts.append(Count("events", matched, wanted - matched, len(events) - matched, matched, "", told=False))
    bodies = BodyCheck(gold)
    for i, wanted_event in enumerate(gold.events):
        found = events[pairs[i]] if i in pairs else None
        marks = list(_event_marks(wanted_event, found))
        counts = list(_event_counts(wanted_event, found, bodies))
        whole = found is not None and all(m.right for m in marks) and all(c.right for c in counts)
        soft = min([m.soft for m in marks] + [c.soft / max(c.hit + c.missed, 1) for c in counts if c.missed])
        sheet.marks += marks
        sheet.counts += counts
        if found:
            wrong = _false_warnings(wanted_event, found, gold.period)
            label = wanted_event.label
            sheet.marks.append(Mark("no false warnings", not wrong, float(not wrong), label, (), wrong))
        sheet.marks.append(Mark("whole event", whole, soft if found else 0.0, wanted_event.label, told=False))
    sheet.marks += [
        Mark("institution ids", ok, float(ok), "institution", key, ids) for key, ok, ids in bodies.verdicts()
    ]


def _plain(name: str, where: str, want: object, got: object) -> Mark:
    return Mark(name, want == got, float(want == got), where, want, got)


def _event_marks(gold: GoldEvent, found: Event | None) -> Iterator[Mark]:
    if found is None:
        yield from (Mark(name, False, 0.0, gold.label, told=False) for name in _judged_fields(gold))
        return
    label = gold.label
    near = likeness(squash(gold.title), squashed(found.title))
    yield Mark("title", squash(gold.title) == squashed(found.title), near, label, gold.title, found.title)
    headings = likeness(squash("".join(gold.sections)), squash("".join(found.sections)))
    yield Mark("section", same_sections(gold, found), headings, label, gold.sections, found.sections)
    yield _plain("number", label, gold.number, printed_number(found))
    yield _plain("kind", label, gold.kind, found.date.kind)
    spans = spans_of(found)
    yield Mark("spans", gold.spans == spans, _overlap(gold.spans, spans), label, gold.spans, spans)
    if gold.time is not None:
        ok = gold.time in found.date.times
        yield Mark("time", ok, float(ok), label, gold.time, found.date.times)
    if gold.recurrence is not None:
        got = found.date.recurrence.to_dict() if found.date.recurrence else {}
        ok = all(got.get(key) == value for key, value in gold.recurrence.items())
        yield Mark("recurrence", ok, float(ok), label, dict(gold.recurrence), got)
    if "rrule" in gold.judged:
        ok = _rule(gold.rrule) == _rule(found.date.rrule)
        yield Mark("rrule", ok, float(ok), label, gold.rrule, found.date.rrule)
    if gold.type is not None:
        yield _plain("type", label, gold.type, found.type)
    if gold.items is not None:
        yield _plain("items", label, gold.items, len(found.items))
    if gold.grades is not None:
        yield _plain("grades", label, gold.grades, found.audience.grades if found.audience else None)
    yield from _party_marks(gold, found)
    if gold.participants is not None:
        want, names = sorted(map(squash, gold.participants)), sorted(squash(_name(x)) for x in found.participants)
        shown = [x.name for x in found.participants]
        yield Mark("participants", want == names, float(want == names), label, gold.participants, shown)
    for code in gold.warnings:
        ok = code in found.warnings
        yield Mark("warnings", ok, float(ok), label, code, found.warnings)


def _judged_fields(gold: GoldEvent) -> Iterator[str]:
    """The fields that the gold of a missing event would have judged."""
    yield from ("title", "section", "number", "kind", "spans")
    yield from (
        x for x in ("time", "recurrence", "rrule", "type", "items", "grades", "participants") if x in gold.judged
    )
    yield from ["positions"] * len(gold.positions) + ["roles"] * len(gold.roles) + ["warnings"] * len(gold.warnings)


def _party_marks(gold: GoldEvent, found: Event) -> Iterator[Mark]:
    label = gold.label
    surnames = {squash(x.split()[0]) for x in gold.people}
    for who, position in gold.positions.items():
        got = [p.position for p in found.responsible if p.person and squash(_name(p.person)) == squash(who)]
        others = {x for x in surnames - {squash(position)} if len(x) > 3}
        ok = any(_position_fits(squash(position), squash(x), others) for x in got if x)
        yield Mark("positions", ok, float(ok), label, {who: position}, got)
    alone = [p.text or p.position or "" for p in found.responsible if not p.person]
    for role in gold.roles:
        ok = any(squash(role) == squash(x) for x in alone)
        yield Mark(
            "roles", ok, max((likeness(squash(role), squash(x)) for x in alone), default=0.0), label, role, alone
        )


def _position_fits(want: str, got: str, surnames: set[str]) -> bool:
    """Its institution or classes may stand behind it; another party may not."""
    if want in got and len(got) <= 2 * len(want) + 60 and not any(s in got for s in surnames):
        return True
    return got in want and len(got) >= 0.6 * len(want)


def _event_counts(gold: GoldEvent, found: Event | None, bodies: BodyCheck) -> Iterator[Count]:
    people = [p.person for p in found.responsible if p.person] if found else []
    want, got = sorted(map(squash, gold.people)), sorted(squash(_name(x)) for x in people)
    near = _hits([_surname(x) for x in gold.people], [_surname(x.name) for x in people])
    count = _count("people", gold.label, want, got)
    yield Count(
        "people",
        count.hit,
        count.missed,
        count.extra,
        near,
        gold.label,
        gold.people,
        [x.name for x in people],
        bool(found),
    )
    if gold.institutions is not None:
        keys = bodies.keys_of(found.institutions if found else (), gold.institutions)
        count = _count("institutions", gold.label, sorted(gold.institutions), keys)
        yield Count(
            "institutions",
            count.hit,
            count.missed,
            count.extra,
            count.hit,
            gold.label,
            gold.institutions,
            keys,
            bool(found),
        )


def _count(name: str, where: str, want: Sequence[object], got: Sequence[object]) -> Count:
    hit = _hits(want, got)
    return Count(name, hit, len(want) - hit, len(got) - hit, hit, where, want, got)


def _hits(want: Sequence[object], got: Sequence[object]) -> int:
    left = list(got)
    hit = 0
    for item in want:
        if item in left:
            left.remove(item)
            hit += 1
    return hit


def _name(person: Person) -> str:
    return person.name or person.text


def _surname(name: str) -> str:
    return squash(name.split()[0]) if name.split() else ""


def _title_and_dates(gold: GoldEvent, found: Event) -> bool:
    """What a confidence promises."""
    return (
        squash(gold.title) == squashed(found.title) and gold.kind == found.date.kind and gold.spans == spans_of(found)
    )


def _overlap(want: Sequence[Span], got: Sequence[Span]) -> float:
    """Days in both over days in either; an open end stands for its one day."""
    first, second = _days(want), _days(got)
    return len(first & second) / len(first | second) if first | second else 1.0


def _days(spans: Sequence[Span]) -> set[int]:
    days: set[int] = set()
    for start, end in spans:
        first = dt.date.fromisoformat(end if start == ".." else start).toordinal()
        last = dt.date.fromisoformat(start if end == ".." else end).toordinal()
        days.update(range(first, last + 1))
    return days


def _rule(text: str | None) -> set[str]:
    """The parts of an RFC 5545 rule; their order, INTERVAL=1 and WKST do not count."""
    parts = set((text or "").replace("RRULE:", "").split(";"))
    return {x for x in parts if x != "INTERVAL=1" and not x.startswith("WKST=")}


def _false_warnings(gold: GoldEvent, found: Event, period: Span | None) -> tuple[str, ...]:
    """Codes that stand on the event though the gold dates it within the plan, or has no such twin."""
    first, last = period or ("", "9")
    inside = all((b if a == ".." else a) >= first and (a if b == ".." else b) <= last for a, b in gold.spans)
    wrong = {"duplicate_row"}
    if gold.kind != "unspecified":
        wrong |= {"date_missing", "date_unparsed"}
    if inside:
        wrong.add("outside_plan_period")
    return tuple(sorted((wrong - set(gold.warnings)) & set(found.warnings)))
