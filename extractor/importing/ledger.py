"""A run's reading: what the store does not know yet is read, and each result is kept before the next is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from extractor.errors import ExtractorError, ReadError
from extractor.importing.answer import Answer, Job
from extractor.importing.attempt import fingerprint
from extractor.importing.outcome import Outcome
from extractor.importing.pool import Crew
from extractor.importing.quarantine import put_aside
from extractor.importing.seen import Seen, full_name, members_of
from extractor.importing.versions import AGAIN, Versions
from extractor.importing.walk import Found
from extractor.readers.archive import INSIDE
from extractor.store import FailedReading, Failure, Known, Reading, Store
from extractor.store.store import last_part

_NO_BYTES = ("not_found", "not_a_file", "permission", "unreadable")


@dataclass(frozen=True, slots=True)
class Errand:
    """Why a file was sent to a worker: its bytes as they were seen, what the dataset calls it, and the file."""

    sha256: str
    source: str
    found: Found


@dataclass(slots=True)
class Ledger:
    """The store of a run, and what of it has been dealt with."""

    folder: Path
    store: Store
    seen: Seen
    versions: Versions
    retry: bool = False
    tried: set[tuple[str, str]] = field(default_factory=set)
    errands: dict[int, Errand] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=count)
    read: set[str] = field(default_factory=set)
    waiting: int = 0

    def open_known(self) -> None:
        """The files of archives that an earlier run has opened are seen without opening them."""
        self.fresh = set(self.store.known(*self.versions.current(retry=self.retry)))
        for sha256 in list(self.seen.files):
            if sha256 not in self.fresh:
                members = self.store.archive(sha256, self.versions.of_archives)
                if members is not None:
                    self.seen.opened(sha256, members)

    def jobs(self) -> list[Job]:
        """What to read now: documents that the store does not know, archives that it has not opened."""
        unread = self.store.unread(*self.versions.current(retry=self.retry))
        mine = [u for u in unread if self.seen.reachable(u.sha256) and self._untried(u.sha256, u.source)]
        packed: dict[str, Found] = {}
        jobs: list[Job] = []
        for one in mine:
            self.fresh.discard(one.sha256)
            if one.sha256 in self.seen.files:
                jobs.append(self._job(one.sha256, one.source, self.seen.files[one.sha256][0]))
            else:
                archive = self.seen.packed[one.sha256]
                packed[full_name(archive)] = archive
        settled = {one.sha256 for one in unread} | self.fresh | self.seen.archives
        for sha256, (first, *_same) in self.seen.files.items():
            if sha256 not in settled:  # opened under other rules
                packed[full_name(first)] = first
        for path, archive in packed.items():
            jobs.append(self._job(self.seen.names[path].sha256 or "", archive.source, archive))
        self.waiting += len(jobs)
        return jobs

    def note(self, answer: Answer, crew: Crew) -> Iterator[Outcome]:
        """Keep what a worker said, and send what follows from it."""
        errand = self.errands.pop(answer.number)
        sha256 = self._bytes_read(errand, answer)
        if sha256 is not None and answer.opened is not None:
            self._keep_archive(sha256, answer, crew)
            return
        if sha256 is None:
            self.seen.unread(errand.found, ReadError(answer.detail, code=answer.code), errand.sha256)
            yield Outcome(errand.source, answer.code, answer.detail)
            return
        known = self._keep(errand, sha256, answer)
        self.fresh.add(sha256)
        self.read.add(sha256)
        yield outcome_of(errand.source, known)

    def _untried(self, sha256: str, source: str) -> bool:
        """Whether this is the first time in this run that these bytes are to be read under this name."""
        return (sha256, last_part(source)) not in self.tried

    def _job(self, sha256: str, source: str, found: Found) -> Job:
        job = Job(next(self.numbers), source, found.path, found.unpacked)
        self.errands[job.number] = Errand(sha256, source, found)
        self.tried.add((sha256, last_part(source)))
        return job

    def _bytes_read(self, errand: Errand, answer: Answer) -> str | None:
        """Which bytes an answer is about; None where there were none. A file may have changed since it was seen."""
        found = errand.found
        if found.unpacked:
            return errand.sha256
        if answer.sha256 is None and answer.code in _NO_BYTES:
            return None
        now = answer.sha256
        if now is None:  # the worker was killed over it
            with suppress(ExtractorError):
                now = fingerprint(found.path, self.versions.bounds.limits)
        if now is not None and now != errand.sha256:
            self.seen.changed(found, errand.sha256, now)
            self.tried.discard((errand.sha256, last_part(errand.source)))
            self.tried.add((now, last_part(errand.source)))
        return now or errand.sha256

    def _keep(self, errand: Errand, sha256: str, answer: Answer) -> Known:
        """The document or the failure, in the store; what failed is put aside before its bytes may be gone."""
        name, path = last_part(errand.source), errand.found.path
        try:
            if answer.record is not None:
                kind = json.loads(answer.record.document)["format"]
                return self.store.save(Reading(sha256, self.versions.of_document(kind), answer.record, name))
            code = answer.code or "error"
            put_aside(self.folder, Failure(errand.source, code, answer.detail, sha256, str(path)), path)
            return self.store.save(FailedReading(sha256, self.versions.of_failure(code), code, answer.detail, name))
        finally:
            if errand.found.unpacked:
                path.unlink(missing_ok=True)

    def _keep_archive(self, sha256: str, answer: Answer, crew: Crew) -> None:
        """What an archive holds; those of its files that are not known are read next, so that the spool stays small."""
        opened = answer.opened or ()
        members = members_of(opened)
        again = any(m.code and self.versions.of_failure(m.code) == AGAIN for m in members)
        self.store.save_archive(sha256, AGAIN if again else self.versions.of_archives, members)
        self.seen.opened(sha256, members)
        archive = self.seen.files[sha256][0]
        names = {m.sha256: m.name for m in reversed(members)}
        jobs: list[Job] = []
        for file in opened:
            if not file.path or file.sha256 is None:
                continue
            if file.sha256 in self.fresh or file.sha256 in self.seen.files:
                Path(file.path).unlink(missing_ok=True)
                continue
            self.fresh.add(file.sha256)  # not a second time, out of another archive
            source = archive.source + INSIDE + names[file.sha256]
            jobs.append(self._job(file.sha256, source, Found(source, Path(file.path), True)))
        self.waiting += len(jobs) - 1
        crew.add(jobs, first=True)


def outcome_of(source: str, known: Known, *, before: bool = False) -> Outcome:
    """What is known of a file's bytes, as the outcome of the file."""
    return Outcome(source, known.code, known.detail, known.sha256, known.events, known.warnings, before)
