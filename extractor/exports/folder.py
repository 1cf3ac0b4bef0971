"""The files that an import writes into its folder, and the way back from its dataset."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from extractor.errors import ReadError
from extractor.exports.dataset import write_dataset
from extractor.exports.files import replacing, staged
from extractor.exports.records import PlanRecord, dumped
from extractor.exports.tables import document_names, document_row, event_names, event_row, write_rows

DATASET = "dataset.json"
EVENTS = "events.csv"
DOCUMENTS = "documents.csv"
FAILURES = "failures.csv"
DUPLICATES = "duplicates.csv"
EXCEL_CSV = "events.excel.csv"
WORKBOOK = "plans.xlsx"
CALENDARS = "events*.ics"
_FAILURE_NAMES = ("source", "code", "reason", "detail", "remedy")


@dataclass(frozen=True, slots=True)
class Content:
    """What is written: the plans in the order of their sources (read several times), and what became of other files."""

    records: Iterable[PlanRecord]
    failures: tuple[Mapping[str, str], ...] = ()
    duplicates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Writing:
    """A folder in which nothing is replaced before everything is written."""

    folder: Path
    content: Content
    stack: ExitStack

    def json(self) -> None:
        """`dataset.json`."""
        write_dataset(self.stack.enter_context(replacing(self.folder / DATASET)), self.content.records)

    def csv(self) -> None:
        """`events.csv`, `documents.csv`, `failures.csv`, `duplicates.csv`."""
        self._rows(EVENTS, event_names(), _event_rows(self.content.records))
        self._rows(DOCUMENTS, document_names(), _document_rows(self.content.records))
        self._rows(FAILURES, _FAILURE_NAMES, self.content.failures)
        same = ({"source": source, "same_as": first} for source, first in sorted(self.content.duplicates.items()))
        self._rows(DUPLICATES, ("source", "same_as"), same)

    def xlsx(self) -> None:
        """`plans.xlsx` and `events.excel.csv`."""
        from extractor.exports.excel import write_excel_csv, write_workbook

        write_excel_csv(self.stack.enter_context(replacing(self.folder / EXCEL_CSV)), self.content.records)
        path = self.stack.enter_context(staged(self.folder / WORKBOOK))
        write_workbook(path, self.content.records, self.content.failures)

    def ics(self) -> None:
        """`events.ics`, or `events-001.ics` and so on where one would be too large."""
        from extractor.exports.calendar import calendars

        files = list(calendars(self.content.records))
        names = ["events.ics"] if len(files) == 1 else [f"events-{n:03d}.ics" for n in range(1, len(files) + 1)]
        for name, data in zip(names, files, strict=True):
            self.stack.enter_context(staged(self.folder / name)).write_bytes(data)
        self.stack.push(lambda kind, _error, _trace: kind is None and _remove_others(self.folder, names))

    def _rows(self, name: str, columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> None:
        write_rows(self.stack.enter_context(replacing(self.folder / name)), columns, rows)


FORMATS: Mapping[str, Callable[[Writing], None]] = {
    "json": Writing.json,
    "csv": Writing.csv,
    "xlsx": Writing.xlsx,
    "ics": Writing.ics,
}
"""Each format by its name on the command line."""


def write_folder(folder: Path, content: Content, formats: Collection[str] = tuple(FORMATS)) -> None:
    """The exports in these formats.

    No file is replaced before all are written, so that a full disk leaves the last dataset whole.
    """
    with ExitStack() as stack:
        writing = Writing(folder, content, stack)
        for name, write in FORMATS.items():
            if name in formats:
                write(writing)


def read_folder(folder: Path) -> Content:
    """The plans of a dataset that was written to a folder before, with the failures and duplicates beside it.

    Raises:
        ReadError: there is no dataset in the folder, or it is none.
    """
    path = folder / DATASET
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        events: dict[str, list[str]] = {document["id"]: [] for document in data["documents"]}
        for event in data["events"]:
            events[event["document_id"]].append(dumped(event))
        records = [PlanRecord(dumped(d), tuple(events[d["id"]])) for d in data["documents"]]
    except FileNotFoundError as error:
        raise ReadError(source=str(path), code="not_found") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError(type(error).__name__, source=str(path), code="damaged") from error
    duplicates = {row["source"]: row["same_as"] for row in _rows_of(folder / DUPLICATES)}
    return Content(records, tuple(_rows_of(folder / FAILURES)), duplicates)


def _rows_of(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _event_rows(records: Iterable[PlanRecord]) -> Iterator[dict[str, str]]:
    for record in records:
        source = json.loads(record.document)["source"]
        yield from (event_row(json.loads(event), source) for event in record.events)


def _document_rows(records: Iterable[PlanRecord]) -> Iterator[dict[str, str]]:
    return (document_row(json.loads(record.document), len(record.events)) for record in records)


def _remove_others(folder: Path, names: list[str]) -> bool:
    """Remove the calendars of an earlier import that had more of them; no error is held back by it."""
    for path in folder.glob(CALENDARS):
        if path.name not in names:
            path.unlink()
    return False
