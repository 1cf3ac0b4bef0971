"""A spreadsheet saved as text: every line has the same number of cells, between `;`, `,` or tabs.

Its title and stamps stand in the first cells of rows that are else empty, as in a workbook, and are read as there.
"""

from __future__ import annotations

import csv
import io

from extractor.blocks import Block
from extractor.readers.limits import Limits

_SIGNS = (";", "\t", ",")
_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 3


def take_exported(text: str, limits: Limits) -> list[Block] | None:
    """The blocks of the whole file, where it is such an export; None where it is any other text."""
    head = text.lstrip("\ufeff\r\n")[:20_000].partition("\n")[0]
    for sign in _SIGNS:
        if head.count(sign) < _FEWEST_COLUMNS - 1:
            continue
        records = _records(text, sign)
        if records is not None:
            return _blocks(records, limits)
    return None


def _records(text: str, sign: str) -> list[list[str]] | None:
    """All records; None where they are not of one width, or too few of their cells are filled for a table.

    A dump of tabs without any quotes is left to those who know how such dumps break their rows.
    """
    if sign == "\t" and '"' not in text:
        return None
    try:
        lines = io.StringIO(text.lstrip("\ufeff"), newline="")
        records = [record for record in csv.reader(lines, delimiter=sign, strict=True) if record]
    except csv.Error:
        return None
    full = sum(sum(bool(cell.strip()) for cell in record) >= _FEWEST_COLUMNS for record in records)
    even = len({len(record) for record in records}) == 1
    return records if even and len(records[0]) >= _FEWEST_COLUMNS and full >= _FEWEST_ROWS else None


def _blocks(records: list[list[str]], limits: Limits) -> list[Block]:
    from extractor.readers.sheets import to_blocks
    from extractor.readers.sheets.values import Sheet, tidy

    limits.check("cells", len(records) * len(records[0]))
    cells = {(r, c): tidy(cell) for r, record in enumerate(records) for c, cell in enumerate(record) if cell.strip()}
    return list(to_blocks(Sheet("", cells), limits))
