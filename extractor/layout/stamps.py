"""Stamps: where they stand among a header's lines and in its tables («УТВЕРЖДАЮ», «Принят на заседании …»)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.blocks import Table
from extractor.fields.people import find_people
from extractor.fields.period import parse_period
from extractor.fields.positions import head_of
from extractor.layout.header_lines import HeadLine
from extractor.layout.header_words import header_words
from extractor.layout.stamp_reading import (
    BLANK,
    names_paper,
    on_one_line,
    parse_stamp,
    read_paper,
    readable,
    stamp_dates,
    stamp_kind,
)
from extractor.morph import readings
from extractor.text import key, words
from extractor.wording import whole_lines

__all__ = [
    "find_stamps",
    "is_signature_line",
    "opens_annex",
    "parse_stamp",
    "stamp_kind",
    "stamp_table",
    "table_stamps",
]

_COLUMNS = re.compile(r"\t+| {3,}")
_MOST_LINES = 14
_LONGEST_LINE = 220
_LONGEST_TABLE = 1500


def opens_annex(text: str) -> bool:
    """«Приложение 1», «Приложение № 2 к приказу …»: the line above a title that says what the plan is annexed to."""
    first = words(text)[:1]
    return (
        bool(first) and len(text) < _LONGEST_LINE and bool({r.lemma for r in readings(first[0])} & header_words().annex)
    )


def is_signature_line(text: str) -> bool:
    """What an electronic signature leaves: «Сертификат: 00F3…», «Владелец: …»."""
    return key(text).startswith(header_words().signature_lines)


def stamp_table(table: Table) -> bool:
    """A table that only sets stamps side by side: a cell opens a stamp and all of it is short."""
    if table.rows > 14 or table.cols > 6 or sum(len(cell.text) for cell in table.cells) > _LONGEST_TABLE:
        return False
    opening = [c for c in table.cells if any(stamp_kind(line) for line in whole_lines(c.text)[:2])]
    if not opening or min(c.row for c in opening) > 1:
        return False
    return any(_has_substance("\n".join(stamp)) for stamp in table_stamps(table))


def table_stamps(table: Table) -> list[list[str]]:
    """The lines of each stamp of a table: down each column, a new one at each opening."""
    out: list[list[str]] = []
    for col in range(table.cols):
        lines = [line for cell in table.cells if cell.col == col for line in whole_lines(cell.text) if line.strip()]
        out += split_stamps(lines)
    return out


def split_stamps(lines: Sequence[str]) -> list[list[str]]:
    """Lines one below another, parted where a stamp opens; what stands before the first is no stamp."""
    out: list[list[str]] = []
    for line in lines:
        if stamp_kind(line) and not (out and len(out[-1]) == 1 and _is_second_word(out[-1][0], line)):
            out.append([line])
        elif out:
            out[-1].append(line)
    return out


def _is_second_word(above: str, line: str) -> bool:
    """«РАССМОТРЕНО» and «и принято на заседании …» on the next line are one stamp."""
    return line.lstrip()[:1].islower() and len(words(above)) < 3


@dataclass(frozen=True, slots=True)
class FoundStamps:
    """The stamps among a header's lines: the lines of each, and which lines they took."""

    stamps: tuple[tuple[str, ...], ...]
    taken: frozenset[int]


def find_stamps(lines: Sequence[HeadLine], stop: Sequence[bool]) -> FoundStamps:
    """All stamps in lines; `stop[i]` tells that a title or goals begin at a line."""
    stamps: list[tuple[str, ...]] = []
    taken: set[int] = set()
    at = 0
    while at < len(lines):
        pieces = _pieces(lines[at].text)
        opened = [p for p in pieces if stamp_kind(p)]
        annex = not opened and opens_annex(lines[at].plain)
        if not (opened or annex) or (stop[at] and not opened):
            taken |= {at} if is_signature_line(lines[at].plain) else set()
            at += 1
            continue
        end = _extent(lines, at, stop, annex=annex)
        found = _columns(lines[at:end]) if len(opened) > 1 else [[line.text for line in lines[at:end]]]
        found = [f for f in found if _has_substance("\n".join(f))]
        if found or annex:
            taken.update(range(at, end))
            stamps += [tuple(f) for f in found if not annex or _annex_paper(f)]
        at = max(end, at + 1)
    return FoundStamps(tuple(stamps), frozenset(taken))


def _pieces(text: str) -> list[str]:
    return [p for p in _COLUMNS.split(text) if p.strip()]


def _extent(lines: Sequence[HeadLine], start: int, stop: Sequence[bool], *, annex: bool) -> int:
    """One past the stamp's last line."""
    end = start + 1
    while end < len(lines) and end - start < _MOST_LINES:
        line = lines[end]
        if stop[end] or any(stamp_kind(p) for p in _pieces(line.text)):
            break
        part = _is_part(line.plain)
        so_far = "\n".join(x.text for x in lines[start:end])
        if line.gap and (not part or _is_complete(so_far)):
            break
        if not part and not stamp_dates(line.plain) and parse_period(line.plain) is not None:
            break  # «на 2022/2023 учебный год» belongs to the title
        loud = line.align == "center" and lines[start].align != "center"
        if not part and (loud or len(line.plain) > 90 or (annex and end - start > 3) or line.numbered):
            break
        end += 1
    return end


def _is_part(text: str) -> bool:
    """Whether a line is a piece of a stamp: a post, a blank to sign on, a paper, a date, a name."""
    if BLANK.search(text) or stamp_dates(text) or names_paper(text):
        return True
    first = words(text)[:1]
    if first and (head_of(first[0].lower()) or {r.lemma for r in readings(first[0])} & header_words().signers):
        return True
    return bool(find_people(readable(text))) and len(text) < 60


def _is_complete(text: str) -> bool:
    """A stamp that has both a signer and a day or a paper (also blank ones) goes on over no empty line."""
    signed = bool(BLANK.search(text)) or bool(find_people(readable(text)))
    dated = bool(stamp_dates(text)) or names_paper(text) is not None or len(BLANK.findall(text)) > 1
    return signed and dated


def _has_substance(text: str) -> bool:
    """A stamp names who or by what: a post, a body, a paper, a day, a name, or a blank for them."""
    if BLANK.search(text) or stamp_dates(text) or names_paper(text) or find_people(readable(text)):
        return True
    return any(
        head_of(w.lower()) or {r.lemma for r in readings(w)} & (header_words().signers | header_words().bodies)
        for w in words(text)[1:8]
    )


def _columns(lines: Sequence[HeadLine]) -> list[list[str]]:
    """Stamps side by side, their lines parted by tabs or wide gaps, as one list of lines each."""
    count = max(len(_pieces(line.text)) for line in lines)
    starts = _column_starts(_spread(lines[0]))
    out: list[list[str]] = [[] for _ in range(count)]
    for line in lines:
        pieces = _pieces(line.text)
        if len(pieces) == count:
            for column, piece in zip(out, pieces, strict=True):
                column.append(piece)
            continue
        expanded = _spread(line).expandtabs(8)
        for piece in pieces:
            at = expanded.find(piece)
            nearest = min(range(min(count, len(starts))), key=lambda c: abs(starts[c] - at))
            out[nearest].append(piece)
    return out


def _spread(line: HeadLine) -> str:
    """A line with the spaces before it: they tell the column of one that has the right stamp's day alone."""
    return " " * line.indent + line.text


def _column_starts(text: str) -> list[int]:
    expanded = text.expandtabs(8)
    starts, at = [], 0
    for piece in _pieces(text):
        at = expanded.index(piece, at)
        starts.append(at)
        at += len(piece)
    return starts


def _annex_paper(lines: Sequence[str]) -> bool:
    """«Приложение 1» alone is no stamp; «… к приказу от 01.09.2021 № 5» is one."""
    instrument, day, number = read_paper(on_one_line("\n".join(lines)))
    return instrument is not None and instrument != "protocol" and (day is not None or number is not None)
