"""The sections above a row, however they are written: paragraphs between tables, merged rows, numbers, lone titles."""

from __future__ import annotations

from extractor.blocks import Block
from extractor.layout.zones import read_plan
from tests.layout_dsl import para, table

TITLE = para("План работы клуба «Парус» на 2022–2023 учебный год", bold=True, align="center")
HEAD = "№ | Мероприятие | Срок | Ответственный"


def sections(*blocks: Block) -> list[tuple[str, tuple[str, ...]]]:
    return [(row.text("title"), row.sections) for row in read_plan((TITLE, *blocks)).rows]


def test_numbered_headings_between_tables() -> None:
    got = sections(
        para("РАЗДЕЛ I. ДОСУГ", bold=True),
        para("1.1. Работа с детьми", bold=True),
        table(HEAD, "1 | Ёлка | 29 декабря | Орлов П.П."),
        para("1.2. Работа с семьёй", bold=True),
        table(HEAD, "1 | Чаепитие | март | Зуева А.А."),
        para("РАЗДЕЛ II. УЧЁБА", bold=True),
        para("2.1. Курсы", bold=True),
        table(HEAD, "1 | Лекция | май | Орлов П.П."),
    )
    assert got == [
        ("Ёлка", ("ДОСУГ", "Работа с детьми")),
        ("Чаепитие", ("ДОСУГ", "Работа с семьёй")),
        ("Лекция", ("УЧЁБА", "Курсы")),
    ]


def test_numbers_of_three_levels_in_one_table() -> None:
    got = sections(
        table(
            HEAD,
            "1 | Учёба | = | =",
            "1.1 | Кадры | = | =",
            "1.1.1 | Приём | до 5 сентября | Орлов П.П.",
            "1.2 | Дети | = | =",
            "1.2.1 | Зачёт | май | Орлов П.П.",
            "2 | Досуг | = | =",
            "2.1 | Бал | июнь | Зуева А.А.",
        )
    )
    assert got == [("Приём", ("Учёба", "Кадры")), ("Зачёт", ("Учёба", "Дети")), ("Бал", ("Досуг",))]


def test_letters_below_romans() -> None:
    got = sections(
        table(
            "№ | Мероприятие | Срок",
            "I. Кадры | = | =",
            "1. | Приказ | сентябрь",
            "II. Дети | = | =",
            "а) младшие | = | =",
            "1. | Беседа | октябрь",
            "б) старшие | = | =",
            "1. | Диспут | ноябрь",
        )
    )
    assert got == [("Приказ", ("Кадры",)), ("Беседа", ("Дети", "младшие")), ("Диспут", ("Дети", "старшие"))]


def test_groups_below_months_are_no_headers() -> None:
    got = sections(
        table(
            "Мероприятия | Сроки | Ответственные",
            "Сентябрь | = | =",
            "Общие дела | = | =",
            "День знаний | 1 | Вожатая",
            "Дела классов | = | =",
            "Классный час | 1 неделя | Кл. рук.",
            "Октябрь | = | =",
            "Общие дела | = | =",
            "День учителя | 5 | Вожатая",
            "Дела классов | = | =",
            "Экскурсия | 3 неделя | Кл. рук.",
        )
    )
    assert got == [
        ("День знаний", ("Сентябрь", "Общие дела")),
        ("Классный час", ("Сентябрь", "Дела классов")),
        ("День учителя", ("Октябрь", "Общие дела")),
        ("Экскурсия", ("Октябрь", "Дела классов")),
    ]


def test_lone_titles_head_groups_below_merged_rows() -> None:
    got = sections(
        table(
            "Содержание | Срок | Ответственный",
            "Работа с фондом | = | =",
            "Комплектование | | ",
            "Подписка на журналы | май, октябрь | Орлов П.П.",
            "Сохранность | | ",
            "Рейды по учебникам | ноябрь | Зуева А.А.",
            "Массовая работа | = | =",
            "Выставки | | ",
            "«Книги-юбиляры» | март | Зуева А.А.",
        )
    )
    assert got == [
        ("Подписка на журналы", ("Работа с фондом", "Комплектование")),
        ("Рейды по учебникам", ("Работа с фондом", "Сохранность")),
        ("«Книги-юбиляры»", ("Массовая работа", "Выставки")),
    ]


def test_a_row_without_date_among_numbered_ones_is_an_event() -> None:
    got = sections(
        table(
            "№ | Мероприятия | Сроки",
            "1.1 | Подписка | май",
            "| Организация конкурса «Лучшая полка» | ",
            "1.2 | Рейд | июнь",
        )
    )
    assert [title for title, _ in got] == ["Подписка", "Организация конкурса «Лучшая полка»", "Рейд"]


def test_headings_that_date_without_days() -> None:
    plan = read_plan(
        (
            TITLE,
            para("Сентябрь", bold=True),
            table("Содержание | Ответственный", "Сбор актива | Орлов П.П."),
            para("В течение года", bold=True),
            table("Содержание | Ответственный", "Взаимопосещение | Зуева А.А."),
        )
    )
    assert [(row.sections, row.under) for row in plan.rows] == [
        (("Сентябрь",), "Сентябрь"),
        (("В течение года",), "В течение года"),
    ]


def test_a_labelled_line_is_no_section() -> None:
    got = sections(para("Тема: «Речь и театр»", bold=True), table(HEAD, "1 | Показ | май | Орлов П.П."))
    assert got == [("Показ", ())]
    got = sections(para("Раздел 1: Театр", bold=True), table(HEAD, "1 | Показ | май | Орлов П.П."))
    assert got == [("Показ", ("Театр",))]
