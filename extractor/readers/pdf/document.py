"""A PDF opened, its pages read one by one, what is missing recognised.

pdfium serves one thread at a time, so reading holds a lock; each page is closed as soon as it is read.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from extractor.blocks import SourceDocument
from extractor.errors import MissingToolError, ReadError
from extractor.readers.damage import IN_PART
from extractor.readers.limits import Limits
from extractor.readers.ocr import HINT, Scan, is_available, recognise, with_confidence
from extractor.readers.ocr_rules import can_look, rules_of
from extractor.readers.pdf.apart import draw, is_risky, try_out
from extractor.readers.pdf.assemble import assemble
from extractor.readers.pdf.contents import contents_hold
from extractor.readers.pdf.garbled import is_garbled, is_misread
from extractor.readers.pdf.geometry import Rules
from extractor.readers.pdf.page import Page, read_page

_LOCK = threading.Lock()
_WRONG_PASSWORD = 4
_SCAN_DPI = 300
_LOOK_DPI = 150


def read_pdf(data: bytes, limits: Limits) -> SourceDocument:
    """A PDF's text and tables, page by page; pages without text, and garbled ones, by OCR where that is installed.

    Raises:
        ReadError: damaged, encrypted, without pages, without a word (`empty_document`; `no_text_layer` where nothing
            could be recognised), or more than pdfium can bear (`crashed`).
        MissingToolError: no page has a text layer (code `no_text_layer`) and there is no OCR.
        LimitError: too many pages, drawing objects, characters or seconds.
    """
    if is_risky(data):
        try_out(data, limits)
    with _uncollected():
        return _read(data, limits)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cyclic garbage meanwhile.

    Reading leaves none, and every search goes through all words so far: a twentieth of the time of a long file.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _read(data: bytes, limits: Limits) -> SourceDocument:
    with _LOCK:
        pages, broken = _read_pages(data, limits)
    pages = _with_seen_rules(data, pages, limits)
    recognisable = is_available()
    misread = {page.number for page in pages if page.is_picture and page.letters.strip() and is_misread(page.letters)}
    garbled = is_garbled(pages) or bool(misread and not recognisable)
    blank = {page.number: page for page in pages if garbled or page.number in misread or _is_blank(page)}
    scans = _scan(data, blank, limits) if blank and recognisable else {}
    sheets = len({page.number for page in pages}) + broken
    pages = [page for page in pages if page.number not in scans or not page.part]
    pages = [scans[page.number].page if page.number in scans else page for page in pages]
    if not any(page.lines or page.tables for page in pages):
        if blank and not recognisable:
            raise MissingToolError(HINT, code="no_text_layer")
        raise ReadError(code="no_text_layer" if blank else "empty_document")
    warnings = (
        ("page_unreadable", broken),
        (IN_PART, not contents_hold(data)),
        ("page_without_text", blank.keys() - scans.keys() and not garbled),
        ("garbled_text", garbled),
        ("font_encoding_guessed", any(page.repaired for page in pages)),
        ("recognised_text", scans),
    )
    codes = tuple(code for code, hit in warnings if hit)
    route = "pdfium+tesseract" if scans else "pdfium"
    return SourceDocument("pdf", with_confidence(assemble(pages), scans), sheets, route, codes)


def _with_seen_rules(data: bytes, pages: Sequence[Page], limits: Limits) -> Sequence[Page]:
    """Scanned pages with text beneath them read anew, with the rulings that are seen on their pictures.

    Where the picture is not level nothing is seen: the text beneath it is not level either.
    """
    scanned = {page.number: _LOOK_DPI / 72 for page in pages if page.is_picture and _has_text_alone(page)}
    if not scanned or not can_look():
        return pages
    seen: dict[int, Rules] = {}
    for number, size, pixels in draw(data, scanned, limits):
        rules = rules_of(size, pixels, _LOOK_DPI)
        if rules is not None:
            seen[number] = rules
    with _LOCK:
        document = _open(data)
        try:
            again = [own for number, rules in seen.items() for own in _read_one(document, number, limits, rules)]
        finally:
            document.close()
    kept = [page for page in pages if page.number not in seen]
    return sorted([*kept, *again], key=lambda page: page.leaf)


def _has_text_alone(page: Page) -> bool:
    return bool(page.letters.strip()) and not any(table.grid.ruled for table in page.tables)


def _is_blank(page: Page) -> bool:
    """Whether there is something on a page, and no text."""
    return page.is_drawn and not page.part and not page.letters.strip()


def _scan(data: bytes, pages: Mapping[int, Page], limits: Limits) -> dict[int, Scan]:
    """The pages given, drawn and recognised."""
    from PIL import Image

    clock = limits.clock()
    most = limits.pixels**0.5
    scales = {number: min(_SCAN_DPI / 72, most / max(*page.size, 1.0)) for number, page in sorted(pages.items())}
    scans: dict[int, Scan] = {}
    for number, size, pixels in draw(data, scales, limits):
        clock.check()
        scans[number] = recognise(Image.frombytes("L", size, pixels), number, 72 * scales[number], limits)
    return scans


def _read_pages(data: bytes, limits: Limits) -> tuple[Sequence[Page], int]:
    """The pages that could be read, and how many could not."""
    document = _open(data)
    try:
        count = len(document)
        if not count:
            raise ReadError("no pages", code="damaged")
        limits.check("pages", count)
        clock = limits.clock()
        pages: list[Page] = []
        characters = broken = 0
        for number in range(1, count + 1):
            clock.check()
            own = _read_one(document, number, limits)
            pages.extend(own)
            broken += not own
            characters += sum(len(page.letters) for page in own)
            limits.check("characters", characters)
        if not pages:
            raise ReadError("no page can be read", code="damaged")
        return pages, broken
    finally:
        document.close()


def _open(data: bytes) -> Any:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(data)
    except PdfiumError as error:
        # pdfium may tell the error of the document before: one without pages is «under a password», then
        locked = error.err_code == _WRONG_PASSWORD and b"/Encrypt" in data
        code = "encrypted" if locked else "damaged"
        raise ReadError(str(error), code=code) from error


def _read_one(document: Any, number: int, limits: Limits, seen: Rules | None = None) -> list[Page]:
    """A page, or the two that are printed on it; nothing where it cannot be read."""
    from pypdfium2 import PdfiumError

    try:
        page = document[number - 1]
    except PdfiumError:
        return []
    try:
        return read_page(page, number, limits, seen)
    except PdfiumError:
        return []
    finally:
        page.close()
