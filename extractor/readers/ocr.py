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
from extractor.readers.ocr_cells import Found, Picture, look_again
from extractor.readers.ocr_letters import mended
from extractor.readers.ocr_numerals import with_numerals
from extractor.readers.ocr_picture import level, without_specks
from extractor.readers.ocr_rules import find_rules, scaled
from extractor.readers.pdf.geometry import Rules
from extractor.readers.pdf.lines import to_lines
from extractor.readers.pdf.page import Page, place_words, with_aligned
from extractor.readers.pdf.tables import find_grids
from extractor.readers.pdf.words import Word

HINT = 'apt-get install tesseract-ocr tesseract-ocr-rus && pip install "plan-extractor[ocr]"'

_LANGUAGE = "rus"
_LEAST_CONFIDENCE = 30.0
_DASHES = "-–—"
_SPECKS = frozenset(".,‚;:'`’\"_|~")
_ON_ITS_HEAD = 0.6
"""Words of a page that stands on its head are less sure than this on the mean."""

_COLUMNS = ("--psm", "4")
_BLOCK = ("--psm", "6")
_DIGITS = ("--psm", "6", "-c", "tessedit_char_whitelist=0123456789.")
_BULLETS = frozenset("®©°¢е")
"""What tesseract sees in a bullet: none of them is a Russian word."""


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
    look = _upright(level(without_specks(picture.convert("L")), dpi), dpi, limits)
    scale = 72.0 / dpi
    grids = find_grids(scaled(look.rules, scale), limits)
    found = look_again(
        Picture(look.bare, dpi),
        grids,
        look.words,
        lambda sheet, digits: _words(sheet, dpi, limits, _DIGITS if digits else _BLOCK),
    )
    found = [(mended(text), box, sure) for text, box, sure in found]
    words = _even([_scaled_word(text, box, scale, index) for index, (text, box, _) in enumerate(found)])
    tables, rest = place_words(grids, words, lambda word, _: [word])
    height, width = look.bare.shape
    size = width * scale, height * scale
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


@dataclass(frozen=True, slots=True)
class _Look:
    """What one look at a page shows: its rulings in pixels, its grey pixels without them, its words."""

    rules: Rules
    bare: Any
    words: list[Found]


def _upright(picture: Any, dpi: float, limits: Limits) -> _Look:
    """The page as it is, or turned upside down where that makes its words surer."""
    first = _look(picture, dpi, limits)
    sure = _sureness(first.words)
    if sure > _ON_ITS_HEAD:
        return first
    second = _look(picture.rotate(180), dpi, limits)
    return second if _sureness(second.words) > sure else first


def _look(picture: Any, dpi: float, limits: Limits) -> _Look:
    from PIL import Image

    rules, bare = find_rules(picture, dpi)
    return _Look(rules, bare, _words(Image.fromarray(bare), dpi, limits))


def _sureness(words: Sequence[Found]) -> float:
    """The mean confidence of words that are more than a mark."""
    sure = [confidence for text, _, confidence in words if len(text) > 2]
    return sum(sure) / len(sure) if sure else 0.0


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
    if _SPECKS.issuperset(text) or sure < (0 if any(map(str.isalnum, text)) else _LEAST_CONFIDENCE):
        return False
    return 2 * width > height or text not in _DASHES  # else the rest of a ruling


def _word(row: Sequence[str]) -> Found:
    left, top, width, height = (float(value) for value in row[6:10])
    text = row[11].strip()
    text = "•" if text.rstrip("_.") in _BULLETS else text
    return text, (left, top, left + width, top + height), float(row[10]) / 100


def with_confidence(blocks: tuple[Block, ...], scans: Mapping[int, Scan]) -> tuple[Block, ...]:
    """Each paragraph of a recognised page with the mean confidence of the words that stand in its place.

    Headings get their Roman numbers back.
    """
    return tuple(_sure(block, block.place, scans) for block in with_numerals(blocks)) if scans else blocks


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
