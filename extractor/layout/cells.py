"""A title cell that holds a list: one event with an agenda, a course with its people, or several events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor import mappings
from extractor.blocks import Paragraph
from extractor.fields.dates import is_date_like
from extractor.fields.kinds import event_type
from extractor.fields.people import find_people
from extractor.layout.contents import is_time
from extractor.layout.items import is_numbered, to_items
from extractor.morph import readings
from extractor.text import key, words

PERSON_LINE = 60
"""A list item that names a person is at most so long."""


@dataclass(frozen=True, slots=True)
class Part:
    """One event of a cell: its title's lines, the items of its list, and the lines that name its people."""

    title: tuple[str, ...]
    items: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    heading: str | None = None


def split_cell(paragraphs: Sequence[Paragraph], pieces: int) -> list[Part]:
    """The events of a title cell.

    Args:
        paragraphs: the cell's paragraphs.
        pieces: how many dates stand one under the other in the row's date cell; a list of as many
            items (2 or more) is as many events.
    """
    items = to_items(paragraphs)
    if not items:
        return []
    if any(is_kind_heading(p, items[i + 1 :]) for i, p in enumerate(items)):
        return _under_headings(items)
    listed = [p for p in items if p.label is not None]
    if pieces >= 2 and len(listed) == pieces and len(listed) == len(items):
        return [Part((p.text,)) for p in items]
    if pieces >= 2 and len(items) == pieces and not listed and all(_whole(p.text) for p in items):
        return [Part((p.text,)) for p in items]
    return [_one(items)]


def _whole(text: str) -> bool:
    """A paragraph that may be a title of its own: it opens with a capital, a quote or a figure."""
    head = text.lstrip('«"( ')[:1]
    return head.isupper() or head.isdigit()


def _one(items: Sequence[Paragraph]) -> Part:
    """The whole cell as one event: a list of people becomes its people, any other list its items."""
    heads = [p for p in items if p.label is None]
    listed = [p for p in items if p.label is not None]
    people = [p for p in listed if is_person_line(p.text)]
    if heads and people and len(people) == len(listed) and items[0].label is None:
        return Part(
            tuple(p.text.rstrip(":") if p is heads[-1] else p.text for p in heads), (), tuple(p.text for p in people)
        )
    lines = tuple(p.full_text if is_numbered(p) and len(listed) > 1 else p.text for p in items)
    return Part(lines, tuple(p.text for p in listed) if len(listed) > 1 else ())


def _under_headings(items: Sequence[Paragraph]) -> list[Part]:
    """Events under the headings of their kinds («Семинары», «Совещания»), one for each item below."""
    out: list[Part] = []
    heading: str | None = None
    index = 0
    while index < len(items):
        item = items[index]
        rest = items[index + 1 :]
        if is_kind_heading(item, rest):
            heading = item.text.rstrip(". :")
            index += 1
            continue
        people = _people_below(item, rest)
        if people:
            out.append(Part((item.text.rstrip(":"),), (), people, None))
            index += 1 + len(people)
            continue
        if is_plural_kind(item.text):
            heading = None
        out.append(Part((item.text,), (), (), heading))
        index += 1
    return out


def _people_below(item: Paragraph, rest: Sequence[Paragraph]) -> tuple[str, ...]:
    """The lines right below that name people and are marked otherwise than the item itself."""
    out: list[str] = []
    for below in rest:
        if (
            below.label is None
            or (is_numbered(below) == is_numbered(item) and item.label)
            or not is_person_line(below.text)
        ):
            break
        out.append(below.text)
    return tuple(out)


def is_person_line(text: str) -> bool:
    """A list item that is a person and little else («Голубева Е.Ю. №111»)."""
    people = find_people(text)
    return len(people) == 1 and len(text) <= PERSON_LINE and people[0].start <= 2


def is_kind_heading(item: Paragraph, rest: Sequence[Paragraph]) -> bool:
    """«Семинары», «Групповые консультации.» with items below: marked otherwise than the heading, or all quoted."""
    if not rest or not is_plural_kind(item.text):
        return False
    below = rest[0]
    if is_plural_kind(below.text) or (below.label is None and not _whole(below.text)):
        return False
    return (
        (below.label is None) != (item.label is None) or is_numbered(below) != is_numbered(item) or item.label is None
    )


@lru_cache(maxsize=4096)
def is_plural_kind(text: str) -> bool:
    """Nothing but a kind of event in the plural, with its adjectives: «Практические семинары.»"""
    line = text.strip(" .:")
    found = words(line)
    if not 1 <= len(found) <= 4 or any(c in line for c in '«»"()0123456789'):
        return False
    if event_type(line)[0] == "other":
        return False
    nouns = [w for w in found if any("NOUN" in r.grammemes for r in readings(w)[:2])]
    return bool(nouns) and any({"NOUN", "plur", "nomn"} <= r.grammemes for r in readings(nouns[0]))


mappings.on_change(is_plural_kind.cache_clear)


def date_pieces(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The dates that stand one under the other in a date cell, each a text; one for a cell that is one date."""
    lines = [line for p in paragraphs for line in p.text.split("\n") if key(line)]
    dated = [line for line in lines if is_date_like(line) > 0.6]
    return dated if len(dated) == len(lines) else [" ".join(lines)]


def time_pieces(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The times that stand one under the other in a time cell."""
    return [line for p in paragraphs for line in p.text.split("\n") if is_time(line)]
