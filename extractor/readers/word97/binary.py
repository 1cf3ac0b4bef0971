"""The Word 97–2003 format: where text, paragraph looks, character looks stand; nothing interpreted."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.errors import ReadError
from extractor.readers.limits import Limits
from extractor.readers.word97.compound import Compound

_MAGIC = 0xA5EC
_OLD_MAGIC = (b"\xdc\xa5", b"\xdb\xa5", b"\x9b\xa5")
_LEAST = 0x300
_ENCRYPTED, _TABLE_ONE = 0x0100, 0x0200
_PAGE = 512
_CCP_TEXT = 0x4C
_CHARACTERS, _PARAGRAPHS, _CLX = 0xFA, 0x102, 0x1A2
LISTS, LIST_USES = 0x2E2, 0x2EA
_COMPRESSED = 0x40000000
_TABLE_SHAPE = 0xD608
_FAR = (0x6645, 0x6646)
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}

Properties = dict[int, bytes]
"""Operands by the code of their property."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the file with one look; `style` is the paragraph style's number."""

    style: int = 0
    properties: bytes = b""


class WordFile:
    """The streams of a document and its tables of positions."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        compound = Compound(data)
        self.main = compound.stream("WordDocument") or b""
        if self.main[:2] in _OLD_MAGIC:
            raise ReadError("older than Word 97", code="old_word")
        if len(self.main) < _LEAST or struct.unpack_from("<H", self.main)[0] != _MAGIC:
            raise ReadError("no Word document inside", code="damaged")
        flags = struct.unpack_from("<H", self.main, 0x0A)[0]
        if flags & _ENCRYPTED:
            raise ReadError(code="encrypted")
        self.table = compound.stream("1Table" if flags & _TABLE_ONE else "0Table") or b""
        self._far = compound.stream("Data") or b""
        self.length = max(struct.unpack_from("<i", self.main, _CCP_TEXT)[0], 0)
        limits.check("characters", self.length)
        self.paragraphs = _Looks(self, _PARAGRAPHS, 13)
        self.characters = _Looks(self, _CHARACTERS, 1)

    def look(self, run: Run) -> Properties:
        """A run's properties; a long list of them (wide tables) stands in a stream of its own."""
        found = properties(run.properties)
        for code in _FAR:
            if code in found:
                at = int.from_bytes(found[code], "little")
                size = int.from_bytes(self._far[at : at + 2], "little")
                found.update(properties(self._far[at + 2 : at + 2 + size]))
        return found

    def part(self, at: int) -> tuple[int, int]:
        """Start and end, in the table stream, of what the header's pair of numbers at `at` points to."""
        start, size = struct.unpack_from("<II", self.main, at)
        return start, start + size

    def text(self) -> Iterator[tuple[str, int, int]]:
        """The pieces of the main text: characters, the first one's place in the file, bytes a character."""
        start, end = self.part(_CLX)
        clx = self.table[start:end]
        at = 0
        while at + 3 <= len(clx) and clx[at] == 1:  # looks of whole pieces, made by quick saves
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        if at + 5 > len(clx) or clx[at] != 2:
            raise ReadError("no text table", code="damaged")
        plc = clx[at + 5 :]
        count = (len(plc) - 4) // 12
        ends = struct.unpack_from(f"<{count + 1}I", plc)
        for number in range(count):
            length = min(ends[number + 1], self.length) - ends[number]
            if length <= 0:
                continue
            place = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
            if place & _COMPRESSED:
                place = (place & ~_COMPRESSED) // 2
                yield self.main[place : place + length].decode("cp1252", "replace"), place, 1
            else:
                wide = self.main[place : place + 2 * length]
                yield wide.decode("utf-16-le", "replace"), place, 2


class _Looks:
    """The looks of a kind by place in the file: pages of 512 bytes that are found through a table."""

    def __init__(self, word: WordFile, at: int, step: int) -> None:
        self._starts: list[int] = []
        self._runs: list[Run] = []
        start, end = word.part(at)
        plc = word.table[start:end]
        count = max((len(plc) - 4) // 8, 0)
        for number in range(count):
            page = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * number)[0] & 0x3FFFFF
            self._read_page(word.main[page * _PAGE : (page + 1) * _PAGE], step)

    def at(self, place: int) -> tuple[Run, int]:
        """The run at a place in the file, and where it ends."""
        index = bisect_right(self._starts, place) - 1
        end = self._starts[index + 1] if index + 1 < len(self._starts) else 1 << 62
        return (self._runs[index] if index >= 0 else Run()), end

    def _read_page(self, page: bytes, step: int) -> None:
        if len(page) < _PAGE:
            return
        count = page[-1]
        if 4 * (count + 1) + step * count >= _PAGE:
            return
        starts = struct.unpack_from(f"<{count + 1}I", page)
        for number in range(count):
            if self._starts and starts[number] < self._starts[-1]:
                return
            offset = page[4 * (count + 1) + step * number] * 2
            self._starts.append(starts[number])
            self._runs.append(_read_run(page, offset, is_paragraph=step > 1) if offset else Run())


def _read_run(page: bytes, offset: int, *, is_paragraph: bool) -> Run:
    size = page[offset]
    if not is_paragraph:
        return Run(0, page[offset + 1 : offset + 1 + size])
    if size:
        body = page[offset + 1 : offset + 2 * size]
    else:
        body = page[offset + 2 : offset + 2 + 2 * page[offset + 1]] if offset + 1 < _PAGE else b""
    return Run(int.from_bytes(body[:2], "little"), body[2:])


def properties(packed: bytes) -> Properties:
    """A list of properties taken apart; what cannot be, ends it."""
    found: Properties = {}
    at = 0
    while at + 2 <= len(packed):
        code = int.from_bytes(packed[at : at + 2], "little")
        at += 2
        size = _SIZES.get(code >> 13)
        if size is None:
            width = 2 if code == _TABLE_SHAPE else 1
            size = int.from_bytes(packed[at : at + width], "little") - (width == 2)
            at += width
        found[code] = packed[at : at + size]
        at += max(size, 0)
    return found
