"""A worker process: reads one file after another and says how each went."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import pickle
import shutil
import threading
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from extractor.errors import ExtractorError
from extractor.exports.records import PlanRecord
from extractor.importing.answer import Answer, Job, to_bytes
from extractor.importing.attempt import EXTRACT, Extract, guarded, load_extract, private_copy
from extractor.importing.channel import receive, send
from extractor.importing.guard import be_alone, end_group, limit_memory, limit_processor, own_state
from extractor.importing.unpack import unpack
from extractor.readers.archive import is_archive
from extractor.readers.limits import Limits

READY = b"ready "
"""The first word of a worker; the number of its parent's process follows."""
ARCHIVE = "archive"
"""What a reader says of one."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker must know before the first file.

    `spool` is where the files of archives are put down (those that fit the `pattern`); `memory` is in megabytes, and
    `processor` in seconds a document.
    """

    spool: Path
    memory: int | None = None
    processor: float | None = None
    overlays: tuple[Path, ...] = ()
    extract: str = EXTRACT
    limits: Limits = field(default_factory=Limits)
    passwords: tuple[str, ...] = ()
    pattern: str | None = None


def work(connection: Connection, task: Task) -> None:
    """The whole life of a worker: get ready, then read the files it is sent until nobody sends any more."""
    parent = multiprocessing.parent_process()
    be_alone(connection.fileno(), *([parent.sentinel] if parent is not None else []))
    _die_with_the_import()
    if task.memory:
        limit_memory(task.memory)
    if task.overlays:
        from extractor import mappings

        mappings.use(*task.overlays)
    extract = partial(load_extract(task.extract), limits=task.limits, passwords=task.passwords)
    self = os.getpid()
    send(connection, READY + str(os.getppid()).encode())
    while message := receive(connection):
        job: Job = pickle.loads(message)
        if task.processor:
            limit_processor(task.processor)
        answer = read_one(job, task, extract)
        if os.getpid() != self:  # a reader forked, and this is the child that came back from it
            os._exit(0)
        send(connection, to_bytes(answer, own_state()))


def read_one(job: Job, task: Task, extract: Extract) -> Answer:
    """Read a file, or open an archive. The hash is that of the very bytes that are read."""
    digest: str | None = None
    try:
        data = guarded(job.source, lambda: private_copy(job.path))
        digest = hashlib.sha256(data).hexdigest()
        plan = guarded(job.source, lambda: extract(data, name=job.source))
        return Answer(job.number, job.source, digest, record=guarded(job.source, lambda: PlanRecord.of(plan)))
    except ExtractorError as error:
        if error.code == ARCHIVE and not job.inside and is_archive(data):  # not RAR, not 7z
            return _open_one(job, task, data, digest)
        return Answer.failed(job, error, digest)


def _open_one(job: Job, task: Task, data: bytes, digest: str | None) -> Answer:
    """An archive's files, put down in the spool."""
    folder = task.spool / f"{job.number:07d}"
    files = partial(unpack, data, job.source, folder, task.limits, task.passwords, task.pattern)
    try:
        return Answer(job.number, job.source, digest, opened=guarded(job.source, files))
    except ExtractorError as error:
        shutil.rmtree(folder, ignore_errors=True)
        return Answer.failed(job, error, digest)


def _die_with_the_import() -> None:
    """A worker ends, with what it started, when the import itself was killed."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            end_group(os.getpid())
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
