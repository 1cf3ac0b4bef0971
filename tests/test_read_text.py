"""Text dumps read into blocks: encodings, mark-up, tables in every style, and text that is no table."""

from __future__ import annotations

import random

import pytest

from extractor.blocks import Paragraph, SourceDocument, Table
from extractor.errors import LimitError, ReadError
from extractor.readers.limits import Limits
from extractor.readers.text import read
from extractor.readers.text.encoding import decode, russian_score
from extractor.readers.text.labels import split_label


def document(text: str) -> SourceDocument:
    return read(text.encode())


def rows(table: Table) -> list[list[str]]:
    """Each row's cells in order; a cell's paragraphs joined by « / », merged cells with their width before."""
    return [
        [
            (f"<{c.colspan}>" if c.colspan > 1 else "")
            + " / ".join(p.full_text for p in c.blocks if isinstance(p, Paragraph))
            for c in table.row(r)
        ]
        for r in range(table.rows)
    ]


def tables(text: str) -> list[Table]:
    return [b for b in document(text).blocks if isinstance(b, Table)]


def texts(text: str) -> list[str]:
    return [b.full_text for b in document(text).blocks if isinstance(b, Paragraph)]


# -- encodings

SENTENCES = [
    "План работы музея на 2022 год",
    "УТВЕРЖДАЮ",
    "ПЛАН РАБОТЫ НА МАРТ",
    "Май",
    "1.\tКонкурс чтецов\tмарт\tЯщук Ю.Э.",
    "«Ёлка» – праздник",
    "Отв. Щукина",
]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "windows-1251", "koi8-r", "cp866", "mac-cyrillic", "utf-16", "utf-16-le", "utf-16-be"],
)
@pytest.mark.parametrize("text", SENTENCES)
def test_encodings(text: str, encoding: str) -> None:
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip(f"no such letters in {encoding}")
    assert decode(data).text.lstrip("\ufeff") == text


def test_broken_utf8_says_so() -> None:
    found = decode("План работы школьной библиотеки".encode() + b"\xff\xfe" + " на май".encode())
    assert found.encoding == "utf-8" and found.warnings == ("undecodable_bytes",)
    assert found.text.startswith("План работы") and found.text.endswith("на май")


def test_mojibake_is_read_back() -> None:
    twice = "План работы школьного музея".encode().decode("windows-1251").encode()
    assert decode(twice).text == "План работы школьного музея"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n\t\r\n", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (bytes(range(256)) * 4, "unknown_format"),
        (b"\x00\x01\x02\x03" * 50, "unknown_format"),
        ("план".encode("cp1251") + bytes(200), "unknown_format"),
    ],
)
def test_no_text(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as error:
        read(data)
    assert error.value.code == code


def test_limits_hold() -> None:
    with pytest.raises(LimitError):
        read("План\n".encode() * 100, limits=Limits(characters=50))


def test_russian_scores_above_its_misreadings() -> None:
    for text in SENTENCES:
        misread = text.encode("cp1251", "ignore").decode("koi8-r", "replace")
        assert russian_score(text) > max(russian_score(misread), 0)


# -- mark-up and paragraphs


def test_markup_is_taken_out_and_bold_kept() -> None:
    blocks = document(
        "**План работы\nкружка**\n\n<b>Сентябрь</b>\nОсенний&nbsp;бал[bookmark: x1]\n### Октябрь\n"
    ).blocks
    found = [(b.text, b.bold, b.heading, b.gap) for b in blocks if isinstance(b, Paragraph)]
    assert found == [
        ("План работы", True, None, False),
        ("кружка", True, None, False),
        ("Сентябрь", True, None, True),
        ("Осенний бал", False, None, False),
        ("Октябрь", False, 3, False),
    ]


def test_drawn_lines_are_no_text() -> None:
    assert texts("План\n-----\nна май\n* * *\n") == ["План", "на май", "* * *"]


def test_blanks_to_sign_on_are_no_markup() -> None:
    assert texts("__________ Т.Л. Рогова\n«__»______20__г.") == ["__________ Т.Л. Рогова", "«__»______20__г."]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    document = read(end.join(["План", "№\tДело\tСрок", "1\tБал\tмай", "2\tХор\tиюнь"]).encode())
    paragraph, table = document.blocks
    assert isinstance(paragraph, Paragraph) and paragraph.place.line == 1
    assert isinstance(table, Table) and rows(table)[2] == ["2", "Хор", "июнь"] and table.place.line == 2


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("– принять план", "–", "принять план"),
        ("-принять план", "-", "принять план"),
        ("· Курсы", "·", "Курсы"),
        ("1. Выбор темы", "1.", "Выбор темы"),
        ("2) обсудить итоги", "2)", "обсудить итоги"),
        ("а) для родителей", "а)", "для родителей"),
        ("1.2. Сбор", "1.2.", "Сбор"),
        ("1.1", None, "1.1"),
        ("15.09 – 20.09", None, "15.09 – 20.09"),
        ("14.30 актовый зал", None, "14.30 актовый зал"),
        ("01. 09. 2021", None, "01. 09. 2021"),
        ("5 класс", None, "5 класс"),
        ("-//-", None, "-//-"),
    ],
)
def test_labels(text: str, label: str | None, rest: str) -> None:
    assert split_label(text) == (label, rest)


# -- a row a line


def test_rows_with_tabs() -> None:
    (table,) = tables("№\tДело\tСрок\tКто\n1.\tНачало года\t\t\n1.1\tЛинейка\t1 сентября\tРогова Т.Л.\n")
    assert (table.rows, table.cols) == (3, 4)
    assert rows(table)[1] == ["1.", "Начало года", "", ""]


def test_a_row_cut_by_a_page_goes_on_in_the_same_table() -> None:
    (table,) = tables(
        "№\tДело\tСрок\n1\tВстреча с ветеранами в рамках недели\tмай\n\n\tпамяти и славы\t\n2\tСубботник\tапрель\n"
    )
    assert rows(table)[2] == ["", "памяти и славы", ""]


def test_rules_and_repeated_headers_are_told() -> None:
    (table,) = tables("№\tДело\tСрок\n---\t------\t-----\n1\tБал\tмай\n\n№\tДело\tСрок\n2\tХор\tиюнь\n")
    assert rows(table) == [["№", "Дело", "Срок"], ["1", "Бал", "май"], ["№", "Дело", "Срок"], ["2", "Хор", "июнь"]]
    assert [table.row(r)[0].header for r in range(4)] == [True, False, True, False]


def test_headings_between_part_tables() -> None:
    blocks = document("№\tДело\tСрок\n1\tБал\tмай\n\nII. Лето\n\n№\tДело\tСрок\n1\tПоход\tиюнь\n").blocks
    assert [type(b).__name__ for b in blocks] == ["Table", "Paragraph", "Table"]


def test_a_bare_line_between_rows_is_a_merged_row() -> None:
    (table,) = tables("№\tДело\tСрок\nСентябрь\n1\tБал\t5 числа\n2\tХор\t9 числа\nОктябрь\n3\tПоход\t1 числа\n")
    assert rows(table)[1] == ["<3>Сентябрь"] and rows(table)[4] == ["<3>Октябрь"]


def test_cells_of_several_lines() -> None:
    (table,) = tables(
        "№\tДело\tСрок\tКто\n1\tВечер\nпамяти поэта\tмай\tРогова Т.Л.,\nКим О.О.\n2\tХор\tиюнь\tКим О.О.\n"
    )
    assert rows(table)[1] == ["1", "Вечер / памяти поэта", "май", "Рогова Т.Л., / Ким О.О."]
    assert table.rows == 3


def test_trimmed_and_surplus_tabs() -> None:
    (table,) = tables("№\tДело\tСрок\t\t\n1\tБал\tмай\t\t\n2\tХор\n3\tПоход\tиюнь\n")
    assert table.cols == 3 and rows(table)[2] == ["2", "Хор"]


def test_a_table_of_another_width_is_another_table() -> None:
    found = tables(
        "№\tДело\tСрок\n1\tБал\t\n2\tХор\tиюнь\n\n"
        "Дата\tТема\tКабинет\tКто\tКому\n3 мая\tЧтение\t5\tРогова Т.Л.\t5 кл.\n"
        "4 мая\tПисьмо\t6\tКим О.О.\t6 кл.\n"
    )
    assert [(t.rows, t.cols) for t in found] == [(3, 3), (3, 5)]


@pytest.mark.parametrize(
    "text",
    [
        "1.\tПровести бал\n2.\tСобрать хор\n3.\tСходить в поход\n",
        "\t\t\t\tУТВЕРЖДАЮ\n\t\t\t\tДиректор школы\n",
        "Директор школы\t\tТ.Л. Рогова\n",
        "\tВ школе прошёл праздник. Гости пели и читали стихи до самого вечера.\n"
        "\tРодители испекли пироги, а дети украсили зал осенними листьями и цветами.\n"
        "\tПосле концерта все пили чай и делились впечатлениями о прошедшем лете.\n"
        "\tДиректор поблагодарил учителей и пожелал всем доброго года.\n"
        "\tСледующая встреча назначена на январь, когда выпадет снег.\n"
        "\tПриглашаются все желающие с лыжами и санками.\n"
        "\tВход свободный.\n",
        "задачи: читать; писать; считать\nитоги: подвести\n",
    ],
)
def test_tabs_that_make_no_table(text: str) -> None:
    assert tables(text) == []
    assert texts(text)


def test_stamps_side_by_side_are_columns() -> None:
    (table,) = tables(
        "СОГЛАСОВАНО\t\t\t\tУТВЕРЖДАЮ\nПредседатель профкома\t\tДиректор\n"
        "_____ Ким О.О.\t\t\t_____ Рогова Т.Л.\n\nПлан\n"
    )
    assert table.cols == 2 and rows(table)[1] == ["Председатель профкома", "Директор"]


# -- drawn and delimited


def test_markdown_pipes() -> None:
    (table,) = tables("| № | Дело | Срок |\n|---|:----:|------|\n| 1 | Бал | май |\n| 2 | Хор |  |\n")
    assert rows(table) == [["№", "Дело", "Срок"], ["1", "Бал", "май"], ["2", "Хор", ""]]
    assert table.row(0)[0].header and not table.row(1)[0].header


def test_boxes_with_cells_of_several_lines() -> None:
    (table,) = tables(
        "┌───┬─────────┬──────┐\n│ № │ Дело    │ Срок │\n├───┼─────────┼──────┤\n"
        "│ 1 │ Осенний │ май  │\n│   │ бал     │      │\n"
        "├───┼─────────┼──────┤\n│ 2 │ Хор     │ июнь │\n└───┴─────────┴──────┘\n"
    )
    assert rows(table) == [["№", "Дело", "Срок"], ["1", "Осенний бал", "май"], ["2", "Хор", "июнь"]]


@pytest.mark.parametrize(
    ("lines", "room", "expected"),
    [
        (["Осенний", "бал"], 7, "Осенний бал"),
        (["Встреч", "и"], 6, "Встречи"),
        (["Выпуск", "ной"], 6, "Выпускной"),
        (["Встреча", "и чай"], 7, "Встреча и чай"),
        (["Бал «", "Осень»"], 6, "Бал «Осень»"),
        (["Бал", "Игра в", "лото"], 9, "Бал / Игра в лото"),  # there was room for «Игра» beside «Бал»
        (["Задачи:", "- бал", "- игра"], 7, "Задачи: / - бал / - игра"),
        (["Сбор,", "5 мая"], 9, "Сбор, / 5 мая"),
    ],
)
def test_lines_that_a_narrow_column_broke(lines: list[str], room: int, expected: str) -> None:
    drawn = "".join(f"| 1 | {line.ljust(room)} |\n" for line in lines)
    rule = f"+---+-{'-' * room}-+\n"
    (table,) = tables(f"{rule}| № | {'Дело'.ljust(room)} |\n{rule}{drawn}{rule}| 2 | {'Хор'.ljust(room)} |\n{rule}")
    assert rows(table)[1][1] == expected


def test_csv() -> None:
    (table,) = tables('№;Дело;Срок\n1;"Бал; хор";май\n2;"Вечер\nпамяти";июнь\n')
    assert rows(table) == [["№", "Дело", "Срок"], ["1", "Бал; хор", "май"], ["2", "Вечер\nпамяти", "июнь"]]


def test_columns_under_dashes() -> None:
    (table,) = tables(
        "№    Дело              Срок\n---- ----------------- ------\n"
        "1    Бал               май\n2    Хор               июнь\n"
    )
    assert rows(table) == [["№", "Дело", "Срок"], ["1", "Бал", "май"], ["2", "Хор", "июнь"]]


def test_columns_of_spaces() -> None:
    (table,) = tables("№   Дело       Срок\n1   Бал        май\n2   Хор        июнь\n3   Поход      июль\n")
    assert rows(table)[3] == ["3", "Поход", "июль"] and not table.ruled


def test_damaged_dumps_never_raise_anything_else() -> None:
    chance = random.Random(20260101)
    plan = (
        "**План**\n\n№\tДело\tСрок\n1\tБал\tмай\n\n\tДело\n\tСрок\n\n| а | б |\n|---|---|\n| в | г |\n1;2;3\n".encode()
    )
    bits = [b"\t", b"\n", b"|", b";", b"-----", b"**", b"<b>", b"\n\n\t", b"   ", b"\xff", b"+---+", b"\x00"]
    for _ in range(300):
        data = bytearray(plan * 2)
        for _ in range(chance.randrange(1, 20)):
            at = chance.randrange(len(data))
            data[at : at + chance.randrange(3)] = chance.choice(bits) * chance.randrange(3)
        try:
            assert read(bytes(data)).blocks
        except ReadError as error:
            assert error.code in ("unknown_format", "empty_file")


@pytest.mark.parametrize(
    "line", ["\t" * 2000, "a;" * 2000, "| " * 2000, "**<b>&nbsp;" * 2000, "- " * 2000, "[" * 5000, "+-" * 3000]
)
def test_long_lines_are_quick(line: str) -> None:
    read(("План\n" + f"{line}\n" * 20).encode(), limits=Limits(columns=10_000))
