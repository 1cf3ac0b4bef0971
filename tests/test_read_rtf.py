"""RTF of Word, LibreOffice, WordPad and report generators."""

# ruff: noqa: E501 (tables of RTF)
from __future__ import annotations

import pytest

from extractor.blocks import SourceDocument, Table, paragraphs
from extractor.errors import ExtractorError, LimitError, ReadError
from extractor.readers.limits import Limits
from extractor.readers.rtf import read
from tests.makers.mutate import mutations
from tests.makers.outline import assert_no_overlap, grid, outline

HEAD = r"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\fcharset204 Times;}{\f1\fcharset0 Arial;}{\f2\fcharset2 Symbol;}{\f3\fcharset238 Arial CE;}}"


def hexed(text: str, encoding: str = "cp1251") -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


def opened(body: str, head: str = HEAD) -> SourceDocument:
    return read((head + body + "}").encode("cp1251"), limits=Limits())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (hexed("План") + r"\par " + hexed("работы") + r"\par", ["План", "работы"]),
        ("План\\par", ["План"]),  # raw bytes of the code page
        (r"\u1055?\u1083?\u1072?\u1085?\par", ["План"]),
        (r"\uc2\u1055ab\u1083\'cf\'cf\par", ["Пл"]),
        (r"{\uc0\u1055\u1083}\u1072?\par", ["Пла"]),
        (r"\u-3913?\par", ["•"]),
        (r"\u55357?\u56832?\par", ["😀"]),
        (r"\u55357? x\par", ["\ufffd x"]),
        (r"{\f3 \'e8}" + hexed("а") + r"\par", ["čа"]),
        (r"{\f2 \'b7}\par", ["•"]),
        (r"{\f1 " + hexed("Слёт") + r"}\par", ["Слёт"]),
        (r"a\line b\tab c\~d\_e\-f\emdash\ldblquote\par", ["a\nb\tc\xa0d-ef—“"]),
        (r"a\\b\{c\}\par", [r"a\b{c}"]),
        (r"a{\v hidden}{\deleted gone}{\revised kept}\par", ["akept"]),
        (r"a{\*\unknown b}{\footnote c}{\header d}{\info{\title e}}{\pict 0a}{\*\bkmkstart f}\par", ["a"]),
        (r"{\field{\*\fldinst PAGE}{\fldrslt 7}}\par", ["7"]),
        (r"{\upr{plain}{\*\ud{\u1055?}}}\par", ["П"]),
        (r"a{\bin5 }{{{{b}\par", ["ab"]),
        (r"a\par{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt box\par}}{\shprslt box}}b\par", ["a", "box", "b"]),
        (r"{\listtext\pard\plain 1.1.\tab}\ilvl1\ls3 a\par", ["1.1. a"]),
        (r"{\pntext\f2\'b7\tab}{\*\pn\pnlvlblt{\pntxtb\'b7}}a\par", ["• a"]),
        (r"a\sect b", ["a", "b"]),
        (r"a\'0d\'01b\tab c\line d\par", ["ab\tc\nd"]),
        (r"a\par{\*\do\dptxbx{\dptxbxtext box\par}}b\par", ["a", "box", "b"]),  # of Word 6
        (r"a{\header{\shp{\*\shpinst{\shptxt head\par}}}}\par", ["a"]),
        (r"a\par{\shp{\*\shpinst{\shptxt box\par}}{\shprslt{\*\do{\dptxbxtext box\par}}}}b\par", ["a", "box", "b"]),
        ("a\\\nb\\par", ["a", "b"]),
    ],
)
def test_text(body: str, expected: list[object]) -> None:
    assert outline(opened(body).blocks) == expected


@pytest.mark.parametrize(
    ("body", "look"),
    [
        (r"\b a\b0\par", {"bold": True}),
        (r"{\b a}b\par", {"bold": False}),
        (r"\strike a\par", {"struck": True}),
        (r"\b\plain a\par", {"bold": False}),
        (r"\i a\par", {"italic": True}),
        (r"\qc\li720 a\par", {"align": "center", "indent": 36}),
        (r"\qc\pard a\par", {"align": None}),
        (r"\outlinelevel1 a\par", {"heading": 2}),
        (r"{\stylesheet{\s3\outlinelevel0 heading 1;}}\s3 a\par", {"heading": 1}),
        (r"{\stylesheet{\s3\b Heading 2;}{\s4 Normal;}}\s3 a\par", {"heading": 2}),
        (r"{\stylesheet{\s3\b Heading 2;}{\s4 Normal;}}\s4 a\par", {"heading": None}),
        (r"\par a\par", {"gap": True}),
        (r"{\listtext 1.\tab}\ilvl2 a\par", {"level": 2}),
    ],
)
def test_look(body: str, look: dict[str, object]) -> None:
    found = next(paragraphs(opened(body).blocks))
    assert {name: getattr(found, name) for name in look} == look


def test_a_western_font_that_holds_russian() -> None:
    head = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}}\f0 "
    assert outline(opened(hexed("Праздник букваря") + r"\par", head).blocks) == ["Праздник букваря"]
    assert outline(opened(hexed("café", "cp1252") + r"\par", head).blocks) == ["café"]


def row(cells: str, edges: str, *, after: bool = False) -> str:
    shape = rf"\trowd{edges}"
    text = r"\pard\intbl " + cells
    return (text + shape + r"\row ") if after else (shape + text + r"\row ")


TWO, THREE = r"\cellx2000\cellx4000", r"\cellx1000\cellx2000\cellx4000"


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(r"a\cell b\cell", TWO)], [["a", "b"]]),
        ([(r"a\par c\cell b\cell", TWO)], [["a\nc", "b"]]),
        ([(r"a\cell\cell", r"\clmgf\cellx2000\clmrg\cellx4000"), (r"b\cell c\cell", TWO)], [["a 1x2"], ["b", "c"]]),
        (
            [(r"a\cell b\cell", r"\clvmgf\cellx2000\cellx4000"), (r"\cell c\cell", r"\clvmrg\cellx2000\cellx4000")],
            [["a 2x1", "b"], ["c"]],
        ),
        ([(r"a\cell", r"\cellx4000"), (r"b\cell c\cell", TWO)], [["a 1x2"], ["b", "c"]]),
        ([(r"a\cell b\cell", TWO), (r"c\cell d\cell", r"\cellx2050\cellx4000")], [["a", "b"], ["c", "d"]]),
        ([(r"a\cell b\cell", r"\cellx2000")], [["a", "b"]]),
        ([(r"a\cell\cell\cell", TWO)], [["a", ""]]),
    ],
)
def test_grids(rows: list[tuple[str, str]], expected: list[list[str]], after: bool) -> None:
    block = opened("".join(row(cells, edges, after=after) for cells, edges in rows) + r"\pard end\par").blocks[0]
    assert isinstance(block, Table)
    assert_no_overlap(block)
    assert grid(block) == expected


def test_header_row_and_the_text_around() -> None:
    body = (
        r"\pard before\par " + row(r"a\cell", r"\trhdr\cellx2000") + row(r"b\cell", r"\cellx2000") + r"\pard after\par"
    )
    before, block, after = opened(body).blocks
    assert isinstance(block, Table)
    assert [c.header for c in block.cells] == [True, False]
    assert outline((before, after)) == ["before", "after"]


def test_a_table_in_a_cell() -> None:
    inner = (
        r"\pard\intbl\itap2 c\nestcell d\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}"
    )
    block = opened(rf"\trowd{TWO}\pard\intbl a\par " + inner + r"\pard\intbl\itap1\cell b\cell\row\pard").blocks[0]
    assert isinstance(block, Table)
    assert grid(block) == [["a\nc\nd", "b"]]
    assert [type(b).__name__ for b in block.cells[0].blocks] == ["Paragraph", "Table"]


def test_a_cut_file_says_so() -> None:
    whole = HEAD + row(r"a\cell b\cell", TWO) + row(r"c\cell d\cell", TWO)
    document = read(whole.encode(), limits=Limits())
    assert document.warnings == ("truncated_file",)
    assert outline(document.blocks) == [[["a", "b"], ["c", "d"]]]
    assert opened("a\\par").warnings == ()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"no rtf", ReadError),
        (b"{\\rtf1" + b"{" * 5_000 + b"a", LimitError),
        (b"{\\rtf1 \\intbl\\itap999999 a\\par}", LimitError),
        (b"{\\rtf1 \\intbl " + b"\\cell" * 3_000 + b"}", LimitError),
    ],
)
def test_broken_and_hostile(data: bytes, kind: type[ExtractorError]) -> None:
    with pytest.raises(kind):
        read(data, limits=Limits())


def test_mutated_files_never_raise_anything_else() -> None:
    body = (
        r"{\listtext 1.\tab}"
        + hexed("План")
        + r"\par "
        + row(r"a\cell\cell", r"\clvmgf\cellx2000\clmrg\cellx4000")
        + r"\u1055?{\f2 \'b7}"
    )
    for data in mutations((HEAD + body + "}").encode(), 300, 7):
        try:
            document = read(data, limits=Limits())
        except ExtractorError:
            continue
        for found in paragraphs(document.blocks):
            found.full_text.encode("utf-8")  # no lone surrogates
