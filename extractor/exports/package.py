"""A Data Package v2.0: the tables as CSV, and `datapackage.json` that tells their types, keys and checksums."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.exports.columns import Column, Kind, Table
from extractor.exports.files import Stage
from extractor.exports.plan import Plan
from extractor.exports.relations import INSTITUTIONS, TABLES, Bodies
from extractor.exports.schema import event_types
from extractor.exports.tables import JOINT, cells, names, write_rows
from extractor.messages import DEFAULT, N_, translated
from extractor.model import SCHEMA_VERSION

DESCRIPTOR = "datapackage.json"
FAILURES = "failures.csv"
DUPLICATES = "duplicates.csv"
FAILURE_NAMES = ("source", "code", "reason", "detail", "remedy")
DUPLICATE_NAMES = ("source", "same_as")
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"
_SCHEMA_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
_LISTS = " In a cell the items are joined by `; `; a semicolon or backslash within an item has a backslash before it."


class DataPackage:
    """The sink of the format `csv`."""

    def __init__(
        self, stage: Stage, failures: Iterable[Mapping[str, str]] = (), duplicates: Mapping[str, str] | None = None
    ) -> None:
        self._stage = stage
        self._failures = failures
        self._duplicates = duplicates or {}
        self._bodies = Bodies()
        self._streams = {table.name: stage.text(f"{table.name}.csv") for table in TABLES}
        self._writers = {table.name: csv.writer(self._streams[table.name], lineterminator="\n") for table in TABLES}
        for table in TABLES:
            self._writers[table.name].writerow(names(table))

    def add(self, plan: Plan) -> None:
        """Its rows, to each table."""
        self._bodies.add(plan.document, plan.events)
        for table in TABLES:
            found = plan.rows.tables[table.name]
            self._writers[table.name].writerows([cells(table, row) for row in found])

    def close(self) -> None:
        """The institutions, the other files, and the descriptor of all."""
        self._writers[INSTITUTIONS.name].writerows(cells(INSTITUTIONS, row) for row in self._bodies.rows())
        duplicates = ({"source": s, "same_as": first} for s, first in sorted(self._duplicates.items()))
        for name, header, found in (
            (FAILURES, FAILURE_NAMES, self._failures),
            (DUPLICATES, DUPLICATE_NAMES, duplicates),
        ):
            stream = self._streams[name] = self._stage.text(name)
            write_rows(stream, header, found)
        for stream in self._streams.values():
            stream.close()
        descriptor = json.dumps(package(self._resources()), ensure_ascii=False, indent=2)
        self._stage.text(DESCRIPTOR).write(descriptor + "\n")

    def _resources(self) -> Iterator[dict[str, Any]]:
        for table in TABLES:
            path = self._stage.written(f"{table.name}.csv")
            yield resource(path, table.title, table.description) | {"schema": schema(table)}
        for extra in _EXTRAS:
            path = self._stage.written(f"{extra.name}.csv")
            yield resource(path, extra.title, extra.description) | {"schema": extra.schema()}


@dataclass(frozen=True, slots=True)
class _Extra:
    """A table that is not made of plans: texts only."""

    name: str
    title: str
    description: str
    fields: tuple[tuple[str, str, str], ...]

    def schema(self) -> dict[str, Any]:
        """Its Table Schema."""
        fields = [
            {"name": name, "type": "string", "title": translated(title, DEFAULT), "description": description}
            for name, title, description in self.fields
        ]
        return {"$schema": _SCHEMA_PROFILE, "fields": fields, "missingValues": [""]}


_EXTRAS = (
    _Extra(
        "failures",
        N_("Not read"),
        "A row for each file that could not be read.",
        (
            ("source", N_("File"), "Its name below the imported path."),
            ("code", N_("Code"), "The reason as a code."),
            ("reason", N_("Reason"), "The reason in Russian."),
            ("detail", N_("Details"), "What only this file knows: a limit, a missing program."),
            ("remedy", N_("What to do"), "What a person can do, in Russian."),
        ),
    ),
    _Extra(
        "duplicates",
        N_("Files with the same bytes"),
        "A row for each file whose bytes are those of another one.",
        (
            ("source", N_("File"), "Its name below the imported path."),
            ("same_as", N_("Same as"), "The name under which the document stands in `documents`."),
        ),
    ),
)


def package(resources: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The descriptor of the whole; nothing in it depends on the day."""
    return {
        "$schema": _PROFILE,
        "name": "plan-extractor-dataset",
        "title": translated(N_("Events of work plans"), DEFAULT),
        "description": f"Events of work plans, as Plan Extractor read them (data model {SCHEMA_VERSION}).",
        "version": SCHEMA_VERSION,
        "keywords": ["events", "plans", "schools", "libraries"],
        "resources": list(resources),
    }


def resource(path: Path, title: str, description: str) -> dict[str, Any]:
    """A file of the package with its size and checksum."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "$schema": _RESOURCE_PROFILE,
        "name": path.stem,
        "type": "table",
        "title": translated(title, DEFAULT),
        "description": description,
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
    }


def schema(table: Table) -> dict[str, Any]:
    """The Table Schema of a table in CSV."""
    called = {column.name: column.csv_name for column in table.columns}
    keys = {other.name: [c.csv_name for c in other.columns if c.name in other.key] for other in TABLES}
    found: dict[str, Any] = {
        "$schema": _SCHEMA_PROFILE,
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": [called[name] for name in table.key],
    }
    if table.links:
        found["foreignKeys"] = [
            {
                "fields": [called[name]],
                "reference": {"resource": "" if target == table.name else target, "fields": keys[target]},
            }
            for name, target in table.links
        ]
    return found


_TYPES: Mapping[Kind, str] = {
    "string": "string",
    "code": "string",
    "date": "date",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "strings": "list",
    "integers": "list",
    "structs": "list",
    "mapping": "object",
    "struct": "object",
}


def _field(column: Column) -> dict[str, Any]:
    kind = _TYPES[column.kind]
    found: dict[str, Any] = {
        "name": column.csv_name,
        "type": kind,
        "title": translated(column.title, DEFAULT),
        "description": column.description + (_LISTS if kind == "list" else ""),
    }
    if kind == "list":
        found |= {"delimiter": JOINT, "itemType": "integer" if column.kind == "integers" else "string"}
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    codes = tuple(event_types()) if column.name == "type" and column.required else column.codes
    if codes:
        constraints["enum"] = list(codes)
    return found | ({"constraints": constraints} if constraints else {})
