"""A notation for blocks: one string a row, cells between bars; `=` before a bar merges a cell with the one to its left,
`^` alone in a cell continues the cell above, `/` breaks a cell into paragraphs."""

from __future__ import annotations

from extractor.blocks import Cell, Paragraph, Place, Table


def para(text: str, **more: object) -> Paragraph:
    return Paragraph(text, **more)  # type: ignore[arg-type]


def table(*rows: str, page: int | None = None, **more: object) -> Table:
    """Rows of «a | b | = | ^» as a table."""
    squares = [[cell.strip() for cell in row.split("|")] for row in rows]
    cols = max(len(row) for row in squares)
    cells: list[Cell] = []
    for r, row in enumerate(squares):
        for c, text in enumerate(row):
            if text in ("=", "^"):
                continue
            colspan, rowspan = 1, 1
            while c + colspan < len(row) and row[c + colspan] == "=":
                colspan += 1
            while r + rowspan < len(squares) and c < len(squares[r + rowspan]) and squares[r + rowspan][c] == "^":
                rowspan += 1
            parts = [p.strip() for p in text.split(" / ")] if text else []
            blocks = tuple(Paragraph(p, place=Place(page=page)) for p in parts)
            cells.append(Cell(r, c, blocks, rowspan, colspan))
    return Table(len(squares), cols, tuple(cells), **more)  # type: ignore[arg-type]
