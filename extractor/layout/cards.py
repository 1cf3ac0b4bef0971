"""Lines of a plan without tables set by their look: a day above its one event, columns parted by tabs or wide gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.blocks import Paragraph
from extractor.layout.entry import read_entry
from extractor.layout.facts import is_date, is_parties, is_time_of_day
from extractor.layout.items import shape
from extractor.layout.labels import split_labels
from extractor.layout.numbers import split_marker
from extractor.text import one_line

_GAP = re.compile(r"\t+| {3,}")
_BETWEEN = re.compile(r"\t+| {3,}|\s+(?:/{1,2}|\|)\s+")
_SEMICOLON = re.compile(r";\s+")
_FEWEST = 3
"""So many days with one event each are a list of cards; fewer may be headings."""
_LONGEST_DAY = 40
_COLUMNS = (2, 5)


def day_cards(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """«5 марта» | «Мастер-класс» | «Место: …»: where each day has one event below it, it is that event's date.

    Days with several events below them stay headings.
    """
    days = [i for i, line in enumerate(lines) if _is_day(line)]
    told = frozenset(days)
    if len(days) >= _FEWEST and all(_follows_title(lines, day) for day in days):
        return _days_behind(lines, days)
    if len(days) < _FEWEST or not all(_has_one_event(lines, a, b) for a, b in _stretches(days, len(lines))):
        return list(lines)
    out: list[Paragraph] = []
    for index, line in enumerate(lines):
        if index - 1 in told:
            above = lines[index - 1]
            out[-1] = replace(above, text=f"{one_line(above.text)} – {line.text}", bold=False, heading=None)
        else:
            out.append(line)
    return out


def _follows_title(lines: Sequence[Paragraph], day: int) -> bool:
    """«1. Концерт» | «15 мая» | «2. …»: the day stands below a numbered or bulleted line that says no day itself."""
    if day == 0 or lines[day - 1].label is None or read_entry(one_line(lines[day - 1].text)).dated:
        return False
    behind = next((line.label for line in lines[day + 1 : day + _FEWEST + 1] if line.label is not None), None)
    return behind is None or shape(behind) == shape(lines[day - 1].label)


def _days_behind(lines: Sequence[Paragraph], days: Sequence[int]) -> list[Paragraph]:
    told = frozenset(days)
    out: list[Paragraph] = []
    for index, line in enumerate(lines):
        if index in told:
            out[-1] = replace(out[-1], text=f"{one_line(out[-1].text)} – {one_line(line.text)}")
        else:
            out.append(line)
    return out


def _stretches(days: Sequence[int], end: int) -> list[tuple[int, int]]:
    return list(zip(days, [*days[1:], end], strict=True))


def _is_day(line: Paragraph) -> bool:
    """«5 марта», «2 марта, 12:00», «12–14 марта»: a day (no whole month) and nothing else, without a marker."""
    text = one_line(line.text)
    if line.label is not None or len(text) > _LONGEST_DAY or not text[:1].isdigit():
        return False
    return is_date(text) and not is_time_of_day(text)


def _has_one_event(lines: Sequence[Paragraph], day: int, end: int) -> bool:
    """One line without a label of its own below the day, then labelled ones; others may follow the last day's."""
    below = [i for i in range(day + 1, end) if split_labels(one_line(lines[i].text))[0].strip(" .")]
    if not below or below[0] != day + 1 or lines[day + 1].label is not None:
        return False
    return len(below) == 1 or (end == len(lines) and all(lines[i].gap for i in below[1:]))


def columns_as_dashes(line: Paragraph) -> Paragraph:
    """«Семинар ⇥ 23 января ⇥ Орлова М.А.», «Семинар / январь / методист»: read like what stands behind dashes.

    A post and a person alone («Директор ⇥ Орлова М.А.») are a signature and stay as they are.
    """
    text = line.text.strip()
    for between in (_BETWEEN, _SEMICOLON):
        pieces = [one_line(p) for p in between.split(text) if p.strip()]
        if not _COLUMNS[0] <= len(pieces) <= _COLUMNS[1] or "\n" in text or any(split_labels(p)[1] for p in pieces):
            continue
        dated = [p for p in pieces[0 if between is _BETWEEN else 1 :] if is_date(p)]
        told = between is _BETWEEN or all(is_date(p) or is_parties(p, groups=True) for p in pieces[1:])
        if dated and told and len(dated) < len(pieces):
            return replace(line, text=" – ".join(pieces))
    return line


def is_signature(line: Paragraph) -> bool:
    """«Директор музея ⇥⇥ Орлова М.А.»: a post on the left, a person on the right, a wide gap between."""
    pieces = [p for p in _GAP.split(line.text.strip()) if p.strip()]
    if len(pieces) != len(_COLUMNS) or line.label is not None or split_marker(pieces[0])[0]:
        return False
    return all(is_parties(p) for p in pieces) and not any(is_date(p) for p in pieces)
