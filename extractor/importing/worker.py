"""A worker process: reads one file after another, writes each plan to the spool, and says how it went."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from extractor.errors import ExtractorError
from extractor.exports.records import PlanRecord
from extractor.importing.attempt import EXTRACT, attempt, guarded, load_extract, private_copy
from extractor.importing.opened import archive_files, open_archive
from extractor.importing.outcome import Outcome
from extractor.importing.walk import Found
from extractor.model import PlanDocument
from extractor.readers.archive import is_archive
from extractor.readers.limits import Limits

READY = b"ready"
ARCHIVE = "archive"
"""What a reader says of one."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker must know before the first file: where plans go, and under which limits and mappings."""

    spool: Path
    memory: int | None = None
    overlays: tuple[Path, ...] = ()
    extract: str = EXTRACT
    limits: Limits = field(default_factory=Limits)
    passwords: tuple[str, ...] = ()
    pattern: str | None = None


def work(connection: Connection, task: Task) -> None:
    """The whole life of a worker: get ready, then read the files it is sent until the pipe closes or says None."""
    _be_alone()
    if task.memory:
        _limit_memory(task.memory)
    if task.overlays:
        from extractor import mappings

        mappings.use(*task.overlays)
    load_extract(task.extract)
    connection.send_bytes(READY)
    while True:
        try:
            job: tuple[int, Found] | None = connection.recv()
        except EOFError:
            return
        if job is None:
            return
        connection.send_bytes(read_one(*job, task).to_bytes())


def read_one(index: int, found: Found, task: Task) -> Outcome:
    """Read a file, or open an archive; the plan or the files are in the spool before the outcome says so."""
    extract = partial(load_extract(task.extract), limits=task.limits, passwords=task.passwords)
    try:
        plan = attempt(found.path, found.source, extract).renamed(found.source)
    except ExtractorError as error:
        if error.code == ARCHIVE and not found.unpacked:
            return _open_one(index, found, task, error)
        return Outcome.failed(index, error)
    PlanRecord.of(plan).write(spool_path(task.spool, index))
    warnings = Counter(_warnings(plan))
    return Outcome(index, found.source, None, "", plan.document.sha256, len(plan.events), dict(warnings))


def _open_one(index: int, found: Found, task: Task, refused: ExtractorError) -> Outcome:
    """An archive's files, put down in the spool."""
    data = private_copy(found.path)
    if not is_archive(data):  # RAR, 7z
        return Outcome.failed(index, refused)
    folder = task.spool / f"{index:07d}"
    try:
        files = partial(archive_files, data, found.source, task.limits, task.passwords, task.pattern)
        opened = guarded(found.source, lambda: open_archive(files(), folder))
    except ExtractorError as error:
        shutil.rmtree(folder, ignore_errors=True)
        return Outcome.failed(index, error)
    return Outcome(index, found.source, opened=opened)


def spool_path(spool: Path, index: int) -> Path:
    """Where the plan of the file with this index waits for the exports."""
    return spool / f"{index:07d}.jsonl"


def _warnings(plan: PlanDocument) -> Iterable[str]:
    yield from plan.document.warnings
    for event in plan.events:
        yield from event.warnings


def _be_alone() -> None:
    """A session of its own: Ctrl-C reaches the parent alone, and a kill reaches what a reader started as well.

    What C libraries print goes nowhere: it would tear the progress bar.
    """
    if hasattr(os, "setsid"):
        os.setsid()
    _die_with_the_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _die_with_the_parent() -> None:
    """A worker that hangs ends when the import itself was killed."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _limit_memory(megabytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = megabytes << 20
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
