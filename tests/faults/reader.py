"""A reader that misbehaves as the first line of a file tells it to; else each further line is an event.

Workers load it by its name (`tests.faults.reader:extract`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from extractor.errors import ReadError
from extractor.model import DateExpression, Document, Event, Institution, Period, PlanDocument, Span
from extractor.readers.archive import is_archive

EXTRACT = "tests.faults.reader:extract"
SLOW = "SLOW"
_held: list[bytearray] = []


def extract(data: bytes, *, name: str = "", **_how: object) -> PlanDocument:
    """A plan of the lines, or mischief.

    Raises:
        ReadError: it is an archive, as the real reader says of one; or the file tells to.
    """
    if is_archive(data):
        raise ReadError(code="archive")
    title, *rows = data.decode().splitlines() or [""]
    word, _, number = title.partition(" ")
    if word in MISCHIEF:
        rows = MISCHIEF[word](number) or rows
    return _plan(data, name, title, rows)


def _plan(data: bytes, name: str, title: str, rows: list[str]) -> PlanDocument:
    digest = hashlib.sha256(data).hexdigest()
    school = Institution("МБОУ СОШ № 5 г. Ольховска", "СОШ № 5", "inst-5", "secondary_school", locality="Ольховск")
    document = Document(
        digest[:16],
        name,
        digest,
        "txt",
        title=title,
        period=Period(dt.date(2030, 9, 1), dt.date(2031, 8, 31), "academic_year"),
        institution=school,
    )
    return PlanDocument(document, tuple(_event(digest[:16], n, row) for n, row in enumerate(rows, 1)))


def _event(document: str, number: int, row: str) -> Event:
    day = dt.date(2030, 9, 1) + dt.timedelta(days=number % 300)
    date = DateExpression(row[:20], "date", (Span(day, day),), edtf=day.isoformat(), year_source="explicit")
    warnings = ("responsible_missing",)
    return Event(f"{document}-{number:04d}", document, number, row, date=date, type_label="другое", warnings=warnings)


def _hang(_told: str) -> None:
    time.sleep(600)


def _spin(_told: str) -> None:
    while True:
        pass


def _deaf(_told: str) -> None:
    """Hangs and hears nothing but SIGKILL."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGHUP, signal.SIGXCPU):
        signal.signal(number, signal.SIG_IGN)
    _spin("")


def _stop(_told: str) -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def _abort(_told: str) -> None:
    os.abort()


def _segfault(_told: str) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _leave(told: str) -> None:
    os._exit(int(told or 7))


def _exit(_told: str) -> None:
    raise SystemExit("bye")


def _interrupt(_told: str) -> None:
    raise KeyboardInterrupt


def _raise_what_cannot_be_pickled(_told: str) -> None:
    class Local(Exception):
        def __init__(self, one: object, two: object) -> None:
            super().__init__("нечто")
            self.held = (one, two, threading.Lock())

        def __reduce__(self) -> str:
            raise TypeError("cannot be pickled")

    raise Local(1, 2)


def _raise_what_cannot_be_printed(_told: str) -> None:
    class Silent(Exception):
        def __str__(self) -> str:
            raise ValueError("no words")

    raise Silent


def _eat(_told: str) -> None:
    held = []
    while True:
        held.append(bytearray(64 << 20))


def _leak(_told: str) -> None:
    """Reads well, and keeps 40 MB of each file for ever."""
    _held.append(bytearray(40 << 20))


def _large(_told: str) -> list[str]:
    """60 million letters of one plan."""
    return [f"событие {n} " + "я" * 20_000 for n in range(3000)]


def _recurse(told: str) -> None:
    _recurse(told)


def _fork(_told: str) -> None:
    """A child that lives on with all that was open, while the plan comes out well."""
    if os.fork() == 0:
        time.sleep(600)
        os._exit(0)


def _fork_and_die(_told: str) -> None:
    if os.fork() == 0:
        time.sleep(600)
    os.kill(os.getpid(), signal.SIGKILL)


def _spawn(_told: str) -> None:
    """A program that is started and never waited for."""
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])


def _run_away(_told: str) -> None:
    """A child that leaves the session, as a daemon does."""
    if os.fork() == 0:
        os.setsid()
        time.sleep(600)
        os._exit(0)


def _close(_told: str) -> None:
    """Closes every descriptor, the worker's pipe as well."""
    os.closerange(3, 256)


def _print(_told: str) -> None:
    os.write(1, b"rubbish on stdout\n" * 1000)
    os.write(2, b"rubbish on stderr\n" * 1000)


def _wander(_told: str) -> None:
    os.chdir("/")
    os.umask(0o777)


def _thread(_told: str) -> None:
    threading.Thread(target=time.sleep, args=(600,)).start()


def _refuse(_told: str) -> None:
    raise ReadError(code="damaged")


def _slow(told: str) -> None:
    time.sleep(float(told.split()[0]))


MISCHIEF: dict[str, Callable[[str], Any]] = {
    "HANG": _hang,
    "SPIN": _spin,
    "DEAF": _deaf,
    "STOP": _stop,
    "ABORT": _abort,
    "SEGV": _segfault,
    "LEAVE": _leave,
    "EXIT": _exit,
    "INTERRUPT": _interrupt,
    "RAISE": _raise_what_cannot_be_pickled,
    "SILENT": _raise_what_cannot_be_printed,
    "EAT": _eat,
    "LEAK": _leak,
    "LARGE": _large,
    "RECURSE": _recurse,
    "FORK": _fork,
    "FORKDIE": _fork_and_die,
    "SPAWN": _spawn,
    "RUNAWAY": _run_away,
    "CLOSE": _close,
    "PRINT": _print,
    "WANDER": _wander,
    "THREAD": _thread,
    "REFUSE": _refuse,
    SLOW: _slow,
}
