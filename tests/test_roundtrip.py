"""Round trip: what stands in each export, read back by another library, is what the plans say, whatever they say."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import frictionless
import icalendar
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

import extractor
from extractor.exports.excel import unharmed
from extractor.exports.folder import Content, read_folder, write_folder
from extractor.exports.records import PlanRecord
from extractor.exports.schema import event_types
from extractor.exports.tables import split
from extractor.messages.codes import WARNINGS
from extractor.model import (
    Audience,
    DateExpression,
    Document,
    Event,
    Institution,
    Party,
    Period,
    Person,
    PlanDocument,
    Recurrence,
    Span,
    Venue,
)
from tests.sample_plan import PLAN

HOSTILE = [
    '=HYPERLINK("http://a","b")',
    "+7 900",
    "-",
    "'=1",
    "1.1",
    "007",
    'а "б" «в»; г, д',
    "a\\; b\\",
    "; ",
    "строка\r\nвторая\rтретья\n",
    "<r><t>x</t></r>",
    "]]>&amp;<!--",
    "_x0041__x000D_",
    "📚👩‍🏫",
    "a\x00b\x0bc\x1fd\x7fe\x85f\u2028g\ufeffh\ufffei",
    "NULL",
    "nan",
    "BEGIN:VEVENT\nEND:VEVENT",
    "ы" * 200,
    " ",
    "\t",
]
WORDS = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SOME = WORDS.filter(bool)
LISTS = st.lists(SOME, max_size=3).map(tuple)
DAYS = st.dates(dt.date(1995, 1, 1), dt.date(2099, 12, 31))
PRECISIONS = st.sampled_from(["day", "week", "month", "year"])
MAYBE = st.none() | SOME


@st.composite
def spans(draw: st.DrawFn) -> Span:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    relation = draw(st.sampled_from(["during", "by", "from"]))
    return Span(None if relation == "by" else first, None if relation == "from" else last, relation, draw(PRECISIONS))


BODIES = st.builds(
    Institution, name=SOME, text=WORDS, id=st.sampled_from(["i1", "i2", None]), locality=MAYBE, number=MAYBE
)
PEOPLE = st.builds(
    Person,
    name=SOME,
    surname=MAYBE,
    position=MAYBE,
    institution=st.none() | BODIES,
    text=WORDS,
    confidence=st.floats(0, 1),
)
PARTIES = st.builds(
    Party, text=SOME, kind=st.sampled_from(["person", "group"]), person=st.none() | PEOPLE, grades=st.just((5, 6))
)
DATES = st.builds(
    DateExpression,
    text=WORDS,
    kind=st.sampled_from(["date", "deadline", "recurring"]),
    spans=st.lists(spans(), max_size=2).map(tuple),
    recurrence=st.none() | st.builds(Recurrence, times=st.integers(1, 9), per=st.just("year"), days=st.just(("MO",))),
    rrule=st.sampled_from([None, "FREQ=WEEKLY;BYDAY=MO"]),
    times=st.sampled_from([(), ("14:30",), ("10:00-12:00", "15:00")]),
    text_left=WORDS,
)


@st.composite
def plans(draw: st.DrawFn, code: str) -> PlanDocument:
    document = draw(
        st.builds(
            Document,
            id=st.just(code),
            source=SOME,
            sha256=st.just("0" * 64),
            format=st.just("docx"),
            pages=st.none() | st.integers(1, 99),
            title=MAYBE,
            period=st.none()
            | st.just(Period(dt.date(2030, 9, 1), dt.date(2031, 8, 31), "academic_year", "…", "title")),
            institution=st.none() | BODIES,
            goals=LISTS,
            sources=LISTS,
            gone=LISTS,
        )
    )
    events = [
        draw(
            st.builds(
                Event,
                id=st.just(f"{code}-{order}"),
                document_id=st.just(code),
                order=st.just(order),
                title=SOME,
                number=MAYBE,
                sections=LISTS,
                items=LISTS,
                type=st.sampled_from(event_types()),
                type_label=WORDS,
                date=DATES,
                responsible=st.lists(PARTIES, max_size=2).map(tuple),
                participants=st.lists(PEOPLE, max_size=2).map(tuple),
                audience=st.none() | st.builds(Audience, text=WORDS, grades=st.just((1, 11)), roles=LISTS),
                venue=st.lists(st.builds(Venue, text=SOME), max_size=2).map(tuple),
                institutions=st.lists(BODIES, max_size=2).map(tuple),
                note=MAYBE,
                extra=st.dictionaries(SOME, WORDS, max_size=2),
                confidence=st.floats(0, 1),
                warnings=st.lists(st.sampled_from(sorted(WARNINGS)), max_size=2).map(tuple),
                same_as=st.sampled_from([None, "g1"]),
            )
        )
        for order in range(1, draw(st.integers(0, 3)) + 1)
    ]
    return PlanDocument(document, tuple(events))


def saying(text: str, code: str) -> PlanDocument:
    """A plan that says one thing wherever it can."""
    person = Person(text, text, position=text, text=text)
    event = Event(
        f"{code}-1",
        code,
        1,
        text,
        text,
        (text, text),
        (text,),
        date=DateExpression(text, spans=(Span(dt.date(2030, 9, 2), dt.date(2030, 9, 2)),), text_left=text),
        responsible=(Party(text, "person", person), Party(text, "group")),
        participants=(person,),
        venue=(Venue(text),),
        note=text,
        extra={text: text},
    )
    return PlanDocument(
        Document(code, text, "0" * 64, "docx", title=text, goals=(text, text), sources=(text,)), (event,)
    )


Table = list[dict[str, Any]]


def of_json(folder: Path, found: list[PlanDocument]) -> None:
    data = json.loads((folder / "dataset.json").read_text(encoding="utf-8"))
    assert [Document.from_dict(d) for d in data["documents"]] == [plan.document for plan in found]
    assert [Event.from_dict(e) for e in data["events"]] == [e for plan in found for e in plan.events]


def of_json_lines(folder: Path, found: list[PlanDocument]) -> None:
    def lines(name: str) -> list[Any]:
        return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").split("\n")[:-1]]

    assert [Document.from_dict(d) for d in lines("documents.jsonl")] == [plan.document for plan in found]
    assert [Event.from_dict(e) for e in lines("events.jsonl")] == [e for plan in found for e in plan.events]


def lf(text: str | None) -> str:
    """A text as CSV and spreadsheets have it: one kind of line end, nothing for null."""
    return re.sub("\r\n?", "\n", text or "")


def typed(folder: Path, name: str) -> Table:
    """A table of the package, each cell as its schema says."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = [r for r in package["resources"] if r["name"] == name]
    kinds = {field["name"]: field for field in resource["schema"]["fields"]}
    readers: dict[str, Callable[[str], Any]] = {
        "string": str,
        "integer": int,
        "number": float,
        "boolean": lambda cell: {"true": True, "false": False}[cell],
        "date": dt.date.fromisoformat,
        "object": json.loads,
        "list": split,
    }
    with (folder / resource["path"]).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [{k: readers[kinds[k]["type"]](cell) if cell else None for k, cell in row.items()} for row in rows]


def of_package(folder: Path, found: list[PlanDocument]) -> None:
    documents, events = typed(folder, "documents"), typed(folder, "events")
    for row, plan in zip(documents, found, strict=True):
        document = plan.document
        assert (row["source"], row["title"] or "") == (lf(document.source), lf(document.title))
        assert (row["pages"], row["period_start"]) == (document.pages, document.period and document.period.start)
        for name in ("goals", "sources", "gone"):
            assert (row[name] or []) == [lf(item) for item in getattr(document, name)]
    for row, event in zip(events, [e for plan in found for e in plan.events], strict=True):
        for name in ("id", "document_id", "title", "number", "type", "note", "type_label", "same_as"):
            assert (row[name] or "") == lf(getattr(event, name)), name
        for name in ("sections", "items", "warnings"):
            assert (row[name] or []) == [lf(item) for item in getattr(event, name)], name
        assert (row["responsible"] or []) == [lf(party.text) for party in event.responsible]
        assert (row["venue"] or []) == [lf(venue.text) for venue in event.venue]
        assert (row["extra"] or {}) == event.extra
        assert (row["recurrence"] or {}) == (event.date.recurrence.to_dict() if event.date.recurrence else {})
        assert (row["order"], row["confidence"]) == (event.order, event.confidence)
        assert (row["date_text"] or "", row["times"] or []) == (lf(event.date.text), list(event.date.times))
        assert list(map(int, row["grades"] or [])) == list(event.audience.grades if event.audience else ())
    dates = [
        (r["event_id"], r["seq"], r["start"], r["end"], r["relation"], r["precision"])
        for r in typed(folder, "event_dates")
    ]
    assert dates == list(expected_dates(found))
    parties = [
        (r["event_id"], r["seq"], r["role"], r["text"] or "", r["name"] or "") for r in typed(folder, "event_parties")
    ]
    assert parties == [(i, n, role, lf(text), lf(name)) for i, n, role, text, name in expected_parties(found)]


def expected_dates(found: list[PlanDocument]) -> Iterator[tuple[Any, ...]]:
    for plan in found:
        for event in plan.events:
            for seq, span in enumerate(event.date.spans, 1):
                yield event.id, seq, span.start, span.end, span.relation, span.precision


def expected_parties(found: list[PlanDocument]) -> Iterator[tuple[Any, ...]]:
    for plan in found:
        for event in plan.events:
            named = [("responsible", p.text, p.person.name if p.person else None) for p in event.responsible]
            named += [("participant", p.text, p.name) for p in event.participants]
            for seq, (role, text, name) in enumerate(named, 1):
                yield event.id, seq, role, text, name


def of_parquet(folder: Path, found: list[PlanDocument]) -> None:
    """Exactly: null is not an empty text, days are days, structures have their parts."""
    documents = pq.read_table(folder / "documents.parquet").to_pylist()
    events = pq.read_table(folder / "events.parquet").to_pylist()
    for row, plan in zip(documents, found, strict=True):
        for name in ("source", "title", "pages"):
            assert row[name] == getattr(plan.document, name)
        assert (row["goals"], row["gone"]) == (list(plan.document.goals), list(plan.document.gone))
        assert row["period_end"] == (plan.document.period.end if plan.document.period else None)
    for row, event in zip(events, [e for plan in found for e in plan.events], strict=True):
        for name in ("title", "number", "type", "type_label", "order", "note", "confidence", "same_as"):
            assert row[name] == getattr(event, name), name
        for name in ("sections", "items", "warnings"):
            assert row[name] == list(getattr(event, name)), name
        assert dict(row["extra"]) == event.extra
        assert [(s["start"], s["end"], s["relation"], s["precision"]) for s in row["spans"]] == [
            (s.start, s.end, s.relation, s.precision) for s in event.date.spans
        ]
        assert [(p["text"], p["kind"], p["name"]) for p in row["responsible"]] == [
            (p.text, p.kind, p.person.name if p.person else None) for p in event.responsible
        ]
        assert (row["recurrence"] or {}).get("times") == (
            event.date.recurrence.times if event.date.recurrence else None
        )
    dates = pq.read_table(folder / "event_dates.parquet").to_pylist()
    names = ("event_id", "seq", "start", "end", "relation", "precision")
    assert [tuple(row[name] for name in names) for row in dates] == list(expected_dates(found))
    parties = pq.read_table(folder / "event_parties.parquet").to_pylist()
    names = ("event_id", "seq", "role", "text", "name")
    assert [tuple(row[name] for name in names) for row in parties] == list(expected_parties(found))


def shown_of(plan: PlanDocument, event: Event) -> dict[str, Any]:
    """What a person sees of an event in a spreadsheet."""
    starts = [span.start for span in event.date.spans if span.start]
    ends = [span.end for span in event.date.spans if span.end]
    return {
        "Учреждение": lf(plan.document.institution.name if plan.document.institution else ""),
        "Раздел": lf("; ".join(event.sections)),
        "№": lf(event.number),
        "Событие": lf(event.title),
        "Вид": lf(event.type_label),
        "Начало": min(starts, default=None),
        "Окончание": max(ends, default=None),
        "Срок в плане": lf(event.date.text),
        "Ответственные": lf("; ".join(party.text for party in event.responsible)),
        "Участники": lf("; ".join(person.name for person in event.participants)),
        "Место": lf("; ".join(venue.text for venue in event.venue)),
        "Примечание": lf(event.note),
        "Прочие столбцы": lf("; ".join(f"{name}: {text}" for name, text in event.extra.items())),
        "Уверенность": event.confidence,
        "Файл": lf(plan.document.source),
    }


def of_workbook(folder: Path, found: list[PlanDocument]) -> None:
    book = openpyxl.load_workbook(folder / "plans.xlsx")
    header, *rows = [[cell.value for cell in row] for row in book["События"]]
    expected = [shown_of(plan, event) for plan in found for event in plan.events]
    for row, values in zip(rows, expected, strict=True):
        read = dict(zip(header, row, strict=True))
        for name, value in values.items():
            cell = read[name]
            if isinstance(value, dt.date):
                assert cell == dt.datetime.combine(value, dt.time())
            else:
                assert (unescape(cell) if isinstance(cell, str) else cell) == (
                    None if value in (None, "") else value
                ), name


def of_excel_csv(folder: Path, found: list[PlanDocument]) -> None:
    with (folder / "events.excel.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    for row, values in zip(rows, [shown_of(p, e) for p in found for e in p.events], strict=True):
        for name, value in values.items():
            if isinstance(value, dt.date):
                assert dt.datetime.strptime(row[name], "%d.%m.%Y").date() == value
            elif isinstance(value, float):
                assert float(row[name].replace(",", ".")) == value
            else:
                assert unharmed(row[name]) == (value or ""), name


def of_calendars(folder: Path, found: list[PlanDocument]) -> None:
    calendar = icalendar.Calendar.from_ical((folder / "events.ics").read_bytes())
    entries = {str(entry["UID"]): entry for entry in calendar.walk("VEVENT")}
    for plan in found:
        for event in plan.events:
            for number, span in enumerate(event.date.spans, 1):
                entry = entries.pop(f"{event.id}-{number}@plan-extractor")
                entries.pop(f"{event.id}-{number}-2@plan-extractor", None)
                assert str(entry["SUMMARY"]).removeprefix("Срок: ") == in_calendar(event.title)
                assert days_of(entry) == days_said(event, span)
    assert not entries


def in_calendar(text: str) -> str:
    """A text without control characters; any end of a line is one."""
    return re.sub("[\x00-\x08\x0e-\x1f\x7f]", "", re.sub("\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text))


def days_of(entry: icalendar.Event) -> tuple[dt.date, dt.date]:
    first = entry["DTSTART"].dt
    if isinstance(first, dt.datetime):
        return first.date(), first.date()
    return first, entry["DTEND"].dt - dt.timedelta(days=1)


def days_said(event: Event, span: Span) -> tuple[dt.date, dt.date]:
    first, last = span.start or span.end, span.end or span.start
    assert first
    assert last
    if event.date.rrule == "FREQ=WEEKLY;BYDAY=MO":
        return first_on(0, first, last)
    if event.date.rrule == "FREQ=MONTHLY;BYDAY=1TH" and first.day == 1:
        return first_on(3, first, last)
    return first, last


def first_on(weekday: int, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """The first such weekday of a span; the span where it has none."""
    day = first + dt.timedelta(days=(weekday - first.weekday()) % 7)
    return (day, day) if day <= last else (first, last)


WAYS = {
    "json": of_json,
    "jsonl": of_json_lines,
    "csv": of_package,
    "parquet": of_parquet,
    "xlsx": of_workbook,
    "excel csv": of_excel_csv,
    "ics": of_calendars,
}


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> tuple[Path, list[PlanDocument]]:
    """Many odd plans and one that says everything, in all formats."""
    found = [PLAN]

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def collect(data: st.DataObject) -> None:
        found.append(data.draw(plans(f"{len(found):04d}")))

    collect()
    found += [saying(text, f"h{number:03d}") for number, text in enumerate(HOSTILE)]
    folder = tmp_path_factory.mktemp("roundtrip")
    write_folder(folder, Content([PlanRecord.of(plan) for plan in found]))
    return folder, found


@pytest.mark.parametrize("name", WAYS)
def test_each_export_read_back_gives_the_same_values(written, name):
    WAYS[name](*written)


def test_the_plans_are_odd_enough(written):
    """What the other tests rely on: hostile texts in many places, events with and without days."""
    _folder, found = written
    events = [event for plan in found for event in plan.events]
    assert len(events) > 50
    assert {event.title for event in events} >= set(HOSTILE)
    assert {len(event.date.spans) for event in events} == {0, 1, 2}
    assert any(event.date.rrule for event in events)


def test_frictionless_finds_no_fault_with_them(written):
    report = frictionless.Package(str(written[0] / "datapackage.json")).validate()
    assert report.flatten(["rowNumber", "fieldName", "type", "note"]) == []


def test_frames_of_them_are_the_same_from_parquet_and_from_json(written, tmp_path):
    folder, _found = written
    (tmp_path / "dataset.json").write_bytes((folder / "dataset.json").read_bytes())
    one, two = extractor.load(folder), extractor.load(tmp_path)
    for name in vars(one):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))


def test_a_dataset_that_is_read_back_is_written_the_same(written, tmp_path):
    folder, _found = written
    write_folder(tmp_path, read_folder(folder))
    for path in folder.rglob("*"):
        if path.is_file():
            assert (tmp_path / path.relative_to(folder)).read_bytes() == path.read_bytes(), path.name
