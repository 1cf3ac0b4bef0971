"""What became of each file of an import."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from extractor.errors import ExtractorError
from extractor.importing.opened import Opened


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file: read (`code` is None) with its events and warnings, or failed with the error's code and detail.

    `index` is its number in the run. An archive that was `opened` is no document: its files have outcomes of their own.
    """

    index: int
    source: str
    code: str | None = None
    detail: str = ""
    sha256: str = ""
    events: int = 0
    warnings: Mapping[str, int] = field(default_factory=dict)
    opened: Opened | None = None

    @property
    def read(self) -> bool:
        """Whether there is a document."""
        return self.code is None

    @classmethod
    def failed(cls, index: int, error: ExtractorError) -> Outcome:
        """A file that gave an error."""
        return cls(index, error.source or "", error.code, error.detail[:300])

    def to_bytes(self) -> bytes:
        """For the pipe between processes: JSON, since unpickling what a worker sends could run anything."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Outcome:
        """What `to_bytes` gave."""
        told = json.loads(data)
        told["opened"] = Opened.from_dict(told["opened"]) if told["opened"] else None
        return cls(**told)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: the outcome of every file, by source, and what was not read at all."""

    outcomes: tuple[Outcome, ...] = ()
    other_kinds: tuple[str, ...] = ()
    irregular: tuple[str, ...] = ()
    duplicates: Mapping[str, str] = field(default_factory=dict)
    unread: int = 0
    interrupted: bool = False
    seconds: float = 0.0

    @property
    def documents(self) -> tuple[Outcome, ...]:
        """The files that became documents of the dataset: read, and not the same bytes as an earlier one."""
        return tuple(o for o in self.outcomes if o.read and o.source not in self.duplicates)

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The files that could not be read."""
        return tuple(o for o in self.outcomes if not o.read)

    @property
    def events(self) -> int:
        """How many events the dataset has."""
        return sum(o.events for o in self.documents)

    def warnings(self) -> list[tuple[str, int, list[Outcome]]]:
        """(code, how many, the three files that have most), the most frequent first."""
        totals: Counter[str] = Counter()
        for outcome in self.documents:
            totals.update(outcome.warnings)
        return [
            (code, count, self._worst(code))
            for code, count in sorted(totals.items(), key=lambda item: (-item[1], item[0]))
        ]

    def _worst(self, code: str) -> list[Outcome]:
        having = [o for o in self.documents if o.warnings.get(code)]
        return sorted(having, key=lambda o: (-o.warnings[code], o.source))[:3]


def mark_duplicates(outcomes: list[Outcome]) -> dict[str, str]:
    """The sources whose bytes an earlier source (in the order of names) has too, each with that source."""
    first: dict[str, str] = {}
    return {
        o.source: first[o.sha256]
        for o in sorted(outcomes, key=lambda o: (o.source, o.index))
        if o.read and first.setdefault(o.sha256, o.source) != o.source
    }
