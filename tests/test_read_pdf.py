"""The PDF reader on files made here: tables with spans, page breaks, running heads, columns, turned pages, damage."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from extractor.blocks import Paragraph, SourceDocument, Table
from extractor.errors import ExtractorError, LimitError, MissingToolError, ReadError
from extractor.readers import Limits, read
from extractor.readers.pdf.apart import draw, is_risky
from tests.makers import hostile
from tests.pdf_maker import Sheet, make_pdf, shapes

XS = [60, 90, 300, 420, 540]
HEAD = ["№", "Мероприятие", "Срок", "Ответственный"]


def tables(document: SourceDocument) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def texts(document: SourceDocument) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def rows(table: Table) -> list[list[str]]:
    out = [[""] * table.cols for _ in range(table.rows)]
    for cell in table.cells:
        out[cell.row][cell.col] = cell.text
    return out


def spans(table: Table) -> dict[str, tuple[int, int]]:
    return {cell.text: (cell.rowspan, cell.colspan) for cell in table.cells if cell.rowspan > 1 or cell.colspan > 1}


def test_ruled_table_keeps_cells_lines_and_places() -> None:
    body = [["1", "Педсовет\nоткрытый", "30 августа", "Зимина О. О."], ["2", "Субботник", "апрель", "Дворник"]]
    document = read(make_pdf(Sheet().text(200, 80, "План").table(XS, 100, [HEAD, *body])))
    (table,) = tables(document)
    assert rows(table) == [HEAD, *body]
    assert document.format == "pdf" and document.pages == 1 and table.ruled
    cell = next(c for c in table.cells if c.text == "Субботник")
    assert cell.place.page == 1 and cell.place.box == (90.0, 160.0, 300.0, 190.0)
    assert texts(document) == ["План"]


def test_merged_cells_become_spans() -> None:
    sheet = Sheet()
    for y in (100, 130, 160, 190, 220, 250):
        for x0, x1 in pairwise(XS):
            header = y == 130 and x0 in (60, 420)
            month = y == 220 and x0 == 60
            if not (header or month):
                sheet.line(x0, y, x1, y)
    for x in XS:
        for y in (100, 130, 160, 190, 220):
            over_two = y == 100 and x == 300
            section = y == 160 and x in XS[1:-1]
            if not (over_two or section):
                sheet.line(x, y, x, y + 30)
    sheet.text(65, 115, "№").text(95, 115, "Сроки").text(425, 115, "Кто")
    sheet.text(95, 145, "начало").text(305, 145, "конец")
    sheet.text(200, 175, "Раздел первый")
    sheet.text(65, 215, "май").text(95, 205, "Игра").text(95, 235, "Парад")
    (table,) = tables(read(make_pdf(sheet)))
    assert (table.rows, table.cols) == (5, 4)
    assert spans(table) == {"№": (2, 1), "Сроки": (1, 2), "Кто": (2, 1), "Раздел первый": (1, 4), "май": (2, 1)}


def test_borders_that_were_not_drawn() -> None:
    body = [["1", "Педсовет", "май", "Завуч"], ["2", "Линейка", "июнь", "Завуч"]]
    table = Sheet().table(XS, 100, [HEAD, *body]).parts
    no_sides = Sheet()
    no_sides.parts = [part for part in table if not part.startswith(("60 742.0 m 60 ", "540 742.0 m 540 "))]
    cut = Sheet()
    cut.parts = [part for part in table if not part.startswith("60 652.0 m 540 ")]
    plain = tables(read(make_pdf(Sheet().table(XS, 100, [HEAD, *body]))))
    assert len(no_sides.parts) == len(table) - 2 and len(cut.parts) == len(table) - 1
    for sheet in (no_sides, cut):
        assert [rows(t) for t in tables(read(make_pdf(sheet)))] == [rows(t) for t in plain]


def test_words_without_space_over_a_ruling_are_cut_there() -> None:
    sheet = Sheet().grid([60, 100, 200, 300], [100, 130, 160]).text(90, 115, "14Педсовет")
    (table,) = tables(read(make_pdf(sheet)))
    assert rows(table)[0] == ["14", "Педсовет", ""]


def test_cell_paragraphs_at_list_markers_only() -> None:
    cells = ["1. Сбор\nданных\n2. Отчёт", "5 сентября\n– октябрь", "• Игра\n• Поход"]
    sheet = Sheet().table([60, 200, 340, 480], 100, [["А", "Б", "В"], cells], height=50)
    (table,) = tables(read(make_pdf(sheet)))
    found = [[p.text for p in cell.blocks if isinstance(p, Paragraph)] for cell in table.row(1)]
    assert found == [["1. Сбор\nданных", "2. Отчёт"], ["5 сентября\n– октябрь"], ["• Игра", "• Поход"]]


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("Смотр песни\nЯрмарка", 2),
        ("Смотр песни\nи строя", 1),
        ("Смотр песни в\nКлинском районе", 1),
        ("Смотр песен Клинского и Дальнего районов\nЯрмарка", 1),
    ],
    ids=["room for the next word", "goes on", "a preposition waits", "no room"],
)
def test_a_line_that_need_not_have_ended_ends_a_paragraph(cell: str, items: int) -> None:
    sheet = Sheet().table([60, 300, 420], 100, [["Дело", "Срок"], [cell, "май"]])
    (table,) = tables(read(make_pdf(sheet)))
    assert len(table.row(1)[0].blocks) == items


def test_table_goes_on_over_pages_and_heads_are_left_out() -> None:
    pages = [
        Sheet()
        .text(200, 30, f"Гимназия. План, лист {number}")
        .table(XS, 60, [HEAD, [str(number), f"Дело {number}", "май", "Завуч"]], height=330)
        .text(300, 820, str(number))
        for number in (1, 2, 3)
    ]
    document = read(make_pdf(*pages))
    assert texts(document) == []
    assert [table.continues for table in tables(document)] == [False, True, True]
    assert [rows(table)[0][0] for table in tables(document)] == ["№", "2", "3"]


PLAIN = Sheet().text(60, 40, "План").table(XS, 60, [HEAD, ["1", "Педсовет", "май", "Завуч"]])
WIDE = Sheet().text(60, 40, "План").table([60, 90, 200, 540], 60, [["№", "Месяц", "Дело"], ["1", "май", "Игра"]])


@pytest.mark.parametrize(
    ("first", "second", "continues"),
    [
        (PLAIN, Sheet().table(XS, 40, [["2", "Линейка", "июнь", "Завуч"]] * 2), True),
        (PLAIN, Sheet().text(60, 40, "Приложение").table(XS, 60, [["2", "Линейка", "июнь", "Завуч"]] * 2), False),
        (WIDE, Sheet().table([60, 200, 540], 40, [["2", "Линейка"]] * 2), True),
        (WIDE, Sheet().table([60, 150, 540], 40, [["2", "Линейка"]] * 2), False),
    ],
    ids=["same columns", "text between", "columns hidden by spans", "other columns"],
)
def test_what_continues(first: Sheet, second: Sheet, continues: bool) -> None:
    found = tables(read(make_pdf(first, second)))
    assert [table.continues for table in found] == [False, continues]
    if continues:
        assert found[0].cols == found[1].cols


def test_stamps_side_by_side_are_read_one_after_the_other() -> None:
    sheet = Sheet()
    left = ["СОГЛАСОВАНО", "Председатель совета", "Орлов П. П."]
    right = ["УТВЕРЖДАЮ", "Директор лицея", "Зимина О. О.", "30.08.2023"]
    for x, lines in ((60, left), (350, right)):
        for number, words in enumerate(lines):
            sheet.text(x, 50 + 14 * number, words)
    sheet.text(150, 140, "План работы лицея на 2023–2024 учебный год", 14, bold=True)
    document = read(make_pdf(sheet))
    assert "\n".join(texts(document)).split("\n") == [*left, *right, "План работы лицея на 2023–2024 учебный год"]
    title = document.blocks[-1]
    assert isinstance(title, Paragraph) and title.bold and title.gap


def test_lines_become_paragraphs() -> None:
    sheet = Sheet()
    long = "Цель работы методической службы: поддержать учителей, которые ведут уроки по новой программе,"
    lines = [long, "и собрать лучшие их находки.", "Задачи:", "1. Составить план встреч.", "2. Провести встречи."]
    for number, words in enumerate(lines):
        sheet.text(60, 60 + 13 * number, words)
    assert texts(read(make_pdf(sheet))) == [f"{lines[0]}\n{lines[1]}", *lines[2:]]


def test_paragraph_cut_by_the_page_is_whole() -> None:
    first, second = Sheet().text(60, 780, "Праздник проводится"), Sheet().text(60, 60, "в школьном дворе.")
    assert texts(read(make_pdf(first, second))) == ["Праздник проводится\nв школьном дворе."]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_rotated_pages(rotate: int) -> None:
    """A page that is shown turned holds text that is turned back; here it is only the page's frame that turns."""
    document = read(make_pdf(Sheet(rotate=rotate).table(XS, 100, [HEAD, ["1", "Педсовет", "май", "Завуч"]])))
    assert [rows(table) for table in tables(document)] == [[HEAD, ["1", "Педсовет", "май", "Завуч"]]]


def test_turned_text_in_a_cell() -> None:
    sheet = Sheet().grid([60, 90, 300, 420], [100, 200, 230])
    sheet.text(80, 190, "Направление", turned=True).text(95, 120, "Январь").text(95, 215, "Игра")
    (table,) = tables(read(make_pdf(sheet)))
    assert rows(table)[0][:2] == ["Направление", "Январь"]


ALIGNED = [
    ["№", "Мероприятие", "Срок", "Кто"],
    ["1", "Праздник", "1 сентября", "Завуч"],
    ["2", "Поход", "12 мая", "Физрук"],
    ["3", "Концерт", "31 мая", "Хор"],
]


def test_table_without_rulings() -> None:
    sheet = Sheet()
    for number, row in enumerate(ALIGNED):
        for x, words in zip((60, 100, 300, 450), row, strict=True):
            sheet.text(x, 100 + 20 * number, words)
    (table,) = tables(read(make_pdf(sheet)))
    assert rows(table) == ALIGNED and not table.ruled


def test_table_with_level_rulings_only() -> None:
    sheet = Sheet()
    for number, row in enumerate(ALIGNED):
        sheet.line(55, 90 + 30 * number, 545, 90 + 30 * number)
        for x, words in zip((60, 100, 300, 450), row, strict=True):
            sheet.text(x, 102 + 30 * number, words)
    sheet.text(100, 144, "знаний")
    (table,) = tables(read(make_pdf(sheet)))
    assert rows(table)[1] == ["1", "Праздник\nзнаний", "1 сентября", "Завуч"] and table.rows == 4


def test_three_stamps_are_no_table() -> None:
    sheet = Sheet()
    for x, kind in ((40, "ПРИНЯТО"), (230, "СОГЛАСОВАНО"), (420, "УТВЕРЖДАЮ")):
        for number, words in enumerate((kind, "на совете школы", "протокол совета", "от 30.08.2023")):
            sheet.text(x, 50 + 14 * number, words)
    document = read(make_pdf(sheet.text(200, 150, "План")))
    assert not tables(document)
    assert [t.split("\n")[0] for t in texts(document) if t.isupper() or "ПРИ" in t or "УТВ" in t or "СОГ" in t] == [
        "ПРИНЯТО",
        "СОГЛАСОВАНО",
        "УТВЕРЖДАЮ",
    ]


def test_section_row_without_side_borders_joins_its_tables() -> None:
    sheet = Sheet().table(XS, 100, [HEAD, ["1", "Педсовет", "май", "Завуч"]]).text(200, 172, "Для родителей")
    sheet.table(XS, 178, [["2", "Собрание", "июнь", "Завуч"], ["3", "Лекторий", "июль", "Завуч"]])
    (table,) = tables(read(make_pdf(sheet)))
    assert table.rows == 5 and spans(table) == {"Для родителей": (1, 4)}


def test_hyphen_at_a_lines_end_stays_for_the_dictionary() -> None:
    sheet = Sheet().table([60, 200, 340], 100, [["Кто", "Что"], ["Педагог-\nорганизатор", "Игра"]])
    (table,) = tables(read(make_pdf(sheet)))
    assert rows(table)[1] == ["Педагог-\nорганизатор", "Игра"]


def test_text_without_a_unicode_map_is_told() -> None:
    page = Sheet().table(XS, 100, [HEAD, *[["1", "Педсовет о правилах", "май", "Завуч"]] * 5])
    assert read(make_pdf(page)).warnings == ()
    assert "garbled_text" in read(make_pdf(page, unicode_map=False)).warnings


def test_windows_letters_under_western_names_are_russian_again() -> None:
    page = Sheet(encoding="cp1251").text(60, 60, "Ёлка и №5: план «Зимних встреч» школы на январь")
    document = read(make_pdf(page, unicode_map=False))
    assert texts(document) == ["Ёлка и №5: план «Зимних встреч» школы на январь"]
    assert document.warnings == ("font_encoding_guessed",)


def test_no_text_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.readers.pdf import document

    monkeypatch.setattr(document, "is_available", lambda: False)
    with pytest.raises(MissingToolError) as caught:
        read(make_pdf(shapes(100)), name="scan.pdf")
    assert caught.value.code == "no_text_layer" and "tesseract" in caught.value.detail
    assert caught.value.source == "scan.pdf"


def test_an_empty_page_is_no_scan() -> None:
    with pytest.raises(ReadError) as caught:
        read(make_pdf(Sheet().box(50, 50, 300, 300)))
    assert caught.value.code == "empty_document"


NESTED = b"<< /Type /XObject /Subtype /Form /Resources %b >>\nstream\n/X Do\nendstream"


@pytest.mark.parametrize(
    ("objects", "risky"),
    [
        ([b"<< /Type /Font /Subtype /TrueType >>"], False),
        ([NESTED % b"<< /Font << /F1 3 0 R >> >>"], False),
        ([NESTED % b"<< /XObject << /X 5 0 R >> >>"], True),
        ([NESTED.replace(b"/Form", b"/F#6frm") % b"<< /XObject << /X 5 0 R >> >>"], True),
        ([NESTED.replace(b"/Resources %b ", b"")], True),
        ([NESTED % b"2 0 R", b"<< /ProcSet [/PDF] >>"], False),
        ([NESTED % b"2 0 R", b"<< /XObject << /X 1 0 R >> >>"], True),
        ([NESTED % b"7 0 R"], True),
        ([b"<< /FormType 1 /AcroForm 9 0 R >>"], False),
    ],
    ids=["no form", "letters only", "itself", "hidden name", "page's own", "apart", "apart, itself", "packed", "names"],
)
def test_forms_that_may_draw_forms_are_told(objects: list[bytes], risky: bool) -> None:
    data = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, body) for number, body in enumerate(objects, 1))
    assert is_risky(b"%PDF-1.4\n" + data) is risky


def test_what_ends_pdfium_is_an_error_and_no_end() -> None:
    (bomb,) = [item.data for item in hostile.pdfs() if item.name == "forms.pdf"]
    with pytest.raises(ReadError) as caught:
        read(bomb, limits=Limits(seconds=20))
    assert caught.value.code in ("crashed", "limit")


def test_pages_are_drawn_apart_one_after_the_other() -> None:
    data = make_pdf(Sheet(size=(100.0, 50.0)).box(10, 10, 90, 40), Sheet(size=(50.0, 60.0)))
    drawn = {number: (size, pixels) for number, size, pixels in draw(data, {1: 2.0, 2: 1.0, 9: 1.0}, Limits())}
    assert {number: size for number, (size, _) in drawn.items()} == {1: (200, 100), 2: (50, 60)}
    assert min(drawn[1][1]) < 100 and set(drawn[2][1]) == {255}
    assert list(draw(b"%PDF-1.4 nothing", {1: 1.0}, Limits())) == []


SOUND = make_pdf(Sheet().text(60, 60, "План работы кружка"))


@pytest.mark.parametrize(
    ("data", "damaged"),
    [
        (SOUND, False),
        (b"\n\n" + SOUND, False),
        (SOUND.replace(b" 500 500 500 500", b" 500 500", 1), True),
        (SOUND.replace(b" 500 500 500 500", b" 500 50 0000 500", 1), False),
        (SOUND.replace(b"xref\n0 ", b"xerf\n0 "), True),
    ],
    ids=["sound", "begins late", "numbers gone", "as long as before", "no table"],
)
def test_bytes_gone_or_come_are_told(data: bytes, damaged: bool) -> None:
    assert ("damaged_part" in read(data).warnings) is damaged


def _page_tree(kids: str, count: int) -> bytes:
    body = f"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[{kids}]/Count {count}>>endobj "
    return b"%PDF-1.4\n" + body.encode() + b"trailer<</Root 1 0 R>>"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4\n%%EOF",
        _page_tree("", 0),
        _page_tree("2 0 R", 1),
        make_pdf(Sheet().text(60, 60, "План работы"))[:300],
    ],
    ids=["no objects", "no pages", "tree of itself", "cut short"],
)
def test_broken_files_are_errors_and_never_empty(data: bytes) -> None:
    with pytest.raises(ReadError):
        read(data)


def test_limits_hold() -> None:
    page = Sheet().text(60, 60, "План работы")
    with pytest.raises(LimitError, match="pages"):
        read(make_pdf(page, page, page), limits=Limits(pages=2))
    with pytest.raises(LimitError, match="paths"):
        read(make_pdf(Sheet().grid(list(range(0, 500, 2)), [10, 20])), limits=Limits(paths=100))
    with pytest.raises(LimitError, match="characters"):
        read(make_pdf(page), limits=Limits(characters=3))


def test_mutations_raise_nothing_else() -> None:
    good = make_pdf(Sheet().table(XS, 100, [HEAD, ["1", "Педсовет", "май", "Завуч"]]), Sheet().text(60, 60, "Итог"))
    chance = random.Random(7)
    for _ in range(150):
        data = bytearray(good)
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read(bytes(data[: chance.randint(len(data) // 2, len(data))]))
        except ExtractorError:
            continue
