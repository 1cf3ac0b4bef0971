"""One import at a time into a folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from extractor.errors import ExtractorError

NAME = ".import.lock"
_TRIES = 100
"""How often the lock is taken anew where its file was removed meanwhile."""


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the system lets go of it when the process ends, however it ends.

    The file is removed at the end, while it is still locked: whoever opened it before that finds that what it locked is
    no longer the folder's lock, and takes the new one. (On Windows an open file stays.)

    Raises:
        ExtractorError: another import holds it (`locked`).
    """
    path = folder / NAME
    descriptor = _taken(path)
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(descriptor)


def _taken(path: Path) -> int:
    for _try in range(_TRIES):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock(descriptor)
            if _is_at(descriptor, path):
                return descriptor
        except OSError as error:
            os.close(descriptor)
            raise ExtractorError(source=str(path.parent), code="locked") from error
        os.close(descriptor)
    raise ExtractorError(source=str(path.parent), code="locked")


def _is_at(descriptor: int, path: Path) -> bool:
    """Whether this open file is the one that stands at the path."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
