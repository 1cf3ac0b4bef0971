"""Empty is never success: what every reader asks of its blocks."""

from __future__ import annotations

from extractor.blocks import Block, paragraphs
from extractor.errors import ReadError


def with_text(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks, where anything stands in them.

    Raises:
        ReadError: `empty_document`.
    """
    if next(paragraphs(blocks), None) is None:
        raise ReadError("no text inside", code="empty_document")
    return blocks
