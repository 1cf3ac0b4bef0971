"""Tables whose rows stand between empty lines, a cell a line: «1», «День знаний», «1.09», an empty line.

A line alone between them is a section («Январь»). Rows of more or fewer lines are dealt to the columns by what the
words of the header promise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.blocks import Block
from extractor.fields.headings import TELLING, sure_roles
from extractor.readers.text.looks import promised
from extractor.readers.text.markup import Line
from extractor.readers.text.rows import CellText, Row, mark_headers, to_table
from extractor.readers.text.unparted import deal

_LONGEST_NAME = 60
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 3
_WHOLE = 0.6
"""So many of the rows have a line for each column."""


def take_blocked(lines: Sequence[Line], start: int) -> tuple[int, list[Block]] | None:
    """The table that begins at a line with its header: the index behind it, and its blocks; None where none begins."""
    if start and not lines[start - 1].blank:
        return None
    blocks = _blocks(lines, start)
    head = next(blocks, [])
    if not _is_header(head):
        return None
    width = len(head)
    found = list(blocks)
    while found and len(found[-1]) < width - 1:  # who signs below the table
        found.pop()
    rows = [block for block in found if len(block) > 1]
    whole = sum(len(block) == width for block in rows)
    if len(rows) < _FEWEST_ROWS or whole < _WHOLE * len(rows) or any(len(block) > 3 * width for block in rows):
        return None
    promises = [promised(line.text) for line in head]
    table = [Row(tuple(CellText((line,)) for line in head), header=True)]
    for block in found:
        if len(block) == 1:
            table.append(Row((CellText(tuple(block), colspan=width),)))
        else:
            parts = [[line] for line in block] if len(block) == width else deal(block, promises)
            table.append(Row(tuple(CellText(tuple(part)) for part in parts)))
    return found[-1][-1].number - lines[start].number + start + 1, [to_table(mark_headers(table))]


def _blocks(lines: Sequence[Line], start: int) -> Iterator[list[Line]]:
    """Lines without an empty one between them."""
    block: list[Line] = []
    for line in lines[start:]:
        if line.text.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _is_header(block: Sequence[Line]) -> bool:
    """Three lines or more, each names a column, among them the title's and one that only plans have."""
    if len(block) < _FEWEST_COLUMNS or any("\t" in line.text or len(line.text) > _LONGEST_NAME for line in block):
        return False
    roles = [sure_roles(line.text) for line in block]
    named = set().union(*roles)
    return all(roles) and "title" in named and bool(named & TELLING)
