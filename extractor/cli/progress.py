"""How an import goes on: a bar with rate and time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
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
_FAILURES_TOLD = 20
"""So many failures are told as they happen; all of them stand in the summary."""


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


class _Failures:
    """Tells of the first failures as they happen, and once that there are more."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._told = 0

    def tell(self, outcome: Outcome) -> None:
        self._told += 1
        if self._told <= _FAILURES_TOLD:
            self._say(f"{outcome.source}: {error_meaning(outcome.code or '').said}")
        elif self._told == _FAILURES_TOLD + 1:
            self._say(_("Further failures are told at the end."))


class Bar:
    """A rich progress bar; a failure is a line above it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task(_("Looking for files"), total=None, rate="")
        self._began = 0.0
        self._done = self._total = 0
        self._failures = _Failures(lambda line: progress.console.print(line, style="red", markup=False))

    def found(self, count: int) -> None:
        """The bar's length."""
        self._total = count
        self._progress.update(self._task, total=count, description=_("Reading") if count else _("Writing the dataset"))

    def done(self, outcome: Outcome) -> None:
        """One step on. The time counts from the first: before it, workers started."""
        self._began = self._began or time.monotonic()
        rate = _("{n}/s").format(n=f"{self._done / max(time.monotonic() - self._began, 0.001):.1f}")
        self._done += 1
        self._progress.update(self._task, advance=1, rate=rate)
        if self._done == self._total:
            self._progress.update(self._task, description=_("Writing the dataset"), rate="")
        if not outcome.read:
            self._failures.tell(outcome)


class PlainLines:
    """A line now and then, and one for each of the first failures."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._total: int | None = None
        self._done = 0
        self._began = self._told = time.monotonic()
        self._failures = _Failures(self._say)

    def found(self, count: int) -> None:
        """How many there are; what archives add to them is seen in the lines that follow."""
        if self._total is None:
            self._say(_("Files to read: {n}").format(n=count))
            self._began = self._told = time.monotonic()
        self._total = count

    def done(self, outcome: Outcome) -> None:
        """How far it is, how fast, and how long it will take."""
        self._done += 1
        if not outcome.read:
            self._failures.tell(outcome)
        now = time.monotonic()
        if self._done == self._total:
            self._say(_("{done} of {total} read; writing the dataset").format(done=self._done, total=self._total))
        elif now - self._told >= _EVERY_SECONDS:
            self._told = now
            rate = self._done / max(now - self._began, 0.001)
            left = ((self._total or 0) - self._done) / rate
            line = _("{done} of {total} read, {rate}/s, about {minutes} left")
            minutes = f"{int(left // 60)}:{int(left % 60):02d}"
            self._say(line.format(done=self._done, total=self._total, rate=f"{rate:.1f}", minutes=minutes))

    def _say(self, line: str) -> None:
        print(line, file=self._stream, flush=True)
