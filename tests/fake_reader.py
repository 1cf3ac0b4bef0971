"""A reader for the tests of imports: the first line is the title, each other line an event; some titles misbehave.

«FLOOD 60» gives a title of 60 MB.

Workers load it by its name (`tests.fake_reader:extract`), as they load the real one.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from extractor.errors import LimitError, MissingToolError, ReadError
from extractor.model import DateExpression, Document, Event, Period, PlanDocument, Span

EXTRACT = "tests.fake_reader:extract"


def extract(data: bytes, *, name: str = "", **_how: object) -> PlanDocument:
    if data.startswith(b"PK"):
        raise ReadError(code="archive")
    title, *rows = data.decode().splitlines() or [""]
    mischief = MISCHIEF.get(title.rstrip("б "))
    if mischief is not None:
        mischief()
    if title.startswith("FLOOD"):
        title = "ф" * (int(title.split()[1]) << 19)
    digest = hashlib.sha256(data).hexdigest()
    document = Document(
        digest[:16], name, digest, "txt", title=title, period=Period(dt.date(2030, 9, 1), dt.date(2031, 8, 31))
    )
    return PlanDocument(document, tuple(_event(digest[:16], number, row) for number, row in enumerate(rows, 1)))


def _event(document_id: str, number: int, row: str) -> Event:
    day = dt.date(2030, 9, 1) + dt.timedelta(days=number)
    date = DateExpression(row, "date", (Span(day, day),), edtf=day.isoformat())
    return Event(
        f"{document_id}-{number:04d}",
        document_id,
        number,
        row,
        date=date,
        warnings=("responsible_missing",),
        confidence=0.9,
    )


def _hang() -> None:
    time.sleep(600)


def _hang_in_c() -> None:
    """Without letting go of the interpreter: no thread of the worker can do anything about it."""
    ctypes.PyDLL(None).sleep(600)


def _burn() -> None:
    while True:
        pass


def _stop() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def _abort() -> None:
    os.abort()


def _segfault() -> None:
    ctypes.string_at(0)


def _leave() -> None:
    os._exit(7)


def _raise_what_cannot_be_pickled() -> None:
    class Local(Exception):
        def __reduce__(self) -> str:
            raise TypeError("cannot be pickled")

    raise Local("нечто")


def _exit() -> None:
    raise SystemExit(3)


def _interrupt() -> None:
    raise KeyboardInterrupt


def _eat_memory() -> None:
    held = []
    while True:
        held.append(bytearray(64 << 20))


def _have_children_eat_memory() -> None:
    """1.5 GB together, and each of them less than the limit."""
    for _child in range(3):
        if os.fork() == 0:
            held = b"x" * (500 << 20)
            time.sleep(600)
            print(len(held))
    time.sleep(600)


_LEAK: list[bytes] = []


def _leak() -> None:
    """More than a worker may keep, and less than a document may take."""
    _LEAK.append(b"x" * (400 << 20))


def _recurse() -> None:
    _recurse()


def _leave_a_child_holding_the_pipe() -> None:
    if os.fork() == 0:
        time.sleep(600)
    os.kill(os.getpid(), signal.SIGKILL)


def _leave_a_child_in_a_session_of_its_own() -> None:
    """Twice forked, so that it belongs to nobody; then the worker dies."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    time.sleep(0.3)
    os.abort()


def _start_a_program() -> None:
    """A program of its own, in a session of its own, that outlives the document."""
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    time.sleep(600)


def _come_back_twice() -> None:
    os.fork()


def _talk_nonsense() -> None:
    """Into every pipe that the worker has open, as memory gone wild would."""
    for descriptor in Path("/proc/self/fd").iterdir():
        number = int(descriptor.name)
        try:
            if number > 2 and descriptor.readlink().name.startswith(("socket", "pipe")):
                os.set_blocking(number, False)
                os.write(number, b"\xff" * 100_000)
        except OSError:
            continue
    time.sleep(600)


def _print_rubbish() -> None:
    os.write(1, b"rubbish on stdout\n")
    os.write(2, b"rubbish on stderr\n")


def _refuse() -> None:
    raise ReadError(code="encrypted")


def _be_damaged() -> None:
    raise ReadError(code="damaged")


def _ask_for_too_much() -> None:
    raise LimitError("pages 1001 > 1000")


def _miss_a_tool() -> None:
    raise MissingToolError("apt install нечто")


MISCHIEF = {
    "HANG": _hang,
    "HANG IN C": _hang_in_c,
    "BURN": _burn,
    "STOP": _stop,
    "ABORT": _abort,
    "SEGFAULT": _segfault,
    "LEAVE": _leave,
    "RAISE": _raise_what_cannot_be_pickled,
    "EXIT": _exit,
    "INTERRUPT": _interrupt,
    "MEMORY": _eat_memory,
    "CHILD MEMORY": _have_children_eat_memory,
    "LEAK": _leak,
    "RECURSE": _recurse,
    "FORK": _leave_a_child_holding_the_pipe,
    "STRAY": _leave_a_child_in_a_session_of_its_own,
    "PROGRAM": _start_a_program,
    "TWICE": _come_back_twice,
    "NONSENSE": _talk_nonsense,
    "PRINT": _print_rubbish,
    "REFUSE": _refuse,
    "DAMAGED": _be_damaged,
    "LIMIT": _ask_for_too_much,
    "MISSING": _miss_a_tool,
}
