"""JSON: one plan as `{schema_version, document, events}`, several as `{schema_version, documents, events}`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from extractor.exports.records import PlanRecord, dumped
from extractor.model import SCHEMA_VERSION


def write_plan(stream: IO[str], record: PlanRecord) -> None:
    """One plan."""
    head = f'{{"schema_version": {dumped(SCHEMA_VERSION)},\n"document": {record.document},\n"events": '
    _write_list(stream, head, iter(record.events))
    stream.write("}\n")


def write_dataset(stream: IO[str], records: Iterable[PlanRecord]) -> None:
    """Several plans, a record a line, so that two datasets can be compared line by line. `records` is read twice."""
    head = f'{{"schema_version": {dumped(SCHEMA_VERSION)},\n"documents": '
    _write_list(stream, head, (record.document for record in records))
    _write_list(stream, ',\n"events": ', (event for record in records for event in record.events))
    stream.write("}\n")


def _write_list(stream: IO[str], head: str, lines: Iterator[str]) -> None:
    stream.write(head + "[")
    for number, line in enumerate(lines):
        stream.write((",\n" if number else "\n") + line)
    stream.write("\n]")
