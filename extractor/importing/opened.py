"""An archive among the files, opened as a folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extractor.errors import ReadError
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
