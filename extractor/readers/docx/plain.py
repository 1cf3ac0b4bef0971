"""The forms of squeezed cells and paragraphs (`squeeze`): read once each, then looked up for every text."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from extractor.blocks import Block, Place
from extractor.readers.docx.looks import Looks
from extractor.readers.docx.names import w
from extractor.readers.docx.shapes import CellShape, read_cell_shape
from extractor.readers.docx.squeeze import CELL, SPECIMENS
from extractor.readers.docx.styles import (
    BOLD,
    HIDDEN,
    ITALIC,
    NO_LOOK,
    STRUCK,
    ParagraphLook,
    RawLook,
    read_raw_look,
)
from extractor.readers.numerals import unsymbol
from extractor.readers.quick import quick_paragraph

_P, _R, _PPR, _RPR = w("p"), w("r"), w("pPr"), w("rPr")


class PlainParagraph:
    """Paragraphs of one form: what their properties say, the flags of their text.

    `made` keeps what a cell of this form holds by its text, for one page: plans repeat their dates and people.
    """

    __slots__ = ("_align", "_bold", "_heading", "_indent", "_italic", "_struck", "flags", "hidden", "look", "made",
                 "numbered", "raw")  # fmt: skip

    def __init__(self, raw: RawLook, look: ParagraphLook, flags: int) -> None:
        self.raw, self.look, self.flags = raw, look, flags
        self.hidden = flags & HIDDEN != 0
        self.numbered = look.num_id is not None
        self.made: dict[str, tuple[Block, ...]] = {}
        self._heading, self._align, self._indent = look.heading or None, look.align, look.indent or 0.0
        self._bold, self._italic, self._struck = flags & BOLD != 0, flags & ITALIC != 0, flags & STRUCK != 0

    def blocks(self, text: str, place: Place) -> tuple[Block, ...]:
        """A text of this form outside any list, alone in its cell; nothing where nothing is seen."""
        shown = "" if self.hidden else unsymbol(text.replace("\n", " "))
        if not shown or shown.isspace():
            return ()
        made = self.made[text] = (
            quick_paragraph(
                shown,
                None,
                None,
                self._heading,
                self._bold,
                self._italic,
                self._struck,
                self._align,
                self._indent,
                False,
                place,
            ),
        )
        return made


@dataclass(frozen=True, slots=True)
class PlainCell:
    """Cells of one form."""

    shape: CellShape
    paragraph: PlainParagraph


class Forms:
    """The forms of one document by the names that squeezing gave them."""

    def __init__(self, root: etree._Element, looks: Looks) -> None:
        self.cells: dict[object, PlainCell] = {}
        self.paragraphs: dict[object, PlainParagraph] = {}
        self._looks = looks
        specimens = root[-1] if len(root) else None
        if specimens is None or specimens.tag != SPECIMENS:
            return
        for specimen in specimens:
            paragraph = self._paragraph(specimen)
            self.paragraphs[specimen.tag] = paragraph
            if str(specimen.tag).startswith(CELL):
                self.cells[specimen.tag] = PlainCell(read_cell_shape(specimen), paragraph)

    def _paragraph(self, specimen: etree._Element) -> PlainParagraph:
        ppr, rpr = specimen.find(f"{_P}/{_PPR}"), specimen.find(f"{_P}/{_R}/{_RPR}")
        raw = NO_LOOK if ppr is None else read_raw_look(ppr)
        look = self._looks.paragraph(raw, ppr)
        flags = look.toggles.on if rpr is None else self._looks.run(rpr, look.toggles.on)
        return PlainParagraph(raw, look, flags)
