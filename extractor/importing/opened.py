"""An archive among the files: opened as a folder, its files put down where each can be read by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractor.errors import ReadError
from extractor.importing.walk import Found, is_no_document, printable
from extractor.readers.archive import INSIDE, Member, members
from extractor.readers.limits import Limits


@dataclass(frozen=True, slots=True)
class Opened:
    """What an archive held: documents as (source, path), failures as (source, code, detail), names passed over."""

    files: tuple[tuple[str, str], ...] = ()
    failures: tuple[tuple[str, str, str], ...] = ()
    other_kinds: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Opened:
        """What JSON made of it: lists for tuples."""
        return cls(
            tuple((source, path) for source, path in told["files"]),
            tuple((source, code, detail) for source, code, detail in told["failures"]),
            tuple(told["other_kinds"]),
        )


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
        if pattern is None or Found(name, Path()).fits(pattern):
            yield replace(member, name=name)
    if empty:
        raise ReadError(code="empty_archive")


def open_archive(files: Iterable[Member], folder: Path) -> Opened:
    """Put an archive's documents into a new folder, under numbers: their own names are never paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[tuple[str, str]] = []
    failures: list[tuple[str, str, str]] = []
    other: list[str] = []
    for file in files:
        if file.passed_over:
            other.append(file.name)
        elif file.error is not None:
            failures.append((file.name, file.error.code, file.error.detail))
        else:
            path = folder / f"{len(written):05d}"
            path.write_bytes(file.data)
            written.append((file.name, str(path)))
    return Opened(tuple(written), tuple(failures), tuple(other))
