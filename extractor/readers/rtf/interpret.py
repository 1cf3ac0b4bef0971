"""Tokens of RTF -> blocks: groups, destinations, characters, paragraphs, rows."""

from __future__ import annotations

from copy import copy

from extractor.blocks import Block, Paragraph
from extractor.readers.limits import Limits
from extractor.readers.numerals import bullet, unsymbol
from extractor.readers.rtf.charset import decode, of_charset, of_page, repair
from extractor.readers.rtf.state import (
    ALIGNS,
    BOXES,
    CHARACTERS,
    ENDS,
    HEADING,
    LABELS,
    OPTIONAL_TEXT,
    OUTLINE_LEVELS,
    SHAPES,
    SIGNS,
    SILENT,
    Font,
    Goes,
    Line,
    State,
)
from extractor.readers.rtf.tables import Level, RowShape
from extractor.readers.rtf.tokens import Kind, tokens

_BEHIND = b"\0 \t\x1a"
"""What programs leave behind the last brace."""


class Interpreter:
    """Runs through the tokens; `blocks` are the result, `has_objects` tells of what is embedded and not read.

    `damaged`: text goes on behind the last brace.
    """

    def __init__(self, limits: Limits) -> None:
        self.has_objects = self.damaged = False
        self._limits = limits
        self._clock = limits.clock()
        self._state = State()
        self._stack: list[State] = []
        self._fonts: dict[int, Font] = {}
        self._document = "cp1252"
        self._default_font: int | None = None
        self._bytes = bytearray()
        self._units: list[str] = []
        self._to_skip = 0
        self._optional = False
        self._line = Line()
        self._outer_line: list[Line] = []
        self._levels = [Level()]
        self._boxes: list[Block] = []
        self._shapes = {False: RowShape(), True: RowShape()}  # of rows, of rows in cells
        self._outlines: dict[int, int] = {}
        self._gap = False
        self._cells = self._characters = 0

    def run(self, data: bytes) -> bool:
        """Reads all tokens. False where the last group never closed: the file is cut off."""
        stream = tokens(data)
        for number, (kind, text, value) in enumerate(stream):
            if kind is Kind.BYTES:
                self._put_bytes(text)
            elif kind is Kind.WORD:
                self._word(text, value)
            elif kind is Kind.OPEN:
                self._open()
            elif kind is Kind.CLOSE:
                self._close()
                if not self._stack:
                    self.damaged = any(other is not Kind.BYTES or more.strip(_BEHIND) for other, more, _ in stream)
                    return True
            else:
                self._sign(text)
            if not number & 0xFFFF:
                self._clock.check()
        return False

    def blocks(self) -> tuple[Block, ...]:
        """What was read; an unfinished paragraph or table too."""
        self._flush()
        if "".join(self._line.parts).strip():
            self._end_paragraph(self._state.level)
        self._close_tables(0)
        return (*self._levels[0].blocks, *self._boxes)

    # groups

    def _open(self) -> None:
        self._flush()
        self._stack.append(self._state)
        self._state = copy(self._state)
        self._optional = False
        self._limits.check("xml_depth", len(self._stack))

    def _close(self) -> None:
        self._flush()
        if not self._stack:
            return
        inner, self._state = self._state, self._stack.pop()
        if inner.boxed and not self._state.boxed:
            self._leave_box()

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._optional = True
        elif sign in b"\r\n":
            self._word(b"par", None)
        elif sign in SIGNS:
            self._put(SIGNS[sign])

    def _destination(self, word: bytes) -> bool:
        """Whether the word opens a group of its own kind."""
        state = self._state
        optional, self._optional = self._optional, False
        if word in LABELS:
            if state.goes is not Goes.NOWHERE:
                state.goes = Goes.LABEL
        elif word == b"fonttbl":
            state.goes = Goes.FONTS
        elif word == b"stylesheet":
            state.goes = Goes.STYLES
        elif word == b"nesttableprops":
            state.nested = True
        elif word in BOXES:
            self._enter_box()
        elif word == b"object":
            self.has_objects = True
            return False
        elif word in SILENT or (optional and word not in OPTIONAL_TEXT) or word == b"upr":
            state.goes = Goes.NOWHERE
        elif word == b"ud" and optional:
            state.goes = Goes.TEXT  # the Unicode twin of the text that `\upr` silences
        elif word in SHAPES:
            state.goes = Goes.SHAPE if state.goes is Goes.TEXT else state.goes
        elif word == b"pn":
            state.goes = Goes.NOWHERE
        else:
            return optional
        return True

    def _enter_box(self) -> None:
        """A text box: its paragraphs stand before the one it is anchored in."""
        state = self._state
        if state.boxed or state.goes is not Goes.SHAPE:
            state.goes = Goes.NOWHERE
            return
        state.goes, state.boxed = Goes.TEXT, True
        state.pard()
        state.plain()
        self._outer_line.append(self._line)
        self._line = Line()

    def _leave_box(self) -> None:
        if "".join(self._line.parts).strip():
            self._append(self._boxes, self._state)
        self._line = self._outer_line.pop() if self._outer_line else Line()

    # words

    def _word(self, word: bytes, value: int | None) -> None:
        if word == b"u":
            self._unicode(value or 0)
            return
        self._flush()
        if self._destination(word):
            return
        state = self._state
        if state.goes is Goes.FONTS:
            self._font_word(word, value or 0)
        elif state.goes is Goes.STYLES:
            self._style_word(word, value or 0)
        elif word in CHARACTERS:
            self._put(CHARACTERS[word])
        elif self._structure(word, value):
            pass
        elif not self._look(word, value):
            self._paragraph_look(word, value)

    def _structure(self, word: bytes, value: int | None) -> bool:
        """Ends of paragraphs, cells and rows; row shapes."""
        state = self._state
        if word in ENDS:
            if state.goes is Goes.TEXT:
                self._end_paragraph(state.level)
        elif word in (b"cell", b"nestcell"):
            if state.goes is Goes.TEXT:
                self._end_cell(1 if word == b"cell" else max(state.level, 2))
        elif word in (b"row", b"nestrow"):
            self._end_row(1 if word == b"row" else max(state.level, 2))
        else:
            return self._row_word(word, value)
        return True

    def _row_word(self, word: bytes, value: int | None) -> bool:
        shape = self._shapes[self._state.nested]
        if word == b"trowd":
            self._shapes[self._state.nested] = RowShape()
        elif word == b"trleft":
            shape.left = value or 0
        elif word == b"trhdr":
            shape.header = True
        elif word == b"clmrg":
            shape.mark(joins=True)
        elif word == b"clvmrg":
            shape.mark(goes_on=True)
        elif word == b"cellx":
            shape.close_cell(value or 0, self._limits.columns)
        else:
            return False
        return True

    def _look(self, word: bytes, value: int | None) -> bool:
        """Words for characters."""
        state, on = self._state, value != 0
        if word == b"f":
            state.font = value
        elif word == b"b":
            state.bold = on
        elif word == b"i":
            state.italic = on
        elif word in (b"strike", b"striked"):
            state.struck = on
        elif word == b"v":
            state.hidden = on
        elif word == b"deleted":
            state.deleted = on
        elif word == b"plain":
            state.plain()
        elif word == b"uc":
            state.skip = max(value or 0, 0)
        else:
            return False
        return True

    def _paragraph_look(self, word: bytes, value: int | None) -> None:
        """Words for paragraphs and for the whole document."""
        state = self._state
        if word == b"pard":
            state.pard()
        elif word == b"intbl":
            state.in_table = True
        elif word == b"itap":
            state.depth = value or 0
            state.in_table = bool(value)
            self._limits.check("table_depth", value or 0)
        elif word in ALIGNS:
            state.align = ALIGNS[word]
        elif word in (b"li", b"lin"):
            state.indent = value or 0
        elif word == b"outlinelevel":
            state.outline = value
        elif word == b"s":
            state.style = value
        elif word == b"ilvl":
            state.list_level = value or 0
        elif word == b"ansicpg":
            self._document = of_page(value or 0)
        elif word == b"deff":
            self._default_font = value

    def _font_word(self, word: bytes, value: int) -> None:
        if word == b"f":
            self._state.font = value
            self._fonts.setdefault(value, Font())
        elif self._state.font is not None and word == b"fcharset":
            self._fonts[self._state.font].charset = value
        elif self._state.font is not None and word == b"cpg":
            self._fonts[self._state.font].page = value

    def _style_word(self, word: bytes, value: int) -> None:
        if word == b"s":
            self._state.style = value
        elif word == b"outlinelevel" and self._state.style is not None:
            self._outlines[self._state.style] = value

    def _name_style(self, name: str) -> None:
        """«heading 1;»: an outline level."""
        found = HEADING.match(name.strip())
        if found and self._state.style is not None:
            self._outlines.setdefault(self._state.style, int(found.group(1)) - 1)

    # characters

    def _put_bytes(self, data: bytes) -> None:
        self._optional = False
        if self._to_skip:
            skipped = min(self._to_skip, len(data))
            self._to_skip -= skipped
            data = data[skipped:]
        if self._state.goes in (Goes.TEXT, Goes.LABEL, Goes.STYLES):
            if self._units and data:
                self._flush()
            self._bytes += data

    def _unicode(self, value: int) -> None:
        """`\\u1055?`: a character and its stand-ins, which are skipped. Surrogates come one by one."""
        if self._bytes:
            self._flush()
        self._units.append(chr(value & 0xFFFF))
        self._to_skip = self._state.skip

    def _flush(self) -> None:
        """Bytes and characters gathered so far become text."""
        self._to_skip = 0
        if self._units:
            self._write("".join(self._units))
            self._units.clear()
        if self._bytes:
            self._write(decode(bytes(self._bytes), self._encoding()))
            self._bytes.clear()

    def _encoding(self) -> str:
        number = self._state.font if self._state.font is not None else self._default_font
        font = self._fonts.get(number) if number is not None else None
        if font is None:
            return self._document
        return of_page(font.page) if font.page else of_charset(font.charset, self._document)

    def _put(self, text: str) -> None:
        self._flush()
        self._write(text)

    def _write(self, text: str) -> None:
        state = self._state
        if state.goes is Goes.STYLES:
            self._name_style(text)
        if state.hidden or state.deleted or state.goes not in (Goes.TEXT, Goes.LABEL):
            return
        if state.goes is Goes.LABEL:
            self._line.label.append(text)
            return
        line = self._line
        line.parts.append(text)
        if not text.isspace():
            line.bold = line.bold and state.bold
            line.italic = line.italic and state.italic
            line.struck = line.struck and state.struck

    # paragraphs, cells, rows

    def _end_paragraph(self, level: int) -> None:
        if self._state.boxed:
            self._append(self._boxes, self._state)
            return
        self._reach(level)
        blocks = self._levels[level].blocks
        if self._boxes:
            blocks.extend(self._boxes)
            self._boxes = []
        self._append(blocks, self._state)

    def _append(self, blocks: list[Block], state: State) -> None:
        line, self._line = self._line, Line()
        text = unsymbol(repair("".join(line.parts)))
        label = _label(repair("".join(line.label)))
        seen = bool(text.strip())
        if not seen and not (label and any(sign.isalnum() for sign in label)):
            self._gap = True
            return
        self._characters += len(text)
        self._limits.check("characters", self._characters)
        outline = state.outline if state.outline is not None else self._outlines.get(state.style or 0)
        blocks.append(
            Paragraph(
                text,
                label=label,
                level=None if label is None else max(state.list_level, 0),
                heading=outline + 1 if outline is not None and 0 <= outline < OUTLINE_LEVELS else None,
                bold=seen and line.bold,
                italic=seen and line.italic,
                struck=seen and line.struck,
                align=state.align,
                indent=state.indent / 20,
                gap=self._gap,
            )
        )
        self._gap = False

    def _end_cell(self, level: int) -> None:
        if self._state.boxed:
            self._append(self._boxes, self._state)
            return
        self._end_paragraph(level)
        self._gap = False
        self._levels[level].close_cell()
        self._cells += 1
        self._limits.check("cells", self._cells)
        self._limits.check("columns", len(self._levels[level].cells))

    def _end_row(self, level: int) -> None:
        if self._state.boxed:
            return
        self._reach(level)
        self._levels[level].close_row(self._shapes[level > 1])

    def _reach(self, level: int) -> None:
        """Goes to a depth: tables that are deeper are over."""
        self._limits.check("table_depth", level)
        self._close_tables(level)
        while len(self._levels) <= level:
            self._levels.append(Level())
            self._gap = False

    def _close_tables(self, level: int) -> None:
        while len(self._levels) > level + 1:
            table = self._levels.pop().take_table(self._limits)
            if table is not None:
                self._levels[-1].blocks.append(table)
                self._gap = False


def _label(text: str) -> str | None:
    mark = text.replace("\t", " ").strip()
    if not mark:
        return None
    return mark if any(sign.isalnum() for sign in mark) and mark != "o" else bullet(mark)
