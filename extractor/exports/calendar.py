"""iCalendar (RFC 5545): events for people's calendars, in files that Google Calendar takes (under 1 MB each)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO

from extractor.exports import ical
from extractor.exports.columns import Plain
from extractor.exports.files import Stage
from extractor.exports.plan import Plan
from extractor.messages import DEFAULT, N_, translated

LARGEST = 1_000_000
"""Bytes a file: Google Calendar refuses more than 1 MB."""
WHOLE = "events.ics"
FOLDER = "calendars"
_STAMP = "DTSTAMP:20000101T000000Z"
"""The same data give the same bytes on any day."""
_DAY = dt.timedelta(days=1)
_LONGEST_NAME = 80
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_NOT_IN_NAMES = re.compile(r"[^\w№.-]+")


@dataclass(slots=True)
class _Group:
    """The entries of one institution's plans: where they wait, and how large they are."""

    name: str
    chunks: list[tuple[int, int]] = field(default_factory=list)


class Calendars:
    """The sink of the format `ics`.

    One `events.ics` where all entries fit, else `calendars/<institution>.ics` for each institution that issued plans,
    in several parts where one would be too large. The entries wait in a file: only where they lie is kept in memory.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._waiting: IO[bytes] = stage.scratch()
        self._size = 0
        self._groups: dict[str, _Group] = {}

    def add(self, plan: Plan) -> None:
        """The entries of its events."""
        body = plan.document["institution"] or {}
        name = body.get("name") or ""
        group = self._groups.setdefault(body.get("id") or name, _Group(name))
        for event in plan.events:
            for entry in entries(event, plan.document["source"]):
                self._waiting.write(entry)
                group.chunks.append((self._size, len(entry)))
                self._size += len(entry)

    def close(self) -> None:
        """The files; those of an earlier dataset that had others are removed with the change."""
        files = set(self._write())
        folder = self._stage.folder
        for path in (*folder.glob("events*.ics"), *folder.glob(f"{FOLDER}/*.ics")):
            if path.relative_to(folder).as_posix() not in files:
                self._stage.retire(path)

    def _write(self) -> Iterator[str]:
        """Write the calendars; their names."""
        groups = sorted((g for g in self._groups.values() if g.chunks), key=lambda g: g.name)
        head, tail = _frame("")
        if self._size + len(head) + len(tail) <= LARGEST:
            self._file(WHOLE, "", [chunk for group in groups for chunk in group.chunks])
            yield WHOLE
            return
        taken: set[str] = set()
        for group in groups:
            for chunks in _parts(group):
                name = f"{FOLDER}/{_file_name(group.name, taken)}.ics"
                self._file(name, group.name, chunks)
                yield name

    def _file(self, name: str, title: str, chunks: Iterable[tuple[int, int]]) -> None:
        head, tail = _frame(title)
        with self._stage.path(name).open("wb") as stream:
            stream.write(head)
            for begin, length in chunks:
                self._waiting.seek(begin)
                stream.write(self._waiting.read(length))
            stream.write(tail)


def _parts(group: _Group) -> Iterator[list[tuple[int, int]]]:
    """As many runs of entries as fill a file each."""
    head, tail = _frame(group.name)
    room = LARGEST - len(head) - len(tail)
    held: list[tuple[int, int]] = []
    size = 0
    for begin, length in group.chunks:
        if held and size + length > room:
            yield held
            held, size = [], 0
        held.append((begin, length))
        size += length
    if held:
        yield held


def _file_name(institution: str, taken: set[str]) -> str:
    """The institution's name as a file's («МБОУ-СОШ-№5»), with a number where it is taken, whatever its capitals."""
    words = _NOT_IN_NAMES.sub("-", institution).strip("-.") or translated(N_("no institution"), DEFAULT)
    base = words.replace(" ", "-")[:_LONGEST_NAME].rstrip("-.")
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name.casefold())
    return name


@lru_cache(maxsize=2)
def _frame(name: str) -> tuple[bytes, bytes]:
    """What stands before and after the entries."""
    lines = ["VERSION:2.0", "PRODID:-//Plan Extractor//RU", "CALSCALE:GREGORIAN"]
    if name:
        lines.append(ical.text("X-WR-CALNAME", name))
    head, end = ical.component("VCALENDAR", lines).split(b"END:VCALENDAR")
    return head, b"END:VCALENDAR" + end


def entries(event: Plain, source: str) -> Iterator[bytes]:
    """The entries of an event: one for each span of days, and where it is one day with times, one for each time."""
    date = event["date"]
    for number, span in enumerate(date["spans"], 1):
        known = sorted(dt.date.fromisoformat(day) for day in (span["start"], span["end"]) if day)
        if not known:
            continue
        occasion = _occasion(date["rrule"], known[0], known[-1])
        times = [t for t in map(_times, date["times"]) if t] if occasion.first == occasion.last else []
        for further, time in enumerate(times or [None]):
            code = f"{event['id']}-{number}" + (f"-{further + 1}" if further else "")
            yield ical.component("VEVENT", _lines(event, source, span["relation"], code, occasion, time))


@dataclass(frozen=True, slots=True)
class _Occasion:
    """The days of an entry, inclusive: a deadline stands on its last day, an open span on its first.

    With a rule it is the first day that the rule names; `end` is the day on which the rule ends.
    """

    first: dt.date
    last: dt.date
    rule: str = ""
    end: dt.date | None = None


def _lines(
    event: Plain, source: str, relation: str, code: str, days: _Occasion, time: tuple[dt.time, dt.time | None] | None
) -> Iterator[str]:
    title = event["title"]
    if relation == "by":
        title = translated(N_("Due: {title}"), DEFAULT).replace("{title}", title)
    yield ical.text("SUMMARY", title)
    if time is None:
        yield ical.moment("DTSTART", days.first)
        if days.last < dt.date.max:
            yield ical.moment("DTEND", days.last + _DAY)
    else:
        yield from _timed(days.first, *time)
    yield _STAMP
    yield f"UID:{code}@plan-extractor"
    if days.rule and days.end:
        end = days.end if time is None else dt.datetime.combine(days.end, dt.time(23, 59))
        yield ical.until(days.rule, end)
    if event["type_label"]:
        yield ical.text("CATEGORIES", event["type_label"])
    if event["venue"]:
        yield ical.text("LOCATION", "; ".join(venue["text"] for venue in event["venue"]))
    said = (*(party["text"] for party in event["responsible"]), event["note"], source)
    yield ical.text("DESCRIPTION", "\n".join(filter(None, said)))
    if days.first != days.last:
        yield "TRANSP:TRANSPARENT"  # a whole month of something keeps nobody busy


def _timed(day: dt.date, begin: dt.time, end: dt.time | None) -> Iterator[str]:
    """Beginning and end on a day; an end that is not later is on the day after («22:00-02:00»)."""
    start = dt.datetime.combine(day, begin)
    yield ical.moment("DTSTART", start)
    if end is not None and end != begin and not (end < begin and day == dt.date.max):
        yield ical.moment("DTEND", dt.datetime.combine(day, end) + (_DAY if end < begin else dt.timedelta()))


def _times(text: str) -> tuple[dt.time, dt.time | None] | None:
    """`14:30` and `10:00-12:00` as times of day; None where it is none («24:00»)."""
    found = [_TIME.fullmatch(part) for part in text.split("-", 1)]
    if found[0] is None:
        return None
    begin, *rest = [dt.time(int(m[1]), int(m[2])) if m else None for m in found]
    return (begin, rest[0] if rest else None) if begin else None


@lru_cache(maxsize=1 << 12)
def _occasion(rule: str | None, first: dt.date, last: dt.date) -> _Occasion:
    """The days of a span; with a rule that names a day within it, that day alone, since DTSTART must be one of them."""
    if not rule:
        return _Occasion(first, last)
    from dateutil.rrule import rrulestr

    begin, end = dt.datetime.combine(first, dt.time()), dt.datetime.combine(last, dt.time())
    occurrence = next(iter(rrulestr(rule, dtstart=begin).replace(until=end)), None)
    if occurrence is None:
        return _Occasion(first, last)
    return _Occasion(occurrence.date(), occurrence.date(), rule, last)
