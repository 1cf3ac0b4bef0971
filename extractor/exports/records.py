"""A plan as lines of JSON: what all exports are made from, so that ten thousand plans need not be in memory at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from extractor.exports.columns import Plain
from extractor.exports.relations import Rows, rows
from extractor.model import PlanDocument

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A document and its events, each one line of JSON with the names of the data model."""

    document: str
    events: tuple[str, ...] = ()

    @classmethod
    def of(cls, plan: PlanDocument) -> PlanRecord:
        """The record of a plan."""
        return cls(dumped(plan.document.to_dict()), tuple(dumped(e.to_dict()) for e in plan.events))

    def write(self, path: Path) -> None:
        """To a file of JSON lines, the document first."""
        path.write_text("\n".join((self.document, *self.events)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> PlanRecord:
        """What `write` wrote."""
        document, *events = path.read_text(encoding="utf-8").split("\n")
        return cls(document, tuple(events))


@dataclass(frozen=True, slots=True)
class Spooled:
    """Records that wait in files; iterated as often as an export needs, one in memory at a time."""

    paths: Sequence[Path]

    def __iter__(self) -> Iterator[PlanRecord]:
        return map(PlanRecord.read, self.paths)


@dataclass(frozen=True)
class Plan:
    """A record that has been parsed, once for all writers: its values, and its lines as they go out."""

    document: Plain
    events: tuple[Plain, ...]
    lines: PlanRecord

    @classmethod
    def of(cls, record: PlanRecord, same_as: Mapping[str, str]) -> Plan:
        """The record with the groups of its events (by the event's id) filled in."""
        pairs = [_grouped(line, same_as) for line in record.events]
        lines = PlanRecord(record.document, tuple(line for line, _event in pairs))
        return cls(json.loads(record.document), tuple(event for _line, event in pairs), lines)

    @cached_property
    def rows(self) -> Rows:
        """The rows of all tables that it gives, worked out once for the Data Package, Parquet and spreadsheets."""
        return rows(self.document, self.events)


class Sink(Protocol):
    """What writes one format: it is given each plan once, in the order of the sources."""

    def add(self, plan: Plan) -> None:
        """The next plan."""

    def close(self) -> None:
        """No more will come: write what is still to be written."""


def _grouped(line: str, same_as: Mapping[str, str]) -> tuple[str, Plain]:
    event: dict[str, Any] = json.loads(line)
    known = event.get("same_as")
    group = same_as.get(event["id"], known)
    if group == known:
        return line, event
    event["same_as"] = group
    return dumped(event), event


def dumped(value: Any) -> str:
    """JSON on one line, Russian letters as they are; a lone surrogate, which no file can hold, as U+FFFD."""
    return _SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False))
