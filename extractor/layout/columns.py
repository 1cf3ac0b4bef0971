"""What each column of a grid holds: told by its header's words, and by what the cells hold.

`assign` picks one role a column so that a role that can stand only once stands where it fits best. A column whose
header no mapping knows is judged by its cells, else it is `extra`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.fields.headings import HEADER_FLOOR, LOOSE, ROLES, SINGLE, header_text, score_header

KNOWN = frozenset({"date", "start", "end", "month", "week", "time", "responsible"})
"""A grid with one of these is likely a plan."""
GUESSED = frozenset({"venue", "responsible", "audience"})
"""Roles that content alone suggests, and that give way likewise."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's role with its score; `also` are further roles the header names («Дата, время и место»)."""

    header: str
    role: str
    score: float
    by: Literal["header", "content", "default"]
    also: tuple[str, ...] = ()


def assign(headers: Sequence[str], contents: Sequence[Mapping[str, float]]) -> tuple[Column, ...]:
    """One role a column, best fits first.

    Args:
        headers: the header of each column ('' where it has none).
        contents: for each column what its cells look like, role → 0–1 (`layout.contents.look`).
    """
    named = [dict(score_header(h)) if h else {} for h in headers]
    _sections_need_titles(named, contents)
    options = _options(headers, named, contents)
    chosen: dict[int, tuple[float, str, str]] = {}
    taken: set[str] = set()
    for score, col, role, by in sorted(options, key=lambda o: (-o[0], o[1])):
        if col not in chosen and (role not in taken or role not in SINGLE):
            chosen[col] = (score, role, by)
            taken.add(role)
    if "title" not in taken and taken & KNOWN:
        _choose_title(chosen, named, contents)
    _settle_labels(chosen, named)
    return tuple(_column(headers[c], chosen.get(c), named[c], taken) for c in range(len(headers)))


def _options(
    headers: Sequence[str], named: Sequence[Mapping[str, float]], contents: Sequence[Mapping[str, float]]
) -> list[tuple[float, int, str, str]]:
    """Every role that a column may have, by its header or its cells: (score, column, role, by what)."""
    options: list[tuple[float, int, str, str]] = []
    for col, header in enumerate(headers):
        for role, score in _by_content(named[col], contents[col]).items():
            if score >= HEADER_FLOOR:
                options.append((score + 0.25 * contents[col].get(role, 0.0), col, role, "header"))
        for role, score in contents[col].items():
            if role not in ROLES or (role == "number" and (col > 1 or header_text(header))):
                continue
            blank = not header_text(header)
            if score >= (0.5 if blank else 0.7) and max(named[col].values(), default=0.0) < HEADER_FLOOR:
                options.append((score * (0.8 if blank else 0.6), col, role, "content"))
    return options


def _settle_labels(chosen: dict[int, tuple[float, str, str]], named: Sequence[Mapping[str, float]]) -> None:
    """A label behind the title groups nothing; a lesser title before it does («Вид деятельности | Мероприятия»)."""
    titled = min((c for c, choice in chosen.items() if choice[1] == "title"), default=None)
    if titled is None:
        return
    for col in [c for c, choice in chosen.items() if choice[1] == "section" and c > titled]:
        del chosen[col]
    for col in range(titled):
        if col not in chosen and named[col].get("title", 0.0) >= 0.6:
            chosen[col] = (named[col]["title"], "section", "header")


def _by_content(named: Mapping[str, float], content: Mapping[str, float]) -> Mapping[str, float]:
    """A «Время» over days is the date: no time of day stands in it."""
    if "time" in named and content.get("time", 0.0) < 0.3 and content.get("date", 0.0) > 0.5:
        date = max(named["time"], named.get("date", 0.0))
        return {role: score for role, score in named.items() if role != "time"} | {"date": date}
    return named


def _choose_title(
    chosen: dict[int, tuple[float, str, str]],
    named: Sequence[Mapping[str, float]],
    contents: Sequence[Mapping[str, float]],
) -> None:
    """Beside dates or parties some column must say what is done: the wordiest of those that no sure role holds."""
    free = [
        c
        for c in range(len(named))
        if (c not in chosen or chosen[c][1] in LOOSE or (chosen[c][2] == "content" and chosen[c][1] in GUESSED))
        and contents[c].get("words", 0.0) > 0
    ]
    if free:
        best = max(free, key=lambda c: (contents[c]["words"] * (1 + named[c].get("title", 0.0)), -c))
        chosen[best] = (0.5, "title", "content")


def _column(header: str, choice: tuple[float, str, str] | None, named: Mapping[str, float], taken: set[str]) -> Column:
    line = header_text(header)
    if choice is None:
        return Column(line, "extra", 0.0, "default")
    score, role, by = choice
    also = tuple(sorted(r for r, s in named.items() if r != role and r not in taken and s >= HEADER_FLOOR))
    return Column(line, role, min(score, 1.0), "header" if by == "header" else "content", also)


def _sections_need_titles(named: list[dict[str, float]], contents: Sequence[Mapping[str, float]]) -> None:
    """A grouping label is a section only beside a title; where no column is a better title, it is the title itself."""
    titles = [c for c, scores in enumerate(named) if scores.get("title", 0.0) >= HEADER_FLOOR]
    groups = [c for c, scores in enumerate(named) if scores.get("section", 0.0) >= HEADER_FLOOR]
    for col in groups:
        if any(c < col for c in titles):
            named[col].pop("section")
            continue
        others = [c for c in titles if c != col]
        if not others:
            loose = [c for c in range(len(named)) if c != col and contents[c].get("title", 0.0) > 0.6 and not named[c]]
            if not loose:
                named[col]["title"] = max(named[col].get("title", 0.0), named[col].pop("section"))
        elif named[col].get("title", 0.0) < max(named[c]["title"] for c in others):
            named[col].pop("title", None)
