"""`plans.xlsx` for people: events, documents, a summary with charts, and what was not read; in Russian."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.exports.excel import (
    DOCUMENT_SHEET,
    EVENT_SHEET,
    ExcelCsv,
    SheetColumn,
    advised,
    document_values,
    event_values,
    said,
)
from extractor.exports.files import Stage
from extractor.exports.plan import Plan
from extractor.exports.relations import EVENTS
from extractor.exports.sheet_rows import WaitingRows, filled, fitting, letters, link_to
from extractor.messages import DEFAULT, N_, translated
from extractor.messages.codes import error_meaning

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WORKBOOK = "plans.xlsx"
_CREATED = dt.datetime(2000, 1, 1)
"""The same data give the same bytes on any day."""
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_HEADER, _WARNED, _UNSURE, _BARS = "#DDEBF7", "#FFF2CC", "#C00000", "#5B9BD5"
_SURE = 0.8
"""A confidence below it is shown in red."""
_SHOWN_IN_CHART = 15
_LABELLED = 24
"""So many columns of a chart have their number above them."""


def _russian(message: str) -> str:
    return translated(message, DEFAULT)


@dataclass(slots=True)
class Counts:
    """What the summary tells."""

    documents: int = 0
    events: int = 0
    warned: int = 0
    months: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    institutions: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)

    def add(self, plan: Plan) -> None:
        """A plan with its events."""
        self.documents += 1
        self.events += len(plan.events)
        self.warnings.update(plan.document["warnings"])
        if plan.events:
            self.institutions[(plan.document["institution"] or {}).get("name") or ""] += len(plan.events)
        for event in plan.events:
            self.types[event["type_label"] or event["type"]] += 1
            self.warnings.update(event["warnings"])
            self.warned += bool(event["warnings"])
        for row in plan.rows.tables[EVENTS.name]:
            day = row[_START] or row[_END]
            if day:
                self.months[day[:7]] += 1


_START, _END = EVENTS.place("start"), EVENTS.place("end")


class Spreadsheets:
    """The sink of the format `xlsx`: `plans.xlsx` and `events.excel.csv`, which show the same columns."""

    def __init__(
        self, stage: Stage, failures: Iterable[Mapping[str, str]] = (), located: Mapping[str, Path] | None = None
    ) -> None:
        self._stage = stage
        self._failures = failures
        self._located = located or {}
        self._counts = Counts()
        self._csv = ExcelCsv(stage)
        self._events = [self._waiting(EVENT_SHEET)]
        self._documents = self._waiting(DOCUMENT_SHEET)

    def add(self, plan: Plan) -> None:
        """Its events and its document, each a row."""
        events = event_values(plan)
        self._counts.add(plan)
        self._csv.add(events)
        place = self._located.get(plan.document["source"])
        target = link_to(place, self._stage.folder) if place else ""
        for event in events:
            if self._events[-1].full:
                self._events.append(self._waiting(EVENT_SHEET))
            self._events[-1].add(event, target)
        self._documents.add(document_values(plan), target)

    def close(self) -> None:
        """The workbook."""
        from xlsxwriter import Workbook

        sheets = (*self._events, self._documents)
        made = BytesIO()
        with Workbook(made, _OPTIONS) as book:
            book.set_properties({"created": _CREATED, "title": _russian(N_("Events of work plans"))})
            looks = _Looks.of(book)
            for number, rows in enumerate(self._events, 1):
                name = _russian(N_("Events")) + (f" {number}" if number > 1 else "")
                _add_sheet(book, looks, name, f"events{number}", EVENT_SHEET, rows.last)
            _add_sheet(book, looks, _russian(N_("Documents")), "documents", DOCUMENT_SHEET, self._documents.last)
            _Summary(book, looks).write(self._counts)
            _add_failures(book, looks, self._failures)
        filled(made.getvalue(), sheets, self._stage.path(WORKBOOK))

    def _waiting(self, columns: Sequence[SheetColumn]) -> WaitingRows:
        return WaitingRows(self._stage.scratch(), [(column.look, column.width) for column in columns])


@dataclass(frozen=True, slots=True)
class _Looks:
    """The formats of cells."""

    header: Format
    text: Format
    line: Format
    day: Format
    number: Format
    link: Format
    month: Format
    title: Format
    warned: Format
    unsure: Format

    @classmethod
    def of(cls, book: Workbook) -> _Looks:
        """Those of a workbook."""
        top = {"valign": "top"}
        wrapped = {**top, "text_wrap": True}
        return cls(
            header=book.add_format(
                {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": _HEADER, "bottom": 1}
            ),
            text=book.add_format(wrapped),
            line=book.add_format(top),
            day=book.add_format({**top, "num_format": "dd.mm.yyyy", "align": "left"}),
            number=book.add_format({**top, "align": "center"}),
            link=book.add_format({**wrapped, "font_color": "#0563C1"}),
            month=book.add_format({**top, "num_format": "[$-419]mmmm yyyy;@", "align": "left"}),
            title=book.add_format({"bold": True, "font_size": 14}),
            warned=book.add_format({"bg_color": _WARNED}),
            unsure=book.add_format({"font_color": _UNSURE}),
        )


def _add_sheet(book: Workbook, looks: _Looks, name: str, table: str, columns: Sequence[SheetColumn], last: int) -> None:
    """A sheet for rows that wait: header, model row, table with filters; rows that warn are coloured."""
    sheet: Worksheet = book.add_worksheet(name)
    _set_page(sheet)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_blank(1, index, None, getattr(looks, column.look))
    headings = [_russian(column.heading) for column in columns]
    _add_table(sheet, looks, (0, 0, 1), table, headings)
    last_column = len(columns) - 1
    place = next(i for i, column in enumerate(columns) if column.heading == "Warnings")
    below = (1, 0, max(last, 2) - 1, last_column)
    sheet.conditional_format(
        *below, {"type": "formula", "criteria": f'=${letters(place)}2<>""', "format": looks.warned}
    )
    for index, column in enumerate(columns):
        if column.heading == "Confidence":
            below = (1, index, max(last, 2) - 1, index)
            rule = {"type": "cell", "criteria": "<", "value": _SURE, "format": looks.unsure}
            sheet.conditional_format(*below, rule)
    sheet.ignore_errors({"number_stored_as_text": f"A2:{letters(last_column)}{max(last, 2)}"})


def _set_page(sheet: Worksheet) -> None:
    """A header that stays in sight, on the screen and on paper."""
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 32)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _add_table(
    sheet: Worksheet, looks: _Looks, corner: tuple[int, int, int], name: str, headings: Sequence[str]
) -> None:
    """A table from (row, column) to a last row."""
    row, column, last = corner
    options: dict[str, Any] = {
        "name": name,
        "style": "Table Style Light 9",
        "columns": [{"header": heading, "header_format": looks.header} for heading in headings],
    }
    sheet.add_table(row, column, max(last, row + 1), column + len(headings) - 1, options)


class _Summary:
    """The sheet of summaries: what there is in all, charts, and below them the tables that they show."""

    def __init__(self, book: Workbook, looks: _Looks) -> None:
        self._book, self._looks = book, looks
        self._name = _russian(N_("Summary"))
        self._sheet: Worksheet = book.add_worksheet(self._name)
        self._across = 0
        self._beside = 0

    def write(self, counts: Counts) -> None:
        """All of it."""
        looks = self._looks
        self._sheet.write_string(0, 0, _russian(N_("Summary of the plans")), looks.title)
        line = _russian(N_("Plans: {documents}. Events: {events}, of them to be checked: {warned}."))
        self._sheet.write_string(
            1, 0, line.format(documents=counts.documents, events=counts.events, warned=counts.warned)
        )
        months = [(dt.date.fromisoformat(f"{month}-01"), n) for month, n in sorted(counts.months.items())]
        number = _russian(N_("Number of events"))
        self._table("by_month", [_russian(N_("Month")), number], months, (18, 12))
        self._table("by_type", [_russian(N_("Type")), number], _most(counts.types), (28, 12))
        nobody = _russian(N_("(not said)"))
        bodies = [(name, n) for name, n in _most(counts.institutions) if name]
        charted = len(bodies)
        bodies += [(nobody, n) for name, n in counts.institutions.items() if not name]
        self._table("by_institution", [_russian(N_("Institution")), number], bodies, (60, 12))
        warnings = [(said(code), n, advised(code)) for code, n in _most(counts.warnings)]
        headings = [_russian(N_("Warnings")), _russian(N_("How many")), _russian(N_("What to do"))]
        self._table("by_warning", headings, warnings, (44, 12, 60))
        self._chart(N_("Events by month"), 0, len(months), "column", 520)
        self._chart(N_("Events by type"), 3, len(counts.types), "bar", 420)
        self._chart(N_("Events by institution"), 6, charted, "bar", 520)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)

    def _table(self, name: str, headings: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[int]) -> None:
        """A table below the charts, to the right of the last one."""
        begin = self._across
        for index, width in enumerate(widths):
            self._sheet.set_column(begin + index, begin + index, width)
        self._sheet.set_column(begin + len(widths), begin + len(widths), 3)
        _add_table(self._sheet, self._looks, (_BELOW, begin, _BELOW + len(rows)), name, headings)
        for down, row in enumerate(rows, _BELOW + 1):
            for index, value in enumerate(row, begin):
                if isinstance(value, dt.date):
                    self._sheet.write_datetime(down, index, dt.datetime.combine(value, dt.time()), self._looks.month)
                elif isinstance(value, int):
                    self._sheet.write_number(down, index, value, self._looks.number)
                else:
                    self._sheet.write_string(down, index, fitting(value), self._looks.line)
        self._across += len(widths) + 1

    def _chart(self, title: str, column: int, rows: int, kind: str, width: int) -> None:
        """A chart of a table's first rows, to the right of the last one; none of an empty table."""
        if not rows:
            return
        last = _BELOW + (rows if kind == "column" else min(rows, _SHOWN_IN_CHART))
        chart = self._book.add_chart({"type": kind})
        chart.add_series(
            {
                "categories": [self._name, _BELOW + 1, column, last, column],
                "values": [self._name, _BELOW + 1, column + 1, last, column + 1],
                "fill": {"color": _BARS},
                "data_labels": {"value": rows <= _LABELLED or kind == "bar"},
                "gap": 40,
            }
        )
        chart.set_title({"name": _russian(title), "name_font": {"size": 12}, "overlay": False})
        chart.set_legend({"none": True})
        if kind == "column":
            chart.set_x_axis({"text_axis": True, "num_format": "[$-419]mmm yy;@"})
            chart.set_y_axis({"major_gridlines": {"visible": rows > _LABELLED}, "visible": rows > _LABELLED})
        else:
            chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": {"size": 8}})
            chart.set_x_axis({"major_gridlines": {"visible": False}, "visible": False})
        chart.set_size({"width": width, "height": _CHART_HEIGHT})
        self._sheet.insert_chart(2, 0, chart, {"x_offset": self._beside + 5, "y_offset": 8})
        self._beside += width + 10


_BELOW = 23
"""The row (from 0) of the tables' headers, below the charts."""
_CHART_HEIGHT = 400


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _add_failures(book: Workbook, looks: _Looks, failures: Iterable[Mapping[str, str]]) -> None:
    sheet: Worksheet = book.add_worksheet(_russian(N_("Not read")))
    _set_page(sheet)
    headings = [_russian(name) for name in (N_("File"), N_("Reason"), N_("Details"), N_("What to do"))]
    last = 0
    for last, failure in enumerate(failures, 1):
        meaning = error_meaning(failure["code"])
        values = (failure["source"], _russian(meaning.what), failure["detail"], _russian(meaning.remedy))
        for index, value in enumerate(values):
            sheet.write_string(last, index, fitting(value), looks.text)
    for index, width in enumerate((40, 40, 30, 60)):
        sheet.set_column(index, index, width)
    _add_table(sheet, looks, (0, 0, last), "not_read", headings)
