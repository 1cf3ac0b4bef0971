"""What a run finds: names, the bytes behind each, and where those bytes can be had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extractor.errors import ExtractorError
from extractor.importing.answer import Unpacked
from extractor.importing.attempt import fingerprint
from extractor.importing.opened import fits
from extractor.importing.walk import Found, printable
from extractor.readers.archive import INSIDE
from extractor.readers.limits import Limits
from extractor.store import Member, Sighting


@dataclass(slots=True)
class Seen:
    """The names of a run by their paths, and for each SHA-256 the files with those bytes, or an archive with them.

    `archives` are the SHA-256 of archives that have been opened; `vanished` are files that were gone when their turn
    came.
    """

    pattern: str | None = None
    names: dict[str, Sighting] = field(default_factory=dict)
    files: dict[str, list[Found]] = field(default_factory=dict)
    packed: dict[str, Found] = field(default_factory=dict)
    archives: set[str] = field(default_factory=set)
    other_kinds: set[str] = field(default_factory=set)
    vanished: list[Sighting] = field(default_factory=list)

    def file(self, found: Found, sha256: str) -> None:
        """A file with these bytes."""
        self.files.setdefault(sha256, []).append(found)
        path = full_name(found)
        self.names[path] = Sighting(found.source, path, sha256)

    def changed(self, found: Found, before: str, sha256: str) -> None:
        """A file that has other bytes by now."""
        self._forget(found, before)
        self.file(found, sha256)

    def _forget(self, found: Found, sha256: str) -> None:
        """A file that has these bytes no more."""
        if found in (same := self.files.get(sha256, [])):
            same.remove(found)
            if not same:
                del self.files[sha256]

    def unread(self, found: Found, error: ExtractorError, before: str = "") -> None:
        """A file whose bytes (`before`, as it was seen) could not be had. One that is gone is no name of this run."""
        self._forget(found, before)
        path = full_name(found)
        sighting = Sighting(found.source, path, None, error.code, error.detail)
        if error.code == "not_found":
            self.names.pop(path, None)
            self.vanished.append(sighting)
        else:
            self.names[path] = sighting

    def opened(self, sha256: str, members: Iterable[Member]) -> None:
        """What the archives with these bytes hold; they are no documents themselves."""
        self.archives.add(sha256)
        listed = list(members)
        for archive in self.files.get(sha256, ()):
            self._opened(archive, listed)

    def _opened(self, archive: Found, members: Iterable[Member]) -> None:
        for member in members:
            source = archive.source + INSIDE + member.name
            if not fits(source, self.pattern):
                continue
            if member.passed_over:
                self.other_kinds.add(source)
                continue
            path = full_name(archive) + INSIDE + member.name
            self.names[path] = Sighting(source, path, member.sha256, member.code, member.detail)
            if member.sha256 is not None:
                self.packed.setdefault(member.sha256, archive)

    def documents(self) -> Iterator[Sighting]:
        """The names that are no archives, by source."""
        for sighting in sorted(self.names.values(), key=lambda s: (s.source, s.path)):
            if sighting.sha256 not in self.archives or sighting.sha256 is None:
                yield sighting

    def reachable(self, sha256: str) -> bool:
        """Whether this run can read these bytes."""
        return sha256 in self.files or sha256 in self.packed


def full_name(found: Found) -> str:
    """A file's absolute path as the store keeps it."""
    return printable(found.path.as_posix())


def look(files: Iterable[Found], limits: Limits) -> Iterator[tuple[Found, str | ExtractorError]]:
    """Each file with the SHA-256 of its bytes, or with the reason why they cannot be had.

    A file that is larger than any document may be is not hashed: it has failed before it is read.
    """
    for found in files:
        try:
            yield found, fingerprint(found.path, limits)
        except ExtractorError as error:
            yield found, error


def members_of(files: Iterable[Unpacked]) -> tuple[Member, ...]:
    """An archive's files as the store keeps them. Where two have one name, the second is called `name#2`."""
    count: dict[str, int] = {}
    found: list[Member] = []
    for file in files:
        count[file.name] = number = count.get(file.name, 0) + 1
        name = file.name if number == 1 else f"{file.name}#{number}"
        found.append(Member(name, file.sha256, file.code, file.detail, file.passed_over))
    return tuple(found)
