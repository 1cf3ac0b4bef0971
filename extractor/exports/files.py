"""Files that are either the old ones or the new ones, whole: temporary file, fsync, rename."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

_STAGING = ".export-"
_HELD = "held"
"""A file in the staging folder that its owner locks: a folder whose lock is free was left by a killed run."""


@contextmanager
def replacing(path: Path, *, encoding: str = "utf-8") -> Iterator[IO[str]]:
    """A text stream to a temporary file beside `path` that takes its place once the block has ended well.

    Line ends are written as they are given. After an error the old file stands and nothing of the new one is left.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        with temporary.open("w", encoding=encoding, newline="") as stream:
            yield stream
        _sync(temporary)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


class Stage:
    """The new files of a folder, kept aside in it until all of them are written and on the disk.

    Only `commit` touches what stands there; without it (an error, a full disk) everything is as it was. What a killed
    run left aside is removed by the next one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names: list[str] = []
        self._retired: list[Path] = []
        self._streams: list[IO[Any]] = []
        self._ends: list[Callable[[], object]] = []

    def __enter__(self) -> Self:
        with _one_at_a_time(self.folder):  # else a folder could be taken for a left one before it is locked
            for left in self.folder.glob(f"{_STAGING}*"):
                _remove_left(left)
            self._aside = Path(tempfile.mkdtemp(prefix=_STAGING, dir=self.folder))
            self._held = _lock(self._aside / _HELD)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for end in (*self._ends, *(stream.close for stream in self._streams)):
            with suppress(OSError):  # a full disk has already been told
                end()
        self._held.close()
        shutil.rmtree(self._aside, ignore_errors=True)

    def path(self, name: str) -> Path:
        """Where to write the file that will be `name` in the folder (`/` parts a folder in it)."""
        path = self._aside / name
        path.parent.mkdir(exist_ok=True)
        self._names.append(name)
        return path

    def written(self, name: str) -> Path:
        """Where a new file lies until then."""
        return self._aside / name

    def text(self, name: str) -> IO[str]:
        """A text stream to a new file, closed by `commit`; line ends are written as they are given."""
        stream = self.path(name).open("w", encoding="utf-8", newline="")
        self._streams.append(stream)
        return stream

    def binary(self, name: str) -> IO[bytes]:
        """A stream of bytes to a new file, closed by `commit`."""
        stream = self.path(name).open("wb")
        self._streams.append(stream)
        return stream

    def scratch(self) -> IO[bytes]:
        """A file for what waits on the disk while the others are written."""
        stream = tempfile.TemporaryFile(dir=self._aside)  # noqa: SIM115 (closed with the stage)
        self._streams.append(stream)
        return stream

    def at_end(self, call: Callable[[], object]) -> None:
        """Call this once all is over, well or not, while the streams are open: for what must let go of them."""
        self._ends.append(call)

    def retire(self, path: Path) -> None:
        """Remove an older file once the new ones stand, and a folder that it leaves empty."""
        self._retired.append(path)

    def commit(self, agree: Callable[[int], int] | None = None) -> tuple[str, ...]:
        """Put the new files in the place of the old ones; their names.

        They get one time of change, so that of two formats of one dataset neither looks newer. Where another process
        writes a part of them, `agree` is called in between, when all of this part is on the disk: it is given that time
        (ns), and returns the one that both parts get, or raises.

        Raises:
            OSError: something could not be written; where that is told before the first rename, as a full disk is,
                nothing has changed.
        """
        for stream in self._streams:
            stream.close()
        new = [self._aside / name for name in self._names]
        for path in new:
            _sync(path)
        latest = max((path.stat().st_mtime_ns for path in new), default=0)
        latest = agree(latest) if agree is not None else latest
        folders = {self.folder}
        for name, path in zip(self._names, new, strict=True):
            os.utime(path, ns=(latest, latest))
            target = self.folder / name
            target.parent.mkdir(exist_ok=True)
            path.replace(target)
            folders.add(target.parent)
        for folder in folders:
            _sync_folder(folder)
        for path in self._retired:
            path.unlink(missing_ok=True)
            if path.parent != self.folder:
                with suppress(OSError):  # other files are in it
                    path.parent.rmdir()
        return tuple(self._names)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """No other process does the same with this folder meanwhile (on Windows nothing is held)."""
    if os.name == "nt":
        yield
        return
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _lock(path: Path) -> IO[bytes]:
    """An open file that no other process can lock while this one lives (on Windows an open file is kept as it is)."""
    stream = path.open("wb")
    with suppress(ImportError):
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return stream


def _remove_left(folder: Path) -> None:
    """Remove a staging folder, unless its owner is at work."""
    try:
        (_lock(folder / _HELD)).close()
    except OSError:
        return
    shutil.rmtree(folder, ignore_errors=True)


def _sync_folder(path: Path) -> None:
    if os.name != "nt":  # Windows cannot open folders
        _sync(path)


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
