"""Readings in and out: a document with its events and their words for the search, packed and unpacked."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, delete, insert, select
from sqlalchemy.sql import Select

from extractor.exports.records import PlanRecord, dumped
from extractor.store.naming import Called, storable
from extractor.store.rows import event_row
from extractor.store.schema import archives, events, readings
from extractor.store.values import FailedReading, Known, Member, Reading

_LEVEL = 3
"""Of zlib: 13 % of the JSON; 6 comes to 11 % and takes three times as long."""
_BATCH = 50
"""Documents fetched at a time: a few megabytes."""


@dataclass(frozen=True, slots=True)
class _Packed:
    """The rows of a document: what `readings` and `events` hold, and what is known of it."""

    known: Known
    digest: str
    document: bytes
    events: tuple[Mapping[str, Any], ...]


def save_reading(connection: Connection, reading: Reading | FailedReading) -> Known:
    """Put a reading in the place of the one there was."""
    if isinstance(reading, Reading):
        packed = _packed(reading)
    else:
        known = Known(reading.sha256, storable(reading.name), reading.code, storable(reading.detail))
        packed = _Packed(known, _digest(dumped([known.code, known.detail])), b"", ())
    known = packed.known
    _forget(connection, reading.sha256)
    row = {
        "sha256": known.sha256,
        "version": reading.version,
        "name": known.name,
        "code": known.code,
        "detail": known.detail,
        "events": known.events,
        "warnings": dumped(known.warnings),
        "digest": packed.digest,
        "document": packed.document or None,
    }
    connection.execute(insert(readings), row)
    if packed.events:
        _insert_many(connection, events, packed.events)
    return known


def save_archive(connection: Connection, sha256: str, version: str, members: Iterable[Member]) -> None:
    """Put down what an archive holds."""
    _forget(connection, sha256)
    listed = [[storable(m.name), m.sha256, m.code, storable(m.detail), m.passed_over] for m in members]
    row = {"sha256": sha256, "version": version, "members": zlib.compress(dumped(listed).encode(), _LEVEL)}
    connection.execute(insert(archives), row)


def find_archive(connection: Connection, sha256: str, version: str) -> tuple[Member, ...] | None:
    """What an archive holds, if it was opened under this version."""
    wanted = select(archives.c.members).where(archives.c.sha256 == sha256, archives.c.version == version)
    found = connection.scalar(wanted)
    return None if found is None else tuple(Member(*member) for member in json.loads(zlib.decompress(found)))


def known_readings(connection: Connection) -> Iterator[tuple[str, Known]]:
    """(version, what is known) of all bytes."""
    columns = ("version", "sha256", "name", "code", "detail", "events", "warnings")
    query: Select[Any] = select(*(readings.c[name] for name in columns))
    for read_by, sha256, name, code, detail, count, warnings in connection.execute(query):
        yield read_by, Known(sha256, name, code, detail, count, json.loads(warnings))


def read_records(connection: Connection, called: Iterable[Called]) -> Iterator[PlanRecord]:
    """The documents of these bytes, in this order, each with its names; those without a document are left out."""
    waiting: list[Called] = []
    for one in called:
        waiting.append(one)
        if len(waiting) == _BATCH:
            yield from _batch(connection, waiting)
            waiting = []
    yield from _batch(connection, waiting)


def _batch(connection: Connection, called: list[Called]) -> Iterator[PlanRecord]:
    wanted = select(readings.c.sha256, readings.c.document).where(
        readings.c.sha256.in_([one.sha256 for one in called]), readings.c.document.is_not(None)
    )
    found = {row.sha256: row.document for row in connection.execute(wanted)}
    for one in called:
        if one.sha256 in found:
            yield _unpacked(found[one.sha256], one)


def _insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows of plain texts and numbers, as `insert` would put them in, at a fifth of its cost: nothing is converted."""
    statement, order = _compiled(table, tuple(rows[0]), connection.dialect)
    given = list(rows) if order is None else [tuple(row[name] for name in order) for row in rows]
    connection.exec_driver_sql(statement, given)


@lru_cache(maxsize=8)
def _compiled(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, Sequence[str] | None]:
    """(statement, the order of its parameters where they have no names) of an `insert`."""
    compiled = insert(table).compile(dialect=dialect, column_keys=names)
    return str(compiled), getattr(compiled, "positiontup", None)


def _forget(connection: Connection, sha256: str) -> None:
    """Bytes are one thing: a document, a failure or an archive."""
    connection.execute(delete(readings).where(readings.c.sha256 == sha256))  # and its events
    connection.execute(delete(archives).where(archives.c.sha256 == sha256))


def _packed(reading: Reading) -> _Packed:
    document = json.loads(reading.record.document) | {"source": "", "sources": [], "gone": []}
    parsed = [json.loads(event) for event in reading.record.events]
    text = "\n".join((dumped(document), *reading.record.events)).encode()
    warnings = Counter(document["warnings"])
    for event in parsed:
        warnings.update(event["warnings"])
    known = Known(reading.sha256, storable(reading.name), events=len(parsed), warnings=dict(sorted(warnings.items())))
    rows = tuple(
        {"sha256": reading.sha256, "position": position, **event_row(event, document["institution"])}
        for position, event in enumerate(parsed, 1)
    )
    return _Packed(known, hashlib.sha256(text).hexdigest(), zlib.compress(text, _LEVEL), rows)


def _unpacked(data: bytes, called: Called) -> PlanRecord:
    document, *lines = zlib.decompress(data).decode().split("\n")
    names = {"source": called.first, "sources": called.sources, "gone": called.gone}
    return PlanRecord(dumped(json.loads(document) | names), tuple(lines))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
