"""What became of each file of an import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from extractor.store import Change


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file: read (`code` is None) with its events and warnings, or failed with the error's code and detail.

    `known` says that an earlier run had found it out.
    """

    source: str
    code: str | None = None
    detail: str = ""
    sha256: str = ""
    events: int = 0
    warnings: Mapping[str, int] = field(default_factory=dict)
    known: bool = False

    @property
    def read(self) -> bool:
        """Whether there is a document."""
        return self.code is None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: the outcome of every file that it found, by source, and what was not read at all.

    `documents_in_all` and `events_in_all` are those of the dataset, which may hold those of other runs as well.
    `change` is what differs from the run before; `written` are the exports written anew (`None`: all were current).
    """

    outcomes: tuple[Outcome, ...] = ()
    other_kinds: tuple[str, ...] = ()
    irregular: tuple[str, ...] = ()
    duplicates: Mapping[str, str] = field(default_factory=dict)
    unread: int = 0
    interrupted: bool = False
    seconds: float = 0.0
    change: Change = field(default_factory=Change)
    documents_in_all: int = 0
    events_in_all: int = 0
    written: bool = False

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
        """How many events these files gave."""
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


def mark_duplicates(outcomes: Iterable[Outcome]) -> dict[str, str]:
    """The sources whose bytes an earlier source (in the order of names) has too, each with that source."""
    first: dict[str, str] = {}
    return {
        o.source: first[o.sha256]
        for o in sorted(outcomes, key=lambda o: o.source)
        if o.read and first.setdefault(o.sha256, o.source) != o.source
    }
