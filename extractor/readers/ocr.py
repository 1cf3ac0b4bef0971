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
from extractor.readers.ocr_cells import DARK, Found, Picture, look_again
from extractor.readers.pdf.geometry import Rule, Rules
from extractor.readers.pdf.lines import to_lines
from extractor.readers.pdf.page import Page, place_words, with_aligned
from extractor.readers.pdf.tables import find_grids
from extractor.readers.pdf.words import Word

HINT = 'apt-get install tesseract-ocr tesseract-ocr-rus && pip install "plan-extractor[ocr]"'

_LANGUAGE = "rus"
_RULE_INCHES = 0.3
_SOLID = 0.95
_LEAST_CONFIDENCE = 30.0
_DASHES = "-–—"
_BLACK, _WHITE = 40, 200
"""Greys taken for black ink and for bare paper, so that its grain is no ink."""
_MOST_SKEW = 3.0
_SKEW_STEP = 0.25
_FINE_STEP = 0.05
_STUB_INCHES = 0.1
_TOUCH = 4
"""Pixels between the end of a ruling and the line it ends on."""

_COLUMNS = ("--psm", "4")
_BLOCK = ("--psm", "6")
_DIGITS = ("--psm", "6", "-c", "tessedit_char_whitelist=0123456789.")
_BULLETS = frozenset("®©°¢е")
"""What tesseract sees in a bullet: none of them is a Russian word."""

Run = tuple[int, int, int]
"""A row (or column) of pixels, where a dark run begins in it and where it ends."""


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

    straight = _deskewed(_without_specks(picture.convert("L")))
    rules, bare = _rules(straight, dpi)
    scale = 72.0 / dpi
    grids = find_grids(_scaled(rules, scale), limits)
    first = _words(Image.fromarray(bare), dpi, limits)
    found = look_again(
        Picture(bare, dpi),
        grids,
        first,
        lambda sheet, digits: _words(sheet, dpi, limits, _DIGITS if digits else _BLOCK),
    )
    words = _even([_scaled_word(text, box, scale, index) for index, (text, box, _) in enumerate(found)])
    tables, rest = place_words(grids, words, lambda word, _: [word])
    size = straight.width * scale, straight.height * scale
    tables, lines = with_aligned(tables, to_lines(rest), [])
    page = Page(number, size, tables, lines, {}, " ".join(word.text for word in words), True)
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


def _without_specks(picture: Any) -> Any:
    """Dark spots of a pixel or two, which tesseract takes for full stops and commas, made as light as what is round."""
    import numpy as np
    from PIL import Image, ImageFilter

    grey, round_about = np.asarray(picture), np.asarray(picture.filter(ImageFilter.MedianFilter(5)))
    lone = (round_about > DARK + 40) & (grey < DARK + 40)
    alone = np.asarray(Image.fromarray((grey < DARK + 40).astype(np.uint8) * 255).filter(ImageFilter.BoxBlur(2)))
    clean = np.where(lone & (alone < 45), round_about, grey).astype(np.int32)
    return Image.fromarray(np.clip((clean - _BLACK) * 255 // (_WHITE - _BLACK), 0, 255).astype(np.uint8))


def _deskewed(picture: Any) -> Any:
    """Turned by the angle at which lines of text stand apart most clearly (up to three degrees either way)."""
    import numpy as np

    def best_of(angles: Sequence[float], shrink: int) -> float:
        small = picture.resize((max(picture.width // shrink, 1), max(picture.height // shrink, 1)))

        def clarity(angle: float) -> float:
            rows = np.asarray(small.rotate(angle, resample=2, fillcolor=255), dtype=float).sum(axis=1)
            return float(((rows[1:] - rows[:-1]) ** 2).sum())

        return max(angles, key=lambda angle: (clarity(angle), -abs(angle)))

    steps, fine = int(_MOST_SKEW / _SKEW_STEP), int(_SKEW_STEP / _FINE_STEP) - 1
    rough = best_of([step * _SKEW_STEP for step in range(-steps, steps + 1)], 4)
    best = best_of([rough + step * _FINE_STEP for step in range(-fine, fine + 1)], 2)
    return picture.rotate(best, resample=3, fillcolor=255) if abs(best) > _FINE_STEP / 2 else picture


def _rules(picture: Any, dpi: float) -> tuple[Rules, Any]:
    """Long straight runs of dark pixels, and the picture without them."""
    import numpy as np

    grey = np.array(picture)
    dark = grey < DARK
    length, stub = max(int(_RULE_INCHES * dpi), 10), max(int(_STUB_INCHES * dpi), 8)
    level, upright = _runs(dark, length), _runs(dark.T, length)
    upright = _with_stubs(upright, [run for run in _runs(dark.T, stub) if run[2] - run[1] < length], level)
    for row, start, end in level:
        grey[max(row - 2, 0) : row + 3, start:end] = 255
    for column, start, end in upright:
        grey[start:end, max(column - 2, 0) : column + 3] = 255
    return Rules([Rule(*map(float, run)) for run in level], [Rule(*map(float, run)) for run in upright]), grey


def _with_stubs(long: list[Run], short: list[Run], across: list[Run]) -> list[Run]:
    """Rulings of low rows too: short runs that end on lines across them at both sides (no letter does)."""
    return long + [run for run in short if all(any(_ends_on(run, at, line) for line in across) for at in run[1:])]


def _ends_on(run: Run, end: int, line: Run) -> bool:
    return abs(line[0] - end) <= _TOUCH and line[1] - _TOUCH <= run[0] <= line[2] + _TOUCH


def _runs(dark: Any, length: int) -> list[Run]:
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


def _words(picture: Any, dpi: float, limits: Limits, options: Sequence[str] = _COLUMNS) -> list[Found]:
    """Each word with its box in pixels and its confidence; specks that came out as bars and dots are left out."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    command = ["tesseract", "stdin", "stdout", "-l", _LANGUAGE, "--dpi", str(round(dpi)), *options, "tsv"]
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
    text, sure, width, height = row[11].strip(), float(row[10]), float(row[8]), float(row[9])
    if not text or sure < (0 if any(map(str.isalnum, text)) else _LEAST_CONFIDENCE) or text in "|_~":
        return False
    return width > height or text not in _DASHES  # else the rest of a ruling


def _word(row: Sequence[str]) -> Found:
    left, top, width, height = (float(value) for value in row[6:10])
    text = row[11].strip()
    text = "•" if text.rstrip("_.") in _BULLETS else text
    return text, (left, top, left + width, top + height), float(row[10]) / 100


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
