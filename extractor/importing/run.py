"""The whole import: find, read what is new in workers, keep it in the store, write the exports, report."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Protocol

from extractor.errors import ExtractorError
from extractor.exports import FORMATS
from extractor.importing.attempt import EXTRACT
from extractor.importing.ledger import Ledger, outcome_of
from extractor.importing.lock import only_one
from extractor.importing.outcome import ImportReport, Outcome, mark_duplicates
from extractor.importing.pool import Crew
from extractor.importing.publish import has_store, publish
from extractor.importing.quarantine import settle
from extractor.importing.seen import Seen, look
from extractor.importing.versions import Bounds, Versions
from extractor.importing.walk import Walk, find_files, printable
from extractor.importing.worker import Task
from extractor.readers import office
from extractor.readers.archive import INSIDE
from extractor.readers.limits import Limits
from extractor.store import Change, Store, open_store, remember_place, store_place

_SPOOL = ".import-"
ARCHIVES = "*.zip"
"""Opened as folders are, whatever the pattern; it chooses among their files."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import.

    `workers` are processes (as many as cores by default), `timeout` and `processor` seconds a document (the second of
    the processor's time; as the first by default), `memory` megabytes a document, `limit` how many files at most.
    `store` is the URL of a PostgreSQL database; `retry` tries all failures anew; `prune` forgets files that are gone.
    """

    workers: int | None = None
    timeout: float = 60.0
    processor: float | None = None
    memory: int | None = 4096
    pattern: str | None = None
    limit: int | None = None
    overlays: tuple[Path, ...] = ()
    formats: tuple[str, ...] = FORMATS
    extract: str = EXTRACT
    limits: Limits = field(default_factory=Limits)
    passwords: tuple[str, ...] = ()
    store: str | None = None
    retry: bool = False
    prune: bool = False

    @property
    def bounds(self) -> Bounds:
        """What failures may depend on."""
        processor = self.processor or self.timeout
        return Bounds(self.limits, self.timeout, self.memory, processor, len(self.passwords))

    @property
    def partial(self) -> bool:
        """Whether not all files of the paths are looked at."""
        return self.pattern is not None or self.limit is not None


class Watcher(Protocol):
    """Who is told how the import goes on."""

    def found(self, count: int) -> None:
        """So many files will be read; told anew where an archive has been opened."""

    def done(self, outcome: Outcome) -> None:
        """A file has been read or has failed."""


def run_import(paths: Sequence[str | Path], out: Path, options: ImportOptions, watcher: Watcher) -> ImportReport:
    """Read what is new or changed of the paths into the store of the folder `out`, and write its dataset there.

    The dataset depends on the files' names and bytes alone, not on the number of workers, their order, or earlier runs
    that were killed. After Ctrl-C what was read so far is kept and written; the next run goes on from there.

    Raises:
        ExtractorError: another import is writing to `out`, its store cannot be used, or no worker starts.
        OSError: `out` cannot be written; the exports that stood there are unchanged.
    """
    began = time.monotonic()
    walk = chosen(paths, options)
    if not walk.files and not has_store(out):
        watcher.found(0)
        return ImportReport((), walk.other_kinds, walk.irregular)
    out.mkdir(parents=True, exist_ok=True)
    place = store_place(out, options.store)
    with only_one(out), open_store(place) as store, _spool_folder(out) as spool:
        if options.store is not None:
            remember_place(out, options.store)
        report = _Run(out, store, place, walk, options, watcher).report(paths, spool)
    return replace(report, seconds=time.monotonic() - began)


def chosen(paths: Sequence[str | Path], options: ImportOptions) -> Walk:
    """The files that an import with these options looks at."""
    walk = find_files(paths)
    fitting = (f for f in walk.files if options.pattern is None or f.fits(options.pattern) or f.fits(ARCHIVES))
    return replace(walk, files=tuple(islice(fitting, options.limit)))


class _Run:
    """One import into a store that is open and locked."""

    def __init__(
        self, out: Path, store: Store, place: str | Path, walk: Walk, options: ImportOptions, watcher: Watcher
    ) -> None:
        self._out = out
        self._store = store
        self._place = place
        self._walk = walk
        self._options = options
        self._watcher = watcher
        self._seen = Seen(options.pattern)
        versions = Versions(options.bounds, options.extract)
        self._ledger = Ledger(out, store, self._seen, versions, options.retry)
        self._changes: list[Change] = []

    def report(self, paths: Sequence[str | Path], spool: Path) -> ImportReport:
        """Do it all, and tell."""
        whole = False
        try:
            self._read(spool)
            whole = True
        except KeyboardInterrupt:
            pass
        roots = below(paths, self._walk, self._options) if whole else ()
        self._changes.append(self._store.see(self._seen.names.values(), below=roots))
        if self._options.prune and whole:
            self._store.prune(gone=True)
        settle(self._out, self._store.failures())
        documents, events = self._store.size()
        written = bool(documents) and publish(self._out, self._store, self._place, self._options.formats)
        outcomes, unread = self._outcomes()
        return ImportReport(
            outcomes,
            tuple(sorted({*self._walk.other_kinds, *self._seen.other_kinds})),
            self._walk.irregular,
            mark_duplicates(outcomes),
            unread,
            not whole,
            change=self._change(),
            documents_in_all=documents,
            events_in_all=events,
            written=written,
        )

    def _read(self, spool: Path) -> None:
        for found, what in look(self._walk.files, self._options.limits):
            if isinstance(what, ExtractorError):
                self._seen.unread(found, what)
            else:
                self._seen.file(found, what)
        self._ledger.open_known()
        while True:
            self._changes.append(self._store.see(self._seen.names.values()))
            jobs = self._ledger.jobs()
            self._watcher.found(self._ledger.waiting)
            if not jobs:
                return
            crew = Crew(self._task(spool), workers=self._options.workers or cores(), timeout=self._options.timeout)
            crew.add(jobs)
            self._gather(crew)

    def _gather(self, crew: Crew) -> None:
        told = self._ledger.waiting
        for answer in crew.answers():
            for outcome in self._ledger.note(answer, crew):
                self._watcher.done(outcome)
            if self._ledger.waiting != told:
                told = self._ledger.waiting
                self._watcher.found(told)

    def _task(self, spool: Path) -> Task:
        of = self._options
        return Task(
            spool, of.memory, of.processor or of.timeout, of.overlays, of.extract, of.limits, of.passwords, of.pattern
        )

    def _outcomes(self) -> tuple[tuple[Outcome, ...], int]:
        """The outcome of every file that this run found, by source; how many were not reached."""
        known, unread = self._store.known(), 0
        outcomes = [Outcome(s.source, s.code, s.detail) for s in self._seen.vanished]
        for name in self._seen.documents():
            if name.sha256 is None:
                outcomes.append(Outcome(name.source, name.code, name.detail))
            elif name.sha256 in known:
                outcomes.append(
                    outcome_of(name.source, known[name.sha256], before=name.sha256 not in self._ledger.read)
                )
            else:
                unread += 1
        return tuple(sorted(outcomes, key=lambda o: o.source)), unread

    def _change(self) -> Change:
        """What this run found otherwise than the last one; archives are told by their files."""
        here = {name.source for name in self._seen.documents()}
        gone = {source for change in self._changes for source in change.gone}
        inside = {source.rpartition(INSIDE)[0] for source in gone}
        new, changed, back = (
            tuple(sorted({s for change in self._changes for s in getattr(change, kind) if s in here}))
            for kind in ("new", "changed", "back")
        )
        return Change(new, tuple(s for s in changed if s not in new), back, tuple(sorted(gone - inside)))


def below(paths: Sequence[str | Path], walk: Walk, options: ImportOptions) -> tuple[str, ...]:
    """Where what was not found is gone: nowhere, if not all was looked at."""
    if options.partial or walk.closed:
        return ()
    return tuple(printable(Path(path).absolute().as_posix()) for path in paths)


def cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _spool_folder(out: Path) -> Iterator[Path]:
    """A folder for the files of archives until they are read; what a killed import left behind is removed first."""
    for left in out.glob(f"{_SPOOL}*/"):
        shutil.rmtree(left, ignore_errors=True)
    spool = Path(tempfile.mkdtemp(prefix=_SPOOL, dir=out))
    try:
        yield spool
    finally:
        shutil.rmtree(spool, ignore_errors=True)
        office.sweep()
