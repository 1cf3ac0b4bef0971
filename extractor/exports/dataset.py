"""JSON: one plan as `{schema_version, document, events}`, several as `{schema_version, documents, events}`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from typing import IO

from extractor.exports.files import Stage
from extractor.exports.plan import Plan
from extractor.exports.records import PlanRecord, dumped
from extractor.exports.schema import schema
from extractor.model import SCHEMA_VERSION

DATASET = "dataset.json"
_DOCUMENTS = f'{{"schema_version": {dumped(SCHEMA_VERSION)},\n"documents": ['
_EVENTS = '\n],\n"events": ['
_END = "\n]}\n"


def write_plan(stream: IO[str], record: PlanRecord) -> None:
    """One plan."""
    stream.write(f'{{"schema_version": {dumped(SCHEMA_VERSION)},\n"document": {record.document},\n"events": [')
    _write_lines(stream, record.events)
    stream.write(_END)


def write_dataset(stream: IO[str], records: Iterable[PlanRecord]) -> None:
    """Several plans, a record a line, so that two datasets can be compared line by line. `records` is read twice."""
    stream.write(_DOCUMENTS)
    _write_lines(stream, (record.document for record in records))
    stream.write(_EVENTS)
    _write_lines(stream, (event for record in records for event in record.events))
    stream.write(_END)


def _write_lines(stream: IO[str], lines: Iterable[str]) -> None:
    for number, line in enumerate(lines):
        stream.write((",\n" if number else "\n") + line)


class Dataset:
    """The sink of `dataset.json`: as `write_dataset`, in one pass. Events wait in a file until all documents stand."""

    def __init__(self, stage: Stage) -> None:
        self._stream = stage.binary(DATASET)
        self._stream.write(_DOCUMENTS.encode())
        self._waiting = stage.scratch()
        self._next_document = self._next_event = "\n"
        _write_schema(stage, "dataset")

    def add(self, plan: Plan) -> None:
        """The document's line, and its events' for later."""
        self._stream.write((self._next_document + plan.lines.document).encode())
        self._next_document = ",\n"
        if plan.lines.events:
            self._waiting.write((self._next_event + ",\n".join(plan.lines.events)).encode())
            self._next_event = ",\n"

    def close(self) -> None:
        """The events."""
        self._stream.write(_EVENTS.encode())
        self._waiting.seek(0)
        shutil.copyfileobj(self._waiting, self._stream, 1 << 20)
        self._stream.write(_END.encode())


class JsonLines:
    """The sink of `events.jsonl` and `documents.jsonl`: a record a line."""

    def __init__(self, stage: Stage) -> None:
        self._documents = stage.text("documents.jsonl")
        self._events = stage.text("events.jsonl")
        for name in ("document", "event"):
            _write_schema(stage, name)

    def add(self, plan: Plan) -> None:
        """Its lines."""
        self._documents.write(plan.lines.document + "\n")
        self._events.writelines(f"{line}\n" for line in plan.lines.events)

    def close(self) -> None:
        """Nothing is left to write."""


def _write_schema(stage: Stage, name: str) -> None:
    """`dataset.schema.json`, `events.schema.json`, `documents.schema.json`, beside what keeps to them."""
    called = "dataset" if name == "dataset" else f"{name}s"
    stage.text(f"{called}.schema.json").write(json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n")
