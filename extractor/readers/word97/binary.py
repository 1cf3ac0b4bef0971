"""The Word 97–2003 format: where text, paragraph looks, character looks stand; nothing interpreted."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.errors import ReadError
from extractor.readers.limits import Limits
from extractor.readers.word97.compound import Compound
from extractor.readers.word97.properties import Properties, properties, quick_property

_MAGIC = 0xA5EC
_OLD_MAGIC = (b"\xdc\xa5", b"\xdb\xa5", b"\x9b\xa5")
_LEAST = 0x300
_ENCRYPTED, _TABLE_ONE = 0x0100, 0x0200
_PAGE = 512
_LENGTHS = 0x4C
"""Characters of the parts one after another: main text, footnotes, headers, macros, comments, endnotes, text boxes."""
_BOXES = 6
_CHARACTERS, _PARAGRAPHS, _CLX = 0xFA, 0x102, 0x1A2
STYLES, ANCHORS, BOXES, LISTS, LIST_USES = 0xA2, 0x1DA, 0x25A, 0x2E2, 0x2EA
_COMPRESSED = 0x40000000
_FAR = (0x6645, 0x6646)
_OBJECT = re.compile(r"_\d{4,}")
"""The storage of an embedded object, in the pool that LibreOffice writes even where it is empty."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the file with one look; `style` is the paragraph style's number."""

    style: int = 0
    properties: bytes = b""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stands together in the file: its characters, the number of the first one in the document,
    its place in the file, the bytes a character takes, and what a quick save laid over its looks.
    """

    text: str
    start: int
    place: int
    width: int
    over: Properties


class WordFile:
    """The streams of a document and its tables of positions. `damaged`: something of it was not where it should be."""

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
        self.has_objects = any(map(_OBJECT.fullmatch, compound.names))
        lengths = [max(length, 0) for length in struct.unpack_from("<7i", self.main, _LENGTHS)]
        self.length = lengths[0]
        self.notes = range(lengths[0], sum(lengths[:2]))
        self.heads = range(sum(lengths[:2]), sum(lengths[:3]))
        self.boxes = range(sum(lengths[:_BOXES]), sum(lengths[: _BOXES + 1]))
        limits.check("characters", max(self.length, self.boxes.stop))
        self.damaged = compound.damaged
        self._pieces = tuple(self._read_pieces())
        self.paragraphs = _Looks(self, _PARAGRAPHS, 13)
        self.characters = _Looks(self, _CHARACTERS, 1)
        self.damaged = self.damaged or self.paragraphs.damaged or self.characters.damaged

    def look(self, run: Run) -> Properties:
        """A run's own properties; a long list of them (wide tables) stands in a stream of its own."""
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

    def positions(self, at: int, size: int) -> tuple[tuple[int, ...], list[bytes]]:
        """A table of positions (one more than there are entries) and its entries of `size` bytes."""
        start, end = self.part(at)
        packed = self.table[start:end]
        count = max((len(packed) - 4) // (4 + size), 0)
        if not count:
            return (), []
        first = 4 * (count + 1)
        entries = [packed[first + size * number : first + size * (number + 1)] for number in range(count)]
        return struct.unpack_from(f"<{count + 1}I", packed), entries

    def text(self, within: range | None = None) -> Iterator[Piece]:
        """The pieces of the main text, or of other characters of the document."""
        within = range(self.length) if within is None else within
        for start, end, place, over in self._pieces:
            first, last = max(start, within.start), min(end, within.stop)
            if first >= last:
                continue
            if place & _COMPRESSED:
                at = (place & ~_COMPRESSED) // 2 + first - start
                text, width = self.main[at : at + last - first].decode("cp1252", "replace"), 1
            else:
                at = place + 2 * (first - start)
                text, width = self.main[at : at + 2 * (last - first)].decode("utf-16-le", "replace"), 2
            self.damaged = self.damaged or at + width * (last - first) > len(self.main)
            yield Piece(text, first, at, width, over)

    def _read_pieces(self) -> Iterator[tuple[int, int, int, Properties]]:
        """First and last character, place in the file, looks laid over, piece by piece."""
        start, end = self.part(_CLX)
        clx = self.table[start:end]
        at = 0
        laid: list[Properties] = []
        while at + 3 <= len(clx) and clx[at] == 1:  # looks of whole pieces, made by quick saves
            size = struct.unpack_from("<H", clx, at + 1)[0]
            laid.append(properties(clx[at + 3 : at + 3 + size]))
            at += 3 + size
        if at + 5 > len(clx) or clx[at] != 2:
            raise ReadError("no text table", code="damaged")
        plc = clx[at + 5 :]
        count = (len(plc) - 4) // 12
        ends = struct.unpack_from(f"<{count + 1}I", plc)
        for number in range(count):
            place, prm = struct.unpack_from("<IH", plc, 4 * (count + 1) + 8 * number + 2)
            over = quick_property(prm) if not prm & 1 else laid[prm >> 1] if prm >> 1 < len(laid) else {}
            yield ends[number], ends[number + 1], place, over


class _Looks:
    """The looks of a kind by place in the file: pages of 512 bytes that are found through a table."""

    def __init__(self, word: WordFile, at: int, step: int) -> None:
        self.damaged = False
        self._starts: list[int] = []
        self._runs: list[Run] = []
        _, entries = word.positions(at, 4)
        for entry in entries:
            page = struct.unpack("<I", entry)[0] & 0x3FFFFF
            if not self._read_page(word.main[page * _PAGE : (page + 1) * _PAGE], step):
                self.damaged = True

    def at(self, place: int) -> tuple[Run, int]:
        """The run at a place in the file, and where it ends."""
        index = bisect_right(self._starts, place) - 1
        end = self._starts[index + 1] if index + 1 < len(self._starts) else 1 << 62
        return (self._runs[index] if index >= 0 else Run()), end

    def _read_page(self, page: bytes, step: int) -> bool:
        """Whether the page is sound: what stands behind a fault in it is not read."""
        if len(page) < _PAGE:
            return False
        count = page[-1]
        if 4 * (count + 1) + step * count >= _PAGE:
            return False
        starts = struct.unpack_from(f"<{count + 1}I", page)
        for number in range(count):
            if self._starts and starts[number] < self._starts[-1]:
                return False
            offset = page[4 * (count + 1) + step * number] * 2
            self._starts.append(starts[number])
            self._runs.append(_read_run(page, offset, is_paragraph=step > 1) if offset else Run())
        return True


def _read_run(page: bytes, offset: int, *, is_paragraph: bool) -> Run:
    size = page[offset]
    if not is_paragraph:
        return Run(0, page[offset + 1 : offset + 1 + size])
    if size:
        body = page[offset + 1 : offset + 2 * size]
    else:
        body = page[offset + 2 : offset + 2 + 2 * page[offset + 1]] if offset + 1 < _PAGE else b""
    return Run(int.from_bytes(body[:2], "little"), body[2:])
