"""One plan, whatever the format: what narrow columns, running heads and dumps do to its text."""

from __future__ import annotations

import pytest

from extractor.blocks import Cell, Paragraph, Table
from extractor.layout.stamps import stamp_table
from extractor.readers import read
from extractor.readers.ocr_rules import with_stubs
from extractor.readers.pdf.cut_words import joined_whole
from extractor.readers.pdf.lines import Line, to_items, to_line
from extractor.readers.pdf.words import Word
from extractor.wording import whole_lines
from tests.pdf_maker import Sheet, make_pdf

LETTER = 5.0


def lines(text: str) -> list[Line]:
    """Lines one below another, each letter five points wide."""
    out = []
    for number, words in enumerate(text.split("|")):
        x, parts = 0.0, []
        for index, word in enumerate(words.split(" ")):
            parts.append(Word(word, x, 12.0 * number, x + LETTER * len(word), 12.0 * number + 10, 100 * number + index))
            x += LETTER * (len(word) + 1)
        out.append(to_line(parts))
    return out


@pytest.mark.parametrize(
    ("text", "letters", "expected"),
    [
        ("Нач|ало", 3, "Начало"),
        ("08.3|0", 4, "08.30"),
        ("1|2", 1, "12"),
        ("дополн|ительн|ого", 7, "дополнительного"),
        ("• Конк|урс|рисунков", 6, "• Конкурс\nрисунков"),
        ("5|6", 6, "5\n6"),  # classes, one a line, with room beside them
        ("Музыка|и танец", 6, "Музыка\nи танец"),
        ("День знаний|ало", 11, "День знаний\nало"),  # of two words: no word was too long for it
    ],
)
def test_words_cut_by_a_narrow_column(text: str, letters: int, expected: str) -> None:
    room = letters * LETTER
    assert joined_whole(lines(text), room, room) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Семинары:|1.|«Право»|2. «Чтение»", ["Семинары:", "1.|«Право»", "2. «Чтение»"]),
        ("• песен|• чтецов «Мы|– дети»", ["• песен", "• чтецов «Мы|– дети»"]),
        ("– песен|– чтецов", ["– песен", "– чтецов"]),
    ],
)
def test_list_markers_at_the_start_of_lines(text: str, expected: list[str]) -> None:
    items = to_items(lines(text), 2.0, 80.0)
    assert ["|".join(line.text for line in item) for item in items] == expected


def test_numbered_annexes_are_no_running_heads() -> None:
    heads = ["Приказ", "Приложение 1", "Приложение 2", "Приложение 3"]
    pages = [Sheet().text(400, 40, head).text(60, 300, "Слёт") for head in heads]
    found = [block.text for block in read(make_pdf(*pages)).blocks if isinstance(block, Paragraph)]
    assert [text for text in found if text != "Слёт"] == heads


@pytest.mark.parametrize(
    ("run", "kept"),
    [((100, 200, 220), True), ((100, 204, 217), True), ((100, 200, 212), False), ((900, 200, 220), False)],
)
def test_rulings_of_low_rows_end_on_lines_at_both_sides(run: tuple[int, int, int], kept: bool) -> None:
    across = [(200, 50, 800), (220, 50, 800)]
    assert (run in with_stubs([], [run], across)) is kept


def test_three_stamps_over_a_title() -> None:
    sheet = Sheet()
    for y, row in enumerate(
        [
            ("РАССМОТРЕНО", "СОГЛАСОВАНО", "УТВЕРЖДАЮ"),
            ("на заседании МО", "Завуч", "Директор"),
            ("Протокол № 2", "Лось К.К.", "Рысь О.О."),
            ("от 28.08.2023", "29.08.2023", "30.08.2023"),
        ]
    ):
        for x, text in zip((60, 230, 420), row, strict=True):
            sheet.text(x, 60 + 12 * y, text)
    sheet.text(235, 125, "План работы", bold=True).text(60, 150, "Цель: учить и учиться с радостью каждый день недели.")
    blocks = read(make_pdf(sheet)).blocks
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert not any(isinstance(block, Table) for block in blocks)
    assert next(i for i, t in enumerate(texts) if "УТВЕРЖДАЮ" in t) < texts.index("План работы")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Рассматриваем\nые вопросы", ["Рассматриваемые", "вопросы"]), ("УТВЕРЖДАЮ\nДиректор", ["УТВЕРЖДАЮ", "Директор"])],
)
def test_lines_with_whole_words(text: str, expected: list[str]) -> None:
    assert whole_lines(text) == expected


@pytest.mark.parametrize(("head", "is_stamp"), [("Рассматриваем\nые вопросы", False), ("Рассмотрен\nо", True)])
def test_a_broken_header_word_is_no_stamp(head: str, is_stamp: bool) -> None:
    cells = [Cell(0, 0, (Paragraph(head),)), Cell(1, 0, (Paragraph("Протокол № 3 от 30.08.2023"),))]
    assert stamp_table(Table(2, 1, tuple(cells))) is is_stamp


def test_a_dump_with_empty_lines_between_rows_and_merged_months() -> None:
    rows = [["Месяц", "Дело", "Кто"], ["Май", "Слёт юнг", "Рысь О.О."], ["Показ мод", "Лось К.К."]]
    rows += [["Июнь", "Поход к озеру", "Рысь О.О."], ["Сбор трав", "Лось К.К."]]
    text = "План кружка\n\n" + "\n\n".join("\n".join("\t" + cell for cell in row) for row in rows) + "\n"
    table = next(block for block in read(text.encode()).blocks if isinstance(block, Table))
    assert (table.rows, table.cols) == (5, 3)
    assert [cell.text for cell in table.row(2)] == ["Показ мод", "Лось К.К."]
    assert [cell.col for cell in table.row(2)] == [1, 2]
