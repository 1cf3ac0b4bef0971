"""The whole import: find, read in workers, write, report."""

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
from extractor.exports.folder import FORMATS, Content, write_folder
from extractor.exports.records import Spooled
from extractor.importing.attempt import EXTRACT, private_copy
from extractor.importing.lock import only_one
from extractor.importing.opened import archive_files
from extractor.importing.outcome import ImportReport, Outcome, mark_duplicates
from extractor.importing.pool import Crew
from extractor.importing.walk import Found, Walk, find_files
from extractor.importing.worker import Task, spool_path
from extractor.messages import DEFAULT, translated
from extractor.messages.codes import error_meaning
from extractor.readers.archive import is_archive
from extractor.readers.limits import Limits

_SPOOL = ".import-"
ARCHIVES = "*.zip"
"""Opened as folders are, whatever the pattern; it chooses among their files."""


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
    limits: Limits = field(default_factory=Limits)
    passwords: tuple[str, ...] = ()


class Watcher(Protocol):
    """Who is told how the import goes on."""

    def found(self, count: int) -> None:
        """So many files will be read; told anew where an archive has been opened."""

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
        gathered = _Gathered(len(walk.files))
        interrupted = False
        try:
            _collect(walk, spool, options, watcher, gathered)
        except KeyboardInterrupt:
            interrupted = True
        outcomes = sorted(gathered.outcomes, key=lambda o: (o.source, o.index))
        report = ImportReport(
            tuple(outcomes),
            tuple(sorted((*walk.other_kinds, *gathered.other_kinds))),
            walk.irregular,
            mark_duplicates(outcomes),
            gathered.expected - len(outcomes),
            interrupted,
        )
        if report.documents:
            _export(out, spool, report, options.formats)
    return replace(report, seconds=time.monotonic() - began)


def chosen(paths: Sequence[str | Path], options: ImportOptions) -> Walk:
    """The files that an import with these options reads."""
    walk = find_files(paths)
    fitting = (f for f in walk.files if options.pattern is None or f.fits(options.pattern) or f.fits(ARCHIVES))
    return replace(walk, files=tuple(islice(fitting, options.limit)))


@dataclass(slots=True)
class _Gathered:
    """What has come so far, kept also where Ctrl-C ends the run: outcomes of files, how many there are in all."""

    expected: int
    outcomes: list[Outcome] = field(default_factory=list)
    other_kinds: list[str] = field(default_factory=list)


def sources(found: Found, options: ImportOptions) -> Iterator[str]:
    """What will be read of a file: itself, or the files of an archive; one that cannot be opened stands for itself."""
    try:
        data = private_copy(found.path)
        if is_archive(data):
            files = list(archive_files(data, found.source, options.limits, options.passwords, options.pattern))
            yield from (file.name for file in files if not file.passed_over)
            return
    except ExtractorError:
        pass
    yield found.source


def _collect(walk: Walk, spool: Path, options: ImportOptions, watcher: Watcher, gathered: _Gathered) -> None:
    task = Task(
        spool, options.memory, options.overlays, options.extract, options.limits, options.passwords, options.pattern
    )
    crew = Crew(walk.files, task, workers=options.workers or cores(), timeout=options.timeout)
    for outcome in crew.outcomes():
        if outcome.opened is not None:
            gathered.expected = crew.expected
            gathered.other_kinds += outcome.opened.other_kinds
            watcher.found(crew.expected)
            continue
        gathered.outcomes.append(outcome)
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
