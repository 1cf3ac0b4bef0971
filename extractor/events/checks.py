"""What is wrong with the plan itself: gaps in its numbers, rows that stand twice."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Event
from extractor.text import key


def number_gaps(events: Sequence[Event]) -> set[int]:
    """The events (by index) whose number leaves some out after the one before of the same depth and parent."""
    out: set[int] = set()
    last: dict[str, int] = {}
    sections: tuple[str, ...] | None = None
    for index, event in enumerate(events):
        parent, _, tail = (event.number or "").rpartition(".")
        if not tail.isdigit():
            continue
        number = int(tail)
        before = last.get(parent)
        if event.sections != sections and before is not None and number == 1:
            before = None
        if before is not None and before + 1 < number <= before + 5:
            out.add(index)
        last[parent] = number
        sections = event.sections
    return out


def duplicates(events: Sequence[Event]) -> set[int]:
    """The events (by index) with the title, dates and parties (place and classes, too) of one before.

    Without a party the section must be the same, too: «Беседа» stands under many directions of a matrix.
    """
    seen: set[tuple[object, ...]] = set()
    out: set[int] = set()
    for index, event in enumerate(events):
        mark = (
            key(event.title),
            event.date.spans,
            event.date.kind,
            event.date.times,
            tuple(key(p.text) for p in event.responsible),
            tuple(key(v.text) for v in event.venue),
            event.audience.grades if event.audience else (),
            () if event.responsible else event.sections,
        )
        if mark in seen and mark[0]:
            out.add(index)
        seen.add(mark)
    return out
