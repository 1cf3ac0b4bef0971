"""Calendars: what icalendar reads back is what the events say; no file is larger than Google Calendar takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import icalendar
import pytest

from extractor.exports import calendar as exported
from extractor.exports.folder import Content, write_folder
from extractor.exports.records import PlanRecord
from extractor.model import DateExpression, Event, PlanDocument, Span
from tests.sample_plan import DOCUMENT, FIRST, LIBRARY


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def event(date: DateExpression, order: int = 1, title: str = "Выставка") -> Event:
    return Event(f"d-{order:04d}", DOCUMENT.id, order, title, date=date)


def entries(*events: Event) -> list[icalendar.Event]:
    (data,) = exported.calendars([PlanRecord.of(PlanDocument(DOCUMENT, events))])
    assert len(data) == len(icalendar.Calendar.from_ical(data).to_ical())
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def spanning(start: str | None, end: str | None, relation: str = "during", **more) -> DateExpression:
    return DateExpression("…", spans=(Span(start and day(start), end and day(end), relation),), **more)


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        (spanning("2031-03-05", "2031-03-05"), day("2031-03-05"), day("2031-03-06")),
        (spanning("2031-03-01", "2031-03-31"), day("2031-03-01"), day("2031-04-01")),
        (spanning(None, "2030-09-10", "by"), day("2030-09-10"), day("2030-09-11")),
        (spanning("2031-05-20", None, "from"), day("2031-05-20"), day("2031-05-21")),
        (spanning("2031-03-05", "2031-03-05", times=("14:30",)), dt.datetime(2031, 3, 5, 14, 30), None),
        (
            spanning("2031-03-05", "2031-03-05", times=("10:00-12:00",)),
            dt.datetime(2031, 3, 5, 10),
            dt.datetime(2031, 3, 5, 12),
        ),
    ],
)
def test_days_and_times(date, start, end):
    (entry,) = entries(event(date))
    assert entry["DTSTART"].dt == start
    assert (entry["DTEND"].dt if "DTEND" in entry else None) == end


@pytest.mark.parametrize(
    ("rule", "times", "start", "until"),
    [
        ("FREQ=WEEKLY;BYDAY=MO", (), day("2030-09-02"), day("2031-05-31")),
        ("FREQ=MONTHLY;BYDAY=-1TH", (), day("2030-09-26"), day("2031-05-31")),
        ("FREQ=MONTHLY;BYDAY=1WE", ("16:00-18:00",), dt.datetime(2030, 9, 4, 16), dt.datetime(2031, 5, 31, 23, 59)),
    ],
)
def test_rules_begin_on_their_first_day_and_end_with_the_span(rule, times, start, until):
    (entry,) = entries(event(spanning("2030-09-01", "2031-05-31", rrule=rule, times=times)))
    assert entry["DTSTART"].dt == start
    assert entry["RRULE"]["UNTIL"] == [until]


def test_a_rule_without_a_day_in_the_span_is_left_out():
    (entry,) = entries(event(spanning("2031-01-10", "2031-01-12", rrule="FREQ=MONTHLY;BYMONTHDAY=20")))
    assert "RRULE" not in entry


def test_an_entry_says_what_where_who_and_from_which_plan():
    due, month = entries(replace(FIRST, date=replace(FIRST.date, rrule=None)))
    assert due["SUMMARY"] == "Срок: Круглый стол «Книга; и не только»"
    assert month["SUMMARY"] == "Круглый стол «Книга; и не только»"
    assert month["LOCATION"] == "детский отдел"
    assert month["DESCRIPTION"].split("\n")[-1] == "2030/план.docx"
    assert month["TRANSP"] == "TRANSPARENT"
    assert due["UID"] != month["UID"]


def test_events_without_days_are_no_entries():
    assert (
        entries(event(DateExpression("по заявкам", "on_demand")), event(spanning("2031-03-05", "2031-03-05")))[1:] == []
    )


def test_large_calendars_are_split_by_institution(monkeypatch, tmp_path):
    monkeypatch.setattr(exported, "LARGEST", 3000)
    other = replace(DOCUMENT, id="other", institution=replace(LIBRARY, name="Школа № 900"))
    dates = spanning("2031-03-05", "2031-03-05")
    plans = [
        PlanRecord.of(PlanDocument(document, tuple(event(dates, n) for n in range(1, 16))))
        for document in (DOCUMENT, other)
    ]
    files = list(exported.calendars(plans))
    assert all(len(data) <= 3000 for data in files)
    names = [icalendar.Calendar.from_ical(data)["X-WR-CALNAME"] for data in files]
    assert names == sorted(names)
    assert set(names) == {LIBRARY.name, "Школа № 900"}
    assert sum(len(icalendar.Calendar.from_ical(data).walk("VEVENT")) for data in files) == 30
    write_folder(tmp_path, Content(plans), ["ics"])
    assert len(list(tmp_path.glob("*.ics"))) == len(files)
    monkeypatch.setattr(exported, "LARGEST", 1_000_000)
    write_folder(tmp_path, Content(plans), ["ics"])
    assert [p.name for p in tmp_path.glob("*.ics")] == ["events.ics"]
