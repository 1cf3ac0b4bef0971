"""Files that are either the old ones or the new ones, whole: temporary file, fsync, rename."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


@contextmanager
def staged(path: Path) -> Iterator[Path]:
    """A temporary file beside `path` that takes its place once the block has ended well.

    After an error the old file is as it was, and nothing of the new one is left.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        _sync(temporary)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            temporary.unlink()
        raise
    if os.name != "nt":  # Windows cannot open folders
        _sync(path.parent)


@contextmanager
def replacing(path: Path, *, encoding: str = "utf-8") -> Iterator[IO[str]]:
    """A text stream, staged; line ends are written as they are given."""
    with (
        staged(path) as temporary,
        temporary.open("w", encoding=encoding, newline="") as stream,
    ):
        yield stream


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _umask() -> int:
    """The permissions that a plain `open` would leave out; mkstemp leaves out all but the owner's."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
