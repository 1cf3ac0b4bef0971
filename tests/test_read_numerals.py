"""Automatic numbers and bullets as office programs print them; the grid all readers build their tables on."""

# ruff: noqa: E501 (tables)

from __future__ import annotations

import pytest

from extractor.blocks import Paragraph
from extractor.readers.grid import Piece, build_table
from extractor.readers.limits import Limits
from extractor.readers.numerals import bullet, numeral, unsymbol
from tests.makers.outline import assert_no_overlap, grid


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [
        ("decimal", {0: "0", 1: "1", 12: "12"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("upperRoman", {4: "IV", 9: "IX", 1999: "MCMXCIX", 0: "0", 9000: "9000"}),
        ("lowerRoman", {14: "xiv"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA", 0: "0"}),
        ("lowerLetter", {3: "c"}),
        ("russianLower", {1: "а", 7: "ж", 10: "к", 29: "я", 30: "аа", 31: "бб"}),
        ("russianUpper", {2: "Б"}),
        ("ordinal", {3: "3-й"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("none", {5: ""}),
        ("hebrew1", {5: "5"}),
    ],
)
def test_numerals(kind: str, numbers: dict[int, str]) -> None:
    assert {number: numeral(number, kind) for number in numbers} == numbers


@pytest.mark.parametrize(
    ("text", "font", "mark"),
    [
        ("\uf0b7", "Symbol", "•"),
        ("\uf0fc", "", "•"),
        ("§", "Wingdings", "•"),
        ("o", "Courier New", "•"),
        ("·", "", "•"),
        ("-", "", "-"),
        ("–", "Times New Roman", "–"),
        ("✓", "", "✓"),
        ("Примечание:", "", "Примечание:"),
        ("", "", None),
        (" ", "Symbol", None),
    ],
)
def test_bullets(text: str, font: str, mark: str | None) -> None:
    assert bullet(text, font) == mark


def test_symbols_in_text() -> None:
    assert unsymbol("\uf0b7 слёт \uf02d \uf0a3") == "• слёт - ≤"
    assert unsymbol("слёт № 5") == "слёт № 5"


def piece(left: int, right: int, text: str, *, goes_on: bool = False, rows: int = 1) -> Piece:
    return Piece(left, right, (Paragraph(text),), goes_on=goes_on, rows=rows)


@pytest.mark.parametrize(
    ("rows", "tolerance", "expected"),
    [
        # edges a hair apart are one, unless a row has a cell between them
        ([[piece(0, 100, "а"), piece(100, 200, "б")], [piece(0, 103, "в"), piece(103, 200, "г")]], 10, [["а", "б"], ["в", "г"]]),
        ([[piece(0, 100, "а"), piece(100, 103, "б"), piece(103, 200, "в")], [piece(0, 200, "г")]], 10, [["а", "б", "в"], ["г 1x3"]]),
        ([[piece(0, 100, "а"), piece(100, 200, "б")], [piece(0, 150, "в"), piece(150, 200, "г")]], 10, [["а", "б 1x2"], ["в 1x2", "г"]]),
        # a cell over rows ends above a cell that stands in its way, and with the table
        ([[piece(0, 1, "а", rows=9)], [piece(0, 1, "б")]], 0, [["а"], ["б"]]),
        ([[piece(0, 1, "а", rows=9), piece(1, 2, "б")], [piece(1, 2, "в")]], 0, [["а 2x1", "б"], ["в"]]),
        # merged with the cell above, but that one is wider than the way is free
        ([[piece(0, 2, "а"), piece(2, 3, "б")], [piece(0, 1, "в", goes_on=True), piece(1, 3, "г")]], 0, [["а 1x2", "б"], ["в", "г 1x2"]]),
    ],
)  # fmt: skip
def test_grid(rows: list[list[Piece]], tolerance: int, expected: list[list[str]]) -> None:
    table = build_table(rows, Limits(), tolerance=tolerance)
    assert_no_overlap(table)
    assert grid(table) == expected
