"""Calendars: what icalendar reads back is what the events say; no file is larger than Google Calendar takes."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import icalendar
import pytest

from extractor.exports import calendar as exported
from extractor.exports import ical
from extractor.exports.calendar import entries as entries_of
from extractor.exports.folder import Content, write_folder
from extractor.exports.records import PlanRecord
from extractor.model import DateExpression, Event, PlanDocument, Span, Venue
from tests.sample_plan import DOCUMENT, FIRST, LIBRARY


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def event(date: DateExpression, order: int = 1, title: str = "Выставка") -> Event:
    return Event(f"d-{order:04d}", DOCUMENT.id, order, title, date=date)


def read(data: bytes) -> icalendar.Calendar:
    """A calendar as icalendar reads it; it finds no fault with a line."""
    calendar = icalendar.Calendar.from_ical(data)
    assert not any(component.errors for component in calendar.walk())
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    return calendar


def entries(*events: Event) -> list[icalendar.Event]:
    written = b"".join(entry for e in events for entry in entries_of(e.to_dict(), DOCUMENT.source))
    return list(read(b"BEGIN:VCALENDAR\r\n" + written + b"END:VCALENDAR\r\n").walk("VEVENT"))


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
        (
            spanning("2031-03-05", "2031-03-05", times=("22:30-01:00",)),
            dt.datetime(2031, 3, 5, 22, 30),
            dt.datetime(2031, 3, 6, 1),
        ),
        (spanning("2031-03-05", "2031-03-05", times=("24:00",)), day("2031-03-05"), day("2031-03-06")),
        (spanning("2031-03-05", "2031-03-07", times=("14:30",)), day("2031-03-05"), day("2031-03-08")),
        (spanning("9999-12-31", "9999-12-31"), day("9999-12-31"), None),
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


def test_a_rule_that_names_no_day_at_all_costs_nothing():
    (entry,) = entries(event(spanning("2031-01-10", "2031-12-12", rrule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")))
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (day("2031-01-10"), day("2031-12-13"))


def test_several_times_of_a_day_are_entries_of_their_own():
    found = entries(event(spanning("2031-03-05", "2031-03-05", times=("10:00", "14:00-15:00"))))
    assert [entry["DTSTART"].dt.hour for entry in found] == [10, 14]
    assert [str(entry["UID"]) for entry in found] == ["d-0001-1@plan-extractor", "d-0001-1-2@plan-extractor"]


def test_the_same_event_has_the_same_uid_and_stamp_on_any_day():
    dates = replace(FIRST.date, rrule=None)
    first, second = entries(replace(FIRST, date=dates))
    assert [str(e["UID"]) for e in (first, second)] == [f"{FIRST.id}-{n}@plan-extractor" for n in (1, 2)]
    assert first["DTSTAMP"].dt == dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


ODD = [
    "Запятая, точка; с запятой",
    "обратная \\ черта \\n",
    "строка\nвторая",
    "BEGIN:VEVENT",
    "ы" * 200,
    "📚" * 60,
    "a:b",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_come_back_as_they_are(text):
    dated = replace(event(spanning("2031-03-05", "2031-03-05"), title=text), venue=(Venue(text),), note=text)
    (entry,) = entries(dated)
    assert entry["SUMMARY"] == entry["LOCATION"] == text
    assert entry["DESCRIPTION"] == f"{text}\n{DOCUMENT.source}"


def test_control_characters_are_left_out_and_ends_of_lines_are_one():
    assert ical.text("SUMMARY", "a\x07б\r\nв\rг") == "SUMMARY:aб\\nв\\nг"


def plans_of(*names: str) -> list[PlanRecord]:
    dates = spanning("2031-03-05", "2031-03-05")
    return [
        PlanRecord.of(
            PlanDocument(
                replace(DOCUMENT, id=f"{n}", institution=replace(LIBRARY, id=f"i{n}", name=name) if name else None),
                tuple(replace(event(dates, order), id=f"{n}-{order}") for order in range(1, 16)),
            )
        )
        for n, name in enumerate(names)
    ]


def calendars(folder: Path) -> dict[str, icalendar.Calendar]:
    return {p.relative_to(folder).as_posix(): read(p.read_bytes()) for p in sorted(folder.rglob("*.ics"))}


def test_a_small_dataset_is_one_calendar(tmp_path):
    write_folder(tmp_path, Content(plans_of("Школа № 900", "", "Школа № 900")), ["ics"])
    ((name, calendar),) = calendars(tmp_path).items()
    assert name == "events.ics"
    assert len(calendar.walk("VEVENT")) == 45
    assert len({str(e["UID"]) for e in calendar.walk("VEVENT")}) == 45


def test_large_calendars_are_split_by_institution(monkeypatch, tmp_path):
    monkeypatch.setattr(exported, "LARGEST", 1500)
    names = ("Школа № 900", "МБУК «Библиотека», отдел", "школа № 900", "", "Школа № 900")
    write_folder(tmp_path, Content(plans_of(*names)), ["ics"])
    found = calendars(tmp_path)
    assert all(path.stat().st_size <= 1500 for path in tmp_path.rglob("*.ics"))
    bases: dict[str, set[str]] = {}
    for name, calendar in found.items():
        bases.setdefault(re.sub(r"(-\d)?\.ics$", "", name), set()).add(
            str(calendar.get("X-WR-CALNAME")).replace("\\,", ",")
        )
    assert bases == {
        "calendars/без-учреждения": {"None"},
        "calendars/МБУК-Библиотека-отдел": {"МБУК «Библиотека», отдел"},
        "calendars/Школа-№-900": {"Школа № 900"},
        "calendars/школа-№-900": {"школа № 900"},
    }
    assert len({name.casefold() for name in found}) == len(found)  # also where capitals make no difference
    uids = [str(e["UID"]) for calendar in found.values() for e in calendar.walk("VEVENT")]
    assert len(uids) == len(set(uids)) == 75


def test_calendars_of_an_earlier_dataset_do_not_stay(monkeypatch, tmp_path):
    (tmp_path / "events-001.ics").write_text("of an older version")
    monkeypatch.setattr(exported, "LARGEST", 1500)
    write_folder(tmp_path, Content(plans_of("Школа № 900", "Школа № 901")), ["ics"])
    assert len(list(tmp_path.glob("*.ics"))) == 0
    monkeypatch.setattr(exported, "LARGEST", 1_000_000)
    write_folder(tmp_path, Content(plans_of("Школа № 900")), ["ics"])
    assert [p.name for p in tmp_path.iterdir()] == ["events.ics"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 300, "...", "«»", "Школа\n№ 5"])
def test_a_name_of_an_institution_is_no_path(monkeypatch, tmp_path, name):
    monkeypatch.setattr(exported, "LARGEST", 1500)
    write_folder(tmp_path, Content(plans_of(name)), ["ics"])
    assert {path.parent.name for path in tmp_path.rglob("*.ics")} == {"calendars"}
    assert all(len(path.name.encode()) < 200 and not path.name.startswith(".") for path in tmp_path.rglob("*.ics"))
