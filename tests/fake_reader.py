"""A reader for the tests of imports: the first line is the title, each other line an event; some titles misbehave.

Workers load it by its name (`tests.fake_reader:extract`), as they load the real one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import signal
import time

from extractor.errors import ReadError
from extractor.model import DateExpression, Document, Event, Period, PlanDocument, Span

EXTRACT = "tests.fake_reader:extract"


def extract(data: bytes, *, name: str = "", **_how: object) -> PlanDocument:
    title, *rows = data.decode().splitlines() or [""]
    if title in MISCHIEF:
        MISCHIEF[title]()
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


def _abort() -> None:
    os.abort()


def _leave() -> None:
    os._exit(7)


def _raise_what_cannot_be_pickled() -> None:
    class Local(Exception):
        def __reduce__(self) -> str:
            raise TypeError("cannot be pickled")

    raise Local("нечто")


def _eat_memory() -> None:
    held = []
    while True:
        held.append(bytearray(64 << 20))


def _recurse() -> None:
    _recurse()


def _leave_a_child_holding_the_pipe() -> None:
    if os.fork() == 0:
        time.sleep(600)
    os.kill(os.getpid(), signal.SIGKILL)


def _print_rubbish() -> None:
    os.write(1, b"rubbish on stdout\n")
    os.write(2, b"rubbish on stderr\n")


def _refuse() -> None:
    raise ReadError(code="encrypted")


MISCHIEF = {
    "HANG": _hang,
    "ABORT": _abort,
    "LEAVE": _leave,
    "RAISE": _raise_what_cannot_be_pickled,
    "MEMORY": _eat_memory,
    "RECURSE": _recurse,
    "FORK": _leave_a_child_holding_the_pipe,
    "PRINT": _print_rubbish,
    "REFUSE": _refuse,
}
