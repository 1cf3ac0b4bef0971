"""How an import goes on: a bar with rate and time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from extractor.importing.outcome import Outcome
from extractor.messages import _
from extractor.messages.codes import error_meaning

if TYPE_CHECKING:
    from rich.progress import Progress

    from extractor.importing.run import Watcher

_EVERY_SECONDS = 10.0
"""How often a line is written where there is no terminal (a log of a night's import stays readable)."""


@contextmanager
def watching(stream: IO[str]) -> Iterator[Watcher]:
    """A watcher that suits the stream."""
    if not stream.isatty():
        yield PlainLines(stream)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(file=stream, highlight=False)
    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bar(progress)


class Bar:
    """A rich progress bar; a failure is a line above it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task(_("Reading"), total=None, rate="")
        self._began = time.monotonic()
        self._done = 0

    def found(self, count: int) -> None:
        """The bar's length."""
        self._progress.update(self._task, total=count)

    def done(self, outcome: Outcome) -> None:
        """One step on."""
        self._done += 1
        rate = _("{n}/s").format(n=f"{self._done / max(time.monotonic() - self._began, 0.001):.1f}")
        self._progress.update(self._task, advance=1, rate=rate)
        if not outcome.read:
            self._progress.console.print(_failure(outcome), style="red", markup=False)


class PlainLines:
    """A line now and then, and one for each failure."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._total = 0
        self._done = 0
        self._told = time.monotonic()

    def found(self, count: int) -> None:
        """How many there are; what archives add to them is seen in the lines that follow."""
        if not self._total:
            self._say(_("Files to read: {n}").format(n=count))
        self._total = count

    def done(self, outcome: Outcome) -> None:
        """How far it is."""
        self._done += 1
        if not outcome.read:
            self._say(_failure(outcome))
        now = time.monotonic()
        if now - self._told >= _EVERY_SECONDS:
            self._told = now
            self._say(_("{done} of {total} read").format(done=self._done, total=self._total))

    def _say(self, line: str) -> None:
        print(line, file=self._stream, flush=True)


def _failure(outcome: Outcome) -> str:
    meaning = error_meaning(outcome.code or "")
    return f"{outcome.source}: {meaning.said}"
