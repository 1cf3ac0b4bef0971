"""What a spreadsheet opens by a double click: `events.excel.csv` (semicolon, BOM) and `plans.xlsx`.

Both are in Russian, and no cell of them is run as a formula.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from extractor.exports.records import PlanRecord
from extractor.exports.tables import DOCUMENT_COLUMNS, EVENT_COLUMNS, Plain
from extractor.messages import DEFAULT, N_, translated
from extractor.messages.codes import error_meaning, warning_meaning

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_FORMULA = ("=", "+", "-", "@", "\t")
"""A cell that opens with one of these may be run by a spreadsheet that opens a CSV."""
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_576
_CREATED = dt.datetime(2000, 1, 1)
"""The same data give the same bytes on any day."""


def _warned(value: Plain) -> str:
    return "; ".join(translated(warning_meaning(code).what, DEFAULT) for code in value["warnings"])


def _advice(value: Plain) -> str:
    advice = dict.fromkeys(translated(warning_meaning(code).remedy, DEFAULT) for code in value["warnings"])
    return " ".join(filter(None, advice))


_Column = Callable[[Plain], Any]
_EVENT: Mapping[str, tuple[_Column, int]] = {
    N_("No."): (EVENT_COLUMNS["number"], 6),
    N_("Section"): (EVENT_COLUMNS["sections"], 24),
    N_("Event"): (EVENT_COLUMNS["title"], 60),
    N_("Type"): (EVENT_COLUMNS["type_label"], 16),
    N_("Beginning"): (EVENT_COLUMNS["start"], 12),
    N_("End"): (EVENT_COLUMNS["end"], 12),
    N_("Date in the plan"): (EVENT_COLUMNS["date_text"], 20),
    N_("Time"): (EVENT_COLUMNS["times"], 10),
    N_("Responsible"): (EVENT_COLUMNS["responsible"], 36),
    N_("Participants"): (EVENT_COLUMNS["participants"], 24),
    N_("Grades"): (EVENT_COLUMNS["grades"], 10),
    N_("Venue"): (EVENT_COLUMNS["venue"], 24),
    N_("Institutions"): (EVENT_COLUMNS["institutions"], 30),
    N_("Note"): (EVENT_COLUMNS["note"], 24),
    N_("Result"): (EVENT_COLUMNS["result"], 24),
    N_("Other columns"): (EVENT_COLUMNS["extra"], 20),
    N_("Confidence"): (EVENT_COLUMNS["confidence"], 8),
    N_("Warnings"): (_warned, 30),
    N_("What to do"): (_advice, 36),
}
_DOCUMENT: Mapping[str, tuple[_Column, int]] = {
    N_("File"): (DOCUMENT_COLUMNS["source"], 40),
    N_("Title"): (DOCUMENT_COLUMNS["title"], 60),
    N_("Beginning of the period"): (DOCUMENT_COLUMNS["period_start"], 12),
    N_("End of the period"): (DOCUMENT_COLUMNS["period_end"], 12),
    N_("Institution"): (DOCUMENT_COLUMNS["institution"], 36),
    N_("Approvals"): (DOCUMENT_COLUMNS["approvals"], 50),
    N_("Warnings"): (_warned, 30),
    N_("What to do"): (_advice, 36),
}
_DAYS = (N_("Beginning"), N_("End"), N_("Beginning of the period"), N_("End of the period"))


def write_excel_csv(stream: IO[str], records: Iterable[PlanRecord]) -> None:
    """The events with Russian headers; days as a Russian spreadsheet reads them; formulas as text."""
    stream.write("\ufeff")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([_russian(name) for name in (N_("File"), *_EVENT)])
    for source, event in _events(records):
        cells = [source] + [_shown(name, column(event)) for name, (column, _width) in _EVENT.items()]
        writer.writerow([harmless(cell) for cell in cells])


def harmless(cell: str) -> str:
    """The cell as text: with an apostrophe before what a spreadsheet would run («=1+1», «+7 900…», «-»)."""
    text = cell.replace("\r", "")
    return f"'{text}" if text.lstrip(" \n").startswith(_FORMULA) else text


def write_workbook(path: Path, records: Iterable[PlanRecord], failures: Iterable[Mapping[str, str]]) -> None:
    """`plans.xlsx`: events, documents, a summary with a chart by month, and what was not read."""
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(str(path), options) as book:
        book.set_properties({"created": _CREATED, "title": "Plan Extractor"})
        months, types = _write_events(book, records)
        _write_documents(book, records)
        _write_summary(book, months, types)
        _write_failures(book, failures)


def _events(records: Iterable[PlanRecord]) -> Iterable[tuple[str, Plain]]:
    for record in records:
        source = json.loads(record.document)["source"]
        for event in record.events:
            yield source, json.loads(event)


def _russian(message: str) -> str:
    return translated(message, DEFAULT)


def _shown(name: str, value: Any) -> str:
    """A cell of the CSV: «10.09.2030», «0,93», text."""
    if value is None:
        return ""
    if name in _DAYS:
        return f"{dt.date.fromisoformat(value):%d.%m.%Y}"
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


class _Sheet:
    """A worksheet with a header that stays in sight, filters, real dates, and rows coloured where they warn."""

    def __init__(self, book: Workbook, name: str, columns: Mapping[str, int]) -> None:
        self._sheet: Worksheet = book.add_worksheet(_russian(name))
        self._columns = tuple(columns)
        self._row = 0
        plain = {"text_wrap": True, "valign": "top"}
        warned = plain | {"bg_color": "#FFF2CC"}
        day = {"num_format": "dd.mm.yyyy"}
        self._formats = [(book.add_format(f), book.add_format(f | day)) for f in (plain, warned)]
        header = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#DDEBF7", "border": 1})
        for index, (title, width) in enumerate(columns.items()):
            self._sheet.set_column(index, index, width)
            self._sheet.write_string(0, index, _russian(title), header)
        self._sheet.freeze_panes(1, 0)

    @property
    def full(self) -> bool:
        """Whether no row fits any more."""
        return self._row >= _MOST_ROWS - 1

    def add(self, values: Iterable[Any], *, warned: bool = False) -> None:
        """One row."""
        self._row += 1
        text, day = self._formats[warned]
        for index, (name, value) in enumerate(zip(self._columns, values, strict=True)):
            if value in (None, ""):
                self._sheet.write_blank(self._row, index, None, text)
            elif name in _DAYS:
                self._sheet.write_datetime(self._row, index, dt.datetime.fromisoformat(value), day)
            elif isinstance(value, int | float):
                self._sheet.write_number(self._row, index, value, text)
            else:
                self._sheet.write_string(self._row, index, str(value).replace("\r", "")[:_LONGEST_CELL], text)

    def insert_chart(self, chart: Any) -> None:
        """A chart to the right of the columns."""
        self._sheet.insert_chart(1, len(self._columns) + 1, chart, {"x_scale": 1.8, "y_scale": 1.4})

    def close(self) -> None:
        """Set the filters over what was written."""
        self._sheet.autofilter(0, 0, max(self._row, 1), len(self._columns) - 1)


def _write_events(book: Workbook, records: Iterable[PlanRecord]) -> tuple[Counter[str], Counter[str]]:
    """The sheet of events; how many begin in each month and how many are of each type."""
    months: Counter[str] = Counter()
    types: Counter[str] = Counter()
    columns = {N_("File"): 24} | {name: width for name, (_column, width) in _EVENT.items()}
    sheet, number = _Sheet(book, N_("Events"), columns), 1
    for source, event in _events(records):
        if sheet.full:
            sheet.close()
            number += 1
            sheet = _Sheet(book, f"{_russian('Events')} {number}", columns)
        values = [column(event) for column, _width in _EVENT.values()]
        sheet.add([source, *values], warned=bool(event["warnings"]))
        types[event["type_label"]] += 1
        start = EVENT_COLUMNS["start"](event) or EVENT_COLUMNS["end"](event)
        if start:
            months[start[:7]] += 1
    sheet.close()
    return months, types


def _write_documents(book: Workbook, records: Iterable[PlanRecord]) -> None:
    columns = {name: width for name, (_column, width) in _DOCUMENT.items()} | {N_("Events"): 10}
    sheet = _Sheet(book, N_("Documents"), columns)
    for record in records:
        document = json.loads(record.document)
        values = [column(document) for column, _width in _DOCUMENT.values()]
        sheet.add([*values, len(record.events)], warned=bool(document["warnings"]))
    sheet.close()


def _write_summary(book: Workbook, months: Counter[str], types: Counter[str]) -> None:
    """Events by month, with a chart, and by type."""
    name = _russian(N_("Summary"))
    sheet = _Sheet(book, name, {N_("Month"): 12, N_("Events"): 10, "": 4, N_("Type"): 24, N_("Events by type"): 10})
    by_month = sorted(months.items())
    by_type = sorted(types.items(), key=lambda item: (-item[1], item[0]))
    for index in range(max(len(by_month), len(by_type))):
        month = by_month[index] if index < len(by_month) else (None, None)
        kind = by_type[index] if index < len(by_type) else (None, None)
        sheet.add([*month, None, *kind])
    if not by_month:
        return
    chart = book.add_chart({"type": "column"})
    last = len(by_month)
    chart.add_series({"categories": [name, 1, 0, last, 0], "values": [name, 1, 1, last, 1]})
    chart.set_title({"name": _russian(N_("Events by month"))})
    chart.set_legend({"none": True})
    sheet.insert_chart(chart)


def _write_failures(book: Workbook, failures: Iterable[Mapping[str, str]]) -> None:
    columns = {N_("File"): 40, N_("Reason"): 40, N_("Details"): 30, N_("What to do"): 60}
    sheet = _Sheet(book, N_("Not read"), columns)
    for failure in failures:
        meaning = error_meaning(failure["code"])
        sheet.add([failure["source"], _russian(meaning.what), failure["detail"], _russian(meaning.remedy)])
    sheet.close()
