"""A cell of the responsible column: who does it.

The way of the text: `prepare` (words whole) → `items` (people, posts, groups, bodies) → `attach` (whose post, whose
body) → `Parties`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import lru_cache

from extractor import mappings
from extractor.fields.parties.attach import Whole, attach, is_aside
from extractor.fields.parties.items import Cell, read_items
from extractor.fields.parties.prepare import prepare
from extractor.fields.positions import canonical_position
from extractor.model import Parties, Party

__all__ = ["parse_responsible"]

_EDGES = " \n,;:.–—-/()|•"
_RANGE = re.compile(r"(\d{1,2})[^\d,и]*?(?:[-–—])\s?(\d{1,2})")


@lru_cache(maxsize=1 << 14)
def parse_responsible(text: str) -> Parties:
    """The parties that a cell names, in order, and what of it is no party.

    Never raises; `rules` names what was recognised. Positions are as printed, `position_canonical` in full.
    """
    ready = prepare(text)
    if not ready.strip(_EDGES):
        return Parties(text)
    cell = read_items(ready)
    wholes = attach(cell)
    return Parties(text, tuple(_party(cell, w) for w in wholes), _left(cell, wholes), cell.rules)


mappings.on_change(parse_responsible.cache_clear)


def _party(cell: Cell, whole: Whole) -> Party:
    position = " ".join(_printed(cell, s, e) for s, e in whole.post) or None
    grades = grades_of(" ".join(cell.text[s:e] for s, e in whole.grades))
    body = whole.institution if whole.kind == "institution" else None
    text = (body and body.text) or _printed(cell, whole.start, whole.end)
    if whole.further and whole.institution and position:
        text = f"{position} {whole.institution.text}"
    person = whole.person
    if person is not None and (position or whole.institution):
        person = replace(person, position=position, institution=whole.institution)
    return Party(
        text=text,
        kind=whole.kind,  # type: ignore[arg-type]
        person=person,
        position=position,
        institution=whole.institution,
        position_canonical=canonical_position(position) if position else None,
        grades=grades,
    )


def _printed(cell: Cell, start: int, end: int) -> str:
    return " ".join(cell.text[start:end].split())


def grades_of(text: str) -> tuple[int, ...]:
    """«5–7, 9 кл.» → (5, 6, 7, 9); only grades that schools have."""
    found: set[int] = set()
    for low, high in _RANGE.findall(text):
        found.update(range(int(low), int(high) + 1) if int(high) <= 11 else ())
    found.update(int(n) for n in re.findall(r"\d{1,2}", text))
    return tuple(sorted(g for g in found if 1 <= g <= 11))


def _end_at(wholes: list[Whole], starts: list[int], at: int) -> int:
    """Where the party ends that this place may be inside of."""
    index = bisect_right(starts, at) - 1
    return wholes[index].end if index >= 0 else 0


def _left(cell: Cell, wholes: list[Whole]) -> str:
    """What no party, label or joint has taken, its marks at the edges gone; remarks inside a party's extent too."""
    taken = sorted([*((w.start, w.end) for w in wholes), *(g for w in wholes for g in w.grades), *cell.silent])
    pieces, at = [], 0
    for start, end in [*taken, (len(cell.text), len(cell.text))]:
        if start > at:
            pieces.append((at, start))
        at = max(at, end)
    starts = [w.start for w in wholes]
    inside = [i for i in cell.items if is_aside(cell, i) and i.end < _end_at(wholes, starts, i.start)]
    pieces = sorted([*pieces, *((i.start, i.end) for i in inside)])
    texts = (" ".join(cell.text[s:e].split()).strip(_EDGES + '«»"') for s, e in pieces)
    return " ".join(t for t in texts if any(c.isalnum() for c in t))
