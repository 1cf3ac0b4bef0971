"""RTF (of Word, LibreOffice, WordPad, report generators) -> blocks, read directly; LibreOffice is the second reader.

LibreOffice reads it as well, but takes ten seconds for a plan of 1,000 rows; striprtf tears rows of several paragraphs.
"""

from __future__ import annotations

from extractor.blocks import Block, SourceDocument
from extractor.errors import ReadError
from extractor.readers import office
from extractor.readers.content import with_text
from extractor.readers.limits import Limits
from extractor.readers.rtf.around import notes, page_heads
from extractor.readers.rtf.interpret import Interpreter

__all__ = ["read"]

_BEGINNING = b"{\\rtf"
_UNREAD = "empty_document"
"""Where nothing legible was found, LibreOffice may see more."""


def read(data: bytes, *, limits: Limits) -> SourceDocument:
    """An RTF file's text as blocks; `route` tells through what.

    Raises:
        ReadError: no RTF, or nothing legible in it.
        LimitError: it asks for more than `limits` allow.
    """
    limits.check("file_bytes", len(data))
    if office.use() is office.Use.ALWAYS:
        document = office.read_through(data, "rtf", limits)
        if document is not None:
            return document
    try:
        return _read(data, limits)
    except ReadError as error:
        document = office.read_through(data, "rtf", limits) if error.code == _UNREAD else None
        if document is None:
            raise
        return document


def _read(data: bytes, limits: Limits) -> SourceDocument:
    start = data.find(_BEGINNING, 0, 1024)
    if start < 0:
        raise ReadError("no RTF", code="damaged")
    interpreter = Interpreter(limits)
    complete = interpreter.run(data[start:])
    blocks = interpreter.blocks()
    told = {"truncated_file": not complete, "damaged_part": interpreter.damaged}
    told["embedded_object"] = interpreter.has_objects
    warnings = tuple(code for code, is_so in told.items() if is_so)

    def read_apart(part: bytes) -> tuple[Block, ...]:
        small = Interpreter(limits)
        small.run(part)
        return small.blocks()

    return SourceDocument(
        "rtf",
        with_text(blocks),
        route="own",
        heads=page_heads(data[start:], read_apart),
        notes=tuple(notes(data[start:], read_apart)),
        warnings=warnings,
    )
