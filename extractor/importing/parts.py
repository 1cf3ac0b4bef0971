"""A large dataset written by two processes, each some formats; neither replaces a file before both have written all.

The other process is forked from the server of the workers, which have ended by now. Where it fails in any way, nothing
of what it wrote is left, and all is written in this one: so an error is told as if there had never been two.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

from extractor.exports.folder import Content, write_folder
from extractor.importing.guard import be_alone, end_family
from extractor.importing.pool import fork_context

ENOUGH = 20_000
"""Events from which on a second process is worth its start (a second)."""
HEAVY = frozenset({"csv", "parquet"})
"""What the other process writes: half of the work, and both need the same rows."""
_TIME = struct.Struct("!q")
_PATIENCE = 600.0
"""Seconds to wait for the other part after this one is done: it takes as long as this one took."""


class PartError(Exception):
    """The other process failed, or is not there any more."""


Describe = Callable[[], AbstractContextManager[Content]]
"""Opens the content of the dataset in the process that it is called in."""


def write_in_parts(
    folder: Path, content: Content, describe: Describe, formats: Collection[str], *, events: int
) -> tuple[str, ...]:
    """What `write_folder` does, by two processes where that is quicker. `describe` must go through a pipe.

    Raises:
        OSError: something could not be written; nothing has changed.
    """
    theirs, ours = HEAVY & set(formats), set(formats) - HEAVY
    if events >= ENOUGH and theirs and ours:
        with suppress(PartError), _other_process(folder, describe, theirs) as line:
            names = write_folder(folder, content, ours, agree=lambda latest: _agreed(line, latest))
            return (*names, *_finished(line))
    return write_folder(folder, content, formats)


@contextmanager
def _other_process(folder: Path, describe: Describe, formats: Collection[str]) -> Iterator[Connection]:
    context = fork_context()
    ours, theirs = context.Pipe()
    process = context.Process(target=_write_part, args=(theirs, folder, describe, sorted(formats)), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        if process.is_alive() and process.pid:
            end_family(process.pid)
        process.join()
        ours.close()


def _write_part(line: Connection, folder: Path, describe: Describe, formats: list[str]) -> None:
    """The life of the other process. Whatever it throws ends it, and closes the line."""
    be_alone(line.fileno())
    with describe() as content:
        names = write_folder(folder, content, formats, agree=lambda latest: _asked(line, latest))
    line.send_bytes("\n".join(names).encode("utf-8", "surrogateescape"))


def _asked(line: Connection, latest: int) -> int:
    """In the other process: all is written; when does it get its place, and with which time?"""
    line.send_bytes(_TIME.pack(latest))
    (agreed,) = _TIME.unpack(line.recv_bytes())
    return int(agreed)


def _agreed(line: Connection, latest: int) -> int:
    """In this process: both parts are written; the later time is that of both."""
    (other,) = _TIME.unpack(_heard(line))
    agreed = max(latest, int(other))
    try:
        line.send_bytes(_TIME.pack(agreed))
    except OSError as error:
        raise PartError from error
    return agreed


def _finished(line: Connection) -> list[str]:
    return _heard(line).decode("utf-8", "surrogateescape").split("\n")


def _heard(line: Connection) -> bytes:
    try:
        if not line.poll(_PATIENCE):
            raise PartError
        return line.recv_bytes(1 << 20)
    except (EOFError, OSError) as error:
        raise PartError from error
