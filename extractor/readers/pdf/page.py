"""One page: words and edges → its tables and the lines around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from extractor.blocks import Block, Box, Cell, Paragraph, Place
from extractor.readers.limits import Limits
from extractor.readers.pdf.aligned import find_aligned
from extractor.readers.pdf.cut_words import joined_whole
from extractor.readers.pdf.flow import Style, split_at_gutters
from extractor.readers.pdf.frame import Frame
from extractor.readers.pdf.geometry import Rule, Rules
from extractor.readers.pdf.lines import Line, to_items, to_lines, usual_gap
from extractor.readers.pdf.paths import read_drawing
from extractor.readers.pdf.spread import Half, halves
from extractor.readers.pdf.struck import Split, part_struck
from extractor.readers.pdf.tables import Grid, Square, find_grids, line_between, same_columns, stacked
from extractor.readers.pdf.words import TextLayer, Word

_PART_NUMBER = re.compile(r"(?:[IVXІХ]{1,5}|\d{1,2}(?:\.\d{1,2})*)\.?")
_NONE: frozenset[int] = frozenset()
_COVERED = 0.7
"""A picture over so much of a page is the page itself, scanned."""
_LETTERS_DRAWN = 30
"""So many drawn shapes on a page without text may be letters (text as curves)."""


@dataclass(frozen=True, slots=True)
class PageTable:
    """A ruled or aligned table of a page with the lines of each of its squares; `bold` are those printed so.

    `struck`: the squares all of whose words are crossed out.
    """

    grid: Grid
    texts: tuple[tuple[Line, ...], ...]
    bold: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds; `lines` are those outside tables, from the top, `styles` how each of them is printed.

    `is_drawn`: there are pictures, or enough shapes to be letters. `unmapped`: the share of words without Unicode map.
    `is_picture`: one picture covers it, so that its text is what some program recognised.
    Of two pages on one sheet `part` is 0 and 1, and `left` where on the sheet the page begins.
    """

    number: int
    size: tuple[float, float]
    tables: tuple[PageTable, ...]
    lines: tuple[Line, ...]
    styles: dict[int, Style]
    letters: str
    is_drawn: bool
    unmapped: float = 0.0
    repaired: bool = False
    is_picture: bool = False
    part: int = 0
    left: float = 0.0

    @property
    def leaf(self) -> tuple[int, int]:
        """What tells a page from all others, in their order: its number, and which of the two on one sheet it is."""
        return self.number, self.part

    def style(self, line: Line) -> Style:
        """How a line is printed: by its first word whose font was asked for."""
        return next((self.styles[word.start] for word in line.words if word.start in self.styles), Style(False, False))


def read_page(pdf_page: Any, number: int, limits: Limits, seen: Rules | None = None) -> list[Page]:
    """A page of an open document, or the two that are printed on it side by side; the caller closes it.

    `seen` are rulings that were found on its picture.
    """
    frame = _frame(pdf_page)
    textpage = pdf_page.get_textpage()
    try:
        layer = TextLayer(textpage, frame)
        words = layer.words()
        turns = _turned(words)
        if turns:
            frame = frame.turned(turns)
            layer = TextLayer(textpage, frame)
            words = layer.words()
        drawing = read_drawing(pdf_page, frame.mapper(), limits)
        is_drawn = drawing.images > 0 or drawing.shapes >= _LETTERS_DRAWN
        size = frame.size
        is_picture = drawing.largest > _COVERED * size[0] * size[1]
        whole = Half(0.0, words, seen or drawing.rules)
        pages: list[Page] = []
        for part, half in enumerate(halves(size, words, whole.rules) or [whole]):
            tables, lines, styles = _read_half(half, layer, limits, seen is None)
            letters, unmapped = (layer.text, _unmapped(layer, words)) if part == 0 else ("", 0.0)
            own = size if half is whole else (size[0] / 2, size[1])
            page = Page(number, own, tables, lines, styles, letters, is_drawn, unmapped, layer.repaired)
            pages.append(replace(page, is_picture=is_picture, part=part, left=half.left))
        return pages
    finally:
        textpage.close()


def _read_half(
    half: Half, layer: TextLayer, limits: Limits, drawn: bool
) -> tuple[tuple[PageTable, ...], tuple[Line, ...], dict[int, Style]]:
    """The tables and lines of a page or half a page, and how the lines are printed.

    Only rules that are `drawn` cross words out: those seen on a picture may be strokes of letters.
    """

    def split(word: Word, borders: list[float]) -> list[Word]:
        parts = layer.split(word, [border + half.left for border in borders])
        return [part._replace(x0=part.x0 - half.left, x1=part.x1 - half.left) for part in parts]

    crossed, words, rules = part_struck(half.words, half.rules, split) if drawn else (_NONE, half.words, half.rules)
    tables, rest = place_words(find_grids(rules, limits), words, split, crossed)
    tables, lines = with_aligned(tables, to_lines(_not_in(rest, crossed)), rules.level)
    tables = tuple([replace(table, bold=_bold(table, layer)) for table in tables])
    firsts = [part.words[0] for line in lines for part in split_at_gutters(line)]
    styles = {word.start: Style(*font) for word, font in zip(firsts, layer.fonts(firsts), strict=True)}
    return tables, lines, styles


def _not_in(words: list[Word], crossed: frozenset[int]) -> list[Word]:
    """The words that are not crossed out."""
    return [word for word in words if word.start not in crossed] if crossed else words


def _bold(table: PageTable, layer: TextLayer) -> frozenset[int]:
    """The squares whose lines all begin with a bold word."""
    filled = [index for index, lines in enumerate(table.texts) if lines]
    first = layer.fonts([table.texts[index][0].words[0] for index in filled])
    begun = [index for index, (bold, _) in zip(filled, first, strict=True) if bold]
    return frozenset(
        index for index in begun if all(bold for bold, _ in layer.fonts([line.words[0] for line in table.texts[index]]))
    )


def _unmapped(layer: TextLayer, words: Sequence[Word]) -> float:
    """The share of words without a Unicode map, by a sample."""
    sample = words[:: max(len(words) // 20, 1)]
    return sum(layer.has_map_errors(word) for word in sample) / max(len(sample), 1)


def _frame(pdf_page: Any) -> Frame:
    left, bottom, right, top = pdf_page.get_cropbox()
    media = pdf_page.get_mediabox()
    left, bottom = max(left, media[0]), max(bottom, media[1])
    right, top = min(right, media[2]), min(top, media[3])
    return Frame(left, bottom, right, top, pdf_page.get_rotation() // 90 % 4)


def _turned(words: Sequence[Word]) -> int:
    """By how many quarter turns the page must be shown for most of its words to be level."""
    turned = [word.turn for word in words if len(word.text) > 2]
    for turn in (1, 2, 3):
        if turned.count(turn) > 0.7 * len(turned):
            return turn
    return 0


def place_words(
    grids: list[Grid], words: list[Word], split: Split, crossed: frozenset[int] = frozenset()
) -> tuple[tuple[PageTable, ...], list[Word]]:
    """The words that stand in each table's squares, and those outside; `crossed` are crossed out.

    Of a square's words those crossed out are left out, unless all are.
    """
    rest = words
    tables: list[PageTable] = []
    for grid in grids:
        squares, rest = _fill(grid, rest, split)
        if not any(squares):
            continue
        kept = [_not_in(square, crossed) or square for square in squares]
        struck = frozenset(i for i, square in enumerate(squares) if crossed and square and not _not_in(square, crossed))
        table = PageTable(grid, tuple([_settled(square) for square in kept]), struck=struck)
        between = _between(tables[-1], table, rest) if tables else []
        if between:
            tables[-1] = _stacked(tables[-1], table, between)
            rest = [word for word in rest if word not in between]
        else:
            tables.append(table)
    return tuple(tables), rest


def _between(upper: PageTable, lower: PageTable, words: Sequence[Word]) -> list[Word]:
    """The line of text that is a merged row between two pieces of one table; nothing where they are two tables.

    Spreadsheets print section rows without side borders. Where the header is repeated below, the line is a heading;
    and so it is where a line numbered like it («I. …», «II. …») stands above the upper table.
    """
    if not same_columns(upper.grid, lower.grid) or _first_row(upper) == _first_row(lower):
        return []
    inside = line_between(upper.grid, lower.grid, words)
    return [] if inside and _is_numbered(inside) and _is_numbered(_line_above(upper.grid, words)) else inside


def _first_row(table: PageTable) -> list[str]:
    """The texts of the squares in the first row."""
    pairs = zip(table.grid.squares, table.texts, strict=True)
    return ["".join(line.text for line in lines) for square, lines in pairs if square.row == 0]


def _is_numbered(words: Sequence[Word]) -> bool:
    return bool(words) and _PART_NUMBER.fullmatch(words[0].text) is not None


def _line_above(grid: Grid, words: Sequence[Word]) -> list[Word]:
    """The lowest line of text above a table."""
    lines = to_lines([word for word in words if word.bottom < grid.ys[0] + 1])
    return list(lines[-1].words) if lines else []


def _stacked(upper: PageTable, lower: PageTable, between: Sequence[Word]) -> PageTable:
    grid = stacked(upper.grid, lower.grid)
    first = len(upper.texts) + 1
    texts = (*upper.texts, _settled(between), *lower.texts)
    return replace(upper, grid=grid, texts=texts, struck=upper.struck | {index + first for index in lower.struck})


def _settled(words: Sequence[Word]) -> tuple[Line, ...]:
    """Words as lines with their first word only: nobody asks for the others, and a long file's would fill memory."""
    return tuple(to_lines(words, whole=False))


def with_aligned(
    tables: tuple[PageTable, ...], lines: list[Line], rules: Sequence[Rule]
) -> tuple[tuple[PageTable, ...], tuple[Line, ...]]:
    """Adds the tables that have no vertical rulings; answers all, from the top, and the lines left over."""
    aligned = find_aligned(lines, rules)
    if not aligned:
        return tables, tuple(lines)
    taken = {index for table in aligned for index in table.taken}
    everything = [*tables, *(PageTable(table.grid, table.texts) for table in aligned)]
    everything.sort(key=lambda table: table.grid.ys[0])
    return tuple(everything), tuple(line for index, line in enumerate(lines) if index not in taken)


def _fill(grid: Grid, words: list[Word], split: Split) -> tuple[list[list[Word]], list[Word]]:
    """Each word to the square its middle stands in; a word that runs over a border of squares is cut there."""
    owner = _owners(grid)
    filled: list[list[Word]] = [[] for _ in grid.squares]
    rest: list[Word] = []
    xs, ys = grid.xs, grid.ys
    last_col, last_row = len(xs) - 2, len(ys) - 2
    left = right = upper = lower = -1e9  # the place of the word before: most words stand in the same one
    here = rest
    for word in words:
        _, x0, top, x1, bottom, _, turn = word
        y = (top + bottom) / 2
        if left <= x0 and x1 < right and upper <= y < lower:
            here.append(word)
            continue
        x = (x0 + x1) / 2
        if not (xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]):
            rest.append(word)
            continue
        row, col = min(bisect_right(ys, y) - 1, last_row), min(bisect_right(xs, x) - 1, last_col)
        slack = 0.15 * (bottom - top)
        if (x0 + slack >= xs[col] and x1 - slack <= xs[col + 1]) or turn:
            left, right, upper, lower = xs[col], xs[col + 1], ys[row], ys[row + 1]
            here = filled[owner[row][col]]
            here.append(word)
            continue
        for part in _cut(word, grid, owner[row], split):
            col = min(max(bisect_right(xs, (part.x0 + part.x1) / 2) - 1, 0), last_col)
            filled[owner[row][col]].append(part)
    return filled, rest


def _owners(grid: Grid) -> list[list[int]]:
    """For each row and column the number of the square that covers it."""
    owner = [[0] * (len(grid.xs) - 1) for _ in range(len(grid.ys) - 1)]
    for index, square in enumerate(grid.squares):
        for row in range(square.row, square.row + square.rowspan):
            owner[row][square.col : square.col + square.colspan] = [index] * square.colspan
    return owner


def _cut(word: Word, grid: Grid, owner: list[int], split: Split) -> list[Word]:
    """A word as it is, or cut where it runs over the border between two squares of its row."""
    slack = 0.15 * (word.bottom - word.top)
    inside = [c for c in range(1, len(grid.xs) - 1) if word.x0 + slack < grid.xs[c] < word.x1 - slack]
    borders = [grid.xs[c] for c in inside if owner[c - 1] != owner[c]]
    return split(word, borders) if borders else [word]


def to_cells(table: PageTable, page: int, first_row: int = 0) -> tuple[Cell, ...]:
    """The table's cells from `first_row` on, numbered from 0."""
    gap = usual_gap(table.texts)
    padding = _paddings(table)
    return tuple(
        [
            _to_cell(
                square, _texts(square, lines, gap, padding), page, first_row, index in table.bold, index in table.struck
            )
            for index, (square, lines) in enumerate(zip(table.grid.squares, table.texts, strict=True))
            if square.row + square.rowspan > first_row
        ]
    )


def _paddings(table: PageTable) -> dict[int, float]:
    """For each column the least white before its text."""
    paddings: dict[int, float] = {}
    for square, lines in zip(table.grid.squares, table.texts, strict=True):
        for line in lines:
            white = line.box[0] - square.box[0]
            paddings[square.col] = min(white, paddings.get(square.col, white))
    return paddings


def _room(square: Square, paddings: dict[int, float]) -> float:
    """How wide a line may be."""
    return square.box[2] - square.box[0] - 2 * max(paddings.get(square.col, 0.0), 0.0)


def _texts(square: Square, lines: Sequence[Line], gap: float, paddings: dict[int, float]) -> list[tuple[str, Box]]:
    """A cell's paragraphs, each with its first line's box."""
    if len(lines) < 2:
        return [(line.text, line.box) for line in lines]
    room = _room(square, paddings)
    right = square.box[2] - max(paddings.get(square.col, 0.0), 0.0)
    return [(joined_whole(item, room, right), item[0].box) for item in to_items(lines, gap, room)]


def _to_cell(
    square: Square, texts: Sequence[tuple[str, Box]], page: int, first_row: int, bold: bool, struck: bool
) -> Cell:
    place = Place(page, box=_rounded(square.box))
    blocks: tuple[Block, ...]
    if len(texts) == 1:
        blocks = (Paragraph(texts[0][0], bold=bold, struck=struck, place=place, wrapped=True),)
    else:
        own = [(text, Place(page, box=_rounded(box))) for text, box in texts]
        blocks = tuple([Paragraph(text, bold=bold, struck=struck, place=its, wrapped=True) for text, its in own])
    row, rowspan = square.row - first_row, square.rowspan
    if row < 0:
        row, rowspan = 0, rowspan + row
    return Cell(row, square.col, blocks, rowspan, square.colspan, place=place)


@lru_cache(maxsize=1 << 12)
def _tenth(value: float) -> float:
    """Rounded; a table's few borders are asked for again and again, and exact rounding is slow."""
    return round(value, 1)


def _rounded(box: Box) -> Box:
    return _tenth(box[0]), _tenth(box[1]), _tenth(box[2]), _tenth(box[3])
