"""The lines of a plan's header, whatever blocks they come from, and small questions about them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractor.blocks import Block, Paragraph, Table
from extractor.layout.header_words import header_words
from extractor.morph import lemmas, readings
from extractor.text import clean, one_line, words

_SPACED = re.compile(r"(?<![^\W\d_])(?:[^\W\d_] ){2,}[^\W\d_](?![^\W\d_])")
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|[IVX]{1,5}\.)\s")
_LONGEST_HEADING = 250
_LONGEST_ROW_HEAD = 90


@dataclass(frozen=True)
class HeadLine:
    """One printed line: the top-level block it belongs to, and how it is set.

    `text` keeps inner tabs and runs of spaces: they may part two columns. `first` tells that a paragraph begins here.
    """

    text: str
    block: int
    bold: bool = False
    align: str | None = None
    gap: bool = False
    label: str | None = None
    heading: int | None = None
    first: bool = True
    indent: int = 0
    """The spaces before it in a text dump."""

    @cached_property
    def plain(self) -> str:
        """The text on one line, letter-spaced words made whole («П Л А Н»)."""
        return unspaced(one_line(self.text))

    @property
    def full(self) -> str:
        """The text with its label."""
        return f"{self.label} {self.plain}" if self.label else self.plain

    @cached_property
    def upper(self) -> bool:
        """All in capitals."""
        letters = [c for c in self.plain if c.isalpha()]
        return len(letters) > 2 and all(c.isupper() for c in letters)

    @property
    def standing_out(self) -> bool:
        """Set as a heading: bold, centred, in capitals, or in a heading style."""
        return self.bold or self.align == "center" or self.upper or self.heading is not None

    @property
    def numbered(self) -> bool:
        """Opens with a number: a section or a list item."""
        return self.label is not None or bool(_NUMBERED.match(self.plain))

    @property
    def short(self) -> bool:
        """No longer than a heading."""
        return len(self.plain) <= _LONGEST_HEADING

    def looks_like(self, other: HeadLine) -> bool:
        """Whether both are set alike."""
        return self.bold == other.bold and self.align == other.align


def unspaced(text: str) -> str:
    """«П Л А Н   работы» → «ПЛАН работы»: single letters with a space between are one word."""
    return _SPACED.sub(lambda m: m.group().replace(" ", ""), text)


def head_lines(blocks: Sequence[Block], start: int, end: int) -> Iterator[HeadLine]:
    """The printed lines of the paragraphs among the blocks from `start` to `end`."""
    gap = False
    for index in range(start, end):
        block = blocks[index]
        if not isinstance(block, Paragraph):
            gap = True
            continue
        printed = [line for line in clean_keeping_tabs(block.text).split("\n") if line.strip()]
        for number, line in enumerate(printed):
            yield HeadLine(
                line.strip("\n "),
                index,
                block.bold,
                block.align,
                (gap or block.gap) and number == 0,
                block.label if number == 0 else None,
                block.heading,
                number == 0,
                _spaces(block) if number == 0 else 0,
            )
        gap = gap and not printed


def _spaces(block: Paragraph) -> int:
    """A text dump's lines have a number and are indented by spaces; other formats measure in points."""
    return int(block.indent) if block.place.line is not None else 0


def contents_table(table: Table) -> bool:
    """A table of contents set with tabs: titles on the left, page numbers that only grow on the right."""
    figures: list[int] = []
    for index in range(table.rows):
        row = [text for cell in table.row(index) if (text := cell.text.strip())]
        if len(row) != 2 or row[0].isdecimal() or not row[1].isdecimal() or len(row[1]) > 3:
            return False
        figures.append(int(row[1]))
    return len(figures) > 1 and figures == sorted(figures)


def passport_table(table: Table) -> bool:
    """The passport of a programme: two columns, on the left what the right one tells («Цель программы», «Сроки»)."""
    heads = [cell.text for cell in table.cells if cell.col == 0 and cell.text.strip()]
    if table.cols != 2 or len(heads) < 3:
        return False
    return sum(_tells_of_passport(head) for head in heads) * 2 > len(heads)


def _tells_of_passport(text: str) -> bool:
    """By the first noun: «Основные цели и задачи», «Сроки и этапы реализации»."""
    if len(text) > _LONGEST_ROW_HEAD:
        return False
    nouns = (w for w in words(text) if any(r.pos == "NOUN" for r in readings(w)[:1]))
    return bool(lemmas(next(nouns, "")) & header_words().passport)


def clean_keeping_tabs(text: str) -> str:
    """`clean`, with tabs kept: they part columns."""
    return "\t".join(clean(part) for part in text.split("\t"))
