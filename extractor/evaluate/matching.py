"""Which found event is which of the gold: by title, best first, each once; other fields break ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.evaluate.compare import likeness, squash, squashed
from extractor.evaluate.gold import GoldEvent, Span
from extractor.model import Event

CLOSE = 0.85
"""Titles less alike than this are two events."""


def spans_of(event: Event) -> tuple[Span, ...]:
    """The dates of a found event as the gold writes them."""
    return tuple(
        sorted(
            (s.start.isoformat() if s.start else "..", s.end.isoformat() if s.end else "..") for s in event.date.spans
        )
    )


def printed_number(event: Event) -> str | None:
    """The number without its last dot; an empty one is none."""
    return event.number.rstrip(".") or None if event.number else None


def same_sections(gold: GoldEvent, event: Event) -> bool:
    """The path of headings, each compared as strings are."""
    return [squash(x) for x in gold.sections] == [squash(x) for x in event.sections]


def match(gold: Sequence[GoldEvent], found: Sequence[Event]) -> Mapping[int, int]:
    """Places of the gold's events → places of the found ones."""
    candidates: list[tuple[float, int, int, int, int]] = []
    for i, wanted in enumerate(gold):
        for j, event in enumerate(found):
            score = _title_score(squash(wanted.title), squashed(event.title))
            if score >= CLOSE:
                candidates.append((-score, -_agreement(wanted, event), abs(i - j), i, j))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for *_rank, i, j in sorted(candidates):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _title_score(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if min(len(a), len(b)) < 0.5 * max(len(a), len(b), 1):
        return 0.0
    return likeness(a, b)


def _agreement(gold: GoldEvent, event: Event) -> int:
    """How well two events of one title fit (one test for several classes)."""
    return (gold.spans == spans_of(event)) + (gold.number == printed_number(event)) + same_sections(gold, event)
