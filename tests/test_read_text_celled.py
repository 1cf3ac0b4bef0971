"""Dumps with a cell a line: where rows begin is inferred. Each dump stands beside the rows a reader sees in it."""

from __future__ import annotations

import pytest

from extractor.blocks import Paragraph, Table
from extractor.readers.text import read
from extractor.readers.text.celled import raw_cells, to_run
from extractor.readers.text.looks import look_at
from extractor.readers.text.markup import to_lines
from extractor.readers.text.segment import cut_rows

# A row a line, cells parted by «|», « / » between a cell's lines. `~` before a cell: an empty line stands before it.
PLANS = {
    "plain, an empty line behind each row": (
        """
№ | Мероприятие | Срок | Ответственный

1. | Оформление витрины «Осень» | сентябрь | Рогова Т.Л.

2. | Встреча с писателем / для 5–7 классов | 14 октября 2021 | Ким О.О.

3. | Неделя словаря | ноябрь 2021 | Рогова Т.Л., / Ким О.О.

4. | Книжный дозор | в течение года | Актив библиотеки
""",
        [4, 4, 4, 4, 4],
    ),
    "sections of one cell": (
        """
№ | Тема | Дата | Место

Осенний цикл

1. | Беседа о хлебе | 3 сентября 2022 | Музей хлеба

2. | Лекция о ветре | 9 октября 2022 | МБОУ «Школа № 3»

Зимний цикл

1. | Опыты со льдом | декабрь 2022 | Станция юннатов

2. | Мастер-класс «Снежинка» | январь 2023 | Дом творчества

3. | Викторина о птицах | февраль 2023 | МБОУ «Школа № 3»
""",
        [4, 1, 4, 4, 1, 4, 4, 4],
    ),
    "empty lines inside cells, too": (
        """
№ | Содержание | Когда | Кто

1. | Родительское собрание / «Первый раз в первый класс» |~ 30 августа / 18.00 | Ветрова Н.П.

2. | Консультация логопеда |~ сентябрь |~ Яхонтова С.К.

3. | Праздник урожая / на школьном дворе | октябрь | Ветрова Н.П.

4. | Утренник |~ 27 декабря / 10.00 | Яхонтова С.К.
""",
        [4, 4, 4, 4, 4],
    ),
    "no numbers, no empty lines": (
        """
Направление | Мероприятия | Сроки
Здоровье | День бегуна в городском парке | сентябрь
Труд | Субботник на школьном дворе | апрель
Память | Встреча с ветеранами труда | май
Семья | Папа, мама, я – спортивная семья | февраль
""",
        [3, 3, 3, 3, 3],
    ),
    "a sub-table of another width under a section": (
        """
Задачи | Формы работы | Сроки


Рост мастерства | Курсы для новичков / Открытые занятия | В течение года


Обмен опытом | Выставка пособий / на базе гимназии № 4 | Март 2019 г.


Школа наставника


№ | Тема | Цель | Наставник | Итог


1. | «Первый урок» | поддержать новичка | Лосева А.Г. – Гимназия № 4. | Отзыв


2. | «Трудный класс» | разобрать случаи из жизни | Жуков В.П. – Школа № 8. | Памятка


3. | «Тетрадь без ошибок» | показать приёмы проверки | Зорина М.Е. – Школа № 2. | Памятка
""",
        [3, 3, 3, 1, 5, 5, 5, 5],
    ),
    "a row of merged cells": (
        """
№ | Тема | Дата | Место | Кто

1. | Открытие сезона | 2 сентября 2023 | Стадион «Луч» | Котов А.А.

2. | Кросс «Золотая осень» | 7 октября 2023 | Парк | Котов А.А.

Сопровождение команд района на соревнованиях в области | Котов А.А.

3. | Лыжня | 4 февраля 2024 | База «Ельник» | Котов А.А.

4. | Турнир по шашкам | 2 марта 2024 | Клуб «Ладья» | Котов А.А.
""",
        [5, 5, 5, 2, 5, 5],
    ),
    "empty cells": (
        """
№ | Дело | Срок | Кто | Отметка

1. | Сбор макулатуры | октябрь | Совет дружины |

2. | Операция «Скворечник» | март | 4 «А» класс |

3. | Посадка аллеи |  | 11 класс |

4. | Уборка парка | май |  |
""",
        [5, 5, 5, 5, 5],
    ),
}


def dump(plan: str) -> tuple[str, list[list[str]]]:
    """The dump of a plan in this style, and its rows."""
    out, rows = ["План работы", ""], []
    for line in plan.strip("\n").split("\n"):
        if not line.strip():
            out.append("")
            continue
        cells = line.split("|")
        rows.append([cell.strip().lstrip("~").strip() for cell in cells])
        for cell in cells:
            gap, text = cell.strip().startswith("~"), cell.strip().lstrip("~").strip()
            first, *rest = text.split(" / ")
            out += [*([""] if gap else []), f"\t{first}", *rest]
    return "\n".join(out) + "\n", rows


def read_rows(text: str) -> list[list[str]]:
    found = []
    for block in read(text.encode()).blocks:
        if isinstance(block, Table):
            for r in range(block.rows):
                found.append(
                    [" / ".join(p.full_text for p in c.blocks if isinstance(p, Paragraph)) for c in block.row(r)]
                )
    return found


@pytest.mark.parametrize("name", PLANS)
def test_rows_are_found(name: str) -> None:
    plan, widths = PLANS[name]
    text, rows = dump(plan)
    assert [len(row) for row in rows] == widths
    assert read_rows(text) == rows


def test_sections_span_and_part_tables_are_tables() -> None:
    text, _ = dump(PLANS["a sub-table of another width under a section"][0])
    first, second = (b for b in read(text.encode()).blocks if isinstance(b, Table))
    assert (first.rows, first.cols, second.rows, second.cols) == (3, 3, 5, 5)
    assert second.row(0)[0].colspan == 5


def test_merged_cells_stand_where_they_look_alike() -> None:
    text, _ = dump(PLANS["a row of merged cells"][0])
    (table,) = (b for b in read(text.encode()).blocks if isinstance(b, Table))
    assert [c.col for c in table.row(3)] == [1, 4]


def test_lists_in_a_cell_have_labels_and_levels() -> None:
    text = (
        "\tЗадачи\n\tФормы\n\tСроки\n\n\tРост\n\t· Курсы\n\n1. Зорина М.Е.\n\n2. Жуков В.П.\n"
        "· Семинары\n\n1.\n\tМай\n\n"
        "\tОбмен\n\t· Выставка\n\n1. Котов А.А.\n\tИюнь\n"
    )
    (table,) = (b for b in read(text.encode()).blocks if isinstance(b, Table))
    cell = table.row(1)[1]
    assert [(p.label, p.level, p.text) for p in cell.blocks if isinstance(p, Paragraph)] == [
        ("·", 0, "Курсы"),
        ("1.", 1, "Зорина М.Е."),
        ("2.", 1, "Жуков В.П."),
        ("·", 0, "Семинары"),
    ]


def test_text_behind_the_table_is_no_cell() -> None:
    text, rows = dump(PLANS["plain, an empty line behind each row"][0])
    blocks = read((text + "\nСоставила заведующая Рогова Т.Л.\n").encode()).blocks
    assert isinstance(blocks[-1], Paragraph) and blocks[-1].text == "Составила заведующая Рогова Т.Л."
    assert read_rows(text) == rows


def test_indented_text_is_no_table() -> None:
    lines = [
        "Школа открыта с восьми утра, и каждый день её встречают дежурные.",
        "Первый урок начинается со звонка, который дают старшеклассники.",
        "После уроков работают кружки, секции и большая библиотека.",
        "Вечером в зале собираются родители и учителя, чтобы поговорить.",
        "По субботам здесь репетирует хор, известный всему району.",
        "Летом школа становится лагерем для самых младших.",
        "Осенью всё начинается сначала, и мы этому рады.",
    ]
    blocks = read("\n".join(f"\t{line}" for line in lines).encode()).blocks
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == lines


def test_the_cut_can_be_printed() -> None:
    text, _ = dump(PLANS["sections of one cell"][0])
    cuts = cut_rows(to_run(raw_cells([line for line in to_lines(text) if line.number > 2])))
    assert cuts is not None
    assert [(c.shape, c.end - c.start) for c in cuts[:3]] == [("header", 4), ("section", 1), ("full", 4)]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("1.2.", "number", True),
        ("12 школ", "number", False),
        ("14.30", "clock", True),
        ("Рогова Т.Л.", "initials", True),
        ("до 15 марта", "dated", 1.0),
        ("", "empty", True),
    ],
)
def test_looks(text: str, field: str, value: object) -> None:
    assert getattr(look_at(text), field) == value


def test_a_long_dump_is_quick() -> None:
    _, rows = dump(PLANS["plain, an empty line behind each row"][0])
    text = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in [rows[0], *(rows[1:] * 100)])
    assert len(read_rows(text)) == 401


def test_stamps_before_a_title_are_no_rows_of_the_plan() -> None:
    text = (
        "\tСОГЛАСОВАНО\nПредседатель профкома\n________ О.О. Лунёв\n\tУТВЕРЖДАЮ\nДиректор\n________ А.А. Рогова\n\n\n"
        "План работы клуба\nна 2024 год\n\n"
        "\t№\n\tМероприятие\n\tСрок\n\n\t1\n\tПоход\n\tмай\n\n\t2\n\tСлёт\n\tиюнь\n\n\t3\n\tКросс\n\tиюль\n"
    )
    blocks = read(text.encode()).blocks
    tables = [b for b in blocks if isinstance(b, Table)]
    assert [(t.rows, t.cols) for t in tables][-1:] == [(4, 3)]
    assert any(isinstance(b, Paragraph) and "План работы клуба" in b.text for b in blocks)
