"""Dates inside running text, the date share of a cell, and headings that name a month."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from extractor import mappings
from extractor.fields.dates.description import (
    Dates,
    Description,
    Item,
    Ongoing,
    Pattern,
    Point,
    Remark,
    Skipped,
    Times,
    Weekdays,
)
from extractor.fields.dates.engine import describe
from extractor.morph import lexeme
from extractor.text import clean, fold_lookalikes, key, one_line, words

_FIRST_YEAR = 2000
_NEAR = 12
_GAP = re.compile(r"[\s,;()–—-]*(?:(?:и|в|с|к|г|гг)\b[\s.,;(]*)?")
_QUOTED = re.compile(r"[«“„\"][^«»“”„\"\n]{2,300}[»”“\"]")
_SURE_UNITS = frozenset({"day", "nth_weekday", "week", "decade"})
_HEADING_UNITS = frozenset(
    ["day", "month", "week", "decade", "quarter", "term", "trimester", "half_year", "season", "vacation"]
)
_ABBREVIATED = re.compile(r"(?<![^\W\d_])[бвгджзклмнпрстфхцчшщ]{1,3}\.")
_OF_WHAT = re.compile(r"(?:за|на|от)\s+$", re.IGNORECASE)


def date_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Places of date expressions in the text as it stands."""
    plain, places = _with_places(text)
    described = describe(plain)
    quoted = [m.span() for m in _QUOTED.finditer(plain)]
    sure = [
        i
        for i in described.items
        if _is_sure(i, plain) and not any(a < i.start and i.end < b for a, b in quoted if i.end - i.start < b - a - 2)
    ]
    found: list[tuple[int, int]] = []
    for start, end in _joined(described, sure, plain):
        found.append((places[start], places[_with_full_stop(plain, start, end) - 1] + 1))
    return tuple(found)


def _with_places(text: str) -> tuple[str, list[int]]:
    """The clean text and, for each of its characters, its place in the text as it stood."""
    if clean(text) == text:
        return _same_length(text), list(range(len(text)))
    pieces: list[str] = []
    places: list[int] = []
    index = 0
    while index < len(text):
        end = index + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        piece = clean(text[index:end])
        pieces.append(piece)
        places.extend([index] * len(piece))
        index = end
    return _same_length("".join(pieces)), places


def _same_length(text: str) -> str:
    folded = fold_lookalikes(text)
    return folded if len(folded) == len(text) else text


def _is_sure(item: Item, text: str) -> bool:
    reading = item.reading
    if isinstance(reading, Dates):
        points = [p for s in reading.stretches for p in (s.start, s.end) if p]
        return reading.marked and all(_is_sure_point(p, item, text, len(points) > 1) for p in points)
    if isinstance(reading, Pattern):
        return text[item.end - 1].lower() == "о" or " " in text[item.start : item.end]
    return isinstance(reading, Ongoing) and reading.scope != "always"


def _is_sure_point(point: Point, item: Item, text: str, many: bool) -> bool:
    if point.lacks_name or (point.year is not None and point.year < _FIRST_YEAR):
        return False
    if point.unit in _SURE_UNITS:
        return True
    said = text[item.start : item.end]
    if (
        point.unit != "month"
        or _OF_WHAT.search(text, max(0, item.start - _NEAR), item.start)
        or said.lower().startswith(("за ", "на "))
    ):
        return False
    return many or point.part is not None or point.year is not None or _is_set_off(item, text)


def _is_set_off(item: Item, text: str) -> bool:
    """A month alone: after «в», or between separators («Конкурс чтецов, октябрь»)."""
    said = text[item.start : item.end].lower()
    if said.startswith(("в ", "до ", "к ", "с ", "во ")):
        return True
    before = text[max(0, item.start - _NEAR) : item.start].rstrip()
    after = text[item.end : item.end + _NEAR].lstrip(". ")
    return (not before or before[-1] in ",;:(–—-") and (not after or after[0] in ",;:)–—-")


def _joined(described: Description, sure: list[Item], text: str) -> Iterator[tuple[int, int]]:
    """Sure items with what belongs to them (times, weekdays), those close together as one."""
    chosen = set(map(id, sure))
    start = end = -1
    anchored = False
    for item in described.items:
        companion = isinstance(item.reading, Times | Weekdays | Skipped)
        if id(item) not in chosen and not companion:
            continue
        if end >= 0 and _GAP.fullmatch(text[end : item.start]):
            end = item.end if id(item) in chosen or not isinstance(item.reading, Skipped) else end
            anchored = anchored or id(item) in chosen
            continue
        if anchored:
            yield start, end
        skipped = isinstance(item.reading, Skipped)
        start, end, anchored = (-1, -1, False) if skipped else (item.start, item.end, id(item) in chosen)
    if anchored:
        yield start, end


def _with_full_stop(text: str, start: int, end: int) -> int:
    """The end moved over «г.», «ч.» and a bracket that was opened inside."""
    if text[end : end + 1] == "." and _ABBREVIATED.search(text, max(start, end - 4), end + 1):
        end += 1
    inside = text[start:end]
    return end + 1 if inside.count("(") > inside.count(")") and text[end : end + 1] == ")" else end


def date_share(described: Description) -> float:
    """The share of the letters and digits that are read as a date; times alone are half of one."""
    total = len(key(described.text))
    read = [i for i in described.items if not isinstance(i.reading, Skipped)]
    dated = [i for i in read if not (isinstance(i.reading, Dates) and not i.reading.marked)]
    if not total or not dated:
        return 0.0
    share = sum(len(key(described.text[i.start : i.end])) for i in described.items if i in dated) / total
    if any(isinstance(i.reading, Dates | Pattern | Ongoing | Remark | Weekdays) for i in dated):
        return min(1.0, share)
    return min(1.0, share) / 2


def heading_text(described: Description) -> str | None:
    """The words of a heading that name a month or another stretch of the plan."""
    items = [i for i in described.items if not isinstance(i.reading, Skipped | Weekdays)]
    if len(items) != 1 or not isinstance(items[0].reading, Dates):
        return None
    dates = items[0].reading
    points = [p for s in dates.stretches for p in (s.start, s.end) if p]
    if dates.relation != "during" or dates.shift or not dates.marked or any(p.lacks_name for p in points):
        return None
    if any(p.unit not in _HEADING_UNITS for p in points):
        return None
    left = [w for a, b in described.left for w in words(described.text[a:b].lower())]
    if any(w.replace("ё", "е") not in _heading_words() for w in left):
        return None
    said = described.text[items[0].start : items[0].end]
    if left and said.lower().startswith("за "):
        return None
    return one_line(said + ")" * (said.count("(") - said.count(")")))


@lru_cache(maxsize=1)
def _heading_words() -> frozenset[str]:
    listed = mappings.load("date_words")["heading_words"]
    return frozenset(form for word in listed for form, _ in lexeme(word)) | {"на", "по", "в"}


mappings.on_change(_heading_words.cache_clear)
