"""iCalendar (RFC 5545): events for people's calendars, in files that Google Calendar takes (under 1 MB each)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from extractor.exports.records import PlanRecord
from extractor.exports.tables import Plain
from extractor.messages import DEFAULT, N_, translated

if TYPE_CHECKING:
    from icalendar import Event as Entry

LARGEST = 1_000_000
"""Bytes a file: Google Calendar refuses more than 1 MB."""
_STAMP = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""DTSTAMP of all entries: the same data give the same bytes on any day."""
_DAY = dt.timedelta(days=1)


def calendars(records: Iterable[PlanRecord]) -> Iterator[bytes]:
    """The events as calendars: one where all fit, else one or more for each institution that issued plans."""
    groups = list(_by_institution(records))
    whole = list(_files("", (entry for _name, entries in groups for entry in entries)))
    if len(whole) <= 1:
        yield from whole
        return
    for name, entries in groups:
        yield from _files(name, entries)


def _by_institution(records: Iterable[PlanRecord]) -> Iterator[tuple[str, list[bytes]]]:
    """(name of the issuing institution, its entries), by name."""
    named = sorted(((_issuer(record), record) for record in records), key=lambda pair: pair[0])
    for name, group in groupby(named, key=lambda pair: pair[0]):
        yield name, [entry for _name, record in group for entry in _entries(record)]


def _issuer(record: PlanRecord) -> str:
    return str((json.loads(record.document)["institution"] or {}).get("name") or "")


def _files(name: str, entries: Iterable[bytes]) -> Iterator[bytes]:
    """As many calendars as the entries fill."""
    head, tail = _frame(name)
    held: list[bytes] = []
    size = len(head) + len(tail)
    for entry in entries:
        if held and size + len(entry) > LARGEST:
            yield b"".join((head, *held, tail))
            held, size = [], len(head) + len(tail)
        held.append(entry)
        size += len(entry)
    if held:
        yield b"".join((head, *held, tail))


def _frame(name: str) -> tuple[bytes, bytes]:
    """What stands before and after the entries."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Plan Extractor//RU")
    calendar.add("version", "2.0")
    if name:
        calendar.add("x-wr-calname", name)
    head, _end, tail = calendar.to_ical().rpartition(b"END:VCALENDAR")
    return head, _end + tail


def _entries(record: PlanRecord) -> Iterator[bytes]:
    """An entry for each span of each event that has days."""
    source = json.loads(record.document)["source"]
    for line in record.events:
        event: Plain = json.loads(line)
        for number, span in enumerate(event["date"]["spans"], 1):
            yield _entry(event, span, number, source).to_ical()


def _entry(event: Plain, span: Plain, number: int, source: str) -> Entry:
    from icalendar import Event

    entry = Event()
    entry.add("uid", f"{event['id']}-{number}@plan-extractor")
    entry.add("dtstamp", _STAMP)
    title = event["title"]
    if span["relation"] == "by":
        title = translated(N_("Due: {title}"), DEFAULT).format(title=title)
    entry.add("summary", title)
    first, last = _days(span)
    times = event["date"]["times"]
    if event["date"]["rrule"]:
        first, last = _add_rule(entry, event["date"]["rrule"], first, last, timed=bool(times))
    if first != last:
        times = []
    for name, moment in zip(("dtstart", "dtend"), _moments(first, last, times), strict=False):
        entry.add(name, moment)
    if not times and first != last:
        entry.add("transp", "TRANSPARENT")  # a whole month of something keeps nobody busy
    if event["venue"]:
        entry.add("location", "; ".join(venue["text"] for venue in event["venue"]))
    entry.add("description", "\n".join(filter(None, (*(p["text"] for p in event["responsible"]), source))))
    return entry


def _days(span: Plain) -> tuple[dt.date, dt.date]:
    """The days of an entry: a deadline stands on its last day, an open span on its first."""
    known = [dt.date.fromisoformat(day) for day in (span["start"], span["end"]) if day]
    return known[0], known[-1]


def _add_rule(entry: Entry, rule: str, first: dt.date, last: dt.date, *, timed: bool) -> tuple[dt.date, dt.date]:
    """The rule until the span's end, and the day of its first occurrence, which DTSTART must be.

    UNTIL is a day or a moment, as DTSTART is.
    """
    from dateutil.rrule import rrulestr
    from icalendar import vRecur

    begin = dt.datetime.combine(first, dt.time())
    occurrence = rrulestr(rule, dtstart=begin).after(begin, inc=True)
    if occurrence is None or occurrence.date() > last:
        return first, last
    recurrence = vRecur.from_ical(rule)
    recurrence["UNTIL"] = [dt.datetime.combine(last, dt.time(23, 59)) if timed else last]
    entry.add("rrule", recurrence)
    return occurrence.date(), occurrence.date()


def _moments(first: dt.date, last: dt.date, times: list[str]) -> list[Any]:
    """Beginning and end (exclusive) as whole days, or as times of day where one day has a time."""
    if not times:
        return [first, last + _DAY]
    begin, _dash, end = times[0].partition("-")
    return [dt.datetime.combine(first, dt.time.fromisoformat(t)) for t in (begin, end) if t]
