"""The whole import: find, read in workers, write, report."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Protocol

from extractor.exports.folder import FORMATS, Content, write_folder
from extractor.exports.records import Spooled
from extractor.importing.attempt import EXTRACT
from extractor.importing.lock import only_one
from extractor.importing.outcome import ImportReport, Outcome, mark_duplicates
from extractor.importing.pool import Crew
from extractor.importing.walk import Walk, find_files
from extractor.importing.worker import Task, spool_path
from extractor.messages import DEFAULT, translated
from extractor.messages.codes import error_meaning

_SPOOL = ".import-"


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import: processes (as many as cores by default), seconds and megabytes a document, how many at most."""

    workers: int | None = None
    timeout: float = 60.0
    memory: int | None = 4096
    pattern: str | None = None
    limit: int | None = None
    overlays: tuple[Path, ...] = ()
    formats: tuple[str, ...] = tuple(FORMATS)
    extract: str = EXTRACT


class Watcher(Protocol):
    """Who is told how the import goes on."""

    def found(self, count: int) -> None:
        """So many files will be read."""

    def done(self, outcome: Outcome) -> None:
        """A file has been read or has failed."""


def run_import(paths: Sequence[str | Path], out: Path, options: ImportOptions, watcher: Watcher) -> ImportReport:
    """Read all documents of the paths and write their dataset to the folder `out`.

    The dataset depends on the files' names and bytes alone, not on the number of workers or their order. After Ctrl-C
    what was read so far is written. Nothing is written where no document could be read.

    Raises:
        ExtractorError: another import is writing to `out`, or no worker starts.
        OSError: `out` cannot be written; the dataset that stood there is unchanged.
    """
    began = time.monotonic()
    walk = chosen(paths, options)
    watcher.found(len(walk.files))
    if not walk.files:
        return ImportReport((), walk.other_kinds, walk.irregular)
    out.mkdir(parents=True, exist_ok=True)
    with only_one(out), _spool_folder(out) as spool:
        outcomes: list[Outcome] = []
        interrupted = False
        try:
            _collect(walk, spool, options, watcher, outcomes)
        except KeyboardInterrupt:
            interrupted = True
        outcomes.sort(key=lambda o: o.index)
        report = ImportReport(
            tuple(outcomes),
            walk.other_kinds,
            walk.irregular,
            mark_duplicates(outcomes),
            len(walk.files) - len(outcomes),
            interrupted,
        )
        if report.documents:
            _export(out, spool, report, options.formats)
    return replace(report, seconds=time.monotonic() - began)


def chosen(paths: Sequence[str | Path], options: ImportOptions) -> Walk:
    """The files that an import with these options reads."""
    walk = find_files(paths)
    fitting = (f for f in walk.files if options.pattern is None or f.fits(options.pattern))
    return replace(walk, files=tuple(islice(fitting, options.limit)))


def _collect(walk: Walk, spool: Path, options: ImportOptions, watcher: Watcher, outcomes: list[Outcome]) -> None:
    task = Task(spool, options.memory, options.overlays, options.extract)
    crew = Crew(walk.files, task, workers=options.workers or cores(), timeout=options.timeout)
    for outcome in crew.outcomes():
        outcomes.append(outcome)
        watcher.done(outcome)


def cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _export(out: Path, spool: Path, report: ImportReport, formats: tuple[str, ...]) -> None:
    records = Spooled([spool_path(spool, o.index) for o in report.documents])
    write_folder(out, Content(records, tuple(map(_failure_row, report.failures)), report.duplicates), formats)


def _failure_row(outcome: Outcome) -> dict[str, str]:
    """In Russian whatever language the messages are in: the dataset does not depend on who made it."""
    meaning = error_meaning(outcome.code or "")
    return {
        "source": outcome.source,
        "code": outcome.code or "",
        "reason": translated(meaning.what, DEFAULT),
        "detail": outcome.detail,
        "remedy": translated(meaning.remedy, DEFAULT),
    }


@contextmanager
def _spool_folder(out: Path) -> Iterator[Path]:
    """A folder for plans on their way to the exports; what a killed import left behind is removed first."""
    for left in out.glob(f"{_SPOOL}*/"):
        shutil.rmtree(left, ignore_errors=True)
    spool = Path(tempfile.mkdtemp(prefix=_SPOOL, dir=out))
    try:
        yield spool
    finally:
        shutil.rmtree(spool, ignore_errors=True)
