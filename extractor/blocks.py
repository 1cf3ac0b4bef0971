"""What readers make of bytes: paragraphs and tables in the order of the document, with their places.

A reader keeps everything a person sees (automatic list numbers, merged cells, text boxes) and nothing else
(no tracked deletions, no running heads, no page numbers). Meaning is the layout's work, not the reader's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the page's top left corner."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands, each from 1 where the format has it."""

    page: int | None = None
    line: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or list item.

    `text` may hold line breaks (`\\n`) and tabs as they stand; it does not hold `label`.
    `label` is the automatic number or bullet as Word prints it (`1.1.`, `а)`, `•`), `level` the list level from 0
    (None outside a list). `heading` is the outline level from 1. `struck`: all of its text is crossed out.
    `gap` tells that an empty paragraph or line stood before it. `confidence` is below 1 for recognised (OCR) text.
    `wrapped`: its line breaks are the page's (a PDF's, a scan's), not the author's.
    """

    text: str
    label: str | None = None
    level: int | None = None
    heading: int | None = None
    bold: bool = False
    italic: bool = False
    struck: bool = False
    align: str | None = None
    indent: float = 0.0
    gap: bool = False
    place: Place = Place()
    confidence: float = 1.0
    wrapped: bool = False

    @property
    def full_text(self) -> str:
        """The text with its automatic label before it, as a person sees it."""
        return f"{self.label} {self.text}".strip() if self.label else self.text


@dataclass(frozen=True)
class Cell:
    """A cell of a table's grid at (`row`, `col`) from 0, over `rowspan` × `colspan` grid squares.

    Without slots, so that its text is put together once: layout asks for it dozens of times.
    """

    row: int
    col: int
    blocks: tuple[Block, ...] = ()
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    place: Place = Place()

    @cached_property
    def text(self) -> str:
        """All paragraphs with their labels, one a line; nested tables row by row."""
        return "\n".join(p.full_text for p in paragraphs(self.blocks)).strip()

    @cached_property
    def bold(self) -> bool:
        """Whether all of its text is bold."""
        own = [p for p in paragraphs(self.blocks) if p.text.strip()]
        return bool(own) and all(p.bold for p in own)

    @cached_property
    def struck(self) -> bool:
        """Whether all of its text is crossed out."""
        own = [p for p in paragraphs(self.blocks) if p.text.strip()]
        return bool(own) and all(p.struck for p in own)


@dataclass(frozen=True)
class Table:
    """A grid of `rows` × `cols`; `cells` in row order, each grid square covered by at most one cell.

    `ruled` is False where the grid was found by alignment alone. `continues` tells that the table goes on
    from the table before it (a page break), `indent` tells its left edge in points.
    """

    rows: int
    cols: int
    cells: tuple[Cell, ...] = ()
    ruled: bool = True
    continues: bool = False
    place: Place = Place()

    def row(self, index: int) -> tuple[Cell, ...]:
        """The cells that begin in a row, left to right."""
        return tuple(self._by_row.get(index, ()))

    @cached_property
    def _by_row(self) -> dict[int, list[Cell]]:
        rows: dict[int, list[Cell]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, []).append(cell)
        return rows


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document as read: its blocks, and what the reader has to say about it.

    `format` is the code told by the bytes (`docx`, `pdf`, `txt` …), `route` how it was read where there are
    several ways, `title` the file's own metadata title, `warnings` codes of the data model.
    `heads` is what stands in page heads and feet, those of a first page before the running ones: a stamp or title may
    stand there, rows never do. `notes` are foot- and endnotes (`label`: their mark) and what pictures are said to show.
    """

    format: str
    blocks: tuple[Block, ...] = ()
    pages: int | None = None
    route: str | None = None
    warnings: tuple[str, ...] = ()
    heads: tuple[Block, ...] = ()
    notes: tuple[Paragraph, ...] = ()


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """All paragraphs in reading order, those of (nested) tables too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for cell in block.cells:
                yield from paragraphs(cell.blocks)
