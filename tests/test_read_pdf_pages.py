"""What stands on a PDF's pages besides plain tables: crossed-out words, two pages a sheet, headings between tables."""

from __future__ import annotations

from extractor.blocks import Block, Paragraph, SourceDocument, Table
from extractor.readers import read
from tests.pdf_maker import Sheet, make_pdf

HEAD = ["Дело", "Срок", "Кто"]
XS = [60, 300, 420, 540]


def shown(document: SourceDocument) -> list[str | list[list[str]]]:
    """Paragraphs as their text, tables as rows of texts; «~» stands behind what is crossed out."""
    return [_shown(block) for block in document.blocks]


def _shown(block: Block) -> str | list[list[str]]:
    if isinstance(block, Paragraph):
        return block.text
    return [[cell.text + "~" * cell.struck for cell in block.row(row)] for row in range(block.rows)]


# --- crossed-out words: letters are 5 wide at size 10, their middle is 3 above the line they stand on ----------------


def struck_table() -> Sheet:
    sheet = Sheet().table(XS, 100, [HEAD, ["Смотр песни", "10 мая 12 мая", "Завуч"], ["Поход", "июнь", "Завуч"]])
    sheet.line(303, 138, 333, 138)  # «10 мая» and the half of a letter
    for x, end in ((63, 88), (303, 323), (423, 448)):
        sheet.line(x, 168, end, 168)
    return sheet


def test_crossed_out_words_are_left_out_and_whole_cells_marked() -> None:
    (table,) = shown(read(make_pdf(struck_table())))
    assert table == [HEAD, ["Смотр песни", "12 мая", "Завуч"], ["Поход~", "июнь~", "Завуч~"]]


def test_underlined_words_and_tight_rules_stay() -> None:
    sheet = Sheet().table(XS, 100, [HEAD, ["Смотр песни", "10 мая", "Завуч"], ["Поход", "июнь", "Завуч"]])
    sheet.line(303, 142, 333, 142)  # under the letters
    sheet.line(60, 138, 540, 138)  # a rule of the table that a letter touches
    texts = {cell.text for block in read(make_pdf(sheet)).blocks if isinstance(block, Table) for cell in block.cells}
    assert {"10 мая", "Поход", "июнь"} <= texts


def test_crossed_out_words_outside_tables_are_left_out() -> None:
    sheet = (
        Sheet().text(60, 60, "Срок 10 мая 12 мая").line(85, 57, 115, 57).text(60, 75, "Отменено").line(60, 72, 100, 72)
    )
    assert shown(read(make_pdf(sheet))) == ["Срок 12 мая"]


def test_a_word_crossed_out_in_part_keeps_the_rest() -> None:
    sheet = Sheet().table(XS, 100, [HEAD, ["Выпуск газетыальманаха", "1015 мая", "Завуч"], ["Поход", "июнь", "Завуч"]])
    sheet.line(98, 138, 128, 138).line(303, 138, 313, 138)
    (table,) = shown(read(make_pdf(sheet)))
    assert table[1] == ["Выпуск альманаха", "15 мая", "Завуч"]


# --- two pages on one landscape sheet ---------------------------------------------------------------------------------


def half(sheet: Sheet, left: float, first: int, page: int) -> None:
    rows = [[f"Дело номер {n} для всех", f"{n} мая", "Завуч"] for n in range(first, first + 8)]
    sheet.table([left + 30, left + 200, left + 280, left + 380], 60, [HEAD, *rows] if first == 1 else rows, height=50)
    sheet.text(left + 205, 575, str(page))


def test_two_pages_a_sheet_are_read_one_after_the_other() -> None:
    sheet = Sheet(size=(842.0, 595.0))
    half(sheet, 0, 1, 1)
    half(sheet, 421, 9, 2)
    document = read(make_pdf(sheet))
    assert document.pages == 1 and [isinstance(block, Table) for block in document.blocks] == [True, True]
    first, second = document.blocks
    assert isinstance(first, Table) and isinstance(second, Table) and second.continues
    assert [cell.text for cell in second.row(0)] == ["Дело номер 9 для всех", "9 мая", "Завуч"]
    assert second.place.box == (451.0, 60.0, 801.0, 460.0) and second.cells[0].place.box == (451.0, 60.0, 621.0, 110.0)


def test_one_wide_page_stays_one() -> None:
    rows = [[f"Дело номер {n} для всех", f"{n} мая", "Завуч и все остальные"] for n in range(1, 16)]
    ruled = Sheet(size=(842.0, 595.0)).table([40, 380, 460, 800], 60, rows)
    plain = Sheet(size=(842.0, 595.0))
    for number, row in enumerate(rows):
        for x, text in zip((40, 180, 480), row, strict=True):
            plain.text(x, 60 + 30 * number, text)
    for sheet in (ruled, plain):
        (table,) = shown(read(make_pdf(sheet)))
        assert len(table) == 15 and len(table[0]) == 3


# --- headings between tables of the same columns ---------------------------------------------------------------------


def two_tables(first: str, between: str, second: list[str]) -> list[str | list[list[str]]]:
    sheet = Sheet().text(60, 94, first).table(XS, 100, [HEAD, ["Смотр", "май", "Завуч"]]).text(60, 172, between)
    rows = [second, ["Поход", "июнь", "Физрук"]]
    return shown(read(make_pdf(sheet.table(XS, 178, rows))))


def test_a_line_between_tables_is_a_row_or_a_heading() -> None:
    one = [HEAD, ["Смотр", "май", "Завуч"]]
    other = [["Сбор", "май", "Завуч"], ["Поход", "июнь", "Физрук"]]
    assert two_tables("План", "Лето", other[0]) == ["План", [*one, ["Лето"], *other]]
    assert two_tables("План", "Лето", HEAD) == ["План", one, "Лето", [HEAD, other[1]]]
    assert two_tables("I. Весна", "II. Лето", other[0]) == ["I. Весна", one, "II. Лето", other]


# --- stamps -----------------------------------------------------------------------------------------------------------


def test_stamps_of_unequal_height_with_the_title_close_below() -> None:
    sheet = Sheet()
    left, right = ["СОГЛАСОВАНО", "Председатель"], ["УТВЕРЖДАЮ", "Директор", "приказ № 5", "от 30.08.2023"]
    for x, lines in ((60, left), (350, right)):
        for number, words in enumerate(lines):
            sheet.text(x, 50 + 12 * number, words)
    sheet.text(190, 106, "План работы", 12, bold=True).text(190, 120, "на 2023 год", 12, bold=True)
    text = "\n".join(block.text for block in read(make_pdf(sheet)).blocks if isinstance(block, Paragraph))
    assert text.split("\n") == [*left, *right, "План работы", "на 2023 год"]


# --- tables by alignment ----------------------------------------------------------------------------------------------


def test_the_white_behind_a_number_is_a_border_though_the_header_does_not_show_it() -> None:
    sheet = Sheet()
    rows = [["№", "Мероприятие", "Срок"], ["1", "Праздник", "1 мая"], ["2", "Поход", "12 мая"], ["3", "Бал", "31 мая"]]
    heights = (100, 130, 145, 175)
    for y, row in zip(heights, rows, strict=True):
        for x, words in zip((60, 78, 300), row, strict=True):
            sheet.text(x, y, words)
        sheet.text(420, y, "Завуч школы")
    sheet.text(60, 115, "Апрель и май").text(60, 160, "Июнь и июль")
    (table,) = shown(read(make_pdf(sheet)))
    assert [row[0] for row in table] == ["№", "Апрель и май", "1", "2", "Июнь и июль", "3"]
    assert [row[1] for row in table if len(row) > 1] == ["Мероприятие", "Праздник", "Поход", "Бал"]
