"""Characters and properties of a Word 97–2003 file -> blocks: paragraphs, cells, rows."""

from __future__ import annotations

import struct
from functools import cached_property

from extractor.blocks import Block, Paragraph
from extractor.readers.docx.numbering import Counters, Label
from extractor.readers.limits import Limits
from extractor.readers.numerals import symbol, unsymbol
from extractor.readers.rtf.tables import CellShape, Level, RowShape
from extractor.readers.word97.binary import Piece, Run, WordFile
from extractor.readers.word97.boxes import anchored_boxes
from extractor.readers.word97.lists import Lists
from extractor.readers.word97.properties import (
    ALIGN_97,
    BOLD,
    CHARACTER_STYLE,
    DELETED,
    DOUBLE_STRUCK,
    HIDDEN,
    IN_TABLE,
    ITALIC,
    ROW_END,
    STRUCK,
    SYMBOL,
    TABLE_SHAPE,
    Properties,
    is_on,
    laid_over,
    number,
    signed,
)
from extractor.readers.word97.styles import StyleSheet

_DEPTH, _INNER_CELL, _INNER_ROW = 0x6649, 0x244B, 0x244C
_ALIGN, _LEFT, _LEFT_97 = 0x2461, 0x845E, 0x840F
_OUTLINE, _LIST_LEVEL, _LIST_USE, _HEADER = 0x2640, 0x260A, 0x460B, 0x3404

_ALIGNS = {0: "left", 1: "center", 2: "right", 3: "justify", 4: "justify"}
_PARAGRAPH, _CELL, _PAGE = "\r", "\x07", "\x0c"
_FIELD_BEGIN, _FIELD_SEPARATOR, _FIELD_END = "\x13", "\x14", "\x15"
_ANCHOR = "\x08"
_SEEN = {"\t": "\t", "\x0b": "\n", "\x1e": "-", "\x0e": "\n", "\xa0": "\xa0"}
_HEADINGS = 9
_CELL_BYTES = 20
_NO_LIST = 0x800  # from here on a paragraph only remembers the list it was taken out of


class _Line:
    """The paragraph that is being read."""

    __slots__ = ("bold", "boxes", "italic", "parts", "struck")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.boxes: list[Block] = []
        self.bold = self.italic = self.struck = True


class Story:
    """What the main text and the text boxes share: looks already resolved, list numbers as they go on."""

    def __init__(self, word: WordFile, limits: Limits) -> None:
        self.word = word
        self.limits = limits
        self.lists = Lists(word)
        self.counters = Counters(self.lists)
        self.styles = StyleSheet(word)
        self.cells = 0
        self._own: dict[Run, Properties] = {}
        self._characters: dict[tuple[Run, int], Properties] = {}

    @cached_property
    def boxes(self) -> dict[int, range]:
        """The characters of each text box, by the character it is anchored at."""
        return anchored_boxes(self.word)

    def own(self, run: Run) -> Properties:
        """What a run says itself."""
        found = self._own.get(run)
        if found is None:
            found = self._own[run] = self.word.look(run)
        return found

    def characters(self, run: Run, style: int) -> Properties:
        """The look of characters in a paragraph of a style."""
        found = self._characters.get((run, style))
        if found is None:
            own, base = self.own(run), self.styles.characters(style)
            named = number(own.get(CHARACTER_STYLE))
            if named:
                base = laid_over(base, self.styles.characters(named))
            found = self._characters[run, style] = laid_over(base, own)
        return found

    def paragraph(self, run: Run) -> Properties:
        """The look of a paragraph."""
        return laid_over(self.styles.paragraph(run.style), self.own(run))


class Interpreter:
    """Runs through the main text, or through a text box, once."""

    def __init__(self, story: Story, *, boxed: bool = False) -> None:
        self._story = story
        self._limits = story.limits
        self._boxed = boxed
        self._levels = [Level()]
        self._line = _Line()
        self._fields: list[bool] = []
        self._gap = False
        self._last_use: tuple[list[Block], int] | None = None

    def blocks(self, within: range | None = None) -> tuple[Block, ...]:
        """The blocks of the main text, or of other characters of the document."""
        clock = self._limits.clock()
        for piece in self._story.word.text(within):
            self._piece(piece)
            clock.check()
        if "".join(self._line.parts).strip():
            self._append(self._levels[-1].blocks, Run(), {})
        self._reach(0)
        return tuple(self._levels[0].blocks)

    def _piece(self, piece: Piece) -> None:
        """Cuts a piece where the look of characters changes and where paragraphs and cells end."""
        text, place, width = piece.text, piece.place, piece.width
        looks, styles = self._story.word.characters, self._story.word.paragraphs
        at = 0
        while at < len(text):
            run, end = looks.at(place + at * width)
            owner, owner_end = styles.at(place + at * width)
            stop = min(len(text), max(at + 1, -(-(min(end, owner_end) - place) // width)))
            look = self._story.characters(run, owner.style)
            if piece.over:
                look = laid_over(look, piece.over)
            start = at
            for index in range(at, stop):
                sign = text[index]
                if sign in (_PARAGRAPH, _CELL, _PAGE):
                    self._write(text[start:index], look)
                    self._end(sign, place + index * width, piece.over)
                    start = index + 1
                elif sign == _ANCHOR:
                    self._anchor(piece.start + index)
            self._write(text[start:stop], look)
            at = stop

    def _anchor(self, character: int) -> None:
        """A text box stands before the paragraph it is anchored in."""
        box = None if self._boxed else self._story.boxes.get(character)
        if box is not None:
            self._line.boxes.extend(Interpreter(self._story, boxed=True).blocks(box))

    def _write(self, text: str, look: Properties) -> None:
        shown = self._visible(text)
        if not shown or is_on(look, HIDDEN) or is_on(look, DELETED):
            return
        if SYMBOL in look and len(shown) == 1:  # «(» stands for a sign of a symbol font
            shown = symbol(number(look[SYMBOL][2:4]))
        line = self._line
        line.parts.append(shown)
        if not shown.isspace():
            line.bold = line.bold and is_on(look, BOLD)
            line.italic = line.italic and is_on(look, ITALIC)
            line.struck = line.struck and (is_on(look, STRUCK) or is_on(look, DOUBLE_STRUCK))

    def _visible(self, text: str) -> str:
        """What is seen of some characters: of a field its result, of marks what they stand for."""
        seen: list[str] = []
        for sign in text:
            if sign == _FIELD_BEGIN:
                self._fields.append(True)
            elif sign == _FIELD_SEPARATOR and self._fields:
                self._fields[-1] = False
            elif sign == _FIELD_END:
                if self._fields:
                    self._fields.pop()
            elif any(self._fields):
                continue
            elif sign >= " " and sign != "\x7f":
                seen.append(sign)
            elif sign in _SEEN:
                seen.append(_SEEN[sign])
        return "".join(seen)

    def _end(self, mark: str, place: int, over: Properties) -> None:
        """A paragraph's, cell's or row's end; its properties tell which."""
        self._fields.clear()
        run, _ = self._story.word.paragraphs.at(place)
        look = laid_over(self._story.paragraph(run), over)
        depth = number(look.get(_DEPTH)) if _DEPTH in look else int(is_on(look, IN_TABLE))
        self._limits.check("table_depth", depth)
        if is_on(look, ROW_END) or is_on(look, _INNER_ROW):
            self._line = _Line()
            self._reach(max(depth, 1))
            self._levels[-1].close_row(_row_shape(look, self._limits))
            return
        is_cell = mark == _CELL or is_on(look, _INNER_CELL)
        level = max(depth, 1) if mark == _CELL else depth
        self._reach(level)
        self._append(self._levels[level].blocks, run, look)
        if is_cell and level:
            self._levels[level].close_cell()
            self._gap = False
            self._story.cells += 1
            self._limits.check("cells", self._story.cells)
            self._limits.check("columns", len(self._levels[level].cells))

    def _append(self, blocks: list[Block], run: Run, look: Properties) -> None:
        line, self._line = self._line, _Line()
        blocks.extend(line.boxes)
        text = unsymbol("".join(line.parts))
        label = self._label(blocks, look)
        seen = bool(text.strip())
        if not seen and (label is None or label.text is None or label.is_bullet):
            self._gap = True
            return
        outline = look.get(_OUTLINE)
        heading = number(outline) + 1 if outline else run.style
        blocks.append(
            Paragraph(
                text,
                label=None if label is None else label.text,
                level=None if label is None else label.level,
                heading=heading if 1 <= heading <= _HEADINGS else None,
                bold=seen and line.bold,
                italic=seen and line.italic,
                struck=seen and line.struck,
                align=_ALIGNS.get(number(look.get(_ALIGN) or look.get(ALIGN_97))),
                indent=signed(look.get(_LEFT) or look.get(_LEFT_97)) / 20,
                gap=self._gap,
            )
        )
        self._gap = False

    def _label(self, blocks: list[Block], look: Properties) -> Label | None:
        """The paragraph's automatic number."""
        use, level = number(look.get(_LIST_USE)), min(number(look.get(_LIST_LEVEL)), 8)
        if not 0 < use < _NO_LIST:
            self._last_use = None
            return None
        last = self._last_use
        use = self._story.lists.joined(use, last[1] if last is not None and last[0] is blocks else None)
        self._last_use = blocks, use
        return self._story.counters.advance(str(use), level)

    def _reach(self, level: int) -> None:
        """Goes to a depth of tables in tables: deeper ones are over."""
        while len(self._levels) > level + 1:
            table = self._levels.pop().take_table(self._limits)
            if table is not None:
                self._levels[-1].blocks.append(table)
                self._gap = False
        while len(self._levels) <= level:
            self._levels.append(Level())
            self._gap = False


def _row_shape(look: Properties, limits: Limits) -> RowShape:
    """The row's edges and merged cells out of `sprmTDefTable`."""
    shape = RowShape(header=is_on(look, _HEADER))
    packed = look.get(TABLE_SHAPE, b"")
    count = packed[0] if packed else 0
    if not count or len(packed) < 1 + 2 * (count + 1):
        return shape
    edges = struct.unpack_from(f"<{count + 1}h", packed, 1)
    shape.left = edges[0]
    cells = packed[1 + 2 * (count + 1) :]
    for place in range(min(count, limits.columns)):
        flags = int.from_bytes(cells[_CELL_BYTES * place : _CELL_BYTES * place + 2], "little")
        goes_on = bool(flags & 0x20) and not flags & 0x40
        shape.cells.append(CellShape(edges[place + 1], joins=bool(flags & 2), goes_on=goes_on))
    return shape
