"""Old Word files (.doc of Word 97–2003) -> blocks, read directly from their bytes.

LibreOffice reads more of them (drawings, frames), but drops a table that ends the document without a paragraph after
it, and is not everywhere; antiword knows neither automatic numbers nor merged cells.
"""

from __future__ import annotations

import struct

from extractor.blocks import Block, Paragraph, SourceDocument
from extractor.errors import ReadError
from extractor.readers.content import with_text
from extractor.readers.limits import Limits
from extractor.readers.word97.around import notes, page_heads
from extractor.readers.word97.binary import WordFile
from extractor.readers.word97.interpret import Interpreter, Story

__all__ = ["ends_in_table", "read"]

_CELL_MARK = "\x07"
_EMBEDDED, _DAMAGED = "embedded_object", "damaged_part"


def read(data: bytes, *, limits: Limits) -> SourceDocument:
    """A .doc file's main text as blocks.

    Raises:
        ReadError: damaged, encrypted, older than Word 97.
        LimitError: it asks for more than `limits` allow.
    """
    limits.check("file_bytes", len(data))
    try:
        word = WordFile(data, limits)
        story = Story(word, limits)
        blocks = Interpreter(story).blocks()
        heads, footnotes = _around(story)
    except (struct.error, IndexError) as error:
        raise ReadError("broken Word file", code="damaged") from error
    warnings = {_EMBEDDED: word.has_objects, _DAMAGED: word.damaged}
    told = tuple(code for code, is_so in warnings.items() if is_so)
    return SourceDocument("doc", with_text(blocks), route="own", heads=heads, notes=footnotes, warnings=told)


def _around(story: Story) -> tuple[tuple[Block, ...], tuple[Paragraph, ...]]:
    """Page heads and notes; the text is more than they are, so it is read without them where they are damaged."""
    try:
        return page_heads(story), tuple(notes(story))
    except (struct.error, IndexError):
        story.word.damaged = True
        return (), ()


def ends_in_table(data: bytes, limits: Limits) -> bool:
    """Whether the text ends with a row and no paragraph after it: LibreOffice loses such a table."""
    try:
        last = ""
        for piece in WordFile(data, limits).text():
            last = piece.text[-1:] or last
    except (ReadError, struct.error, IndexError):
        return False
    return last == _CELL_MARK
