"""A page's words with their boxes, in the order of the content; two questions to pdfium a word, not one a character."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pypdfium2 import raw

from extractor.blocks import Box
from extractor.readers.pdf.bulk import address_of, font_name, fonts_of, loose_boxes, origins
from extractor.readers.pdf.frame import Frame
from extractor.readers.pdf.garbled import repaired

_PLAIN = re.compile(r"\S+")
_PIECES = re.compile(r"[^\s\x00\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
_ASCENT, _DESCENT = 0.8, 0.2
_STEPS = 32  # letters whose boxes are equally high, to so many parts of a point, are of one size
_HYPHENS = "\x02\ufffe"
_new = tuple.__new__  # NamedTuple's own takes twice as long
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

    def __init__(self, textpage: Any, frame: Frame) -> None:
        self._page = textpage
        self._address = address_of(textpage)
        self._frame = frame
        self._map = frame.mapper()
        self.count = max(raw.FPDFText_CountChars(textpage), 0)
        printed = self._all_text()
        self.text = repaired(printed)
        self.repaired = self.text != printed
        self._same = len(self.text) == self.count
        # Filled by pdfium again and again: making them anew for each letter would cost more than asking.
        self._matrix, self._rect = raw.FS_MATRIX(), raw.FS_RECTF()
        self._matrix_at, self._rect_at = ctypes.byref(self._matrix), ctypes.byref(self._rect)
        self._styles: dict[int, tuple[bool, bool]] = {}

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
        hyphens = any(mark in self.text for mark in _HYPHENS)
        found = list((_PIECES if hyphens or "\0" in self.text else _PLAIN).finditer(self.text))
        texts = [match.group() for match in found]
        starts = [match.start() for match in found]
        x0s, lines = self._frame.points(*origins(self._address, self._indexes(starts)))
        lefts, tops, rights, bottoms = loose_boxes(self._address, self._indexes([match.end() - 1 for match in found]))
        far, tops = self._frame.points(lefts, tops)
        x1s, bottoms = self._frame.points(rights, bottoms)
        if self._frame.turns:  # the corners change places
            x1s = list(map(max, x1s, far))
            tops, bottoms = list(map(min, tops, bottoms)), list(map(max, tops, bottoms))
        words: list[Word] = []
        heights: dict[float, tuple[float, float]] = {}
        for text, start, x0, line, x1, top, bottom in zip(texts, starts, x0s, lines, x1s, tops, bottoms, strict=True):
            height = int(_STEPS * (bottom - top)) or -line
            if height not in heights:
                size = self._size(start)
                heights[height] = _ASCENT * size, _DESCENT * size
            ascent, descent = heights[height]
            if x1 < x0 or top < line - 2 * ascent or bottom > line + 2.5 * descent:
                words.extend(self._odd(text, start))
            else:
                words.append(_new(Word, (text, x0, line - ascent, x1, line + descent, start, 0)))
        if hyphens:
            return [word if word.text[-1] not in _HYPHENS else _hyphenated(word) for word in words]
        return words

    def _indexes(self, places: list[int]) -> Sequence[int]:
        """Places in the text as pdfium counts its characters."""
        return places if self._same else [self._index(place) for place in places]

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

    def fonts(self, words: Sequence[Word]) -> list[tuple[bool, bool]]:
        """For each word whether its font is bold and whether it is italic, by the font's name."""
        found = fonts_of(self._address, self._indexes([word.start for word in words]))
        for font in set(found).difference(self._styles):
            name = font_name(font)
            self._styles[font] = bool(_BOLD.search(name)), bool(_ITALIC.search(name))
        return [self._styles[font] for font in found]

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
        raw.FPDFText_GetLooseCharBox(self._page, self._index(index), self._rect_at)
        return self._map(rect.left, rect.bottom, rect.right, rect.top)
