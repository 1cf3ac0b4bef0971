"""The body of an ODT -> blocks in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractor.blocks import Block, Paragraph, Place, Table
from extractor.readers.grid import Piece, build_table
from extractor.readers.limits import Limits
from extractor.readers.numerals import unsymbol
from extractor.readers.odt.lists import Counting, ListStyles, advance, start_value
from extractor.readers.odt.names import n, whole
from extractor.readers.odt.styles import Look, Styles

_SPACE = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 1_000

_P, _H, _LIST, _TABLE = n("text:p"), n("text:h"), n("text:list"), n("table:table")
_ITEM, _LIST_HEADER = n("text:list-item"), n("text:list-header")
_SPAN, _S, _TAB, _BREAK = n("text:span"), n("text:s"), n("text:tab"), n("text:line-break")
_SOFT_BREAK, _STYLE_NAME = n("text:soft-page-break"), n("text:style-name")
_CHANGE_START, _CHANGE_END, _CHANGE = n("text:change-start"), n("text:change-end"), n("text:change-id")
_FRAME_TEXT = n("draw:text-box")
_CELL, _COVERED = n("table:table-cell"), n("table:covered-table-cell")

# What a person does not see in the text: notes and their marks, comments, deletions, the alternative of a field.
_UNSEEN = frozenset(
    n(name)
    for name in (
        "text:note",
        "text:number",
        "text:tracked-changes",
        "text:hidden-text",
        "text:script",
        "text:ruby-text",
        "text:index-entry-template",
        "text:sequence-decls",
        "text:table-of-content-source",
        "office:annotation",
        "office:annotation-end",
        "office:forms",
        "office:event-listeners",
        "table:table-column",
        "table:table-columns",
        "table:table-header-columns",
        "table:title",
        "table:desc",
        "draw:object",
        "draw:object-ole",
        "draw:image",
    )
)
_EMBEDDED = frozenset((n("draw:object"), n("draw:object-ole")))


@dataclass(frozen=True, slots=True)
class _Label:
    text: str | None = None
    level: int | None = None
    indent: float | None = None


_NO_LABEL = _Label()


@dataclass(slots=True)
class _Line:
    """A paragraph while it is read; the looks hold where they hold for all visible text so far."""

    parts: list[str] = field(default_factory=list)
    bold: bool = True
    italic: bool = True
    struck: bool = True
    place: Place | None = None
    boxes: list[etree._Element] = field(default_factory=list)

    def add(self, text: str, look: Look) -> None:
        self.parts.append(text)
        if not text.isspace():
            self.bold = self.bold and bool(look.bold)
            self.italic = self.italic and bool(look.italic)
            self.struck = self.struck and bool(look.struck)


class _Story:
    """Blocks being collected."""

    __slots__ = ("blocks", "gap")

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.gap = False


class BodyReader:
    """Walks through block content; holds what goes on from cell to cell: list numbers, pages, warnings."""

    def __init__(self, styles: Styles, lists: ListStyles, limits: Limits, *, paged: bool) -> None:
        self.place = Place(page=1) if paged else Place()
        self.warnings: dict[str, None] = {}
        self._styles = styles
        self._lists = lists
        self._limits = limits
        self._clock = limits.clock()
        self._cells = self._characters = self._depth = 0
        self._outline = Counting(None)
        self._by_id: dict[str, Counting] = {}
        self._by_style: dict[str | None, Counting] = {}
        self._deletions: frozenset[str] = frozenset()
        self._cuts: set[str] = set()

    def body(self, body: etree._Element) -> tuple[Block, ...]:
        """The blocks of the document. What is deleted stands apart from the text, or in it (LibreOffice's FODT)."""
        regions = body.iterfind(f"{n('text:tracked-changes')}/{n('text:changed-region')}")
        gone = (region for region in regions if region.find(n("text:deletion")) is not None)
        self._deletions = frozenset(region.get(n("text:id")) or region.get(n("xml:id")) or "" for region in gone)
        return self.blocks(body)

    def blocks(self, container: etree._Element) -> tuple[Block, ...]:
        """The blocks of a body, a cell, a text box."""
        story = _Story()
        self._collect(container, story)
        return tuple(story.blocks)

    def _collect(self, container: etree._Element, story: _Story) -> None:
        for child in container:
            self._block(child, story)

    def _block(self, child: etree._Element, story: _Story) -> None:
        tag = child.tag
        if tag in (_P, _H):
            self._paragraph(child, story, self._heading_label(child) if tag == _H else _NO_LABEL)
        elif tag == _TABLE:
            self._table(child, story)
        elif tag == _LIST:
            self._list(child, story, 0, None, None)
        elif tag == _SOFT_BREAK:
            self._turn()
        elif tag in _EMBEDDED:
            self.warnings["embedded_object"] = None
        elif tag not in _UNSEEN and child.get(n("text:display")) != "none":
            self._collect(child, story)  # sections, indexes, frames and shapes outside of paragraphs

    def _turn(self) -> None:
        if self.place.page is not None:
            self.place = Place(page=self.place.page + 1)

    def _heading_label(self, element: etree._Element) -> _Label:
        """Numbered headings count by the document's outline style, not by lists."""
        level = whole(element.get(n("text:outline-level")), 1, 10) - 1
        levels = self._lists.outline
        if not levels or element.get(n("text:is-list-header")) == "true":
            return _NO_LABEL
        shape = levels[level]
        if shape.kind == "none" and shape.bullet is None:
            return _NO_LABEL
        label = advance(self._outline, levels, level, start_value(element))
        return _Label(label, level, shape.indent) if label else _NO_LABEL

    def _list(
        self, element: etree._Element, story: _Story, level: int, style: str | None, counting: Counting | None
    ) -> None:
        style = element.get(_STYLE_NAME) or style
        if counting is None:
            counting = self._counting(element, style)
        levels = self._lists.levels(style)
        for item in element:
            if item.tag not in (_ITEM, _LIST_HEADER):
                self._block(item, story)
                continue
            labelled = item.tag == _LIST_HEADER
            for child in item:
                if child.tag == _LIST:
                    self._list(child, story, level + 1, style, counting)
                elif child.tag in (_P, _H):
                    label = _Label(None, level)
                    if not labelled:
                        text = advance(counting, levels, level, start_value(item))
                        label = _Label(text, level, levels[min(level, len(levels) - 1)].indent)
                    labelled = True
                    self._paragraph(child, story, label)
                else:
                    self._block(child, story)

    def _counting(self, element: etree._Element, style: str | None) -> Counting:
        """The numbers a list goes on with: those of the list it names, of the last one of its style, or its own."""
        counting = self._by_id.get(element.get(n("text:continue-list")) or "")
        if counting is None and element.get(n("text:continue-numbering")) == "true":
            counting = self._by_style.get(style)
        if counting is None:
            counting = Counting(style)
        name = element.get(n("xml:id"))
        if name:
            self._by_id[name] = counting
        self._by_style[style] = counting
        return counting

    def _paragraph(self, element: etree._Element, story: _Story, label: _Label) -> None:
        look = self._styles.look("paragraph", element.get(_STYLE_NAME))
        if look.breaks_page and element.getprevious() is not None and not self._marks_soft(element):
            self._turn()
        line = _Line()
        self._inline(element, line, look)
        for box in line.boxes:
            story.blocks.extend(self.blocks(box))
        text = unsymbol("".join(line.parts))
        is_number = label.text is not None and any(sign.isalnum() for sign in label.text)
        if not text.strip() and not is_number:
            story.gap = story.gap or not look.hidden
            return
        self._characters += len(text)
        self._limits.check("characters", self._characters)
        heading = whole(element.get(n("text:outline-level")), 1, 9) if element.tag == _H else look.heading
        indent = look.indent if look.indent else label.indent
        seen = bool(text.strip())
        story.blocks.append(
            Paragraph(
                text,
                label=label.text,
                level=label.level,
                heading=heading or None,
                bold=seen and line.bold,
                italic=seen and line.italic,
                struck=seen and line.struck,
                align=look.align,
                indent=indent or 0.0,
                gap=story.gap,
                place=line.place or self.place,
            )
        )
        story.gap = False

    def _marks_soft(self, element: etree._Element) -> bool:
        """LibreOffice marks a break before a paragraph by a soft one, too."""
        previous = element.getprevious()
        return previous is not None and previous.tag == _SOFT_BREAK

    def _inline(self, element: etree._Element, line: _Line, look: Look) -> None:
        self._put(element.text, line, look)
        for child in element:
            tag = child.tag
            if tag == _SPAN:
                self._inline(child, line, self._styles.look("text", child.get(_STYLE_NAME)).over(look))
            elif tag == _S:
                self._put_mark(" " * whole(child.get(n("text:c")), 1, _MOST_SPACES), line, look)
            elif tag == _TAB:
                self._put_mark("\t", line, look)
            elif tag == _BREAK:
                self._put_mark("\n", line, look)
            elif tag == _SOFT_BREAK:
                self._turn()
            elif tag == _CHANGE_START:
                self._cuts |= self._deletions & {child.get(_CHANGE) or ""}
            elif tag == _CHANGE_END:
                self._cuts.discard(child.get(_CHANGE) or "")
            elif tag.startswith("{" + _DRAW):
                self._drawing(child, line)
            elif tag not in _UNSEEN:
                self._inline(child, line, look)
            self._put(child.tail, line, look)

    def _put(self, text: str | None, line: _Line, look: Look) -> None:
        """Character data: runs of white space are one space."""
        if text and not look.hidden and not self._cuts:
            if line.place is None and not text.isspace():
                line.place = self.place
            text = _SPACE.sub(" ", text)
            if text[0] == " " and (not line.parts or line.parts[-1][-1] in " \n"):
                text = text[1:]
            if text:
                line.add(text, look)

    def _put_mark(self, text: str, line: _Line, look: Look) -> None:
        """Space that is meant, and not to be collapsed with what stands around it."""
        if not look.hidden and not self._cuts:
            line.parts.append(text)

    def _drawing(self, element: etree._Element, line: _Line) -> None:
        """Frames and shapes: those that hold text are read before the paragraph they are anchored in."""
        if any(True for _ in element.iter(*_EMBEDDED)):
            self.warnings["embedded_object"] = None
        if any(True for _ in element.iter(_P, _H)):
            line.boxes.append(element)

    def _table(self, element: etree._Element, story: _Story) -> None:
        self._depth += 1
        self._limits.check("table_depth", self._depth)
        place = self.place
        rows: list[list[Piece]] = []
        for row, header in self._rows(element, False):
            repeated = whole(row.get(n("table:number-rows-repeated")), 1, self._limits.span + 1)
            self._limits.check("span", repeated)
            pieces = self._row(row, header)
            self._cells += max(len(pieces), 1) * (repeated - 1)
            self._limits.check("cells", self._cells)
            rows.append(pieces)
            rows.extend([_copy(piece) for piece in pieces] for _ in range(repeated - 1))
            self._clock.check()
        self._depth -= 1
        table: Table | None = build_table(rows, self._limits, place=place) if any(rows) else None
        if table is not None:
            story.blocks.append(table)
            story.gap = False

    def _rows(self, element: etree._Element, header: bool) -> Iterator[tuple[etree._Element, bool]]:
        for child in element:
            tag = child.tag
            if tag == n("table:table-row"):
                yield child, header
            elif tag == _SOFT_BREAK:
                self._turn()
            elif tag == n("table:table-header-rows"):
                yield from self._rows(child, True)
            elif tag not in _UNSEEN:
                yield from self._rows(child, header)

    def _row(self, row: etree._Element, header: bool) -> list[Piece]:
        first = last = self.place
        pieces: list[Piece] = []
        at = 0
        for cell in row.iterchildren(_CELL, _COVERED):
            repeated = whole(cell.get(n("table:number-columns-repeated")), 1, self._limits.span)
            if cell.tag == _COVERED:
                at += repeated
                continue
            span = whole(cell.get(n("table:number-columns-spanned")), 1, self._limits.span)
            rows = whole(cell.get(n("table:number-rows-spanned")), 1, self._limits.span)
            self.place = first
            blocks = self.blocks(cell)
            last = max(last, self.place, key=lambda place: place.page or 0)
            for number in range(repeated):
                left = at + number
                pieces.append(Piece(left, left + span, blocks, rows=rows, header=header, place=first))
            at += repeated
            self._cells += repeated
            self._limits.check("cells", self._cells)
        self.place = last
        return pieces


_DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"


def _copy(piece: Piece) -> Piece:
    return Piece(piece.left, piece.right, piece.blocks, rows=1, header=piece.header, place=piece.place)
