"""What an import would do, told without doing it: nothing is written, and no document is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ExtractorError
from extractor.importing.attempt import private_copy
from extractor.importing.opened import archive_files
from extractor.importing.publish import has_store
from extractor.importing.run import ImportOptions, below, chosen
from extractor.importing.seen import Seen, look
from extractor.importing.versions import Versions
from extractor.importing.walk import Found
from extractor.readers.archive import INSIDE, is_archive
from extractor.store import Known, Member, Store, open_store, store_place


@dataclass(frozen=True, slots=True)
class Preview:
    """The sources that would be read, how many are known, and those that were there in an earlier run and are not."""

    to_read: tuple[str, ...]
    known: int = 0
    gone: tuple[str, ...] = ()


def preview(paths: Sequence[str | Path], out: Path, options: ImportOptions) -> Preview:
    """What `run_import` with these arguments would read.

    Raises:
        ExtractorError: the store of `out` cannot be used.
    """
    with ExitStack() as stack:
        there = options.store is not None or has_store(out)
        place = store_place(out, options.store)
        store = stack.enter_context(open_store(place, read_only=True)) if there else None
        return _Preview(store, options).of(paths)


class _Preview:
    def __init__(self, store: Store | None, options: ImportOptions) -> None:
        self._store = store
        self._options = options
        self._versions = Versions(options.bounds, options.extract)
        current = self._versions.current(retry=options.retry)
        self._known: dict[str, Known] = dict(store.known(*current)) if store else {}
        self._seen = Seen(options.pattern)

    def of(self, paths: Sequence[str | Path]) -> Preview:
        walk = chosen(paths, self._options)
        for found, what in look(walk.files, self._options.limits):
            if isinstance(what, ExtractorError):
                self._seen.unread(found, what)
                continue
            self._seen.file(found, what)
            members = self._members(found, what)
            if members is not None:
                self._seen.opened(what, members)
        to_read = tuple(self._unread())
        gone: tuple[str, ...] = ()
        if self._store is not None and (roots := below(paths, walk, self._options)):
            gone = tuple(
                name.source
                for name in self._store.seen()
                if name.path not in self._seen.names
                and any(name.path == root or name.path.startswith((f"{root}/", root + INSIDE)) for root in roots)
            )
        return Preview(to_read, len(list(self._seen.documents())) - len(to_read), gone)

    def _unread(self) -> Iterator[str]:
        """Of each bytes that are not known, the first source."""
        told: set[str] = set()
        for name in self._seen.documents():
            known = self._known.get(name.sha256 or "")
            fresh = known is not None and (name.sha256 in told or known.name == name.source.rpartition("/")[2])
            if name.sha256 is None or (not fresh and name.sha256 not in told):
                yield name.source
            if name.sha256 is not None:
                told.add(name.sha256)

    def _members(self, found: Found, sha256: str) -> Sequence[Member] | None:
        """The files of an archive; None of a file that is none, or cannot be opened."""
        if sha256 in self._known:
            return None
        if self._store is not None and (kept := self._store.archive(sha256, self._versions.of_archives)) is not None:
            return kept
        of = self._options
        try:
            data = private_copy(found.path)
            if not is_archive(data):
                return None
            files = list(archive_files(data, found.source, of.limits, of.passwords))
        except ExtractorError:
            return None
        return [
            Member(
                file.name.removeprefix(found.source + INSIDE),
                None if file.passed_over or file.error else hashlib.sha256(file.data).hexdigest(),
                file.error.code if file.error else "",
                passed_over=file.passed_over,
            )
            for file in files
        ]
