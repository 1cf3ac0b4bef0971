"""`Store`: what the rest of the program asks of a store, each method one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, Engine, delete, insert, select

from extractor.exports.records import PlanRecord, dumped
from extractor.store.connection import place_of, reading, writing
from extractor.store.documents import find_archive, known_readings, read_records, save_archive, save_reading
from extractor.store.naming import all_names, call, here, see
from extractor.store.schema import archives, exported, names, readings
from extractor.store.search import find
from extractor.store.values import (
    Change,
    Exported,
    FailedReading,
    Failure,
    Hit,
    Known,
    Member,
    Query,
    Reading,
    Sighting,
    Unread,
)


class Records:
    """The documents of a store, one in memory at a time; iterated as often as an export needs.

    Each iteration sees one state of the store from its first record to its last.
    """

    __slots__ = ("_engine",)

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __iter__(self) -> Iterator[PlanRecord]:
        with reading(self._engine) as connection:
            yield from read_records(connection, call(all_names(connection)))


class Store:
    """See the package for what it keeps and promises; made by `open_store`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def place(self) -> str:
        """What messages call it: the path, or the URL without the password."""
        return place_of(self._engine)

    # what is read

    def known(self, *versions: str) -> Mapping[str, Known]:
        """What these versions (all, where none is named) made of which bytes, by SHA-256: documents and failures."""
        with reading(self._engine) as connection:
            found = known_readings(connection)
            return {known.sha256: known for version, known in found if not versions or version in versions}

    def save(self, read: Reading | FailedReading) -> Known:
        """Keep a document with its events and their words for the search, or a failure, instead of what there was."""
        with writing(self._engine) as connection:
            return save_reading(connection, read)

    def save_failure(self, failed: FailedReading) -> Known:
        """The same as `save`."""
        return self.save(failed)

    def save_archive(self, sha256: str, version: str, members: Iterable[Member]) -> None:
        """Keep what an archive with these bytes holds, so that it need not be opened again."""
        with writing(self._engine) as connection:
            save_archive(connection, sha256, version, members)

    def archive(self, sha256: str, version: str) -> tuple[Member, ...] | None:
        """What the archive with these bytes holds, as it was saved under this version; None where it was not."""
        with reading(self._engine) as connection:
            return find_archive(connection, sha256, version)

    # what it is called

    def see(self, sightings: Iterable[Sighting], *, below: Iterable[str] = ()) -> Change:
        """Keep what a run found now. A name that lies at or below one of the paths `below` and was not found is gone.

        Give no `below` where the run could not look everywhere (`--limit`, `--glob`, Ctrl-C): then nothing goes.
        """
        with writing(self._engine) as connection:
            return see(connection, sightings, below)

    def seen(self) -> tuple[Sighting, ...]:
        """The names that are there, by source."""
        with reading(self._engine) as connection:
            known = all_names(connection)
        return tuple(Sighting(n.source, n.path, n.sha256, n.code, n.detail) for n in here(known))

    def size(self) -> tuple[int, int]:
        """How many documents and events the dataset has."""
        with reading(self._engine) as connection:
            done = {known.sha256: known for _version, known in known_readings(connection) if known.code is None}
            documents = [done[one.sha256] for one in call(all_names(connection)) if one.sha256 in done]
        return len(documents), sum(known.events for known in documents)

    def unread(self, *versions: str) -> tuple[Unread, ...]:
        """The documents to read, in order: bytes under a name that is there, and no reading of these versions and name.

        A failure of one of the versions counts as a reading (whether to try it again is told by `known`); an archive
        that was saved is no document.
        """
        with reading(self._engine) as connection:
            opened = set(connection.scalars(select(archives.c.sha256)))
            done = {known.sha256: (read_by, known) for read_by, known in known_readings(connection)}
            called = [c for c in call(here(all_names(connection))) if c.sha256 not in opened]
        todo: list[Unread] = []
        for one in called:
            read_by, known = done.get(one.sha256, (None, None))
            if known is None or read_by not in versions or known.name != last_part(one.first):
                todo.append(Unread(one.sha256, one.first, one.leading.path, known))
        return tuple(todo)

    def failures(self) -> tuple[Failure, ...]:
        """The names that are there and have no document, by source."""
        with reading(self._engine) as connection:
            failed = {k.sha256: k for _version, k in known_readings(connection) if k.code is not None}
            known = all_names(connection)
        found: list[Failure] = []
        for name in here(known):
            if name.sha256 is None:
                found.append(Failure(name.source, name.code, name.detail, None, name.path))
            elif name.sha256 in failed:
                why = failed[name.sha256]
                found.append(Failure(name.source, why.code or "", why.detail, name.sha256, name.path))
        return tuple(found)

    def duplicates(self) -> Mapping[str, str]:
        """The sources whose bytes are in the dataset under an earlier source, each with that source; in order."""
        with reading(self._engine) as connection:
            called = call(all_names(connection))
            documents = set(connection.scalars(select(readings.c.sha256).where(readings.c.code.is_(None))))
        found = {s: one.first for one in called if one.sha256 in documents for s in one.sources if s != one.first}
        return dict(sorted(found.items()))

    # what comes of it

    def records(self) -> Records:
        """The documents of the dataset in the order of their first sources, their names filled in."""
        return Records(self._engine)

    def digest(self) -> str:
        """Of all that `records`, `failures` and `duplicates` give: the same digest, the same exports."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(readings.c.sha256, readings.c.digest).where(readings.c.code.is_(None)))
            digests = {row.sha256: row.digest for row in rows}
            called = call(all_names(connection))
        documents = [[digests[c.sha256], c.first, c.sources, c.gone] for c in called if c.sha256 in digests]
        failures = [[f.source, f.code, f.detail, f.sha256] for f in self.failures()]
        return hashlib.sha256(dumped([documents, failures]).encode()).hexdigest()

    def exported(self) -> Mapping[str, Exported]:
        """What `save_exported` kept, by name."""
        columns = (exported.c.name, exported.c.digest, exported.c.size, exported.c.modified)
        with reading(self._engine) as connection:
            return {row.name: Exported(*row) for row in connection.execute(select(*columns))}

    def save_exported(self, files: Iterable[Exported]) -> None:
        """Keep which files were exported from which state, instead of all that was kept before."""
        rows = [
            {
                "key": hashlib.sha256(file.name.encode("utf-8", "surrogateescape")).hexdigest(),
                "name": file.name,
                "digest": file.digest,
                "size": file.size,
                "modified": file.modified,
            }
            for file in files
        ]
        with writing(self._engine) as connection:
            connection.execute(delete(exported))
            if rows:
                connection.execute(insert(exported), rows)

    def search(self, query: Query) -> tuple[Hit, ...]:
        """The events of the dataset that fit, the best first."""
        with reading(self._engine) as connection:
            return find(connection, query)

    def prune(self, *, gone: bool = False) -> int:
        """Forget readings and archives that no name points to, with `gone` the gone names first; how many documents."""
        with writing(self._engine) as connection:
            if gone:
                connection.execute(delete(names).where(names.c.gone))
            return _prune(connection)


def last_part(source: str) -> str:
    """The file's own name in a source: what a reading may depend on."""
    return source.rsplit("/", 1)[-1]


def _prune(connection: Connection) -> int:
    pointed = select(names.c.sha256).where(names.c.sha256.is_not(None))
    connection.execute(delete(archives).where(archives.c.sha256.not_in(pointed)))
    forgotten = connection.execute(delete(readings).where(readings.c.sha256.not_in(pointed)))
    return forgotten.rowcount
