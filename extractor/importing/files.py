"""Files read one after another in this process, archives opened: what `extractor extract` does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from extractor.errors import ExtractorError
from extractor.importing.attempt import Extract, guarded, private_copy
from extractor.importing.opened import archive_files
from extractor.model import PlanDocument
from extractor.readers.archive import Member, is_archive
from extractor.readers.limits import Limits

Result = PlanDocument | ExtractorError


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: by which function, under which limits, with which passwords."""

    extract: Extract
    limits: Limits = field(default_factory=Limits)
    passwords: tuple[str, ...] = ()

    def of(self, path: Path, name: str) -> Iterator[tuple[str, Result]]:
        """(name, plan or error) of a file, or of each file of an archive. Nothing is raised."""
        extract = partial(self.extract, limits=self.limits, passwords=self.passwords)
        try:
            data = guarded(name, lambda: private_copy(path))
            files = guarded(name, lambda: self._members(data, name)) if is_archive(data) else [Member(name, data)]
        except ExtractorError as error:
            yield name, error
            return
        for file in files:
            if not file.passed_over:
                yield file.name, _read(file, extract)

    def _members(self, data: bytes, name: str) -> list[Member]:
        return list(archive_files(data, name, self.limits, self.passwords))


def _read(file: Member, extract: Extract) -> Result:
    if file.error is not None:
        return file.error.at(file.name)
    try:
        return guarded(file.name, lambda: extract(file.data, name=file.name))
    except ExtractorError as error:
        return error
