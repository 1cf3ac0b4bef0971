"""`Store`: what the rest of the program asks of a store, each method one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Engine, delete, insert, select

from extractor.exports.records import PlanRecord
from extractor.store import dataset
from extractor.store.connection import place_of, reading, writing
from extractor.store.dataset import last_part
from extractor.store.documents import find_archive, known_readings, read_records, save_archive, save_reading
from extractor.store.naming import all_names, call, here, see
from extractor.store.schema import exported
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

__all__ = ["Records", "Store", "last_part"]


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

    # what was read

    def known(self, *versions: str) -> Mapping[str, Known]:
        """What these versions (all, where none is named) made of which bytes, by SHA-256: documents and failures."""
        with reading(self._engine) as connection:
            found = known_readings(connection)
            return {known.sha256: known for version, known in found if not versions or version in versions}

    def save(self, read: Reading | FailedReading) -> Known:
        """Keep a document with its events and their words for the search, or a failure, instead of what there was."""
        with writing(self._engine) as connection:
            return save_reading(connection, read)

    def archive(self, sha256: str, version: str) -> tuple[Member, ...] | None:
        """What the archive with these bytes holds, as it was saved under this version; None where it was not."""
        with reading(self._engine) as connection:
            return find_archive(connection, sha256, version)

    def save_archive(self, sha256: str, version: str, members: Iterable[Member]) -> None:
        """Keep what an archive with these bytes holds, so that it need not be opened again."""
        with writing(self._engine) as connection:
            save_archive(connection, sha256, version, members)

    # what is there

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

    def unread(self, *versions: str) -> tuple[Unread, ...]:
        """The documents to read, in order: bytes under a name that is there, and no reading of these versions and name.

        A failure of one of the versions counts as a reading (whether to try it again is told by `known`); an archive
        that was saved is no document.
        """
        with reading(self._engine) as connection:
            return dataset.unread(connection, versions)

    def prune(self, *, gone: bool = False) -> int:
        """Forget readings and archives that no name points to, with `gone` the gone names first; how many readings.

        An archive is pointed to by its own name, not by those of its files: see it, too.
        """
        with writing(self._engine) as connection:
            return dataset.prune(connection, gone=gone)

    # what comes of it

    def records(self) -> Records:
        """The documents of the dataset in the order of their first sources, their names filled in."""
        return Records(self._engine)

    def size(self) -> tuple[int, int]:
        """How many documents and events the dataset has."""
        with reading(self._engine) as connection:
            return dataset.size(connection)

    def failures(self) -> tuple[Failure, ...]:
        """The names that are there and have no document, by source."""
        with reading(self._engine) as connection:
            return dataset.failures(connection)

    def duplicates(self) -> Mapping[str, str]:
        """The sources whose bytes are in the dataset under an earlier source, each with that source; in order."""
        with reading(self._engine) as connection:
            return dataset.duplicates(connection)

    def digest(self) -> str:
        """Of all that `records`, `failures` and `duplicates` give: the same digest, the same exports."""
        with reading(self._engine) as connection:
            return dataset.digest(connection)

    def search(self, query: Query) -> tuple[Hit, ...]:
        """The events of the dataset that fit, the best first; without words by day.

        Raises:
            UsageError: words are asked for, and there is none among them (`no_words`).
        """
        with reading(self._engine) as connection:
            return find(connection, query)

    # what was written

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
