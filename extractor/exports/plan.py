"""A record parsed once for all writers, and what a writer is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from extractor.exports.columns import Plain
from extractor.exports.records import PlanRecord, dumped
from extractor.exports.relations import Rows, rows


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
