"""Pages as read → the blocks of the document: running heads out, tables linked over pages, text in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.blocks import Block, Place, Table
from extractor.readers.pdf.chains import Link, link_tables
from extractor.readers.pdf.flow import join_page, reading_order, to_paragraphs
from extractor.readers.pdf.lines import Line, box_of
from extractor.readers.pdf.page import Page, to_cells
from extractor.readers.pdf.running import without_running_lines
from extractor.readers.pdf.spread import moved


def assemble(pages: Sequence[Page]) -> tuple[Block, ...]:
    """All blocks, page after page."""
    kept = without_running_lines(pages)
    links = link_tables(kept)
    blocks: list[Block] = []
    for page in kept:
        own = _page_blocks(page, links)
        join_page(blocks, list(moved(list(own), page.left) if page.left else own))
    return tuple(blocks)


def _page_blocks(page: Page, links: dict[tuple[tuple[int, int], int], Link]) -> Iterator[Block]:
    """Text above the first table, the table, text below it …"""
    tables = [links[page.leaf, index] for index in range(len(page.tables))]
    tables.sort(key=lambda link: link.table.grid.box[1])
    lines = list(page.lines)
    for link in tables:
        middle = link.table.grid.box[1]
        above = [line for line in lines if (line.box[1] + line.box[3]) / 2 < middle]
        lines = lines[len(above) :] if lines[: len(above)] == above else [line for line in lines if line not in above]
        yield from _text(page, above)
        yield _table(link)
    yield from _text(page, lines)


def _text(page: Page, lines: Sequence[Line]) -> Iterator[Block]:
    if lines:
        content = box_of([*(line.box for line in page.lines), *(table.grid.box for table in page.tables)])
        yield from to_paragraphs(reading_order(lines), page.number, page.size[0], content, page.style)


def _table(link: Link) -> Table:
    grid = link.table.grid
    cells = to_cells(link.table, link.page[0], link.repeated)
    rows = len(grid.ys) - 1 - link.repeated
    return Table(rows, len(grid.xs) - 1, cells, grid.ruled, link.continues, Place(link.page[0], box=grid.box))
