"""Cells and their text are those that pdfplumber finds: on random drawings, on files made here, on `corpora/`."""

from __future__ import annotations

import io
import random
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges
from pdfplumber.utils.geometry import filter_edges

from extractor.blocks import Table
from extractor.readers import read
from extractor.readers.pdf.geometry import SNAP, Rule, Rules, find_cells, group_cells, merge
from extractor.readers.pdf.words import _SYMBOLS
from tests.pdf_maker import Sheet, make_pdf

CORPORA = sorted((Path(__file__).parents[1] / "corpora").rglob("*.pdf"))


def drawing(seed: int) -> Rules:
    """A table with some borders missing, doubled, shaken or in pieces."""
    chance = random.Random(seed)
    xs = sorted(chance.sample(range(20, 560, 4), chance.randint(2, 8)))
    ys = sorted(chance.sample(range(20, 760, 4), chance.randint(2, 12)))

    def shake(value: float) -> float:
        return value + chance.choice((0, 0, 0, 0.4, -0.3, 1.1))

    level = [Rule(shake(y), shake(a), shake(b)) for y in ys for a, b in pairwise(xs) if chance.random() < 0.9]
    upright = [Rule(shake(x), shake(a), shake(b)) for x in xs for a, b in pairwise(ys) if chance.random() < 0.9]
    specks = [Rule(chance.uniform(0, 600), at, at + 0.5) for at in range(5)]
    return Rules(level + specks, upright + specks)


def as_edges(rules: Rules) -> list[dict[str, object]]:
    level = [
        {
            "x0": r.low,
            "x1": r.high,
            "top": r.at,
            "bottom": r.at,
            "width": r.high - r.low,
            "height": 0,
            "orientation": "h",
        }
        for r in rules.level
    ]
    upright = [
        {
            "x0": r.at,
            "x1": r.at,
            "top": r.low,
            "bottom": r.high,
            "width": 0,
            "height": r.high - r.low,
            "orientation": "v",
        }
        for r in rules.upright
    ]
    return level + upright


@pytest.mark.parametrize("seed", range(60))
def test_cells_are_pdfplumbers(seed: int) -> None:
    rules = drawing(seed)
    edges = filter_edges(merge_edges(filter_edges(as_edges(rules), min_length=1), SNAP, SNAP, SNAP, SNAP), min_length=3)
    theirs = intersections_to_cells(edges_to_intersections(edges, SNAP, SNAP))
    mine = find_cells(merge(rules))
    assert _near(sorted(mine)) == _near(sorted(theirs))
    tables = [_near(sorted(table)) for table in cells_to_tables(theirs)]
    assert sorted(_near(sorted(group)) for group in group_cells(mine)) == sorted(tables)


def _near(boxes: list[tuple[float, float, float, float]]) -> list[tuple[float, ...]]:
    # no mean of tenths ends in 0.00013, so no rounding falls between two
    return sorted(tuple(round(side + 0.00013, 3) for side in box) for box in boxes)


def plumber_cells(data: bytes) -> set[tuple[int, str]]:
    """(Page, text without spaces) of every filled cell that pdfplumber extracts."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return {
            (number, bare)
            for number, page in enumerate(pdf.pages, 1)
            for table in page.extract_tables()
            for row in table
            for cell in row
            if (bare := "".join((cell or "").translate(_SYMBOLS).split()))
        }


def my_cells(data: bytes) -> set[tuple[int, str]]:
    return {
        (cell.place.page or 0, "".join(cell.text.split()))
        for block in read(data).blocks
        if isinstance(block, Table)
        for cell in block.cells
        if cell.text
    }


@pytest.mark.parametrize("path", CORPORA, ids=lambda path: path.name)
def test_corpora_cell_for_cell(path: Path) -> None:
    data = path.read_bytes()
    theirs, mine = plumber_cells(data), my_cells(data)
    texts = {text for _, text in mine}
    lost = {(page, text) for page, text in theirs - mine if text not in texts}  # a repeated header is kept once
    assert lost == set()


ROWS = [["№", "Дело", "Срок"], ["1", "Конкурс чтецов\nв библиотеке", "12 мая"], ["2", "Выставка\nрисунков", "июнь"]]


@pytest.mark.parametrize("rotate", [0, 90, 270])
def test_made_file_cell_for_cell(rotate: int) -> None:
    data = make_pdf(Sheet(rotate=rotate).table([60, 90, 300, 420], 100, ROWS).text(60, 300, "Подпись"))
    if rotate == 0:
        assert plumber_cells(data) == my_cells(data)
    assert {text for _, text in my_cells(data)} == {"".join(cell.split()) for row in ROWS for cell in row}
