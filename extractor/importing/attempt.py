"""One file read in this process: a plan, or an error that says why not; never anything else."""

from __future__ import annotations

import hashlib
import os
import stat
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from io import FileIO
from pathlib import Path
from typing import TypeVar

from extractor.errors import ExtractorError, LimitError, ReadError
from extractor.model import PlanDocument
from extractor.readers.limits import Limits

Extract = Callable[..., PlanDocument]
T = TypeVar("T")
EXTRACT = "extractor.pipeline:extract"
DEBUG = "EXTRACTOR_DEBUG"
"""With this variable set, an unexpected failure shows its traceback."""


def attempt(path: str | Path, name: str, extract: Callable[..., T]) -> T:
    """What `extract` makes of a file, known as `name`.

    This is the border to bad files: whatever a library throws at one becomes an error with the code `crashed`.

    Raises:
        ExtractorError: the file cannot be read; it names `name`.
    """
    return guarded(name, lambda: extract(private_copy(path), name=name))


def guarded(name: str, act: Callable[[], T]) -> T:
    """What `act` gives; whatever it throws becomes an `ExtractorError` that names `name`.

    Raises:
        ExtractorError: the file cannot be read.
    """
    try:
        return act()
    except ExtractorError as error:
        raise error.at(name) from None
    except (MemoryError, RecursionError) as error:
        raise LimitError(type(error).__name__, source=name) from error
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        raise ReadError(_what_failed(error), source=name, code="crashed") from error


def private_copy(path: str | Path) -> bytes:
    """The bytes as they are at this moment; links are followed only to regular files, a FIFO is not waited for.

    Raises:
        ReadError: there is no such file, it is no regular one, or it may not be read.
    """
    with opened(path) as stream:
        return stream.read()


def fingerprint(path: str | Path, limits: Limits) -> str:
    """The SHA-256 of a file's bytes (hex); errors as in `private_copy`.

    Raises:
        LimitError: it is larger than a document may be.
    """
    with opened(path) as stream:
        limits.check("file_bytes", os.fstat(stream.fileno()).st_size)
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def opened(path: str | Path) -> Iterator[FileIO]:
    """A regular file to read from; errors as in `private_copy`."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise ReadError(code="not_a_file")
        with FileIO(descriptor) as stream:
            yield stream
    except FileNotFoundError as error:
        raise ReadError(code="not_found") from error
    except IsADirectoryError as error:
        raise ReadError(code="not_a_file") from error
    except PermissionError as error:
        raise ReadError(code="permission") from error
    except OSError as error:
        raise ReadError(error.strerror or type(error).__name__, code="unreadable") from error


def load_extract(where: str = EXTRACT) -> Extract:
    """The reading function by its `module:name`: a worker process is told the name, and tests name their own."""
    module, _colon, name = where.partition(":")
    function: Extract = getattr(import_module(module), name)
    return function


def _what_failed(error: BaseException) -> str:
    """«KeyError: 'w:tbl', docx.py:120»: enough for a report of the fault, and one line."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f", {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    try:
        told = str(error)
    except Exception:  # noqa: BLE001 (an error that cannot even say what it is)
        told = "?"
    return f"{type(error).__name__}: {told}"[:200].replace("\n", " ") + where
