"""`quarantine/`: what could not be read, put aside for a person, with the reasons in Russian.

A copy is called by its bytes (`0f3a….docx`), so that the same bytes lie there once and no name can do harm.
`reasons.csv` has a line for every file that was not read. No copy is made where the file itself is sound and something
else is missing (a password, a program, a permission), or where it is larger than `LARGEST`. The folder depends on the
dataset's failures alone: a later run that reads a file takes it out, and where nothing has failed there is no folder.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from extractor.errors import ExtractorError
from extractor.exports.files import replacing
from extractor.importing.attempt import opened
from extractor.messages import DEFAULT, N_, translated
from extractor.messages.codes import error_meaning
from extractor.store import Failure

FOLDER = "quarantine"
REASONS = "reasons.csv"
LARGEST = 50_000_000
"""Bytes of a file that is still copied."""
SOUND = frozenset(
    {"archive", "encrypted", "missing_tool", "not_a_file", "not_found", "ocr_failed", "permission"}
    | {"unsupported_encryption", "wrong_password"}
)
"""The reasons that are no fault of the file: no copy."""
_COLUMNS = (N_("File"), N_("Copy"), "SHA-256", N_("Code"), N_("Reason"), N_("Details"), N_("What to do"))
_NAME = re.compile(r"\.?[0-9a-f]{16}(\.[a-z0-9]{1,8})?(\..*\.tmp)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PIECE = 1 << 20


def copy_name(failure: Failure) -> str | None:
    """What the copy of a failed file is called; None where there is none."""
    if failure.sha256 is None or failure.code in SOUND:
        return None
    suffix = Path(failure.source).suffix.lower()
    return failure.sha256[:16] + (suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else "")


def put_aside(folder: Path, failure: Failure, path: Path) -> None:
    """Copy a failed file, if it is one to copy and still has the bytes that failed."""
    name = copy_name(failure)
    target = folder / FOLDER / (name or "")
    if name is None or target.exists():
        return
    target.parent.mkdir(exist_ok=True)
    handle, staged = tempfile.mkstemp(prefix=f".{target.stem}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            digest = _copied(path, stream)
        if digest == failure.sha256:
            Path(staged).replace(target)
    except ExtractorError:  # it is gone, or may not be read any more
        return
    finally:
        with suppress(FileNotFoundError):
            Path(staged).unlink()


def settle(folder: Path, failures: Iterable[Failure]) -> None:
    """Leave in the quarantine what belongs there, and write its list; a folder that is empty goes."""
    place = folder / FOLDER
    failed = list(failures)
    if not failed:
        if place.is_dir():
            _keep(place, set())
        return
    place.mkdir(exist_ok=True)
    for failure in failed:
        if failure.path:
            put_aside(folder, failure, Path(failure.path))
    names = {name for failure in failed if (name := copy_name(failure)) is not None}
    _keep(place, {*names, REASONS})
    _write(place / REASONS, _reasons(place, failed))


def is_whole(folder: Path, failures: Iterable[Failure]) -> bool:
    """Whether every copy is there that should be."""
    return all((folder / FOLDER / name).exists() for f in failures if (name := copy_name(f)) is not None)


def failure_row(failure: Failure) -> dict[str, str]:
    """A failure for the tables, in Russian whatever language the messages are in."""
    meaning = error_meaning(failure.code)
    return {
        "source": failure.source,
        "code": failure.code,
        "reason": translated(meaning.what, DEFAULT),
        "detail": failure.detail,
        "remedy": translated(meaning.remedy, DEFAULT),
    }


def _reasons(place: Path, failures: Iterable[Failure]) -> Iterator[tuple[str, ...]]:
    yield tuple(translated(name, DEFAULT) for name in _COLUMNS)
    for failure in sorted(failures, key=lambda f: (f.source, f.path)):
        row, copy = failure_row(failure), copy_name(failure)
        kept = copy if copy is not None and (place / copy).exists() else ""
        cells = (failure.source, kept, failure.sha256 or "", failure.code, row["reason"], failure.detail, row["remedy"])
        yield tuple(map(_safe, cells))


def _safe(cell: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _write(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    """For spreadsheets: a byte order mark and semicolons. A list that is as it should be is left alone."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    data = "\ufeff" + text.getvalue()
    if path.is_file() and path.read_bytes() == data.encode():
        return
    with replacing(path) as stream:
        stream.write(data)


def _keep(place: Path, names: set[str]) -> None:
    """Remove the copies (nothing else) that do not belong here any more, and the folder where it is empty then."""
    for path in place.iterdir():
        if path.name not in names and (_NAME.fullmatch(path.name) or path.name == REASONS):
            path.unlink()
    if not names:
        with suppress(OSError):
            place.rmdir()


def _copied(path: Path, target: IO[bytes]) -> str | None:
    """The SHA-256 of what was copied; None of a file that is too large.

    Raises:
        ExtractorError: it cannot be read.
    """
    digest = hashlib.sha256()
    with opened(path) as stream:
        if os.fstat(stream.fileno()).st_size > LARGEST:
            return None
        while piece := stream.read(_PIECE):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()
