"""The files that an import writes into its folder, and the way back from its dataset."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extractor.errors import ReadError
from extractor.exports import FORMATS as NAMES
from extractor.exports.dataset import DATASET as DATASET
from extractor.exports.dataset import Dataset, JsonLines
from extractor.exports.files import Stage
from extractor.exports.package import DUPLICATES as DUPLICATES
from extractor.exports.package import FAILURES as FAILURES
from extractor.exports.package import DataPackage
from extractor.exports.plan import Plan, Sink
from extractor.exports.records import PlanRecord, dumped

EVENTS = "events.csv"
DOCUMENTS = "documents.csv"


@dataclass(frozen=True, slots=True)
class Content:
    """What is written: the plans in the order of their sources, and what became of other files.

    `records` is read once. `duplicates` gives for a file's source the source of the document that has its bytes.
    `same_as` gives for an event's id its group of events that are one and the same; events that it does not name keep
    the group that their record has. `located` gives for a document's source where that file lies, for links to it.
    """

    records: Iterable[PlanRecord]
    failures: Iterable[Mapping[str, str]] = ()
    duplicates: Mapping[str, str] = field(default_factory=dict)
    same_as: Mapping[str, str] = field(default_factory=dict)
    located: Mapping[str, Path] = field(default_factory=dict)


def _json(stage: Stage, _content: Content) -> Sink:
    return Dataset(stage)


def _jsonl(stage: Stage, _content: Content) -> Sink:
    return JsonLines(stage)


def _csv(stage: Stage, content: Content) -> Sink:
    return DataPackage(stage, content.failures, content.duplicates)


def _parquet(stage: Stage, _content: Content) -> Sink:
    from extractor.exports.parquet import ParquetTables

    return ParquetTables(stage)


def _xlsx(stage: Stage, content: Content) -> Sink:
    from extractor.exports.workbook import Spreadsheets

    return Spreadsheets(stage, content.failures, content.located)


def _ics(stage: Stage, _content: Content) -> Sink:
    from extractor.exports.calendar import Calendars

    return Calendars(stage)


_SINKS: Mapping[str, Callable[[Stage, Content], Sink]] = {
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "xlsx": _xlsx,
    "ics": _ics,
}
FORMATS = NAMES


def write_folder(
    folder: Path,
    content: Content,
    formats: Collection[str] = NAMES,
    agree: Callable[[int], int] | None = None,
) -> tuple[str, ...]:
    """The exports in these formats, in one pass, and their names: each record is parsed once and given to every writer.

    No file is replaced before all are written, so that a full disk leaves the last dataset whole. Memory does not grow
    with the number of plans. The caller sees to it that nobody else writes to the folder; `agree` is that of
    `Stage.commit`, for two processes that write a part each.

    Raises:
        OSError: something could not be written.
    """
    content = _kept(content)
    with Stage(folder) as stage:
        sinks = [make(stage, content) for name, make in _SINKS.items() if name in formats]
        for record in content.records:
            plan = Plan.of(record, content.same_as)
            for sink in sinks:
                sink.add(plan)
        for sink in sinks:
            sink.close()
        return stage.commit(agree)


def _kept(content: Content) -> Content:
    """The content with its failures at hand for more than one sink."""
    return Content(content.records, tuple(content.failures), content.duplicates, content.same_as, content.located)


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
