"""A part of a DOCX -> blocks in the order of the document: paragraphs, tables, text boxes before their anchors."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module

from lxml import etree

from extractor.blocks import Block, Place
from extractor.errors import LimitError, ReadError
from extractor.readers.detect import tell_format
from extractor.readers.docx.alternate import choose
from extractor.readers.docx.around import NoteMark
from extractor.readers.docx.controls import shows_placeholder
from extractor.readers.docx.drawings import Drawings
from extractor.readers.docx.inline import DROPPED, InlineReader, Line, Pages
from extractor.readers.docx.looks import Looks
from extractor.readers.docx.names import ALTERNATE, REL_ID, w
from extractor.readers.docx.numbering import Counters, Definitions, Label
from extractor.readers.docx.package import Package
from extractor.readers.docx.plain import Forms, PlainParagraph
from extractor.readers.docx.styles import (
    BOLD,
    HIDDEN,
    ITALIC,
    NO_LOOK,
    PLAIN,
    STRUCK,
    ParagraphLook,
    RawLook,
    Styles,
    read_raw_look,
    read_toggles,
)
from extractor.readers.docx.tables import TableReader
from extractor.readers.limits import Limits
from extractor.readers.numerals import unsymbol
from extractor.readers.quick import quick_paragraph

_P, _TBL, _PPR = w("p"), w("tbl"), w("pPr")
_SDT, _SDT_CONTENT = w("sdt"), w("sdtContent")
_ALT_CHUNK = w("altChunk")
_CHUNKS = {"html": "html", "rtf": "rtf", "txt": "text", "docx": "docx"}
_SAYS = re.compile(rb"<\w*:?(?:t|sym)[ >]|textpath|\0")
_NO_BLOCKS = DROPPED | frozenset(
    w(name) for name in ("tcPr", "sectPr", "bookmarkStart", "bookmarkEnd", "proofErr", "sdtPr", "permStart", "permEnd")
)


class Shared:
    """What all parts of a document share: styles, lists, warnings, drawings."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self.package = package
        self.limits = limits
        self.warnings: dict[str, None] = {}
        self.styles = Styles(package.styles())
        self.looks = Looks(self.styles)
        self.drawings = Drawings(package, self.warnings)

    def part(self, xml: bytes | None) -> etree._Element | None:
        """A part's root; None where it is missing, damaged (the body is more than its notes) or says nothing."""
        if xml is None or not _SAYS.search(xml):
            return None
        try:
            return self.package.parse(xml)
        except LimitError:
            raise
        except ReadError:
            self.warnings["damaged_part"] = None
            return None


class _Story:
    """Blocks being collected. `carry` is a paragraph whose mark was deleted: the next one continues it."""

    __slots__ = ("blocks", "carry", "gap")

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.gap = False
        self.carry: Line | None = None


class BodyReader:
    """Walks through block content; holds what goes on from cell to cell: counters, pages, warnings."""

    def __init__(self, shared: Shared, root: etree._Element) -> None:
        package = shared.package
        self.pages = Pages(rendered=package.has_rendered_breaks, explicit=package.has_page_breaks)
        self._shared = shared
        self._limits = shared.limits
        self._characters = 0
        self._counters = Counters(Definitions(package.numbering, shared.styles))
        self._looks = shared.looks
        self._forms = Forms(root, self._looks)
        self._inline = InlineReader(self._looks, self.pages, shared.drawings)
        self._tables = TableReader(self, self._forms.cells, self._limits)

    @property
    def marks(self) -> list[NoteMark]:
        """The marks of notes met so far."""
        return self._inline.marks

    def blocks(self, container: etree._Element) -> tuple[Block, ...]:
        """The blocks of a body, a cell, a text box."""
        story = _Story()
        self._collect(container, story)
        self._flush(story)
        return tuple(story.blocks)

    def _collect(self, container: etree._Element, story: _Story) -> None:
        for child in container:
            tag = child.tag
            if tag == _P:
                self._paragraph(child, story)
            elif tag == _TBL:
                self._table(child, story)
            elif tag in self._forms.paragraphs:
                self._plain_paragraph(self._forms.paragraphs[tag], child.text or "", story)
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
            self._chunk(element, story)
        elif len(element):
            self._collect(element, story)

    def _chunk(self, element: etree._Element, story: _Story) -> None:
        """A whole file inside (`w:altChunk`), as web systems make a DOCX of HTML; what cannot be read is named."""
        data = self._shared.package.related(element.get(REL_ID)) or b""
        kind = tell_format(data)
        inside = self._limits.archive_depth - 1
        if kind not in _CHUNKS or inside < 1:
            self._shared.warnings["embedded_object"] = None
            return
        self._flush(story)
        reader = import_module(f"extractor.readers.{_CHUNKS[kind]}")
        try:
            story.blocks.extend(reader.read(data, limits=replace(self._limits, archive_depth=inside)).blocks)
        except LimitError:
            raise
        except ReadError:
            self._shared.warnings["embedded_object"] = None

    def _table(self, element: etree._Element, story: _Story) -> None:
        self._flush(story)
        table = self._tables.read(element)
        if table is not None:
            story.blocks.append(table)
            story.gap = False

    def numbered_block(self, form: PlainParagraph, text: str) -> tuple[Block, ...]:
        """The blocks of a cell that holds one squeezed list paragraph."""
        story = _Story()
        self._plain_paragraph(form, text, story)
        return tuple(story.blocks)

    def count(self, characters: int) -> None:
        """Counts characters against the limit."""
        self._characters += characters
        if self._characters > self._limits.characters:
            self._limits.check("characters", self._characters)

    def _plain_paragraph(self, form: PlainParagraph, text: str, story: _Story) -> None:
        text = "" if form.hidden else text.replace("\n", " ")
        if story.carry is None:
            self._add(text, form.flags, form.look, self._label(form.raw, form.look), self.pages.place, story)
            return
        line, story.carry = story.carry, None
        self._inline.put(text, line, form.flags)
        self._finish(line, form.look, self._label(form.raw, form.look), story)

    def _paragraph(self, element: etree._Element, story: _Story) -> None:
        first = next(iter(element), None)  # `w:pPr` stands first, if anywhere
        ppr = first if first is not None and first.tag == _PPR else None
        raw = NO_LOOK if ppr is None else read_raw_look(ppr)
        look = self._looks.paragraph(raw, ppr)
        if raw.breaks_page:
            self.pages.turn(rendered=False)
        flags = look.toggles.on
        line, story.carry = story.carry or Line(), None
        self._inline.read(element, line, flags)
        line.fields = None  # a field's instruction never goes on in the next paragraph
        if raw.mark is not None:
            if any(child.tag in DROPPED for child in raw.mark):
                story.carry = line
                return
            if line.hidden and not line.parts and read_toggles(raw.mark).over(flags) & HIDDEN:
                return
        self._finish(line, look, self._label(raw, look), story)

    def _label(self, raw: RawLook, look: ParagraphLook) -> Label | None:
        if look.num_id is None:
            return None
        return self._counters.advance(look.num_id, look.level, (raw.style, look.num_style))

    def _finish(self, line: Line, look: ParagraphLook, label: Label | None, story: _Story) -> None:
        """A paragraph is complete: the boxes anchored in it stand before it."""
        for box in line.boxes:
            if isinstance(box, str):
                self._add(box, 0, PLAIN, None, self.pages.place, story)
            else:
                story.blocks.extend(self.blocks(box))
        self._add("".join(line.parts), line.looks, look, label, line.place or self.pages.place, story)

    def _add(
        self, text: str, looks: int, look: ParagraphLook, label: Label | None, place: Place, story: _Story
    ) -> None:
        """Adds a paragraph, unless nothing of it is seen: then it is a gap."""
        text = unsymbol(text)
        if not text or text.isspace():
            if label is None or label.text is None or label.is_bullet:
                story.gap = True
                return
            looks = 0
        self.count(len(text))
        indent = look.indent
        if indent is None and label is not None:
            indent = label.indent
        story.blocks.append(
            quick_paragraph(
                text,
                None if label is None else label.text,
                None if label is None else label.level,
                look.heading or None,
                looks & BOLD != 0,
                looks & ITALIC != 0,
                looks & STRUCK != 0,
                look.align,
                indent or 0.0,
                story.gap,
                place,
            )
        )
        story.gap = False

    def _flush(self, story: _Story) -> None:
        """A paragraph that lost its mark, and no paragraph follows that it could join."""
        if story.carry is not None:
            line, story.carry = story.carry, None
            if line.parts or line.boxes:
                self._finish(line, PLAIN, None, story)
