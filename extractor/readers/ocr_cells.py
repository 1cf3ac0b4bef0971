"""A second look at a table's cells: what tesseract lost or doubted on the whole page is read again, cell by cell.

On the whole page tesseract loses lone digits in narrow columns and initials at a line's end, and takes lines of
neighbouring cells for one. A column of numbers is read once more with digits alone to choose from («ТЕ.» is «1.1.»).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.blocks import Box
from extractor.readers.pdf.tables import Grid

Found = tuple[str, Box, float]
"""A word, its box in pixels, and how sure tesseract is of it (0 to 1)."""

Square = tuple[int, int, int, int]
"""A cell in pixels, without its rulings."""

Read = Callable[[Any, bool], list[Found]]
"""Recognises a sheet of cells; with digits alone where told so."""

DARK = 140
_DASHES = ("-", "–", "—")
_BORDER = 4
_BLANK = 60
_DOUBT = 0.7
_LEAST_INK = 30
_LOST_INK = 110
"""Dark pixels (at 300 dpi) outside all words' boxes that are more than specks: a small letter has more."""
_AROUND = 3
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?")
_LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Picture:
    """A page's grey pixels without rulings, and how many of them an inch has."""

    grey: Any
    dpi: float

    def ink(self, square: Square) -> Any:
        """Which pixels of a square are dark."""
        x0, y0, x1, y1 = square
        return self.grey[y0:y1, x0:x1] < DARK

    @property
    def lost_ink(self) -> float:
        """How much ink outside words is a lost word's."""
        return _LOST_INK * (self.dpi / 300) ** 2


def look_again(picture: Picture, grids: Sequence[Grid], words: list[Found], read: Read) -> list[Found]:
    """The page's words, those of doubtful cells replaced where the second reading is better."""
    scale = 72.0 / picture.dpi
    squares = [_inside(square.box, scale) for grid in grids for square in grid.squares]
    doubtful = [square for square in squares if _is_doubtful(picture, square, _of(words, square))]
    words = _replaced(words, doubtful, _read_all(picture, doubtful, read, False), _Better(picture))
    unread = [square for grid in grids for square in _bad_numbers(picture, grid, words)]
    return _replaced(words, unread, _read_all(picture, unread, read, True), _is_number)


def _inside(box: Box, scale: float) -> Square:
    x0, top, x1, bottom = (side / scale for side in box)
    return int(x0) + _BORDER, int(top) + _BORDER, int(x1) - _BORDER, int(bottom) - _BORDER


def _of(words: Sequence[Found], square: Square) -> list[Found]:
    """The words whose middle is in a square."""
    x0, y0, x1, y1 = square
    return [w for w in words if x0 <= (w[1][0] + w[1][2]) / 2 <= x1 and y0 <= (w[1][1] + w[1][3]) / 2 <= y1]


def _is_doubtful(picture: Picture, square: Square, held: Sequence[Found]) -> bool:
    x0, y0, x1, y1 = square
    if x1 - x0 < _BORDER or y1 - y0 < _BORDER:
        return False
    if not held:
        return bool(picture.ink(square).sum() > _LEAST_INK)
    return min(sure for _, _, sure in held) < _DOUBT or _lost(picture, square, held) > picture.lost_ink


def _lost(picture: Picture, square: Square, held: Sequence[Found]) -> int:
    """Dark pixels of a square that are in no word's box."""
    ink = picture.ink(square).copy()
    for _, (x0, top, x1, bottom), _ in held:
        left, upper = max(int(x0) - _AROUND - square[0], 0), max(int(top) - _AROUND - square[1], 0)
        ink[upper : int(bottom) + _AROUND - square[1], left : int(x1) + _AROUND - square[0]] = False
    return int(ink.sum())


@dataclass(frozen=True, slots=True)
class _Better:
    """Whether the second reading of a cell is the better one: it leaves less ink unread, or is surer."""

    picture: Picture

    def __call__(self, square: Square, old: Sequence[Found], new: Sequence[Found]) -> bool:
        if not new:
            return False
        gain = _lost(self.picture, square, old) - _lost(self.picture, square, new)
        if abs(gain) > self.picture.lost_ink:
            return gain > 0
        return _sureness(new) > _sureness(old)


def _is_number(_square: Square, _old: Sequence[Found], new: Sequence[Found]) -> bool:
    return _NUMBER.fullmatch("".join(text for text, _, _ in new)) is not None


def _sureness(words: Sequence[Found]) -> float:
    """The mean confidence of words, by their length."""
    letters = sum(len(text) for text, _, _ in words)
    return sum(len(text) * sure for text, _, sure in words) / letters if letters else 0.0


def _bad_numbers(picture: Picture, grid: Grid, words: Sequence[Found]) -> Iterator[Square]:
    """Cells with ink but no number in a column where most are numbers, or that is too narrow for aught else."""
    for column in range(len(grid.xs) - 1):
        own = [s for s in grid.squares if s.col == column and s.colspan == 1]
        places = [_inside(square.box, 72.0 / picture.dpi) for square in own]
        texts = ["".join(text for text, _, _ in _of(words, place)) for place in places]
        good = sum(_NUMBER.fullmatch(text) is not None for text in texts)
        if 2 * good > sum(map(bool, texts)) and good > 1:
            yield from (
                place
                for place, text in zip(places[1:], texts[1:], strict=True)
                if len(text) <= _LONGEST_NUMBER and not _NUMBER.fullmatch(text) and _has_ink(picture, place)
            )


def _has_ink(picture: Picture, square: Square) -> bool:
    x0, y0, x1, y1 = square
    return x1 - x0 > _BORDER and y1 - y0 > _BORDER and bool(picture.ink(square).sum() > _LEAST_INK)


def _replaced(
    words: list[Found],
    squares: Sequence[Square],
    fresh: Sequence[list[Found]],
    better: Callable[[Square, Sequence[Found], Sequence[Found]], bool],
) -> list[Found]:
    gone: set[Found] = set()
    added: list[Found] = []
    for square, new in zip(squares, fresh, strict=True):
        old = _of(words, square)
        if better(square, old, new):
            gone.update(word for word in old if not _is_lost_dash(word, new))
            added.extend(new)
    return [word for word in words if word not in gone] + added


def _is_lost_dash(word: Found, fresh: Sequence[Found]) -> bool:
    """A dash of the first reading («сентябрь –» above «октябрь») where the second one saw nothing."""
    text, (x0, top, x1, bottom), sure = word
    if text not in _DASHES or sure < _DOUBT / 2:
        return False
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    return not any(left <= x <= right and upper <= y <= lower for _, (left, upper, right, lower), _ in fresh)


def _read_all(picture: Picture, squares: Sequence[Square], read: Read, digits: bool) -> list[list[Found]]:
    """For each square the words of a sheet on which all squares stand one below the other."""
    if not squares:
        return []
    sheet, tops = _sheet(picture.grey, squares)
    again = read(sheet, digits)
    out: list[list[Found]] = []
    for (x0, y0, x1, y1), top in zip(squares, tops, strict=True):
        here = _of(again, (_BLANK, top, _BLANK + x1 - x0, top + y1 - y0))
        out.append([_moved(word, x0 - _BLANK, y0 - top) for word in here])
    return out


def _sheet(grey: Any, squares: Sequence[Square]) -> tuple[Any, list[int]]:
    """The squares on one white picture, and at which height each begins."""
    import numpy as np
    from PIL import Image

    height = sum(y1 - y0 + _BLANK for _, y0, _, y1 in squares) + _BLANK
    sheet = np.full((height, max(x1 - x0 for x0, _, x1, _ in squares) + 2 * _BLANK), 255, dtype=grey.dtype)
    tops: list[int] = []
    top = _BLANK
    for x0, y0, x1, y1 in squares:
        part = grey[y0:y1, x0:x1]
        sheet[top : top + part.shape[0], _BLANK : _BLANK + part.shape[1]] = part
        tops.append(top)
        top += y1 - y0 + _BLANK
    return Image.fromarray(sheet), tops


def _moved(word: Found, x: float, y: float) -> Found:
    text, (x0, top, x1, bottom), sure = word
    return text, (x0 + x, top + y, x1 + x, bottom + y), sure
