"""What cells look like, and how much two of them look alike: the evidence by which rows are told in a run of cells."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractor import mappings
from extractor.fields.dates.words import vocabulary
from extractor.fields.headings import sure_roles
from extractor.readers.text.labels import split_label
from extractor.text import key, one_line


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell looks like at a glance."""

    empty: bool
    number: bool
    length: float
    lines: int
    digits: float
    year: bool
    initials: bool
    quotes: bool
    labelled: bool
    upper: bool
    clock: bool
    dated: float
    words: frozenset[str]


Promise = Literal["number", "title", "date", "party"]
"""What the words of a header promise of the cells below."""
_PROMISES: dict[str, Promise] = {"number": "number", "title": "title", "date": "date", "responsible": "party"}

_NUMBER = re.compile(r"(?:№\s*)?\d{1,3}(?:\.\d{1,3}){0,3}[.)]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLOCK = re.compile(r"[вс]?\s?\d{1,2}\s?[-.:]\s?\d\d(?:\s?[-–—]\s?\d{1,2}[-.:]\d\d)?(?:\s?ч\.?)?")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_INITIALS = re.compile(r"[А-ЯЁ]\.\s?[А-ЯЁ]\.")


@lru_cache(maxsize=1 << 14)
def look_at(text: str) -> Look:
    """A cell's look from its text (one line a printed line)."""
    plain = one_line(text)
    letters = sum(c.isalpha() for c in plain)
    first = split_label(text)[0]
    return Look(
        empty=not plain,
        number=bool(_NUMBER.fullmatch(plain)),
        length=math.log2(1 + len(plain)),
        lines=text.count("\n") + 1,
        digits=sum(c.isdigit() for c in plain) / max(len(plain), 1),
        year=bool(_YEAR.search(plain)),
        initials=bool(_INITIALS.search(plain)),
        quotes=any(c in plain for c in '«"“'),
        labelled=first is not None,
        upper=letters > 3 and plain.upper() == plain,
        clock=bool(_CLOCK.fullmatch(plain)),
        dated=_date_share(plain),
        words=frozenset(key(w) for w in plain.split()[:12] if len(w) > 2),
    )


def _date_share(text: str) -> float:
    """How much of a short text is numbers and words of the calendar («до 15 марта», «в течение года»), 0 to 1."""
    found = _WORD.findall(text.lower().replace("ё", "е"))
    if not found or len(found) > 12:
        return 0.0
    known = vocabulary().forms
    return sum(1.0 for w in found if w.isdigit() or w in known) / len(found)


mappings.on_change(look_at.cache_clear)


def likeness(a: Look, b: Look) -> float:
    """How much two cells look like cells of one column: about −1 to 1; an empty cell says little."""
    if a.empty or b.empty:
        return 0.25 if a.empty and b.empty else -0.1
    if a.number or b.number:
        return 1.0 if a.number and b.number else -0.9
    if a.clock or b.clock:
        return 1.0 if a.clock and b.clock else -0.5
    score = 0.35 - 0.22 * abs(a.length - b.length)
    score += 0.3 * min(a.dated, b.dated) - 0.6 * abs(a.dated - b.dated)
    score += 0.3 if a.words == b.words else 0.5 * len(a.words & b.words) / max(len(a.words | b.words), 1)
    score += 0.15 if a.year and b.year else -0.2 if a.year != b.year else 0.0
    score += 0.25 if a.initials and b.initials else -0.25 if a.initials != b.initials else 0.0
    score += 0.15 if a.quotes and b.quotes else -0.1 if a.quotes != b.quotes else 0.0
    score += 0.15 if a.labelled and b.labelled else -0.15 if a.labelled != b.labelled else 0.0
    score -= 0.6 * abs(a.digits - b.digits)
    score -= 0.25 if a.upper != b.upper else 0.0
    return max(-1.0, min(1.0, score))


def header_shape(look: Look) -> float:
    """How much a cell looks like a column's header: short, no digits, no sentence; −1.5 to 0.6."""
    if look.empty:
        return -0.1
    if look.number or look.clock:
        return -1.5
    score = 0.6 if look.length < 5.2 else 0.2 if look.length < 6 else -0.5
    score -= 1.3 if look.year or look.digits > 0.12 else 0.0
    score -= 0.7 if look.initials else 0.0
    score -= 0.4 if look.quotes or look.labelled else 0.0
    return score - (0.4 if look.lines > 3 else 0.0)


def promised(header: str) -> Promise | None:
    """What a header's words promise; None where they name no such column, or several («Дата и ответственный»)."""
    roles = set(sure_roles(header))
    return _PROMISES.get(roles.pop()) if len(roles) == 1 else None


def holds(promise: Promise | None, look: Look) -> int:
    """Whether a cell keeps what its header promised: 1 it does, -1 it does not, 0 it may."""
    if promise is None or look.empty:
        return 0
    if promise == "number":
        return 1 if look.number else -1
    day = look.dated >= 0.5 and look.digits > 0.1
    if promise == "date":
        return 1 if look.dated >= 0.5 else -1 if look.initials else 0
    if promise == "party":
        return 1 if look.initials else -1 if look.number or look.clock or day else 0
    return -1 if look.number or look.clock or day or (look.initials and look.length < 4.5) else 0
