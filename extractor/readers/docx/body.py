"""The body of a DOCX -> blocks in the order of the document: paragraphs, tables, text boxes before their anchors."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from extractor.blocks import Block, Paragraph, SourceDocument
from extractor.errors import ReadError
from extractor.readers.docx.inline import DROPPED, InlineReader, Line, Pages, choose, shows_placeholder
from extractor.readers.docx.names import ALTERNATE, w
from extractor.readers.docx.numbering import Counters, Definitions, Label
from extractor.readers.docx.package import Package
from extractor.readers.docx.styles import (
    BOLD,
    HIDDEN,
    ITALIC,
    STRUCK,
    ParagraphLook,
    Styles,
    read_paragraph_look,
    read_toggles,
)
from extractor.readers.docx.tables import TableReader
from extractor.readers.limits import Limits
from extractor.readers.numerals import unsymbol

_P, _TBL, _PPR, _RPR, _R = w("p"), w("tbl"), w("pPr"), w("rPr"), w("r")
_PSTYLE, _VAL = w("pStyle"), w("val")
_SDT, _SDT_CONTENT = w("sdt"), w("sdtContent")
_ALT_CHUNK = w("altChunk")
_PAGE_BREAK_BEFORE = w("pageBreakBefore")
_NO_BLOCKS = DROPPED | frozenset(
    w(name) for name in ("tcPr", "sectPr", "bookmarkStart", "bookmarkEnd", "proofErr", "sdtPr", "permStart", "permEnd")
)
_NO_LOOK = ParagraphLook()


def read_body(package: Package, limits: Limits) -> SourceDocument:
    """The document of a package."""
    root = package.document()
    body = root.find(w("body"))
    if body is None:
        raise ReadError("no document inside", code="damaged")
    reader = BodyReader(package, limits)
    blocks = reader.blocks(body)
    return SourceDocument(
        "docx",
        blocks,
        pages=reader.pages.number if package.has_rendered_breaks else None,
        warnings=tuple(reader.warnings),
    )


@dataclass(slots=True)
class _Story:
    """Blocks being collected. `carry` is a paragraph whose mark was deleted: the next one continues it."""

    blocks: list[Block] = field(default_factory=list)
    gap: bool = False
    carry: Line | None = None


class BodyReader:
    """Walks through block content; holds what goes on from cell to cell: counters, pages, warnings."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self.pages = Pages(rendered=package.has_rendered_breaks, explicit=package.has_page_breaks)
        self.warnings: dict[str, None] = {}
        self._limits = limits
        self._characters = 0
        self._styles = Styles(package.part("styles"))
        self._counters = Counters(Definitions(package.part("numbering"), self._styles))
        self._inline = InlineReader(self._styles, self.pages, self.warnings)
        self._tables = TableReader(self, limits)
        self._looks: dict[tuple[str | None, ParagraphLook], ParagraphLook] = {}

    def blocks(self, container: etree._Element) -> tuple[Block, ...]:
        """The blocks of a body, a cell, a text box."""
        story = _Story()
        self._collect(container, story)
        if story.carry is not None:
            self._finish(story.carry, None, story)
        return tuple(story.blocks)

    def _collect(self, container: etree._Element, story: _Story) -> None:
        for child in container:
            tag = child.tag
            if tag == _P:
                self._paragraph(child, story)
            elif tag == _TBL:
                self._table(child, story)
            elif tag not in _NO_BLOCKS:
                self._wrapper(child, story)

    def _wrapper(self, element: etree._Element, story: _Story) -> None:
        """Content controls, custom XML, insertions and whatever else may stand around blocks."""
        tag = element.tag
        if tag == _SDT:
            if not shows_placeholder(element):
                for content in element.iterchildren(_SDT_CONTENT):
                    self._collect(content, story)
        elif tag == ALTERNATE:
            self._collect(choose(element), story)
        elif tag == _ALT_CHUNK:
            self.warnings["embedded_object"] = None
        elif len(element):
            self._collect(element, story)

    def _table(self, element: etree._Element, story: _Story) -> None:
        if story.carry is not None:
            self._finish(story.carry, None, story)
        table = self._tables.read(element)
        if table is not None:
            story.blocks.append(table)
            story.gap = False

    def _paragraph(self, element: etree._Element, story: _Story) -> None:
        ppr = element[0] if len(element) else None
        if ppr is not None and ppr.tag != _PPR:
            ppr = None if ppr.tag == _R else element.find(_PPR)
        line = story.carry or Line()
        line.fields.clear()
        story.carry = None
        look = self._look(ppr)
        mark = None if ppr is None else ppr.find(_RPR)
        if ppr is not None and ppr.find(_PAGE_BREAK_BEFORE) is not None:
            self.pages.turn(rendered=False)
        self._inline.read(element, line, look.toggles.on)
        if mark is not None and len(mark):
            if any(child.tag in DROPPED for child in mark):
                story.carry = line
                return
            if line.hidden and not line.parts and read_toggles(mark).over(look.toggles.on) & HIDDEN:
                return
        self._finish(line, ppr, story, look)

    def _finish(self, line: Line, ppr: etree._Element | None, story: _Story, look: ParagraphLook = _NO_LOOK) -> None:
        """A paragraph is complete: its boxes, then itself with its number, unless nothing of it is seen."""
        story.carry = None
        for box in line.boxes:
            story.blocks.extend(self.blocks(box))
        text = unsymbol("".join(line.parts))
        empty = not text or text.isspace()
        if empty and ppr is None and look is _NO_LOOK:
            return
        label = None
        if look.num_id is not None:
            label = self._counters.advance(look.num_id, look.level, (_style(ppr), look.num_style))
        if empty and (label is None or label.text is None or label.is_bullet):
            story.gap = True
            return
        self._characters += len(text)
        self._limits.check("characters", self._characters)
        story.blocks.append(self._made(text, line, look, label, story.gap))
        story.gap = False

    def _made(self, text: str, line: Line, look: ParagraphLook, label: Label | None, gap: bool) -> Paragraph:
        looks = line.looks if text else 0
        indent = look.indent
        if indent is None:
            indent = (label.indent if label is not None else None) or 0.0
        return Paragraph(
            text,
            None if label is None else label.text,
            None if label is None else label.level,
            look.heading or None,
            bool(looks & BOLD),
            bool(looks & ITALIC),
            bool(looks & STRUCK),
            look.align,
            indent,
            gap,
            line.place or self.pages.place,
        )

    def _look(self, ppr: etree._Element | None) -> ParagraphLook:
        """The paragraph's own look over its style's, each combination made once."""
        key = (_style(ppr), read_paragraph_look(ppr))
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = key[1].over(self._styles.paragraph(key[0]))
        return look


def _style(ppr: etree._Element | None) -> str | None:
    if ppr is None or not len(ppr):
        return None
    first = ppr[0]
    return first.get(_VAL) if first.tag == _PSTYLE else None
