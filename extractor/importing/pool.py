"""Worker processes with limits that are kept from outside: a file that hangs or kills its worker costs itself alone.

Each worker has a pipe of its own and holds one file at a time, so a death tells whose it was; what waits goes to the
others. Large results do not pass through the pipe (the worker writes them to the spool), so no read can block half-way.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from extractor.errors import ExtractorError, ReadError
from extractor.importing.outcome import Outcome
from extractor.importing.walk import Found
from extractor.importing.worker import READY, Task, work

START_SECONDS = 60.0
"""How long a worker may take to load the program."""
FALSE_STARTS = 3
"""After so many workers in a row that died before their first file, the fault is not a file's."""
FILES_A_WORKER = 500
"""A fresh worker after so many files: what a library leaks stays bounded."""
TRIES = 2
"""A file whose worker died is tried once more: the death may have been an earlier file's leak."""


@dataclass(slots=True)
class Worker:
    """A running process, the file it holds, and when it is overdue."""

    process: BaseProcess
    connection: Connection
    deadline: float
    job: tuple[int, Found] | None = None
    files: int = 0


class Crew:
    """The workers of one run and the files that wait for them."""

    def __init__(self, files: Sequence[Found], task: Task, *, workers: int, timeout: float) -> None:
        self._task = task
        self._timeout = timeout
        self._size = workers
        self._waiting = deque(enumerate(files))
        self.expected = len(files)
        self._numbers = count(len(files))
        self._tries: dict[int, int] = {}
        self._workers: list[Worker] = []
        self._false_starts = 0
        self._context: Any = _context()

    def outcomes(self) -> Iterator[Outcome]:
        """Every file's outcome, in the order in which they come. Closing the iterator ends the workers.

        Raises:
            ExtractorError: workers do not start.
        """
        try:
            self._hire()
            while self._workers:
                for worker in self._stirring():
                    yield from self._attend(worker)
                self._hire()
        finally:
            for worker in list(self._workers):
                self._end(worker)

    def _hire(self) -> None:
        """As many workers as there is work for."""
        idle = sum(w.job is None for w in self._workers)
        while len(self._workers) < self._size and idle < len(self._waiting):
            ours, theirs = self._context.Pipe()
            process = self._context.Process(target=work, args=(theirs, self._task), daemon=True)
            process.start()
            theirs.close()
            self._workers.append(Worker(process, ours, time.monotonic() + START_SECONDS))
            idle += 1

    def _stirring(self) -> list[Worker]:
        """The workers that have something to say, have died, or are overdue."""
        soonest = min(w.deadline for w in self._workers)
        handles = [h for w in self._workers for h in (w.connection, w.process.sentinel)]
        ready = set(wait(handles, timeout=max(0.0, soonest - time.monotonic())))
        now = time.monotonic()
        return [w for w in self._workers if w.connection in ready or w.process.sentinel in ready or w.deadline <= now]

    def _attend(self, worker: Worker) -> Iterator[Outcome]:
        """Hear a worker out and give it the next file; or bury it."""
        message = _message(worker.connection)
        if message is None:
            yield from self._bury(worker, overdue=worker.process.is_alive() and worker.deadline <= time.monotonic())
            return
        if message != READY:
            if worker.job is not None:
                _forget(worker.job[1])
            worker.job = None
            worker.files += 1
            yield from self._told(Outcome.from_bytes(message))
        self._false_starts = 0
        self._assign(worker)

    def _told(self, outcome: Outcome) -> Iterator[Outcome]:
        """An outcome; after an archive's, those of its files that could not be unpacked. Its others are read next."""
        opened = outcome.opened
        if opened is not None:
            self.expected += len(opened.files) + len(opened.failures) - 1
            jobs = [(next(self._numbers), Found(source, Path(path), True)) for source, path in opened.files]
            self._waiting.extendleft(reversed(jobs))
        yield outcome
        if opened is not None:
            for source, code, detail in opened.failures:
                yield Outcome(next(self._numbers), source, code, detail[:300])

    def _assign(self, worker: Worker) -> None:
        if not self._waiting or worker.files >= FILES_A_WORKER:
            with suppress(OSError):
                worker.connection.send(None)
            worker.process.join(1)
            self._end(worker)
            return
        job = self._waiting.popleft()
        try:
            worker.connection.send(job)
        except OSError:  # died between two files
            self._waiting.appendleft(job)
            self._end(worker)
            return
        worker.job = job
        worker.deadline = time.monotonic() + self._timeout

    def _bury(self, worker: Worker, *, overdue: bool) -> Iterator[Outcome]:
        """End a dead or overdue worker; its file is tried once more after a death, and has failed after a hang."""
        self._end(worker)
        if worker.job is None:
            self._false_starts += 1
            if self._false_starts >= FALSE_STARTS:
                raise ExtractorError(f"worker: exit {worker.process.exitcode}", code="crashed")
            return
        index, found = worker.job
        self._tries[index] = self._tries.get(index, 0) + 1
        if not overdue and self._tries[index] < TRIES:
            self._waiting.appendleft(worker.job)
            return
        if overdue:
            error = ReadError(f"{self._timeout:g} s", source=found.source, code="timeout")
        else:
            error = ReadError(_death(worker.process.exitcode), source=found.source, code="crashed")
        _forget(found)
        yield Outcome.failed(index, error)

    def _end(self, worker: Worker) -> None:
        """Kill a worker with all that it started, and forget it."""
        self._workers.remove(worker)
        if worker.process.pid and hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(worker.process.pid, signal.SIGKILL)
        worker.process.kill()
        worker.process.join()
        worker.connection.close()


def _forget(found: Found) -> None:
    """An unpacked file has been read: the spool never holds more than what the archives at work unpack to."""
    if found.unpacked:
        found.path.unlink(missing_ok=True)


def _message(connection: Connection) -> bytes | None:
    """What a worker said, whole; None where it said nothing (it is dead, or silent past its deadline)."""
    try:
        return connection.recv_bytes() if connection.poll() else None
    except (EOFError, OSError):
        return None


def _death(exitcode: int | None) -> str:
    """«SIGSEGV» or «exit 3»."""
    if exitcode is not None and exitcode < 0:
        return signal.Signals(-exitcode).name
    return f"exit {exitcode}"


def _context() -> Any:
    """Workers forked from a clean server that has the libraries loaded; where there is no fork, started anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["extractor.importing.warm"])
    return context
