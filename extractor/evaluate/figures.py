"""Marks of many plans as figures: a field strict and soft, a plan, and whether confidences keep their promise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.evaluate.scoring import Count, Guess, Mark, PlanScore

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
"""Lower edges of the bins of confidence, and the upper edge of the last."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One field over all plans. `right` of `total` values; of lists the hits, and `found` is what was given."""

    field: str
    strict: float
    soft: float
    right: int
    total: int
    found: int | None = None

    @property
    def is_list(self) -> bool:
        """Whether the figure is an F1 of lists."""
        return self.found is not None

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.right / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Events whose confidence lies from `low` up to `high`."""

    low: float
    high: float
    events: int
    promised: float
    kept: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The measure of some plans against their gold."""

    plans: tuple[PlanScore, ...]

    def figures(self) -> tuple[Figure, ...]:
        """Every field that was judged, in a fixed order."""
        return tuple(sorted(self._figures(), key=lambda f: (_place(f.field), f.field)))

    def values(self) -> Mapping[str, float]:
        """The strict figures by name; those of lists end in « F1»: what floors are held against."""
        return {f.field + (" F1" if f.is_list else ""): f.strict for f in self.figures()}

    def reliability(self) -> tuple[Bin, ...]:
        """Of the events given a confidence, how many are right in title and dates."""
        return tuple(_bins([g for plan in self.plans for g in plan.guesses]))

    def calibration_error(self) -> float:
        """The mean distance between promise and truth, by events (ECE)."""
        bins = self.reliability()
        events = sum(b.events for b in bins)
        return sum(b.events * abs(b.promised - b.kept) for b in bins) / events if events else 0.0

    def _figures(self) -> Iterator[Figure]:
        for name, marks in _grouped(m for plan in self.plans for m in plan.marks).items():
            right = sum(m.right for m in marks)
            yield Figure(name, right / len(marks), sum(m.soft for m in marks) / len(marks), right, len(marks))
        for name, counts in _grouped_counts(c for plan in self.plans for c in plan.counts).items():
            hit, missed, extra = (sum(getattr(c, x) for c in counts) for x in ("hit", "missed", "extra"))
            soft = sum(c.soft for c in counts)
            wanted, found = hit + missed, hit + extra
            yield Figure(name, _f1(hit, wanted, found), _f1(soft, wanted, found), hit, wanted, found)


_ORDER = (
    "events",
    "whole event",
    "title",
    "section",
    "number",
    "kind",
    "spans",
    "time",
    "recurrence",
    "rrule",
    "people",
    "positions",
    "roles",
    "institutions",
    "institution ids",
    "type",
    "items",
    "grades",
    "participants",
    "warnings",
    "no false warnings",
    "doc.title",
    "doc.period",
    "doc.goals",
    "doc.warnings",
    "approvals",
)


def _place(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def _grouped(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    groups: dict[str, list[Mark]] = {}
    for mark in marks:
        groups.setdefault(mark.field, []).append(mark)
    return groups


def _grouped_counts(counts: Iterable[Count]) -> dict[str, list[Count]]:
    groups: dict[str, list[Count]] = {}
    for count in counts:
        groups.setdefault(count.field, []).append(count)
    return groups


def _f1(hit: float, wanted: int, found: int) -> float:
    return 2 * hit / (wanted + found) if wanted + found else 1.0


def _bins(guesses: Sequence[Guess]) -> Iterator[Bin]:
    for low, high in pairwise(BINS):
        inside = [g for g in guesses if low <= g.confidence < high or (high == BINS[-1] and g.confidence == high)]
        if inside:
            promised = sum(g.confidence for g in inside) / len(inside)
            yield Bin(low, high, len(inside), promised, sum(g.right for g in inside) / len(inside))
