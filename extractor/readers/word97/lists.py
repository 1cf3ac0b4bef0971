"""The automatic numbers of the Word 97–2003 format, counted as those of a DOCX are."""

from __future__ import annotations

import struct

from extractor.readers.docx.numbering import Instance, Level
from extractor.readers.numerals import BULLET
from extractor.readers.word97.binary import LIST_USES, LISTS, WordFile

_LEVELS = 9
_LIST, _LEVEL, _USE, _CHANGE, _MARK = 28, 28, 16, 8, 4
_HAS_START, _HAS_LEVEL = 0x10, 0x20
_KINDS = {
    0: "decimal",
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    5: "ordinal",
    22: "decimalZero",
    23: "bullet",
    58: "russianLower",
    59: "russianUpper",
    255: "none",
}


class Lists:
    """The lists by their use's number; serves `docx.numbering.Counters` as definitions."""

    def __init__(self, word: WordFile) -> None:
        levels = _read_lists(word)
        self._instances: dict[str, Instance] = {}
        self._seen: set[str] = set()
        self._joins: dict[int, int] = {}
        start, end = word.part(LIST_USES)
        uses = word.table[start:end]
        count = struct.unpack_from("<I", uses)[0] if len(uses) >= 4 else 0
        count = min(count, max((len(uses) - 4) // _USE, 0))
        at = 4 + _USE * count  # what the uses change in their lists follows them, use by use
        for number in range(count):
            key, changes = struct.unpack_from("<i8xB", uses, 4 + _USE * number)
            own, starts, at = _read_changes(uses, at, changes, levels.get(key, ()))
            if key in levels:
                self._instances[str(number + 1)] = Instance(str(key), own, starts)

    def instance(self, num_id: str) -> Instance | None:
        """The list a paragraph's number leads to."""
        return self._instances.get(num_id)

    def joined(self, use: int, above: int | None) -> int:
        """The use that a paragraph counts in; `above` is that of the paragraph right above it.

        LibreOffice makes the first item of a list that starts anew a list of its own («1. 1. 2.» for «1. 2. 3.»):
        a list that has not been met yet and looks like the one above it goes on with its numbers.
        """
        here, upper = self._instances.get(str(use)), self._instances.get(str(above))
        if here is None:
            return use
        is_new = here.counter not in self._seen
        self._seen.add(here.counter)
        if is_new and upper is not None and above is not None and here.levels == upper.levels and not here.starts:
            self._joins[use] = above
        return self._joins.get(use, use)


def _read_lists(word: WordFile) -> dict[int, tuple[Level, ...]]:
    start, end = word.part(LISTS)
    table = word.table
    if end - start < 2 or end > len(table):
        return {}
    count = min(struct.unpack_from("<H", table, start)[0], (end - start - 2) // _LIST)
    found: dict[int, tuple[Level, ...]] = {}
    at = start + 2 + _LIST * count  # the levels follow the lists, list by list
    for number in range(count):
        key = struct.unpack_from("<i", table, start + 2 + _LIST * number)[0]
        simple = table[start + 2 + _LIST * number + 26] & 1
        levels: list[Level] = []
        for _ in range(1 if simple else _LEVELS):
            read = _read_level(table, at)
            if read is None:
                return found
            level, at = read
            levels.append(level)
        levels += [Level(kind="none")] * (_LEVELS - len(levels))
        found[key] = tuple(levels)
    return found


def _read_changes(
    uses: bytes, at: int, count: int, levels: tuple[Level, ...]
) -> tuple[tuple[Level, ...], tuple[tuple[int, int], ...], int]:
    """What a use of a list changes in it: its levels, where they start anew, and where the next use's changes stand."""
    own, starts = list(levels), []
    at += _MARK
    for _ in range(count):
        if at + _CHANGE > len(uses):
            break
        start, flags = struct.unpack_from("<iI", uses, at)
        at += _CHANGE
        index = min(flags & 0xF, _LEVELS - 1)
        if flags & _HAS_LEVEL:
            read = _read_level(uses, at)
            if read is None:
                break
            level, at = read
            own[index : index + 1] = [level]
        elif flags & _HAS_START:
            starts.append((index, start))
    return tuple(own), tuple(starts), at


def _read_level(table: bytes, at: int) -> tuple[Level, int] | None:
    """A level, and where the next one begins."""
    if at + _LEVEL + 2 > len(table):
        return None
    start, kind, flags = struct.unpack_from("<iBB", table, at)
    characters, paragraph = table[at + 24], table[at + 25]
    text_at = at + _LEVEL + characters + paragraph
    if text_at + 2 > len(table):
        return None
    length = struct.unpack_from("<H", table, text_at)[0]
    text = table[text_at + 2 : text_at + 2 + 2 * length].decode("utf-16-le", "replace")
    parts = tuple(ord(sign) if ord(sign) < _LEVELS else sign for sign in text)
    name = _KINDS.get(kind, "decimal")
    level = Level(
        start=max(start, 0),
        kind=name,
        pattern=(text or BULLET) if name == "bullet" else text,
        parts=parts,
        legal=bool(flags & 4),
    )
    return level, text_at + 2 + 2 * length
