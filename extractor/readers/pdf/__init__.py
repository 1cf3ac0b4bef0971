"""PDF → blocks: pdfium for words and paths, pdfplumber's geometry for tables, OCR where there is no text."""

from __future__ import annotations

from extractor.blocks import SourceDocument
from extractor.readers.limits import Limits


def read(data: bytes, *, limits: Limits) -> SourceDocument:
    """A PDF's text and tables, page by page; the errors are those of `document.read_pdf`."""
    from extractor.readers.pdf.document import read_pdf

    return read_pdf(data, limits)
