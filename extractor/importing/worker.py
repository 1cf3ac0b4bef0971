"""A worker process: reads one file after another, writes each plan to the spool, and says how it went."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from extractor.errors import ExtractorError
from extractor.exports.records import PlanRecord
from extractor.importing.attempt import EXTRACT, Extract, attempt, load_extract
from extractor.importing.outcome import Outcome
from extractor.importing.walk import Found
from extractor.model import PlanDocument

READY = b"ready"


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker must know before the first file: where plans go, and under which limits and mappings."""

    spool: Path
    memory: int | None = None
    overlays: tuple[Path, ...] = ()
    extract: str = EXTRACT


def work(connection: Connection, task: Task) -> None:
    """The whole life of a worker: get ready, then read the files it is sent until the pipe closes or says None."""
    _be_alone()
    if task.memory:
        _limit_memory(task.memory)
    if task.overlays:
        from extractor import mappings

        mappings.use(*task.overlays)
    extract = load_extract(task.extract)
    connection.send_bytes(READY)
    while True:
        try:
            job: tuple[int, Found] | None = connection.recv()
        except EOFError:
            return
        if job is None:
            return
        connection.send_bytes(read_one(*job, task.spool, extract).to_bytes())


def read_one(index: int, found: Found, spool: Path, extract: Extract) -> Outcome:
    """Read a file; its plan is in the spool before the outcome says so."""
    try:
        plan = attempt(found.path, found.source, extract).renamed(found.source)
    except ExtractorError as error:
        return Outcome.failed(index, error)
    PlanRecord.of(plan).write(spool_path(spool, index))
    warnings = Counter(_warnings(plan))
    return Outcome(index, found.source, None, "", plan.document.sha256, len(plan.events), dict(warnings))


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
