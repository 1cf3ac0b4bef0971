"""A picture of a page → the same `Page` a text layer gives: words by tesseract, rulings by runs of dark pixels.

Tesseract is a program beside Python (`HINT` installs it); it runs in one thread, its own threads make it slower.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median
from typing import Any

from extractor.blocks import Block, Box, Cell, Paragraph, Place, Table
from extractor.errors import LimitError, MissingToolError, ReadError
from extractor.readers.limits import Limits
from extractor.readers.pdf.geometry import Rule, Rules
from extractor.readers.pdf.lines import to_lines
from extractor.readers.pdf.page import Page, place_words, with_aligned
from extractor.readers.pdf.tables import find_grids
from extractor.readers.pdf.words import Word

HINT = 'apt-get install tesseract-ocr tesseract-ocr-rus && pip install "plan-extractor[ocr]"'

_LANGUAGE = "rus"
_DARK = 140
_RULE_INCHES = 0.3
_SOLID = 0.95
_LEAST_CONFIDENCE = 30.0
_MOST_SKEW = 3.0
_SKEW_STEP = 0.25
_BORDER = 4
_BLANK = 40
_DOUBT = 0.7
_LEAST_INK = 30

Found = tuple[str, Box, float]
"""A word, its box in pixels, and how sure tesseract is of it (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A recognised page and how sure tesseract was of each word (0 to 1)."""

    page: Page
    confidences: tuple[tuple[Box, float], ...]


@lru_cache(maxsize=1)
def is_available() -> bool:
    """Whether tesseract is here with its Russian data, and the libraries that look at pictures."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        import numpy  # noqa: F401
        import PIL  # noqa: F401
    except ImportError:
        return False
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    return _LANGUAGE in listed.stdout.split()


def recognise(picture: Any, number: int, dpi: float, limits: Limits) -> Scan:
    """The words and tables on a picture of a page.

    Raises:
        MissingToolError: tesseract is not installed.
        LimitError: the picture is too large, or takes too long.
    """
    if not is_available():
        raise MissingToolError(HINT)
    limits.check("pixels", picture.width * picture.height)
    from PIL import Image

    straight = _deskewed(picture.convert("L"))
    rules, bare = _rules(straight, dpi)
    scale = 72.0 / dpi
    grids = find_grids(_scaled(rules, scale), limits)
    squares = [_inside(square.box, scale) for grid in grids for square in grid.squares]
    found = _second_look(bare, squares, _words(Image.fromarray(bare), dpi, "4", limits), dpi, limits)
    words = _even([_scaled_word(text, box, scale, index) for index, (text, box, _) in enumerate(found)])
    tables, rest = place_words(grids, words, lambda word, _: [word])
    size = straight.width * scale, straight.height * scale
    tables, lines = with_aligned(tables, to_lines(rest), [])
    page = Page(number, size, tables, lines, {}, " ".join(word.text for word in words), 1)
    return Scan(page, tuple((word[1:5], sure) for word, (_, _, sure) in zip(words, found, strict=True)))


def _scaled_word(text: str, box: Box, scale: float, index: int) -> Word:
    return Word(text, box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale, index)


def _even(words: list[Word]) -> list[Word]:
    """Words of one height («ас» is half as high as «Ау»), so that white between lines can be compared."""
    if not words:
        return words
    half = 0.6 * median(word.bottom - word.top for word in words)
    middles = [(word.top + word.bottom) / 2 for word in words]
    return [word._replace(top=m - half, bottom=m + half) for word, m in zip(words, middles, strict=True)]


def _deskewed(picture: Any) -> Any:
    """Turned by the angle at which lines of text stand apart most clearly (up to three degrees either way)."""
    import numpy as np

    small = picture.resize((max(picture.width // 4, 1), max(picture.height // 4, 1)))
    steps = int(_MOST_SKEW / _SKEW_STEP)
    angles = [step * _SKEW_STEP for step in range(-steps, steps + 1)]

    def clarity(angle: float) -> float:
        rows = np.asarray(small.rotate(angle, fillcolor=255), dtype=float).sum(axis=1)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    best = max(angles, key=lambda angle: (clarity(angle), -abs(angle)))
    return picture.rotate(best, resample=3, fillcolor=255) if best else picture


def _rules(picture: Any, dpi: float) -> tuple[Rules, Any]:
    """Long straight runs of dark pixels, and the picture without them."""
    import numpy as np

    grey = np.array(picture)
    dark = grey < _DARK
    length = max(int(_RULE_INCHES * dpi), 10)
    level, upright = _runs(dark, length), _runs(dark.T, length)
    for row, start, end in level:
        grey[max(row - 1, 0) : row + 2, start:end] = 255
    for column, start, end in upright:
        grey[start:end, max(column - 1, 0) : column + 2] = 255
    return Rules([Rule(*map(float, run)) for run in level], [Rule(*map(float, run)) for run in upright]), grey


def _runs(dark: Any, length: int) -> list[tuple[int, int, int]]:
    """(Row, start, end) of each run at least so long and nearly solid."""
    import numpy as np

    if dark.shape[1] <= length:
        return []
    sums = np.cumsum(np.pad(dark, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    solid = sums[:, length:] - sums[:, :-length] >= _SOLID * length
    edges = np.diff(np.pad(solid, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    return [(int(r), int(s), int(e) + length - 1) for r, s, e in zip(rows, starts, ends, strict=True)]


def _scaled(rules: Rules, scale: float) -> Rules:
    return Rules(*([Rule(r.at * scale, r.low * scale, r.high * scale) for r in way] for way in rules))


def _inside(box: Box, scale: float) -> tuple[int, int, int, int]:
    """A square of a table in pixels, without its rulings."""
    x0, top, x1, bottom = (side / scale for side in box)
    return int(x0) + _BORDER, int(top) + _BORDER, int(x1) - _BORDER, int(bottom) - _BORDER


def _second_look(
    grey: Any, squares: Sequence[tuple[int, int, int, int]], words: list[Found], dpi: float, limits: Limits
) -> list[Found]:
    """Squares with ink but no word, or a doubtful one, are read again, all on one sheet, one below the other.

    On the whole page tesseract loses lone digits in narrow columns and takes lines of neighbouring cells for one.
    """
    held = [_held(words, square) for square in squares]
    doubtful = [index for index, square in enumerate(squares) if _is_doubtful(grey, square, held[index], words)]
    if not doubtful:
        return words
    sheet, tops = _sheet(grey, [squares[index] for index in doubtful])
    again = _words(sheet, dpi, "6", limits)
    gone: set[int] = set()
    better: list[Found] = []
    for index, top in zip(doubtful, tops, strict=True):
        x0, y0, x1, y1 = squares[index]
        place = (_BLANK, top, _BLANK + x1 - x0, top + y1 - y0)
        fresh = [again[i] for i in _held(again, place)]
        if fresh and _sureness(fresh) > _sureness([words[i] for i in held[index]]):
            gone.update(held[index])
            better.extend(_moved(word, x0 - _BLANK, y0 - top) for word in fresh)
    return [word for index, word in enumerate(words) if index not in gone] + better


def _held(words: Sequence[Found], square: tuple[int, int, int, int]) -> list[int]:
    """The numbers of the words whose middle is in a square."""
    x0, y0, x1, y1 = square
    return [
        index
        for index, (_, box, _) in enumerate(words)
        if x0 <= (box[0] + box[2]) / 2 <= x1 and y0 <= (box[1] + box[3]) / 2 <= y1
    ]


def _is_doubtful(grey: Any, square: tuple[int, int, int, int], held: Sequence[int], words: Sequence[Found]) -> bool:
    x0, y0, x1, y1 = square
    if x1 - x0 < _BORDER or y1 - y0 < _BORDER:
        return False
    if held:
        return min(words[index][2] for index in held) < _DOUBT
    return bool((grey[y0:y1, x0:x1] < _DARK).sum() > _LEAST_INK)


def _sheet(grey: Any, squares: Sequence[tuple[int, int, int, int]]) -> tuple[Any, list[int]]:
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


def _sureness(words: Sequence[Found]) -> float:
    """The mean confidence of words, by their length."""
    letters = sum(len(text) for text, _, _ in words)
    return sum(len(text) * sure for text, _, sure in words) / letters if letters else 0.0


def _moved(word: Found, x: float, y: float) -> Found:
    text, (x0, top, x1, bottom), sure = word
    return text, (x0 + x, top + y, x1 + x, bottom + y), sure


def _words(picture: Any, dpi: float, layout: str, limits: Limits) -> list[Found]:
    """Each word with its box in pixels and its confidence; specks that came out as bars and dots are left out."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    command = ["tesseract", "stdin", "stdout", "-l", _LANGUAGE, "--dpi", str(round(dpi)), "--psm", layout, "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=buffer.getvalue(), capture_output=True, timeout=limits.seconds, check=False, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise LimitError(f"seconds > {limits.seconds:g}") from error
    if done.returncode != 0:
        raise ReadError("tesseract failed", code="ocr_failed")
    rows = [line.split("\t") for line in done.stdout.decode("utf-8", "replace").splitlines()[1:]]
    return [_word(row) for row in rows if len(row) == 12 and _is_word(row)]


def _is_word(row: Sequence[str]) -> bool:
    text, sure = row[11].strip(), float(row[10])
    return bool(text) and sure >= (0 if any(map(str.isalnum, text)) else _LEAST_CONFIDENCE) and text not in "|_~"


def _word(row: Sequence[str]) -> Found:
    left, top, width, height = (float(value) for value in row[6:10])
    return row[11].strip(), (left, top, left + width, top + height), float(row[10]) / 100


def with_confidence(blocks: tuple[Block, ...], scans: Mapping[int, Scan]) -> tuple[Block, ...]:
    """Each paragraph of a recognised page with the mean confidence of the words that stand in its place."""
    return tuple(_sure(block, block.place, scans) for block in blocks) if scans else blocks


def _sure(block: Block, place: Place, scans: Mapping[int, Scan]) -> Block:
    if isinstance(block, Table):
        return replace(block, cells=tuple(_sure_cell(cell, scans) for cell in block.cells))
    return _sure_paragraph(block, place, scans)


def _sure_cell(cell: Cell, scans: Mapping[int, Scan]) -> Cell:
    return replace(cell, blocks=tuple(_sure(block, cell.place, scans) for block in cell.blocks))


def _sure_paragraph(paragraph: Paragraph, place: Place, scans: Mapping[int, Scan]) -> Paragraph:
    scan, box = scans.get(place.page or 0), place.box
    if scan is None or box is None:
        return paragraph
    inside = [
        sure
        for (x0, top, x1, bottom), sure in scan.confidences
        if box[0] <= (x0 + x1) / 2 <= box[2] and box[1] <= (top + bottom) / 2 <= box[3]
    ]
    return replace(paragraph, confidence=round(sum(inside) / len(inside), 2)) if inside else paragraph
