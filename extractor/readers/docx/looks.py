"""What paragraphs and runs look like in the end: their own properties over those of their styles."""

from __future__ import annotations

from lxml import etree

from extractor.readers.docx.names import value, w
from extractor.readers.docx.styles import (
    LookKey,
    ParagraphLook,
    RawLook,
    Styles,
    read_paragraph_look,
    read_toggles,
)

_RSTYLE = w("rStyle")


class Looks:
    """Looks by the styles of a document, each worked out once."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._known: dict[LookKey, ParagraphLook] = {}

    def paragraph(self, raw: RawLook, ppr: etree._Element | None) -> ParagraphLook:
        """A paragraph's look; `ppr` is the `w:pPr` that `raw` was read from."""
        look = self._known.get(raw.key)
        if look is None:
            look = self._known[raw.key] = read_paragraph_look(ppr).over(self._styles.paragraph(raw.style))
        return look

    def run(self, rpr: etree._Element, flags: int) -> int:
        """A run's flags. Toggles of a character style flip those of the paragraph's style: bold in bold is plain."""
        style = value(rpr.find(_RSTYLE))
        if style is not None:
            flags ^= self._styles.character(style).on
        return read_toggles(rpr).over(flags)
