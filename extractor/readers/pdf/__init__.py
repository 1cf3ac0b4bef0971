"""PDF with a text layer → blocks: pdfium for words and paths, pdfplumber's geometry for tables.

pdfium serves one thread at a time, so reading holds a lock; each page is closed as soon as it is read.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any

from extractor.blocks import Block, Place, SourceDocument, Table
from extractor.errors import MissingToolError, ReadError
from extractor.readers.limits import Limits
from extractor.readers.pdf.chains import Link, link_tables
from extractor.readers.pdf.flow import join_page, reading_order, to_paragraphs
from extractor.readers.pdf.garbled import is_garbled
from extractor.readers.pdf.lines import Line, box_of
from extractor.readers.pdf.page import Page, read_page, to_cells
from extractor.readers.pdf.running import without_running_lines

OCR_HINT = 'apt-get install tesseract-ocr tesseract-ocr-rus && pip install "plan-extractor[ocr]"'

_LOCK = threading.Lock()
_WRONG_PASSWORD = 4


def read(data: bytes, *, limits: Limits) -> SourceDocument:
    """A PDF's text and tables, page by page.

    Raises:
        ReadError: damaged, encrypted, without pages.
        MissingToolError: no page has a text layer (code `no_text_layer`).
        LimitError: too many pages, drawing objects, characters or seconds.
    """
    with _LOCK:
        pages, broken = _read_pages(data, limits)
    if not any(page.lines or page.tables for page in pages):
        raise MissingToolError(OCR_HINT, code="no_text_layer")
    warnings = (
        ("page_unreadable", broken),
        ("page_without_text", any(page.images and not page.letters.strip() for page in pages)),
        ("garbled_text", is_garbled(pages)),
        ("font_encoding_guessed", any(page.repaired for page in pages)),
    )
    kept = without_running_lines(pages)
    links = link_tables(kept)
    blocks: list[Block] = []
    for page in kept:
        join_page(blocks, list(_page_blocks(page, links)))
    return SourceDocument("pdf", tuple(blocks), len(pages) + broken, "pdfium", tuple(w for w, hit in warnings if hit))


def _read_pages(data: bytes, limits: Limits) -> tuple[list[Page], int]:
    """The pages that could be read, and how many could not."""
    document = _open(data)
    try:
        count = len(document)
        if not count:
            raise ReadError("no pages", code="damaged")
        limits.check("pages", count)
        clock = limits.clock()
        pages: list[Page] = []
        characters = 0
        for number in range(1, count + 1):
            clock.check()
            page = _read_one(document, number, limits)
            if page is not None:
                pages.append(page)
                characters += len(page.letters)
                limits.check("characters", characters)
        if not pages:
            raise ReadError("no page can be read", code="damaged")
        return pages, count - len(pages)
    finally:
        document.close()


def _open(data: bytes) -> Any:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(data)
    except PdfiumError as error:
        code = "encrypted" if error.err_code == _WRONG_PASSWORD else "damaged"
        raise ReadError(str(error), code=code) from error


def _read_one(document: Any, number: int, limits: Limits) -> Page | None:
    from pypdfium2 import PdfiumError

    try:
        page = document[number - 1]
    except PdfiumError:
        return None
    try:
        return read_page(page, number, limits)
    except PdfiumError:
        return None
    finally:
        page.close()


def _page_blocks(page: Page, links: dict[tuple[int, int], Link]) -> Iterator[Block]:
    """Text above the first table, the table, text below it …"""
    tables = [links[page.number, index] for index in range(len(page.tables))]
    tables.sort(key=lambda link: link.table.grid.box[1])
    lines = list(page.lines)
    for link in tables:
        middle = link.table.grid.box[1]
        above = [line for line in lines if (line.box[1] + line.box[3]) / 2 < middle]
        lines = lines[len(above) :] if lines[: len(above)] == above else [line for line in lines if line not in above]
        yield from _text(page, above)
        yield _table(link)
    yield from _text(page, lines)


def _text(page: Page, lines: Sequence[Line]) -> Iterator[Block]:
    if lines:
        content = box_of([*(line.box for line in page.lines), *(table.grid.box for table in page.tables)])
        yield from to_paragraphs(reading_order(lines), page.number, page.size[0], content, page.style)


def _table(link: Link) -> Table:
    grid = link.table.grid
    cells = to_cells(link.table, link.page, link.repeated)
    rows = len(grid.ys) - 1 - link.repeated
    return Table(rows, len(grid.xs) - 1, cells, grid.ruled, link.continues, Place(link.page, box=grid.box))
