"""Characters and properties of a Word 97–2003 file -> blocks: paragraphs, cells, rows."""

from __future__ import annotations

import struct

from extractor.blocks import Block, Paragraph
from extractor.readers.docx.numbering import Counters
from extractor.readers.limits import Limits
from extractor.readers.numerals import unsymbol
from extractor.readers.rtf.tables import CellShape, Level, RowShape
from extractor.readers.word97.binary import Properties, Run, WordFile
from extractor.readers.word97.lists import Lists

_IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_ALIGN, _ALIGN_97, _LEFT, _LEFT_97 = 0x2461, 0x2403, 0x845E, 0x840F
_OUTLINE, _LIST_LEVEL, _LIST_USE = 0x2640, 0x260A, 0x460B
_TABLE_SHAPE, _HEADER = 0xD608, 0x3404
_BOLD, _ITALIC, _STRUCK, _DOUBLE_STRUCK, _HIDDEN, _DELETED = 0x0835, 0x0836, 0x0837, 0x2A53, 0x083C, 0x0800

_ALIGNS = {0: "left", 1: "center", 2: "right", 3: "justify", 4: "justify"}
_PARAGRAPH, _CELL, _PAGE = "\r", "\x07", "\x0c"
_FIELD_BEGIN, _FIELD_SEPARATOR, _FIELD_END = "\x13", "\x14", "\x15"
_SEEN = {"\t": "\t", "\x0b": "\n", "\x1e": "-", "\x0e": "\n", "\xa0": "\xa0"}
_HEADINGS = 9
_CELL_BYTES = 20


class _Line:
    """The paragraph that is being read."""

    __slots__ = ("bold", "italic", "parts", "struck")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.bold = self.italic = self.struck = True


class Interpreter:
    """Runs through the main text once."""

    def __init__(self, word: WordFile, limits: Limits) -> None:
        self._word = word
        self._limits = limits
        self._counters = Counters(Lists(word))
        self._levels = [Level()]
        self._line = _Line()
        self._fields: list[bool] = []
        self._gap = False
        self._cells = 0
        self._parsed: dict[Run, Properties] = {}

    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the document."""
        clock = self._limits.clock()
        for text, place, width in self._word.text():
            self._piece(text, place, width)
            clock.check()
        if "".join(self._line.parts).strip():
            self._append(self._levels[-1].blocks, Run(), {})
        self._reach(0)
        return tuple(self._levels[0].blocks)

    def _piece(self, text: str, place: int, width: int) -> None:
        """Cuts a piece where the look of characters changes and where paragraphs and cells end."""
        at = 0
        while at < len(text):
            run, end = self._word.characters.at(place + at * width)
            stop = min(len(text), max(at + 1, -(-(end - place) // width)))
            look = self._look(run)
            start = at
            for index in range(at, stop):
                if text[index] in (_PARAGRAPH, _CELL, _PAGE):
                    self._write(text[start:index], look)
                    self._end(text[index], place + index * width)
                    start = index + 1
            self._write(text[start:stop], look)
            at = stop

    def _look(self, run: Run) -> Properties:
        found = self._parsed.get(run)
        if found is None:
            found = self._parsed[run] = self._word.look(run)
        return found

    def _write(self, text: str, look: Properties) -> None:
        if not text:
            return
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
        shown = "".join(seen)
        if not shown or _on(look, _HIDDEN) or _on(look, _DELETED):
            return
        line = self._line
        line.parts.append(shown)
        if not shown.isspace():
            line.bold = line.bold and _on(look, _BOLD)
            line.italic = line.italic and _on(look, _ITALIC)
            line.struck = line.struck and (_on(look, _STRUCK) or _on(look, _DOUBLE_STRUCK))

    def _end(self, mark: str, place: int) -> None:
        """A paragraph's, cell's or row's end; its properties tell which."""
        self._fields.clear()
        run, _ = self._word.paragraphs.at(place)
        look = self._look(run)
        depth = _number(look.get(_DEPTH)) if _DEPTH in look else int(_on(look, _IN_TABLE))
        self._limits.check("table_depth", depth)
        if _on(look, _ROW_END) or _on(look, _INNER_ROW):
            self._line = _Line()
            self._reach(max(depth, 1))
            self._levels[-1].close_row(_row_shape(look, self._limits))
            return
        is_cell = mark == _CELL or _on(look, _INNER_CELL)
        level = max(depth, 1) if mark == _CELL else depth
        self._reach(level)
        self._append(self._levels[level].blocks, run, look)
        if is_cell and level:
            self._levels[level].close_cell()
            self._gap = False
            self._cells += 1
            self._limits.check("cells", self._cells)
            self._limits.check("columns", len(self._levels[level].cells))

    def _append(self, blocks: list[Block], run: Run, look: Properties) -> None:
        line, self._line = self._line, _Line()
        text = unsymbol("".join(line.parts))
        use = _number(look.get(_LIST_USE))
        label = self._counters.advance(str(use), min(_number(look.get(_LIST_LEVEL)), 8)) if use else None
        seen = bool(text.strip())
        if not seen and (label is None or label.text is None or label.is_bullet):
            self._gap = True
            return
        outline = look.get(_OUTLINE)
        heading = _number(outline) + 1 if outline else run.style
        blocks.append(
            Paragraph(
                text,
                label=None if label is None else label.text,
                level=None if label is None else label.level,
                heading=heading if 1 <= heading <= _HEADINGS else None,
                bold=seen and line.bold,
                italic=seen and line.italic,
                struck=seen and line.struck,
                align=_ALIGNS.get(_number(look.get(_ALIGN) or look.get(_ALIGN_97))),
                indent=_signed(look.get(_LEFT) or look.get(_LEFT_97)) / 20,
                gap=self._gap,
            )
        )
        self._gap = False

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
    shape = RowShape(header=_on(look, _HEADER))
    packed = look.get(_TABLE_SHAPE, b"")
    count = packed[0] if packed else 0
    if not count or len(packed) < 1 + 2 * (count + 1):
        return shape
    edges = struct.unpack_from(f"<{count + 1}h", packed, 1)
    shape.left = edges[0]
    cells = packed[1 + 2 * (count + 1) :]
    for number in range(min(count, limits.columns)):
        flags = int.from_bytes(cells[_CELL_BYTES * number : _CELL_BYTES * number + 2], "little")
        goes_on = bool(flags & 0x20) and not flags & 0x40
        shape.cells.append(CellShape(edges[number + 1], joins=bool(flags & 2), goes_on=goes_on))
    return shape


def _number(operand: bytes | None) -> int:
    return int.from_bytes(operand or b"", "little")


def _signed(operand: bytes | None) -> int:
    return int.from_bytes(operand or b"", "little", signed=True)


def _on(look: Properties, code: int) -> bool:
    """A toggle; 0x80 and 0x81 mean «as the style» and «against it», which plain styles make off and on."""
    return bool(_number(look.get(code)) & 1)
