"""A plan as lines of JSON: what all exports are made from, so that ten thousand plans need not be in memory at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.model import PlanDocument

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A document and its events, each one line of JSON with the names of the data model."""

    document: str
    events: tuple[str, ...] = ()

    @classmethod
    def of(cls, plan: PlanDocument) -> PlanRecord:
        """The record of a plan."""
        return cls(dumped(plan.document.to_dict()), tuple(dumped(e.to_dict()) for e in plan.events))

    def write(self, path: Path) -> None:
        """To a file of JSON lines, the document first."""
        path.write_text("\n".join((self.document, *self.events)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> PlanRecord:
        """What `write` wrote."""
        document, *events = path.read_text(encoding="utf-8").split("\n")
        return cls(document, tuple(events))


@dataclass(frozen=True, slots=True)
class Spooled:
    """Records that wait in files; iterated as often as an export needs, one in memory at a time."""

    paths: Sequence[Path]

    def __iter__(self) -> Iterator[PlanRecord]:
        return map(PlanRecord.read, self.paths)


def dumped(value: Any) -> str:
    """JSON on one line, Russian letters as they are; a lone surrogate, which no file can hold, as U+FFFD."""
    return _SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False))
