"""Blocks -> a short notation in which the tests say what they expect."""

from __future__ import annotations

from extractor.blocks import Block, Paragraph, Table


def outline(blocks: tuple[Block, ...]) -> list[object]:
    """Paragraphs as their full text, tables as lists of rows."""
    return [b.full_text if isinstance(b, Paragraph) else grid(b) for b in blocks]


def grid(table: Table) -> list[list[str]]:
    """A table's rows; each cell as its text, spans as «text 2x3» (rows x columns)."""
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        spans = f" {cell.rowspan}x{cell.colspan}" if (cell.rowspan, cell.colspan) != (1, 1) else ""
        rows[cell.row].append(f"{cell.text}{spans}")
    return rows


def assert_no_overlap(table: Table) -> None:
    """Each grid square is covered at most once, and none lies outside."""
    seen: set[tuple[int, int]] = set()
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for col in range(cell.col, cell.col + cell.colspan):
                assert row < table.rows and col < table.cols, (cell, table.rows, table.cols)
                assert (row, col) not in seen, cell
                seen.add((row, col))
