"""What cells look like, for columns without a telling header: dates, people, places, classes, long titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractor.fields.audience import parse_grades
from extractor.fields.dates import is_date_like
from extractor.fields.parties import parse_responsible
from extractor.fields.venue import parse_venue
from extractor.text import one_line
from extractor.wording import join_lines

_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXLC]+|[а-яa-z])[.)]?$", re.IGNORECASE)
_TIME = re.compile(r"(?:[вс]\s+)?\d{1,2}[.:\-]\d{2}(?:\s*[-–—]\s*\d{1,2}[.:\-]\d{2})?\s*(?:ч\.?)?$")
SAMPLE = 16
"""So many filled cells of a column are looked at."""


def is_number(text: str) -> bool:
    """«1», «1.2.», «IV», «а)»: a row's number and nothing else."""
    return bool(_NUMBER.fullmatch(one_line(text)))


def is_time(text: str) -> bool:
    """«10.00», «9-30», «с 14:00–15:30»: a time of day and nothing else."""
    return bool(_TIME.fullmatch(one_line(text)))


@lru_cache(maxsize=8192)
def look_of(text: str) -> tuple[tuple[str, float], ...]:
    """What one cell looks like: role → 0–1."""
    line = join_lines(text)
    if is_number(line):
        return (("number", 1.0),)
    if is_time(line):
        return (("time", 1.0), ("date", 0.4))
    looks = {"date": is_date_like(line)}
    if looks["date"] < 0.6:
        looks["responsible"] = _party_share(line)
        looks["audience"] = 1.0 if parse_grades(line) and len(line) < 40 else 0.0
        looks["venue"] = 0.7 if any(v.institution for v in parse_venue(line)) and looks["responsible"] < 0.9 else 0.0
        looks["title"] = min(1.0, len(line) / 60) * (1.0 - looks["responsible"])
    return tuple(sorted(looks.items()))


def _party_share(line: str) -> float:
    parties = parse_responsible(line)
    if not parties:
        return 0.0
    left = len(parties.text_left) / max(len(line), 1)
    people = any(p.kind == "person" for p in parties)
    return max(0.0, (1.0 if people else 0.75) - left - (0.0 if len(line) < 160 else 0.3))


def look(texts: Sequence[str]) -> dict[str, float]:
    """What a column looks like: the mean over its filled cells (the first `SAMPLE`), role → 0–1.

    `words` is no role: how wordy the cells are beyond dates and names.
    """
    filled = [t for t in texts if t.strip()][:SAMPLE]
    if not filled:
        return {}
    total: dict[str, float] = {}
    for text in filled:
        for role, score in look_of(text):
            total[role] = total.get(role, 0.0) + score
    out = {role: score / len(filled) for role, score in total.items() if score > 0}
    wordy = [t for t in filled if not is_number(t) and not is_time(t)]
    length = sum(min(len(t), 120) for t in wordy) / 120 / len(filled)
    return out | {"words": length * (1 - out.get("date", 0.0)) * (1 - 0.7 * out.get("responsible", 0.0))}
