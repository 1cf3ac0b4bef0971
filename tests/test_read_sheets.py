"""Spreadsheets: values as a Russian reader writes them, spans, title lines, several sheets, hostile files."""

from __future__ import annotations

import datetime as dt
import random
import re
from pathlib import Path

import pytest

from extractor.blocks import Paragraph, SourceDocument, Table
from extractor.errors import ExtractorError, LimitError, ReadError
from extractor.readers import Limits, read
from extractor.readers.sheets.values import cell_text
from tests.sheet_maker import make_ods, make_xlsx, pack

HEAD = ["№", "Мероприятие", "Срок", "Место"]
DATA = Path(__file__).parent / "data" / "sheets"


def tables(document: SourceDocument) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def texts(document: SourceDocument) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def rows(table: Table) -> list[list[str]]:
    out = [[""] * table.cols for _ in range(table.rows)]
    for cell in table.cells:
        out[cell.row][cell.col] = cell.text
    return out


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.date(2023, 3, 14), "14.03.2023"),
        (dt.datetime(2023, 3, 14, 14, 30), "14.03.2023 14:30"),
        (dt.datetime(2023, 3, 14), "14.03.2023"),
        (dt.time(9, 5), "09:05"),
        (dt.timedelta(hours=1, minutes=30), "01:30"),
        (12.0, "12"),
        (1.5, "1,5"),
        (0.1 + 0.2, "0,3"),
        (True, "да"),
        (float("nan"), ""),
        ("  Игра \r\n\r\nПоход", "  Игра\nПоход"),
    ],
)
def test_values(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_dates_times_and_numbers_of_a_workbook() -> None:
    body = [1, "Педсовет", dt.date(2023, 8, 30), dt.time(10, 0)], [2, "Игра", dt.datetime(2023, 9, 1, 14, 30), 3.5]
    document = read(make_xlsx({"Лист1": [HEAD, *body]}))
    (table,) = tables(document)
    assert rows(table) == [
        HEAD,
        ["1", "Педсовет", "30.08.2023", "10:00"],
        ["2", "Игра", "01.09.2023 14:30", "3,5"],
    ]
    assert document.format == "xlsx" and table.cells[0].place.line == 1


def test_title_lines_and_stamps_come_before_the_table() -> None:
    sheet = [
        ["СОГЛАСОВАНО", None, None, "УТВЕРЖДАЮ"],
        ["Орлов П. П.", None, None, "Зимина О. О."],
        [],
        ["План на 2024 год"],
        [],
        HEAD,
        [1, "Педсовет", "май", "школа"],
        ["Для родителей"],
        [2, "Собрание", "июнь", "школа"],
        [],
        ["Исполнитель: Орлов П. П."],
    ]
    document = read(make_xlsx({"Лист1": sheet}, merged=["A8:D8"]))
    assert texts(document) == [
        *("СОГЛАСОВАНО", "Орлов П. П.", "УТВЕРЖДАЮ", "Зимина О. О."),
        "План на 2024 год",
        "Исполнитель: Орлов П. П.",
    ]
    (table,) = tables(document)
    assert table.rows == 4 and [(c.text, c.colspan) for c in table.row(2)] == [("Для родителей", 4)]


def test_merged_cells_and_empty_edges() -> None:
    sheet = [
        [None, None, None, None, None],
        [None, "Дело", "Срок", None, "Кто"],
        [None, None, "начало", "конец", None],
        [None, "Игра", "май", "июнь", "Завуч"],
        [None, "Поход", None, "июль", "Завуч"],
    ]
    document = read(make_xlsx({"Лист1": sheet}, merged=["B2:B3", "C2:D2", "E2:E3", "C4:C5"]))
    (table,) = tables(document)
    assert (table.rows, table.cols) == (4, 4)
    spans = {c.text: (c.rowspan, c.colspan) for c in table.cells if c.rowspan > 1 or c.colspan > 1}
    assert spans == {"Дело": (2, 1), "Срок": (1, 2), "Кто": (2, 1), "май": (2, 1)}


def test_lines_of_a_cell_are_paragraphs_unless_they_go_on() -> None:
    document = read(make_xlsx({"Лист1": [HEAD, [1, "Игра\nПоход\nв лес", "май", "школа"]]}))
    cell = next(c for c in tables(document)[0].cells if c.row == 1 and c.col == 1)
    assert [p.text for p in cell.blocks if isinstance(p, Paragraph)] == ["Игра", "Поход\nв лес"]


@pytest.mark.parametrize(
    ("names", "headings"),
    [
        (("Сентябрь", "Октябрь"), ["Сентябрь", "Октябрь"]),
        (("Лист1", "Лист2"), []),
        (("2023", "2024"), []),
    ],
)
def test_sheets_of_one_build_are_told_apart_by_name(names: tuple[str, str], headings: list[str]) -> None:
    body = [HEAD, [1, "Игра", "май", "школа"]]
    document = read(make_xlsx(dict.fromkeys(names, body)))
    assert texts(document) == headings and len(tables(document)) == 2


def test_a_sheet_of_another_kind_names_nothing() -> None:
    sheets = {"План": [HEAD, [1, "Игра", "май", "школа"]], "Телефоны": [["Завуч", "2-15"], ["Хор", "2-16"]]}
    assert texts(read(make_xlsx(sheets))) == []


def test_hidden_sheets_are_left_out_and_told() -> None:
    body = [HEAD, [1, "Игра", "май", "школа"]]
    document = read(make_xlsx({"План": body, "Черновик": body}, hidden=["Черновик"]))
    assert len(tables(document)) == 1 and document.warnings == ("hidden_sheet",)


ODS_ROWS = (
    '<table:table-row><table:table-cell office:value-type="string"><text:p>№</text:p></table:table-cell>'
    '<table:table-cell table:number-columns-spanned="2"><text:p>Дело</text:p></table:table-cell>'
    "<table:covered-table-cell/><table:table-cell><text:p>Срок</text:p></table:table-cell></table:table-row>"
    "<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell>"
    "<table:table-cell><text:p>Игра</text:p><text:p>Поход</text:p></table:table-cell>"
    "<table:table-cell><text:p>школа</text:p></table:table-cell>"
    '<table:table-cell office:value-type="date" office:date-value="2023-03-14"><text:p>14 мар</text:p>'
    '</table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
    "</table:table-row>"
)


def test_ods() -> None:
    document = read(make_ods(ODS_ROWS))
    (table,) = tables(document)
    assert document.format == "ods"
    assert rows(table) == [["№", "Дело", "", "Срок"], ["1", "Игра\nПоход", "школа", "14.03.2023"]]
    assert [c.colspan for c in table.row(0)] == [1, 2, 1]


def test_xls() -> None:
    document = read((DATA / "plan.xls").read_bytes())
    assert document.format == "xls"
    assert texts(document) == ["План на 2024 год"]
    (table,) = tables(document)
    assert rows(table)[:2] == [HEAD, ["1", "Педсовет", "30.08.2023", "14:30"]]
    assert [(c.text, c.colspan) for c in table.row(2)] == [("Для родителей", 4)]


FAR_CELL = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
FILLED = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000">'
    "<text:p>x</text:p></table:table-cell></table:table-row>"
)


@pytest.mark.parametrize(
    "data",
    [
        make_xlsx({"Лист1": [["x"]]}, extra=FAR_CELL),
        make_xlsx({"Лист1": [["x"]]}, extra=FAR_CELL.replace('r="XFD1048576" ', "").replace("<c ", "<c/>" * 9 + "<c ")),
        make_ods(FILLED),
        pack({"_rels/.rels": "<x/>", "xl/worksheets/sheet1.xml": b" " * 300_000_000}),
    ],
    ids=["a cell in the last corner", "a row far down", "a million repeated rows", "300 MB of blanks"],
)
def test_absurd_sizes_are_refused(data: bytes) -> None:
    with pytest.raises(LimitError):
        read(data)


def test_merged_range_over_everything_is_clamped() -> None:
    sheet = [HEAD, [1, "Игра", "май", "школа"], ["Раздел"]]
    document = read(make_xlsx({"Лист1": sheet}, merged=["A3:XFD1048576"]))
    (table,) = tables(document)
    assert (table.rows, table.cols) == (3, 4) and table.row(2)[0].colspan == 4


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (make_xlsx({"Лист1": [HEAD]})[:400], "damaged"),
        (make_xlsx({"Лист1": []}), "empty_document"),
        (make_ods("<table:table-row/>"), "empty_document"),
        (make_ods("<table:table-row>"), "damaged"),
        (
            pack(
                {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<!DOCTYPE a []><a/>"}, 0
            ),
            "damaged",
        ),
    ],
    ids=["cut short", "no cells", "no cells in ODS", "broken XML", "a DTD"],
)
def test_broken_files_are_errors_and_never_empty(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.code == code


def test_cells_are_limited() -> None:
    with pytest.raises(LimitError, match="cells"):
        read(make_xlsx({"Лист1": [HEAD] * 10}), limits=Limits(cells=20))


@pytest.mark.parametrize("name", ["xlsx", "ods", "xls"])
def test_mutations_raise_nothing_else(name: str) -> None:
    samples = {
        "xlsx": make_xlsx({"Лист1": [HEAD, [1, "Игра", dt.date(2023, 3, 14), "школа"]]}, merged=["A1:B1"]),
        "ods": make_ods(ODS_ROWS),
        "xls": (DATA / "plan.xls").read_bytes(),
    }
    chance = random.Random(11)
    for _ in range(25 if name == "xls" else 150):
        data = bytearray(samples[name])
        for _ in range(chance.randint(1, 10)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            document = read(bytes(data))
        except ExtractorError:
            continue
        assert document.blocks and not re.search("[\ud800-\udfff]", "".join(texts(document)))
