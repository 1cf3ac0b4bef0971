"""Aims and tasks listed before the plan: «Цель: …» is one goal, each task one more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.fields.dates import parse_month_heading
from extractor.layout.header_lines import HeadLine
from extractor.layout.items import is_contents_line
from extractor.layout.labels import split_labels
from extractor.layout.meetings import opens_meeting
from extractor.layout.stamps import stamp_kind
from extractor.layout.titles import opens_goals
from extractor.text import one_line
from extractor.wording import join_lines

_HEAD = re.compile(r":\s*|\s[–—-]\s+")
_ITEM = re.compile(r"(?:\d{1,2}[.)]|[а-яa-z]\)|[–—\-·•●○▪■➢✓*])\s*(?=\S)")
_NUMBER = re.compile(r"\d{1,2}[.)]\s")
_INLINE = re.compile(r"(?:(?<=[;:.])|(?<=^))\s*(?:\d{1,2}[.)]|[–—•])\s+")
_SENTENCE = re.compile(r"[.;]\s+(?=[А-ЯЁ])")
_CLOSED = re.compile(r"[.;:!?]$")
_UNCLAIMED = 30
"""So many lines in a row that are no goals end the search."""


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals in order, and the lines they took."""

    goals: tuple[str, ...]
    taken: frozenset[int]


def find_goals(lines: Sequence[HeadLine], start: int, free: Sequence[bool]) -> Goals:
    """All aims and tasks from a line on, up to the plan's own lines."""
    goals: list[str] = []
    taken: set[int] = set()
    at, idle = start, 0
    while at < len(lines) and idle < _UNCLAIMED:
        if free[at] and _begins_plan(lines[at]):
            break
        if not free[at] or not opens_goals(lines[at].plain) or is_contents_line(lines[at].text):
            at, idle = at + 1, idle + 1
            continue
        found, end = _read(lines, at, free)
        goals += found
        taken.update(range(at, end))
        at, idle = end, 0
    return Goals(tuple(goals), frozenset(taken))


def cell_goals(head: str, text: str) -> list[str]:
    """The aims or tasks of a passport's row: «Задачи программы» | a line or a semicolon for each."""
    if not opens_goals(f"{one_line(head)}:"):
        return []
    return [goal for line in text.split("\n") if line.strip() for goal in _split(_ITEM.sub("", line.strip(), count=1))]


def _read(lines: Sequence[HeadLine], at: int, free: Sequence[bool]) -> tuple[list[str], int]:
    """The goals under one heading, and the index behind them."""
    parts = _HEAD.split(lines[at].plain, maxsplit=1)
    own = parts[1].strip() if len(parts) > 1 else ""
    end = at + 1
    if own:
        while end < len(lines) and free[end] and _goes_on(own, lines[end]):
            own, end = f"{own}\n{lines[end].plain}", end + 1
        listed = end < len(lines) and own.endswith(":") and _is_item(lines[end])
        if not listed:
            return _split(join_lines(own)), end
    items, end = _items(lines, end, free)
    return items, end


def _items(lines: Sequence[HeadLine], start: int, free: Sequence[bool]) -> tuple[list[str], int]:
    """The list under a heading: marked items, or lines of one kind up to a gap or a full stop."""
    items: list[str] = []
    end = start
    marked = start < len(lines) and _is_item(lines[start])
    while end < len(lines) and free[end] and not _ends_list(lines, start, end, marked, items):
        line = lines[end]
        if items and _goes_on(items[-1], line):
            items[-1] = f"{items[-1]}\n{line.plain}"
        else:
            items.append(_bare(line))
        end += 1
    return [goal for item in items for goal in _split(join_lines(item))], end


def _ends_list(lines: Sequence[HeadLine], start: int, at: int, marked: bool, items: Sequence[str]) -> bool:
    line = lines[at]
    if opens_goals(line.plain) or stamp_kind(line.plain) or line.heading is not None:
        return True
    if items and _goes_on(items[-1], line):
        return False
    if items and (_marks_change(lines[start], line) or _says_who_and_when(line.plain)):
        return True
    if marked:
        return not _is_item(line) or line.bold != lines[start].bold or _restarts(lines, at, items)
    if line.gap and at > start:
        return True
    if line.bold != lines[start].bold or line.standing_out or line.numbered:
        return True
    return bool(items) and items[-1].endswith(".") and (len(items) == 1 or items[-2].endswith(";"))


def _restarts(lines: Sequence[HeadLine], at: int, items: Sequence[str]) -> bool:
    """«1.» again after other items, in bold or behind a gap: the plan's own list begins."""
    number = re.match(r"1[.)]", lines[at].full)
    return bool(number) and bool(items) and (lines[at].gap or lines[at].bold)


def _begins_plan(line: HeadLine) -> bool:
    """The plan's own lines have begun: an entry with its day or party, a meeting, a month."""
    bare, parts = split_labels(line.plain)
    signed = not bare.strip(" .") and set(parts) == {"responsible"}  # «Руководитель: Панина С.И.»
    return (
        (_says_who_and_when(line.plain) and not signed)
        or opens_meeting(line.plain)
        or parse_month_heading(line.plain) is not None
    )


def _marks_change(first: HeadLine, line: HeadLine) -> bool:
    """Numbers behind bullets: the plan's own list begins."""
    return _is_item(first) and not _NUMBER.match(first.full) and bool(_NUMBER.match(line.full))


def _says_who_and_when(text: str) -> bool:
    """«… Срок: май. Отв.: завуч»: an entry of the plan, no task."""
    return bool({"date", "responsible"} & set(split_labels(text)[1]))


def _is_item(line: HeadLine) -> bool:
    return line.label is not None or bool(_ITEM.match(line.plain))


def _bare(line: HeadLine) -> str:
    return line.plain if line.label is not None else _ITEM.sub("", line.plain, count=1)


def _goes_on(above: str, line: HeadLine) -> bool:
    """The rest of an item on the next line: small letters behind an unfinished line, nothing else."""
    if _is_item(line) or line.gap or opens_goals(line.plain):
        return False
    return not line.first or (line.plain[:1].islower() and not _CLOSED.search(above.strip()))


def _split(text: str) -> list[str]:
    """Several goals in one line: «1) …; 2) …», parts between semicolons, or «… . Задачи: …» behind the aim."""
    for cut in _SENTENCE.finditer(text):
        if opens_goals(text[cut.end() :]):
            own = _HEAD.split(text[cut.end() :], maxsplit=1)[-1]
            return [*_split(text[: cut.start()]), *_split(own)]
    pieces = [p for p in _INLINE.split(text) if p.strip(" ;.")]
    if len(pieces) < 2:
        pieces = [p for p in text.split(";") if p.strip(" ;.")]
    return [p.strip(" ;") for p in pieces]
