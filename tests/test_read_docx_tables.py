"""DOCX tables: merges, wrapped rows and cells, broken and hostile grids; the package itself."""

# ruff: noqa: E501 (tables of XML)
from __future__ import annotations

import io
import zipfile

import pytest

from extractor.blocks import Paragraph, Table
from extractor.errors import ExtractorError, LimitError, ReadError
from extractor.readers.docx import read
from extractor.readers.limits import Limits
from tests.makers.mutate import mutations
from tests.makers.outline import assert_no_overlap, grid, outline
from tests.makers.word import SPACES, cell, docx, item, level, numbering, package, para, row, run, table

SPAN2 = '<w:gridSpan w:val="2"/>'
TOP, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
HEADER = "<w:tblHeader/>"


def the_table(body: str, **parts: object) -> Table:
    block = read(docx(body, **parts), limits=Limits()).blocks[0]  # type: ignore[arg-type]
    assert isinstance(block, Table)
    assert_no_overlap(block)
    return block


def control(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (table(row("а", "б"), row(cell("в", shape=SPAN2))), [["а", "б"], ["в 1x2"]]),
        (
            table(
                row(cell("а", shape=TOP), "б"),
                row(cell(shape=ON), "в"),
                row(cell(shape='<w:vMerge w:val="continue"/>'), "г"),
            ),
            [["а 3x1", "б"], ["в"], ["г"]],
        ),
        (table(row(cell("а", shape=TOP), "б"), row(cell("б", shape=TOP), "г")), [["а", "б"], ["б", "г"]]),
        (
            table(row("а", "б"), row(cell("в", shape=SPAN2)), row(cell("г", shape=ON), "д")),
            [["а", "б"], ["в 1x2"], ["г", "д"]],
        ),
        (table(row(cell("а", shape=ON), "б")), [["а", "б"]]),
        (table(row(cell("а", shape=SPAN2 + TOP), "б"), row(cell(shape=SPAN2 + ON), "в")), [["а 2x1", "б"], ["в"]]),
        (table(row("а", "б", "в"), row("г", shape='<w:gridBefore w:val="1"/>')), [["а", "б", "в"], ["г"]]),
        (
            table(row("а", "б"), row(cell("в", shape="<w:hMerge w:val='restart'/>"), cell(shape="<w:hMerge/>"))),
            [["а", "б"], ["в 1x2"]],
        ),
        (table(control(row("а", "б")), row("в", "г")), [["а", "б"], ["в", "г"]]),
        (table(row(control(cell("а")), "б")), [["а", "б"]]),
        (table(f"<w:customXml>{row('а')}</w:customXml>"), [["а"]]),
        (table(row(cell("а", "б"), cell(item("в", 1), item("г", 1)))), [["а\nб", "1. в\n2. г"]]),
        (table(row(cell(table(row("а", "б")) + "<w:p/>"))), [["а\nб"]]),
        # a span of two thousand million columns
        (table(row(cell("а", shape='<w:gridSpan w:val="2000000000"/>')), row("б", "в")), [["а 1x2"], ["б", "в"]]),
        (
            table(row(cell("а", shape='<w:gridSpan w:val="-3"/>'), cell("б", shape='<w:gridSpan w:val="x"/>'))),
            [["а", "б"]],
        ),
        # leftovers of dragged edges: no cell stands between them, so they are no columns
        (
            table(
                row(cell("а", shape=SPAN2), cell("б", shape=SPAN2)), row(cell("в", shape=SPAN2), cell("г", shape=SPAN2))
            ),
            [["а", "б"], ["в", "г"]],
        ),
        (
            table(
                row(cell("а"), cell("б", shape=SPAN2)), row(cell("в", shape=SPAN2), cell("г")), widths=(2000, 40, 3000)
            ),
            [["а", "б"], ["в", "г"]],
        ),
        (
            table(row("а", "б", "в"), row(cell("г", shape=SPAN2), cell("д")), widths=(2000, 40, 3000)),
            [["а", "б", "в"], ["г 1x2", "д"]],
        ),
    ],
)
def test_grids(body: str, expected: list[list[str]]) -> None:
    assert grid(the_table(body, numbers=numbering(level(0, "decimal", "%1.")))) == expected


def test_dragged_edge_keeps_column_number() -> None:
    wide = the_table(
        table(row(cell("а"), cell("б", shape=SPAN2)), row(cell("в", shape=SPAN2), cell("г")), widths=(2000, 40, 3000))
    )
    assert wide.cols == 2
    assert [c.col for c in wide.row(1)] == [0, 1]


def test_header_rows_stand_at_the_top() -> None:
    found = the_table(table(row("а", shape=HEADER), row("б"), row("в", shape=HEADER)))
    assert [c.header for c in found.cells] == [True, False, False]
    off = the_table(table(row("а", shape='<w:tblHeader w:val="0"/>')))
    assert not off.cells[0].header


def test_nested_table_is_a_block_of_its_cell() -> None:
    found = the_table(table(row(cell(para("до") + table(row("а", "б")) + para("после")))))
    kinds = [type(b) for b in found.cells[0].blocks]
    assert kinds == [Paragraph, Table, Paragraph]


def nested(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + para("дно") + "</w:tc></w:tr></w:tbl>" * depth


@pytest.mark.parametrize("depth", [30, 300, 10_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    with pytest.raises(LimitError):
        read(docx(nested(depth)), limits=Limits())


def test_nesting_in_bounds_is_read() -> None:
    assert read(docx(nested(10)), limits=Limits()).blocks
    assert read(docx(nested(60)), limits=Limits(table_depth=70, xml_depth=400)).blocks


@pytest.mark.parametrize(
    ("limits", "body"),
    [
        (Limits(cells=3), table(row("а", "б"), row("в", "г"))),
        (Limits(columns=3), table(row("а", "б", "в", "г"))),
        (Limits(characters=3), para("абвг")),
        (Limits(xml_depth=3), table(row("а"))),
        (Limits(unpacked_bytes=300), para("а" * 400)),
        (Limits(entries=2), para("а")),
    ],
)
def test_limits(limits: Limits, body: str) -> None:
    with pytest.raises(LimitError):
        read(docx(body), limits=limits)


def test_many_merged_rows_are_quick() -> None:
    rows = row(cell("а", shape=TOP), "б") + row(cell(shape=ON), "в") * 2_999
    found = the_table(table(rows))
    assert found.cells[0].rowspan == 3_000


BOMB = f'<!DOCTYPE w [<!ENTITY a "аааааааааа">]><w:document {SPACES}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'


def with_document(xml: str | bytes) -> bytes:
    return docx("", more={"word/document.xml": xml if isinstance(xml, bytes) else xml.encode()})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (with_document(BOMB), "damaged"),
        (with_document(('<?xml version="1.0" encoding="utf-16"?>' + BOMB).encode("utf-16")), "damaged"),
        (with_document("<a><b></a>"), "damaged"),
        (with_document(""), "damaged"),
        (with_document("<a/>"), "damaged"),
        (package({"word/other.xml": "<a/>"}), "damaged"),
        (docx(para("а"))[:300], "damaged"),
        (b"PK\x03\x04", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted"),
    ],
)
def test_broken_and_hostile(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data, limits=Limits())
    assert caught.value.code == code


def test_utf16_part_is_read() -> None:
    xml = f'<?xml version="1.0" encoding="UTF-16"?><w:document {SPACES}><w:body>{para("Слёт")}</w:body></w:document>'
    assert outline(read(with_document(xml.encode("utf-16")), limits=Limits()).blocks) == ["Слёт"]


def test_a_zip_bomb_is_counted_while_it_unpacks() -> None:
    data = docx(para("а"), more={"word/document.xml": b"<w>" + b" " * 30_000_000 + b"</w>"})
    assert len(data) < 100_000
    with pytest.raises(LimitError):
        read(data, limits=Limits())


def test_a_broken_relationships_part_is_done_without() -> None:
    data = docx(para("а"), more={"word/_rels/document.xml.rels": b"<broken"})
    assert outline(read(data, limits=Limits()).blocks) == ["а"]


def test_idle_looks_are_dropped_and_nothing_else() -> None:
    fonts = '<w:rFonts w:ascii="Arial"/><w:sz w:val="24"/><w:lang w:val="ru-RU"/>'
    body = (
        para("а", fonts)
        + para("б", fonts + "<w:b/>")
        + '<w:p w:rsidR="00A1B2C3"><w:r>'
        + run("<![CDATA[<w:rPr></w:rPr>]]>")[5:]
        + "</w:p>"
    )
    blocks = read(docx(body), limits=Limits()).blocks
    assert [(p.text, p.bold) for p in blocks if isinstance(p, Paragraph)] == [
        ("а", False),
        ("б", True),
        ("<w:rPr></w:rPr>", False),
    ]


def test_mutated_files_never_raise_anything_else() -> None:
    body = (
        para("План", "<w:b/>")
        + item("а", 1)
        + table(row("№", "Дело", shape=HEADER), row(cell("1", shape=TOP), "Слёт"), row(cell(shape=ON), "Турнир"))
    )
    whole = docx(body, numbers=numbering(level(0, "decimal", "%1.")))
    loose = io.BytesIO()  # stored, so that the damage reaches the XML and not only the packing
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(loose, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    for data in (*mutations(whole, 100, 1), *mutations(loose.getvalue(), 200, 2)):
        try:
            read(data, limits=Limits())
        except ExtractorError:
            continue


def test_mutated_xml_never_raises_anything_else() -> None:
    xml = f"<w:document {SPACES}><w:body>{para('План', '<w:b/>')}{item('а', 1)}{table(row('№', 'Дело'), row(cell('1', shape=TOP), 'Слёт'))}</w:body></w:document>"
    for broken in mutations(xml.encode(), 300, 3):
        try:
            read(with_document(broken), limits=Limits())
        except ExtractorError:
            continue
