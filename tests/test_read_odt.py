"""ODT: text, looks, lists, tables; each case is XML as LibreOffice writes it, and what a person sees."""

# ruff: noqa: E501 (tables of XML)
from __future__ import annotations

import pytest

from extractor.blocks import SourceDocument, Table, paragraphs
from extractor.errors import ExtractorError, LimitError, ReadError
from extractor.readers.limits import Limits
from extractor.readers.odt import read
from tests.makers.mutate import mutations
from tests.makers.opendocument import cell, items, odt, p, row, table
from tests.makers.outline import assert_no_overlap, grid, outline

STYLED = 'text:style-name="L"'
COVERED = "<table:covered-table-cell/>"


def opened(body: str, **parts: str) -> SourceDocument:
    return read(odt(body, **parts), limits=Limits())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("а<text:s text:c='3'/>б", "а   б"),
        ("а<text:tab/>б<text:line-break/>в", "а\tб\nв"),
        ("  а \n  б  ", "а б "),
        ("а <text:span> б</text:span>", "а б"),
        ("<text:a>ссылка</text:a>", "ссылка"),
        (
            "а<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>сноска</text:p></text:note-body></text:note>б",
            "аб",
        ),
        ("а<office:annotation><text:p>замечание</text:p></office:annotation>б", "аб"),
        ("<text:bookmark-start/>а<text:change-start/>б<text:change-end/>", "аб"),
        ("<text:date>1 мая</text:date>", "1 мая"),
        ("а<text:span text:style-name='HID'>тайна</text:span>б", "аб"),
        ("<text:hidden-text>тайна</text:hidden-text>а", "а"),
    ],
)
def test_inline(inside: str, text: str) -> None:
    hidden = (
        '<style:style style:name="HID" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    found = next(paragraphs(opened(p(inside), automatic=hidden).blocks))
    assert found.text == text


STYLES = (
    '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="X" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Head"><style:paragraph-properties fo:text-align="end" fo:margin-left="1in"/></style:style>'
    '<style:style style:name="Loop" style:family="paragraph" style:parent-style-name="Loop"><style:text-properties fo:font-style="italic"/></style:style>'
)
COMMON = '<style:style style:name="Head" style:family="paragraph" style:default-outline-level="2"><style:text-properties fo:font-weight="700"/></style:style>'


@pytest.mark.parametrize(
    ("body", "look"),
    [
        (p("а", "P1"), {"bold": True, "align": "right", "indent": 72, "heading": 2}),
        (
            p("<text:span text:style-name='B'>а</text:span> <text:span text:style-name='B'>б</text:span>"),
            {"bold": True},
        ),
        (p("<text:span text:style-name='B'>а</text:span>б"), {"bold": False, "heading": None}),
        (p("<text:span text:style-name='X'>а</text:span>"), {"struck": True}),
        (p("а", "Loop"), {"italic": True}),
        ('<text:h text:outline-level="3">а</text:h>', {"heading": 3}),
        (p("") + p("а"), {"gap": True}),
        (p("а"), {"gap": False}),
    ],
)
def test_look(body: str, look: dict[str, object]) -> None:
    found = next(paragraphs(opened(body, automatic=STYLES, styles=COMMON).blocks))
    assert {name: getattr(found, name) for name in look} == look


def level(number: int, kind: str, more: str = "") -> str:
    return (
        f'<text:list-level-style-number text:level="{number}" style:num-format="{kind}" style:num-suffix="." {more}/>'
    )


def list_style(name: str, *levels: str) -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


LISTS = (
    list_style(
        "L",
        level(1, "1"),
        level(2, "1", 'text:display-levels="2"'),
        level(3, "а, б, .., аа, бб, ... (ru)"),
        '<text:list-level-style-bullet text:level="4" text:bullet-char="\uf0b7"/>',
    )
    + list_style("T", level(1, "I", 'loext:num-list-format="%1%)"'))
    + list_style("Z", level(1, "01, 02, 03, ...", 'text:start-value="4"'))
)


def deeper(*inside: str) -> str:
    return f"<text:list-item>{items(*inside)}</text:list-item>"


@pytest.mark.parametrize(
    ("body", "labels"),
    [
        (items("а", deeper("б", "в"), "г", deeper("д"), attributes=STYLED), ["1.", "1.1.", "1.2.", "2.", "2.1."]),
        (items(deeper(deeper("а", "б", deeper("в"))), attributes=STYLED), ["а.", "б.", "•"]),
        (items("а", attributes=STYLED) + items("б", attributes=STYLED), ["1.", "1."]),
        (items("а", attributes=STYLED) + p("и") + items("б", attributes=STYLED + ' text:continue-numbering="true"'), ["1.", None, "2."]),
        (
            items("а", attributes=STYLED + ' xml:id="one"') + items("х", attributes='text:style-name="T"')
            + items("б", attributes=STYLED + ' text:continue-list="one"'),
            ["1.", "I)", "2."],
        ),
        (items("<text:list-item text:start-value='5'><text:p>а</text:p></text:list-item>", "б", attributes=STYLED), ["5.", "6."]),
        (items(f"<text:list-item>{p('а')}{p('ещё')}</text:list-item>", f"<text:list-header>{p('б')}</text:list-header>", attributes=STYLED), ["1.", None, None]),
        (items("а", attributes='text:style-name="Z"'), ["04."]),
        (items("а", attributes='text:style-name="нет"'), ["•"]),
        (table(row(cell(items("", attributes=STYLED + ' xml:id="a"')), "Слёт"), row(cell(items("", attributes=STYLED + ' text:continue-list="a"')), "Бал")), ["1.", None, "2.", None]),
    ],
)  # fmt: skip
def test_labels(body: str, labels: list[str | None]) -> None:
    assert [found.label for found in paragraphs(opened(body, automatic=LISTS).blocks)] == labels


def test_numbered_headings() -> None:
    first = level(1, "1").replace("list-level-style-number", "outline-level-style")
    outline_style = f"<text:outline-style>{first}</text:outline-style>"
    body = '<text:h text:outline-level="1">а</text:h><text:h text:outline-level="2">б</text:h><text:h text:outline-level="1">в</text:h>'
    assert outline(opened(body, styles=outline_style).blocks) == ["1. а", "б", "2. в"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            table(row(cell("а", attributes='table:number-columns-spanned="2"'), COVERED), row("б", "в")),
            [["а 1x2"], ["б", "в"]],
        ),
        (
            table(row(cell("а", attributes='table:number-rows-spanned="2"'), "б"), row(COVERED, "в")),
            [["а 2x1", "б"], ["в"]],
        ),
        (table(row(cell("а", attributes='table:number-columns-repeated="3"'))), [["а", "а", "а"]]),
        (table(row("а", attributes='table:number-rows-repeated="2"')), [["а"], ["а"]]),
        (
            table(
                row(cell("а", attributes='table:number-columns-spanned="2000000000" table:number-rows-spanned="99"')),
                row("б", "в"),
            ),
            [["а 1x2"], ["б", "в"]],
        ),
        (table(row(cell("а", "б"), cell(items("в", attributes=STYLED)))), [["а\nб", "1. в"]]),
        (table(row(cell(table(row("а", "б"))))), [["а\nб"]]),
        (table(f"<table:table-rows>{row('а')}</table:table-rows>"), [["а"]]),
    ],
)
def test_grids(body: str, expected: list[list[str]]) -> None:
    block = opened(body, automatic=LISTS).blocks[0]
    assert isinstance(block, Table)
    assert_no_overlap(block)
    assert grid(block) == expected


def test_header_rows() -> None:
    block = opened(table(f"<table:table-header-rows>{row('а')}</table:table-header-rows>", row("б"))).blocks[0]
    assert isinstance(block, Table)
    assert [c.header for c in block.cells] == [True, False]


def test_order_boxes_sections_and_deletions() -> None:
    box = f"<draw:frame><draw:text-box>{p('УТВЕРЖДАЮ')}</draw:text-box></draw:frame>"
    body = (
        f"<text:tracked-changes><text:changed-region><text:deletion>{p('убрано')}</text:deletion></text:changed-region></text:tracked-changes>"
        + p(f"План{box} работы")
        + f"<text:section>{p('раздел')}</text:section>"
        + f'<text:section text:display="none">{p("тайна")}</text:section>'
        + box
    )
    assert outline(opened(body).blocks) == ["УТВЕРЖДАЮ", "План работы", "раздел", "УТВЕРЖДАЮ"]


def test_pages() -> None:
    body = p("а") + "<text:soft-page-break/>" + p("б<text:soft-page-break/>в") + table(row("г"))
    document = opened(body)
    assert document.pages == 3
    assert [found.place.page for found in paragraphs(document.blocks)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (odt("", more={"META-INF/manifest.xml": b"<m><encryption-data/></m>"}), "encrypted"),
        (odt("", more={"content.xml": b"<a><b></a>"}), "damaged"),
        (odt("", more={"content.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}), "damaged"),
        (odt("")[:200], "damaged"),
    ],
)
def test_broken_and_hostile(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data, limits=Limits())
    assert caught.value.code == code


@pytest.mark.parametrize(
    "body",
    [
        table(row("а", attributes='table:number-rows-repeated="2000000000"'), row("б")),
        "<table:table><table:table-row><table:table-cell>" * 300
        + p("дно")
        + "</table:table-cell></table:table-row></table:table>" * 300,
    ],
)
def test_limits(body: str) -> None:
    with pytest.raises(LimitError):
        read(odt(body), limits=Limits(cells=1_000))


def test_mutated_files_never_raise_anything_else() -> None:
    body = items("а", deeper("б"), attributes=STYLED) + table(
        row("№", "Дело"), row(cell("1", attributes='table:number-rows-spanned="2"'), "Слёт"), row(COVERED, "Бал")
    )
    whole = odt(body, automatic=LISTS, styles=COMMON)
    for data in mutations(whole, 100, 4):
        try:
            read(data, limits=Limits())
        except ExtractorError:
            continue
    import zipfile
    from io import BytesIO

    xml = zipfile.ZipFile(BytesIO(whole)).read("content.xml")
    for broken in mutations(xml, 200, 5):
        try:
            read(odt("", more={"content.xml": broken}), limits=Limits())
        except ExtractorError:
            continue
