"""RTF (of Word, LibreOffice, WordPad, report generators) -> blocks, read directly.

LibreOffice is right, too, but takes ten seconds for a plan of 1,000 rows; striprtf tears rows of several paragraphs.
"""

from __future__ import annotations

from extractor.blocks import SourceDocument
from extractor.errors import ReadError
from extractor.readers.content import with_text
from extractor.readers.limits import Limits
from extractor.readers.rtf.interpret import Interpreter

__all__ = ["read"]

_BEGINNING = b"{\\rtf"


def read(data: bytes, *, limits: Limits) -> SourceDocument:
    """An RTF file's text as blocks.

    Raises:
        ReadError: no RTF, or nothing legible in it.
        LimitError: it asks for more than `limits` allow.
    """
    limits.check("file_bytes", len(data))
    start = data.find(_BEGINNING, 0, 1024)
    if start < 0:
        raise ReadError("no RTF", code="damaged")
    interpreter = Interpreter(limits)
    complete = interpreter.run(data[start:])
    blocks = interpreter.blocks()
    return SourceDocument("rtf", with_text(blocks), route="own", warnings=() if complete else ("truncated_file",))
