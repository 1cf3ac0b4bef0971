"""The files that an import writes into its folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from extractor.exports.dataset import write_dataset
from extractor.exports.files import replacing
from extractor.exports.records import PlanRecord
from extractor.exports.tables import document_names, document_row, event_names, event_row, write_rows

DATASET = "dataset.json"
EVENTS = "events.csv"
DOCUMENTS = "documents.csv"
FAILURES = "failures.csv"
DUPLICATES = "duplicates.csv"


def write_folder(
    folder: Path,
    records: Iterable[PlanRecord],
    failures: Iterable[Mapping[str, str]],
    duplicates: Mapping[str, str],
) -> None:
    """All exports of an import, in the order of `records` (which are read several times).

    No file is replaced before all are written, so that a full disk leaves the last dataset whole.
    """
    with ExitStack() as stack:

        def new(name: str) -> IO[str]:
            return stack.enter_context(replacing(folder / name))

        write_dataset(new(DATASET), records)
        write_rows(new(EVENTS), event_names(), _event_rows(records))
        write_rows(new(DOCUMENTS), document_names(), _document_rows(records))
        write_rows(new(FAILURES), ("source", "code", "reason", "detail", "remedy"), failures)
        rows = ({"source": source, "same_as": first} for source, first in sorted(duplicates.items()))
        write_rows(new(DUPLICATES), ("source", "same_as"), rows)


def _event_rows(records: Iterable[PlanRecord]) -> Iterator[dict[str, str]]:
    for record in records:
        source = json.loads(record.document)["source"]
        yield from (event_row(json.loads(event), source) for event in record.events)


def _document_rows(records: Iterable[PlanRecord]) -> Iterator[dict[str, str]]:
    return (document_row(json.loads(record.document), len(record.events)) for record in records)
