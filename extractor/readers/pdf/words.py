"""A page's words with their boxes, in the order of the content; two calls into pdfium a word, not one a character."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pypdfium2 import raw

from extractor.blocks import Box
from extractor.readers.pdf.garbled import repaired

_PIECES = re.compile(r"[^\s\x00\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
_GET_BOX = raw.FPDFText_GetLooseCharBox
_GET_ORIGIN = raw.FPDFText_GetCharOrigin
_ASCENT, _DESCENT = 0.8, 0.2
_HYPHENS = "\x02\ufffe"
# Where the bullets of the fonts Symbol and Wingdings come out when their font gives no better name.
_SYMBOL = re.compile("[\uf000-\uf0ff]")
_SYMBOLS = str.maketrans("\uf0b7\uf0a7\uf0d8\uf0fc\uf02d\uf0be", "•▪➢✓––")
_BOLD = re.compile(r"bold|black|heavy|demi", re.I)
_ITALIC = re.compile(r"italic|oblique", re.I)


class Word(NamedTuple):
    """A run of characters without a space; `turn`: 0 level, 1 going up, 2 upside down, 3 going down."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    start: int
    turn: int = 0


def _hyphenated(word: Word) -> Word:
    return word._replace(text=word.text[:-1] + "-")


class TextLayer:
    """One page's text, open; every index counts pdfium's characters."""

    def __init__(self, textpage: Any, mapper: Callable[[float, float, float, float], Box]) -> None:
        self._page = textpage
        self._map = mapper
        self.count = max(raw.FPDFText_CountChars(textpage), 0)
        printed = self._all_text()
        self.text = repaired(printed)
        self.repaired = self.text != printed
        self._same = len(self.text) == self.count
        # Filled by pdfium again and again: making them anew for each letter would cost more than asking.
        self._point = ctypes.c_double(), ctypes.c_double()
        self._point_at = ctypes.byref(self._point[0]), ctypes.byref(self._point[1])
        self._matrix, self._rect = raw.FS_MATRIX(), raw.FS_RECTF()
        self._matrix_at, self._rect_at = ctypes.byref(self._matrix), ctypes.byref(self._rect)

    def _all_text(self) -> str:
        buffer = (ctypes.c_ushort * (self.count + 1))()
        written = raw.FPDFText_GetText(self._page, 0, self.count, buffer)
        text = bytes(buffer)[: max(written - 1, 0) * 2].decode("utf-16-le", "replace")
        return text.translate(_SYMBOLS) if _SYMBOL.search(text) else text

    def words(self) -> list[Word]:
        """All words. U+FFFE is pdfium's mark for a hyphen at a line's end, and no space follows it.

        pdfium's boxes hug the letters («ас» is half as high as «Ау»), so a word's height is its font's size, set
        about the line its letters stand on.
        """
        words: list[Word] = []
        sizes: dict[float, tuple[float, float]] = {}
        page, rect, at, (x, y), (x_at, y_at) = self._page, self._rect, self._rect_at, self._point, self._point_at
        mapped, index_of = self._map, None if self._same else self._index
        for match in _PIECES.finditer(self.text):
            start, end = match.span()
            _GET_ORIGIN(page, index_of(start) if index_of else start, x_at, y_at)
            _GET_BOX(page, index_of(end - 1) if index_of else end - 1, at)
            x0, line, _, _ = mapped(x.value, y.value, x.value, y.value)
            _, top, x1, bottom = mapped(rect.left, rect.bottom, rect.right, rect.top)
            heights = sizes.get(line)
            if heights is None:
                size = self._size(start)
                heights = sizes[line] = _ASCENT * size, _DESCENT * size
            ascent, descent = heights
            if x1 < x0 or top < line - 2 * ascent or bottom > line + 2.5 * descent:
                words.extend(self._odd(match.group(), start))
            else:
                words.append(Word(match.group(), x0, line - ascent, x1, line + descent, start))
        return [word if word.text[-1] not in _HYPHENS else _hyphenated(word) for word in words]

    def _odd(self, text: str, start: int) -> Iterator[Word]:
        """A run whose last letter does not follow its first one to the right: turned text, or several lines."""
        first, last = self._box(start), self._box(start + len(text) - 1)
        if abs(last[0] - first[0]) < (first[2] - first[0]) * 0.7 and len(text) > 1:
            box = min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3])
            yield Word(text, *box, start, 1 if last[1] < first[1] else 3)
        elif abs(last[1] - first[1]) < (first[3] - first[1]) * 0.7 and last[2] < first[2] and len(text) > 1:
            yield Word(text, last[0], min(first[1], last[1]), first[2], max(first[3], last[3]), start, 2)
        else:
            yield from self._by_lines(text, start)

    def _by_lines(self, text: str, start: int) -> Iterator[Word]:
        """A run that pdfium did not break although its letters stand on several lines."""
        run = ""
        box: Box = (0, 0, 0, 0)
        for offset, letter in enumerate(text):
            here = self._box(start + offset)
            if run and (abs(here[1] - box[1]) > (box[3] - box[1]) * 0.5 or here[0] < box[2] - (box[3] - box[1])):
                yield Word(run, *box, start + offset - len(run))
                run = ""
            box = (box[0], min(box[1], here[1]), max(box[2], here[2]), max(box[3], here[3])) if run else here
            run += letter
        yield Word(run, *box, start + len(text) - len(run))

    def split(self, word: Word, borders: list[float]) -> list[Word]:
        """A word that runs over vertical rulings (two narrow cells without padding), cut at them."""
        parts: list[Word] = []
        for offset, letter in enumerate(word.text):
            box = self._box(word.start + offset)
            middle = (box[0] + box[2]) / 2
            if parts and not any((parts[-1].x0 + parts[-1].x1) / 2 < border <= middle for border in borders):
                last = parts[-1]
                parts[-1] = Word(last.text + letter, last.x0, last.top, box[2], last.bottom, last.start)
            else:
                parts.append(Word(letter, box[0], word.top, box[2], word.bottom, word.start + offset))
        return parts

    def font(self, word: Word) -> tuple[bool, bool]:
        """Whether the word's font is bold and whether it is italic, by the font's name."""
        buffer = ctypes.create_string_buffer(128)
        raw.FPDFText_GetFontInfo(self._page, self._index(word.start), buffer, 128, None)
        name = buffer.value.decode("utf-8", "replace")
        return bool(_BOLD.search(name)), bool(_ITALIC.search(name))

    def has_map_errors(self, word: Word) -> bool:
        """Whether pdfium found no Unicode for the word's first character."""
        return bool(raw.FPDFText_HasUnicodeMapError(self._page, self._index(word.start)) == 1)

    def _index(self, index: int) -> int:
        return index if self._same else max(raw.FPDFText_GetCharIndexFromTextIndex(self._page, index), 0)

    def _size(self, index: int) -> float:
        """The font's size on the page."""
        index = self._index(index)
        matrix = self._matrix
        raw.FPDFText_GetMatrix(self._page, index, self._matrix_at)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        return float(min(max(raw.FPDFText_GetFontSize(self._page, index) * scale, 1.0), 200.0))

    def _box(self, index: int) -> Box:
        rect = self._rect
        _GET_BOX(self._page, index if self._same else self._index(index), self._rect_at)
        return self._map(rect.left, rect.bottom, rect.right, rect.top)
