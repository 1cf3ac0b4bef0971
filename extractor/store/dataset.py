"""What names and readings come to together: what is to be read, what failed, what the dataset is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, delete, select

from extractor.exports.records import dumped
from extractor.store.documents import known_readings
from extractor.store.naming import Called, all_names, call, here
from extractor.store.schema import archives, names, readings
from extractor.store.values import Failure, Unread


def unread(connection: Connection, versions: Collection[str]) -> tuple[Unread, ...]:
    """The documents to read, in the order of their names."""
    opened = set(connection.scalars(select(archives.c.sha256)))
    done = {known.sha256: (version, known) for version, known in known_readings(connection)}
    todo: list[Unread] = []
    for one in call(here(all_names(connection))):
        version, known = done.get(one.sha256, (None, None))
        current = known is not None and version in versions and known.name == last_part(one.first)
        if not current and one.sha256 not in opened:
            todo.append(Unread(one.sha256, one.first, one.leading.path, known))
    return tuple(todo)


def failures(connection: Connection) -> tuple[Failure, ...]:
    """The names that are there and have no document, in order."""
    failed = {known.sha256: known for _version, known in known_readings(connection) if known.code is not None}
    found: list[Failure] = []
    for name in here(all_names(connection)):
        if name.sha256 is None:
            found.append(Failure(name.source, name.code, name.detail, None, name.path))
        elif name.sha256 in failed:
            why = failed[name.sha256]
            found.append(Failure(name.source, why.code or "", why.detail, name.sha256, name.path))
    return tuple(found)


def duplicates(connection: Connection) -> Mapping[str, str]:
    """The sources whose bytes are in the dataset under an earlier source, each with that source; in order."""
    called = [one for one, _digest in _documents(connection)]
    return dict(sorted((source, one.first) for one in called for source in one.sources if source != one.first))


def size(connection: Connection) -> tuple[int, int]:
    """How many documents and events there are."""
    events = {known.sha256: known.events for _version, known in known_readings(connection)}
    there = [events[one.sha256] for one, _digest in _documents(connection)]
    return len(there), sum(there)


def digest(connection: Connection) -> str:
    """Of all documents with their names, and of all failures."""
    documents = [[told, one.first, one.sources, one.gone] for one, told in _documents(connection)]
    failed = [[failure.source, failure.code, failure.detail, failure.sha256] for failure in failures(connection)]
    return hashlib.sha256(dumped([documents, failed]).encode()).hexdigest()


def prune(connection: Connection, *, gone: bool) -> int:
    """Forget gone names, if asked to, and what no name points to; how many readings went."""
    if gone:
        connection.execute(delete(names).where(names.c.gone))
    pointed = select(names.c.sha256).where(names.c.sha256.is_not(None))
    connection.execute(delete(archives).where(archives.c.sha256.not_in(pointed)))
    return connection.execute(delete(readings).where(readings.c.sha256.not_in(pointed))).rowcount


def last_part(source: str) -> str:
    """The file's own name in a source: what a reading may depend on."""
    return source.rsplit("/", 1)[-1]


def _documents(connection: Connection) -> list[tuple[Called, str]]:
    """The documents of the dataset in order, each with the digest of its content."""
    rows = connection.execute(select(readings.c.sha256, readings.c.digest).where(readings.c.code.is_(None)))
    digests = {row.sha256: row.digest for row in rows}
    return [(one, digests[one.sha256]) for one in call(all_names(connection)) if one.sha256 in digests]
