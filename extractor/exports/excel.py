"""What a spreadsheet shows of an event and a document, in Russian, and `events.excel.csv` (semicolon, BOM).

No cell of the CSV is run as a formula, or taken for a date or a number that it is not.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from extractor.exports.columns import Plain, Row
from extractor.exports.files import Stage
from extractor.exports.plan import Plan
from extractor.exports.relations import DOCUMENTS, EVENTS
from extractor.exports.tables import JOINT, text_cell
from extractor.messages import DEFAULT, N_, translated
from extractor.messages.codes import warning_meaning

EXCEL_CSV = "events.excel.csv"
Look = Literal["text", "day", "number", "link"]
_FORMULA = re.compile(r"[\s']*[=+\-@\t\r＝＋－＠]")
"""What a spreadsheet that opens a CSV may run: «=1+1», «+7 900…», «-»; apostrophes before it are a text's own."""
_CHANGED = re.compile(r"'*(?!\d\d\.\d\d\.\d{4}$)(0\d+|\d+([./-])\d+(\2\d+)?\.?|\d+[eEеЕ]\d+|\d{16,})")
"""What it may take for a date or a number that it is not: «1.1», «5-6», «007» (but «10.09.2030» stays what it is)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a row of a sheet is made of: a row of `documents` and, in the sheet of events, one of `events`."""

    of_document: Row
    of_event: Row = ()


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column for people: heading (a key of the catalogue), width in characters, look, and its value."""

    heading: str
    width: int
    value: Callable[[Shown], Any]
    look: Look = "text"


def _event(name: str) -> Callable[[Shown], Any]:
    place = EVENTS.place(name)
    return lambda shown: shown.of_event[place]


def _document(name: str) -> Callable[[Shown], Any]:
    place = DOCUMENTS.place(name)
    return lambda shown: shown.of_document[place]


def _list(value: Callable[[Shown], Any], of: Callable[[Any], Any] = str) -> Callable[[Shown], str]:
    return lambda shown: JOINT.join([str(of(item)) for item in value(shown)])


def _text(part: Plain) -> str:
    return str(part["text"])


def _named(value: Callable[[Shown], Any]) -> Callable[[Shown], str]:
    """Other columns with their headers: «Форма: очно»."""
    return lambda shown: JOINT.join(f"{name}: {text}" for name, text in (value(shown) or {}).items())


@lru_cache(maxsize=256)
def said(code: str) -> str:
    """A warning in Russian."""
    return translated(warning_meaning(code).what, DEFAULT)


@lru_cache(maxsize=256)
def advised(code: str) -> str:
    """What to do about a warning, in Russian."""
    return translated(warning_meaning(code).remedy, DEFAULT)


def _warned(value: Callable[[Shown], Any]) -> Callable[[Shown], str]:
    return lambda shown: JOINT.join([said(code) for code in value(shown)])


def _advice(value: Callable[[Shown], Any]) -> Callable[[Shown], str]:
    return lambda shown: " ".join(filter(None, dict.fromkeys(advised(code) for code in value(shown))))


EVENT_SHEET = (
    SheetColumn(N_("Institution"), 26, _document("institution")),
    SheetColumn(N_("Section"), 24, _list(_event("sections"))),
    SheetColumn(N_("No."), 6, _event("number")),
    SheetColumn(N_("Event"), 60, _event("title")),
    SheetColumn(N_("Type"), 16, _event("type_label")),
    SheetColumn(N_("Beginning"), 12, _event("start"), "day"),
    SheetColumn(N_("End"), 12, _event("end"), "day"),
    SheetColumn(N_("Time"), 10, _list(_event("times"))),
    SheetColumn(N_("Date in the plan"), 20, _event("date_text")),
    SheetColumn(N_("Responsible"), 32, _list(_event("responsible"), _text)),
    SheetColumn(N_("Participants"), 24, _list(_event("participants"), lambda party: party["name"])),
    SheetColumn(N_("Grades"), 10, _list(_event("grades"))),
    SheetColumn(N_("Venue"), 24, _list(_event("venue"))),
    SheetColumn(N_("Institutions"), 30, _list(_event("institutions"))),
    SheetColumn(N_("Note"), 24, _event("note")),
    SheetColumn(N_("Result"), 24, _event("result")),
    SheetColumn(N_("Other columns"), 24, _named(_event("extra"))),
    SheetColumn(N_("Warnings"), 30, _warned(_event("warnings"))),
    SheetColumn(N_("What to do"), 36, _advice(_event("warnings"))),
    SheetColumn(N_("Confidence"), 13, _event("confidence"), "number"),
    SheetColumn(N_("Same event"), 18, _event("same_as")),
    SheetColumn(N_("File"), 36, _document("source"), "link"),
)
"""The sheet of events, and the CSV."""

DOCUMENT_SHEET = (
    SheetColumn(N_("File"), 36, _document("source"), "link"),
    SheetColumn(N_("Institution"), 36, _document("institution")),
    SheetColumn(N_("Title"), 60, _document("title")),
    SheetColumn(N_("Beginning of the period"), 12, _document("period_start"), "day"),
    SheetColumn(N_("End of the period"), 12, _document("period_end"), "day"),
    SheetColumn(N_("Number of events"), 11, _document("events"), "number"),
    SheetColumn(N_("Approvals"), 50, _list(_document("approvals"), _text)),
    SheetColumn(N_("Warnings"), 30, _warned(_document("warnings"))),
    SheetColumn(N_("What to do"), 36, _advice(_document("warnings"))),
    SheetColumn(N_("Names of the file"), 36, _list(_document("sources"))),
    SheetColumn(N_("Former names"), 24, _list(_document("gone"))),
)


def document_values(plan: Plan) -> list[Any]:
    """What the sheet of documents shows of a plan."""
    (row,) = plan.rows.tables[DOCUMENTS.name]
    document = Shown(row)
    return [column.value(document) for column in DOCUMENT_SHEET]


def event_values(plan: Plan) -> list[list[Any]]:
    """What the sheet of events shows of each event of a plan."""
    (row,) = plan.rows.tables[DOCUMENTS.name]
    events = [Shown(row, event) for event in plan.rows.tables[EVENTS.name]]
    return [[column.value(event) for column in EVENT_SHEET] for event in events]


class ExcelCsv:
    """`events.excel.csv`: the events with Russian headers; days as a Russian spreadsheet reads them."""

    def __init__(self, stage: Stage) -> None:
        stream = stage.text(EXCEL_CSV)
        stream.write("\ufeff")
        self._writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        self._writer.writerow([translated(column.heading, DEFAULT) for column in EVENT_SHEET])

    def add(self, events: Iterable[Iterable[Any]]) -> None:
        """Rows of events."""
        self._writer.writerows([[_cell(value, look) for value, look in zip(row, _LOOKS)] for row in events])  # noqa: B905


_LOOKS = tuple(column.look for column in EVENT_SHEET)


def _cell(value: Any, look: Look) -> str:
    if value is None or value == "":
        return ""
    if look == "day":
        return _day(value)
    return str(value).replace(".", ",") if look == "number" else harmless(text_cell(str(value)))


@lru_cache(maxsize=1 << 12)
def _day(value: str) -> str:
    day = dt.date.fromisoformat(value)
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def harmless(text: str) -> str:
    """The cell as text: an apostrophe before what a spreadsheet would run or take for something else."""
    return f"'{text}" if _FORMULA.match(text) or _CHANGED.fullmatch(text) else text


def unharmed(cell: str) -> str:
    """The text that `harmless` made a cell of."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell
