"""The files of an archive, put down where each can be read by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from extractor.importing.answer import Unpacked
from extractor.importing.opened import archive_files, fits
from extractor.readers.archive import INSIDE
from extractor.readers.limits import Limits


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
