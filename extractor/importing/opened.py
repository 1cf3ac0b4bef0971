"""An archive among the files: opened as a folder, its files put down where each can be read by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extractor.errors import ReadError
from extractor.importing.answer import Unpacked
from extractor.importing.walk import Found, is_no_document, printable
from extractor.readers.archive import INSIDE, Member, members
from extractor.readers.limits import Limits


def archive_files(
    data: bytes, source: str, limits: Limits, passwords: Sequence[str] = (), pattern: str | None = None
) -> Iterator[Member]:
    """The files of an archive under their sources (`plans.zip!/school5/plan.docx`), where the pattern fits.

    Raises:
        ReadError: the archive is damaged, or there is no document in it (`empty_archive`).
        LimitError: it asks for more than allowed.
    """
    empty = True
    for member in members(data, limits, passwords=passwords, skip=is_no_document):
        empty = empty and member.passed_over
        name = source + INSIDE + printable(member.name)
        if fits(name, pattern):
            yield replace(member, name=name)
    if empty:
        raise ReadError(code="empty_archive")


def fits(source: str, pattern: str | None) -> bool:
    """Whether the pattern chooses a file of an archive."""
    return pattern is None or Found(source, Path()).fits(pattern)


def unpack(
    data: bytes, source: str, folder: Path, limits: Limits, passwords: Sequence[str], pattern: str | None
) -> tuple[Unpacked, ...]:
    """All files of an archive; those that the pattern chooses are put into a new folder.

    They lie there under numbers: their own names are never paths.

    Raises:
        ReadError, LimitError: see `archive_files`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found: list[Unpacked] = []
    for file in archive_files(data, source, limits, passwords):
        name = file.name.removeprefix(source + INSIDE)
        if file.passed_over:
            found.append(Unpacked(name, passed_over=True))
        elif file.error is not None:
            found.append(Unpacked(name, code=file.error.code, detail=file.error.detail))
        else:
            path = folder / f"{len(found):05d}" if fits(file.name, pattern) else None
            if path is not None:
                path.write_bytes(file.data)
            found.append(Unpacked(name, hashlib.sha256(file.data).hexdigest(), str(path or "")))
    return tuple(found)
