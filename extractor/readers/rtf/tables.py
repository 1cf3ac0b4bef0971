"""Rows of RTF -> tables: cell edges in twips, merged cells both ways, tables in cells."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractor.blocks import Block, Table
from extractor.readers.grid import Piece, build_table
from extractor.readers.limits import Limits

_TOLERANCE = 110
_INCH = 1440


@dataclass(frozen=True, slots=True)
class CellShape:
    """One `\\cellx` and the words before it. `joins`: merged to the left, `goes_on`: with the cell above."""

    right: int = 0
    joins: bool = False
    goes_on: bool = False


@dataclass(slots=True)
class RowShape:
    """What `\\trowd` and the words after it say; copied when a row ends, for the next one may use it again."""

    left: int = 0
    header: bool = False
    cells: list[CellShape] = field(default_factory=list)
    coming: CellShape = CellShape()

    def mark(self, *, joins: bool = False, goes_on: bool = False) -> None:
        """A merge word stands before the `\\cellx` of its cell."""
        self.coming = replace(self.coming, joins=self.coming.joins or joins, goes_on=self.coming.goes_on or goes_on)

    def close_cell(self, right: int, most: int) -> None:
        """`\\cellx`."""
        if len(self.cells) < most:
            self.cells.append(replace(self.coming, right=right))
        self.coming = CellShape()


@dataclass(slots=True)
class Level:
    """One depth of tables in tables: the blocks of the open cell, the cells of the open row, the rows so far."""

    blocks: list[Block] = field(default_factory=list)
    cells: list[tuple[Block, ...]] = field(default_factory=list)
    rows: list[list[Piece]] = field(default_factory=list)

    def close_cell(self) -> None:
        """`\\cell`, `\\nestcell`."""
        self.cells.append(tuple(self.blocks))
        self.blocks = []

    def close_row(self, shape: RowShape) -> None:
        """`\\row`, `\\nestrow`."""
        if self.blocks:
            self.close_cell()
        if self.cells:
            self.rows.append(_pieces(self.cells, shape))
        self.cells = []

    def take_table(self, limits: Limits) -> Table | None:
        """The table is over; a row that never ended belongs to it, too."""
        self.close_row(RowShape())
        rows, self.rows = self.rows, []
        return build_table(rows, limits, tolerance=_TOLERANCE) if rows else None


def _pieces(cells: list[tuple[Block, ...]], shape: RowShape) -> list[Piece]:
    pieces: list[Piece] = []
    left = shape.left
    for number, blocks in enumerate(cells):
        if shape.cells and number >= len(shape.cells) and not blocks:
            break  # LibreOffice ends a row after a nested table with too many `\\cell`
        own = shape.cells[number] if number < len(shape.cells) else CellShape(right=left + _INCH)
        right = max(own.right, left + 1)
        if own.joins and pieces:
            pieces[-1].right = right
            pieces[-1].blocks += blocks
        else:
            pieces.append(Piece(left, right, blocks, own.goes_on, header=shape.header))
        left = right
    return pieces
