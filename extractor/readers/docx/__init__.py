"""DOCX (also DOCM, DOTX, strict OOXML; of Word, LibreOffice, Google, WPS) -> blocks, by a walk over its XML.

python-docx loses rows and cells in content controls, insertions, text boxes and automatic numbers, and takes three
times as long; it only writes the fixtures.
"""

from __future__ import annotations

from extractor.blocks import SourceDocument
from extractor.errors import LimitError
from extractor.readers.docx.document import read_document
from extractor.readers.docx.package import Package
from extractor.readers.limits import Limits

__all__ = ["read"]


def read(data: bytes, *, limits: Limits) -> SourceDocument:
    """A DOCX file's body as blocks.

    Raises:
        ReadError: damaged, encrypted, no document inside.
        LimitError: it asks for more than `limits` allow.
    """
    package = Package(data, limits)
    try:
        return read_document(package, limits)
    except RecursionError as error:
        raise LimitError("xml_depth") from error
