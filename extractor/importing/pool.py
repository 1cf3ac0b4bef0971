"""Worker processes with limits that are kept from outside: a file that hangs or kills its worker costs itself alone.

Each worker has a line of its own and a few files ahead, so that it never waits for the next one. It answers in their
order: where it dies, the first without an answer is the one it died over, and the others go to another worker as if
nothing had been. A file whose worker died is read once more, alone, by a fresh one.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any

from extractor.errors import ExtractorError, LimitError, ReadError
from extractor.importing.answer import Answer, Job, from_bytes
from extractor.importing.channel import Line, NonsenseError
from extractor.importing.guard import MARK, State, end_family, end_group, end_strays, memory_below
from extractor.importing.worker import READY, Task, work

START_SECONDS = 60.0
"""How long a worker may take to load the program."""
FALSE_STARTS = 3
"""After so many workers in a row that died before their first file, the fault is not a file's."""
FILES_A_WORKER = 500
"""A fresh worker after so many files: what a library leaks stays bounded."""
FULL = 320 << 20
"""A worker that holds so many bytes after a file makes room for a fresh one."""
AHEAD = 4
"""So many files a worker has been sent and has not answered for."""
TRIES = 2
"""A file whose worker died is tried once more: the death may have been an earlier file's leak."""
_LOOK_SECONDS = 1.0
"""How often the memory of a worker and its children is looked at, while one file takes longer than this."""
_END_SECONDS = 5.0
"""A process that does not die at once waits for a disk that hangs: it is left to the system."""
_NEVER = float("inf")


@dataclass(slots=True)
class Worker:
    """A running process, the files it has been sent (it reads the first), when it is overdue, when to look at it."""

    process: BaseProcess
    line: Line
    deadline: float
    look: float = _NEVER
    jobs: deque[Job] = field(default_factory=deque)
    ready: bool = False
    answered: int = 0
    state: State = field(default_factory=State)


class Crew:
    """The workers of one run and the files that wait for them."""

    def __init__(self, task: Task, *, workers: int, timeout: float) -> None:
        self._task = task
        self._timeout = timeout
        self._size = workers
        self._waiting: deque[Job] = deque()
        self._suspects: deque[Job] = deque()
        self._tries: dict[int, int] = {}
        self._workers: list[Worker] = []
        self._false_starts = 0
        self._keeper: int | None = None

    def add(self, jobs: Iterable[Job], *, first: bool = False) -> None:
        """More files to read; `first` before all that wait."""
        if first:
            self._waiting.extendleft(reversed(list(jobs)))
        else:
            self._waiting.extend(jobs)

    def answers(self) -> Iterator[Answer]:
        """What became of each file, in the order in which they come. Closing the iterator ends the workers.

        Files may be added between two answers.

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
        """Give those that are there their share, let go who has nothing to do, hire as many as there is work for."""
        for worker in list(self._workers):
            self._supply(worker)
            if worker.ready and not worker.jobs:
                self._end(worker)
        work_left = len(self._suspects) + len(self._waiting)
        starting = sum(not w.ready for w in self._workers)
        while len(self._workers) < self._size and starting < work_left:
            context = fork_context()
            ours, theirs = context.Pipe()
            process = context.Process(target=work, args=(theirs, self._task), daemon=True)
            process.start()
            theirs.close()
            self._workers.append(Worker(process, Line(ours), time.monotonic() + START_SECONDS))
            starting += 1

    def _stirring(self) -> list[Worker]:
        """The workers that have something to say, have died, are overdue, or should be looked at."""
        soonest = min(min(w.deadline, w.look) for w in self._workers)
        handles = [h for w in self._workers for h in (w.line.connection, w.process.sentinel)]
        ready = set(wait(handles, timeout=max(0.0, soonest - time.monotonic())))
        now = time.monotonic()
        return [
            w
            for w in self._workers
            if w.line.connection in ready or w.process.sentinel in ready or min(w.deadline, w.look) <= now
        ]

    def _attend(self, worker: Worker) -> Iterator[Answer]:
        """Hear a worker out; bury it where it is dead, end it where its file breaks a limit."""
        dead = not worker.process.is_alive()  # asked first: what it said before it died is there by now
        try:
            for message in worker.line.received():
                yield from self._heard(worker, message)
                if self._is_full(worker):  # what it may say of the next one, which it reads by now, does not count
                    self._end(worker)
                    self._waiting.extendleft(reversed(worker.jobs))
                    return
        except NonsenseError:
            yield from self._bury(worker, "?")
            return
        if dead:
            yield from self._bury(worker)
            return
        now = time.monotonic()
        if worker.deadline <= now:
            yield from self._stop(worker, ReadError(f"{self._timeout:g} s", code="timeout"))
        elif worker.look <= now:
            worker.look = now + _LOOK_SECONDS
            limit = self._task.memory or 0
            held = memory_below(worker.process.pid or 0, limit << 20) >> 20
            if held > limit:
                yield from self._stop(worker, LimitError(f"memory {held} MB > {limit} MB"))

    def _heard(self, worker: Worker, message: bytes) -> Iterator[Answer]:
        """What a message says.

        Raises:
            NonsenseError: it is none of a worker that reads the files it was sent.
        """
        if not worker.ready:
            if not message.startswith(READY):
                raise NonsenseError
            self._keeper = int(message.removeprefix(READY))
            self._false_starts = 0
            worker.ready, worker.deadline = True, _NEVER
            return
        answer, worker.state = from_bytes(message)
        if not worker.jobs or worker.jobs[0].number != answer.number:
            raise NonsenseError
        self._tries.pop(worker.jobs.popleft().number, None)
        worker.answered += 1
        self._begin(worker)
        yield answer

    def _begin(self, worker: Worker) -> None:
        """The first of a worker's files is read from now on."""
        now = time.monotonic() if worker.jobs else _NEVER
        worker.deadline = now + self._timeout
        worker.look = now + _LOOK_SECONDS if self._task.memory else _NEVER

    def _supply(self, worker: Worker) -> None:
        """Send a worker what it may have ahead; one that has read its share, or has a suspect, gets nothing more."""
        if not worker.ready:
            return
        if self._suspects and not worker.answered and not worker.jobs:
            self._send(worker, self._suspects.popleft())
            return
        fair = -(-len(self._waiting) // len(self._workers))
        alone = worker.jobs and worker.jobs[0].number in self._tries
        room = min(max(1, min(AHEAD, fair)), FILES_A_WORKER - worker.answered)
        while self._waiting and not alone and len(worker.jobs) < room:
            if not self._send(worker, self._waiting.popleft()):
                return

    def _send(self, worker: Worker, job: Job) -> bool:
        worker.jobs.append(job)  # also where it cannot be sent: then the worker is dead, and soon found so
        if len(worker.jobs) == 1:
            self._begin(worker)
        return worker.line.send(pickle.dumps(job))

    def _is_full(self, worker: Worker) -> bool:
        """Whether what a worker holds is more than it should begin another file with."""
        space = (self._task.memory << 20) // 2 if self._task.memory else _NEVER
        return worker.state.resident > FULL or worker.state.address_space > space

    def _bury(self, worker: Worker, why: str = "") -> Iterator[Answer]:
        """A worker that died: the file it held is tried once more, the others as if nothing had been."""
        self._end(worker)
        exitcode = worker.process.exitcode
        if not worker.jobs:
            if not worker.ready:
                self._note_false_start(_death(exitcode))
            return
        job = self._take_back(worker)
        if exitcode == -getattr(signal, "SIGXCPU", 0):
            yield Answer.failed(job, ReadError(f"CPU {self._task.processor:g} s", code="timeout"))
            return
        self._tries[job.number] = self._tries.get(job.number, 0) + 1
        if self._tries[job.number] < TRIES:
            self._suspects.append(job)
        else:
            yield Answer.failed(job, ReadError(why or _death(exitcode), code="crashed"))

    def _stop(self, worker: Worker, broken: ReadError) -> Iterator[Answer]:
        """End a worker whose file breaks a limit; where it has none, it did not even start."""
        self._end(worker)
        if worker.jobs:
            yield Answer.failed(self._take_back(worker), broken)
        else:
            self._note_false_start("timeout")

    def _note_false_start(self, how: str) -> None:
        self._false_starts += 1
        if self._false_starts >= FALSE_STARTS:
            raise ExtractorError(f"worker: {how}", code="crashed")

    def _take_back(self, worker: Worker) -> Job:
        """The file that a worker held; those it had ahead wait again, in front."""
        job = worker.jobs.popleft()
        self._waiting.extendleft(reversed(worker.jobs))
        return job

    def _end(self, worker: Worker) -> None:
        """Kill a worker with all that it started, and forget it."""
        self._workers.remove(worker)
        died = not worker.process.is_alive()
        if worker.process.pid:
            (end_group if died else end_family)(worker.process.pid)
        worker.process.kill()
        worker.process.join(_END_SECONDS)
        worker.line.close()
        if died and self._keeper is not None:
            end_strays(_mark(), self._keeper)


def _death(exitcode: int | None) -> str:
    """«SIGSEGV» or «exit 3»."""
    if exitcode is not None and exitcode < 0:
        with suppress(ValueError):
            return signal.Signals(-exitcode).name
    return f"exit {exitcode}"


_MARKS: list[str] = []


def _mark() -> str:
    """What the environment of this process's workers bears."""
    if not _MARKS:
        _MARKS.append(f"{os.getpid()}-{os.urandom(8).hex()}")
    return _MARKS[0]


def fork_context() -> Any:
    """Workers forked from a clean server that has the libraries loaded; where there is no fork, started anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver, resource_tracker

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["extractor.importing.warm"])
    resource_tracker.ensure_running()  # Python's own, which is not to bear the mark
    os.environ[MARK] = _mark()
    try:
        forkserver.ensure_running()
    finally:
        del os.environ[MARK]
    return context
