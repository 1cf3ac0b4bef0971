"""Plans without tables: meetings, labels, brackets, dashes, months with bullets."""

from __future__ import annotations

import pytest

from extractor.blocks import Paragraph
from extractor.layout.entry import read_entry
from extractor.layout.zones import read_plan
from tests.layout_dsl import para

TITLE = para("План работы кружка «Росток» на 2023–2024 учебный год", bold=True, align="center")

ENTRIES = [
    (
        "Смотр уголков – 16–20 октября (отв. Чудова М.Ю.)",
        "Смотр уголков",
        {"date": "16–20 октября", "responsible": "Чудова М.Ю."},
    ),
    (
        "Тренинг. Срок: 24 января 2024 г. Отв.: Эльтова Л.А.",
        "Тренинг.",
        {"date": "24 января 2024 г", "responsible": "Эльтова Л.А."},
    ),
    ("27 января – День снятия блокады", "День снятия блокады", {"date": "27 января"}),
    ("Поход (май, Орлов П.П.)", "Поход", {"date": "май", "responsible": "Орлов П.П."}),
    (
        "Приём гостей (каждую среду, 10.00–12.00) – дежурные совета.",
        "Приём гостей",
        {"date": "каждую среду, 10.00–12.00", "responsible": "дежурные совета"},
    ),
    ("Выставка «Кошки – это серьёзно»", "Выставка «Кошки – это серьёзно»", {}),
    ("Беседа о правах (5–9 классы)", "Беседа о правах (5–9 классы)", {}),
    ("Игра-путешествие", "Игра-путешествие", {}),
]


@pytest.mark.parametrize(("text", "title", "parts"), ENTRIES)
def test_entry(text: str, title: str, parts: dict[str, str]) -> None:
    entry = read_entry(text)
    assert (entry.title, dict(entry.parts)) == (title, parts)


def test_bare_days_under_a_month() -> None:
    assert read_entry("15 – Классный час", "март") == read_entry("15 – Классный час", "март")
    assert dict(read_entry("15 – Классный час", "март").parts) == {"date": "15"}
    assert dict(read_entry("до 14 – Сбор макулатуры", "март").parts) == {"date": "до 14"}
    assert dict(read_entry("15 – Классный час").parts) == {}


def plan_of(*lines: str | Paragraph) -> list[tuple[str | None, tuple[str, ...], str, str, str]]:
    blocks = [line if isinstance(line, Paragraph) else para(line) for line in lines]
    plan = read_plan((TITLE, *blocks))
    return [(r.number, r.sections, r.text("title"), r.text("date"), r.text("responsible")) for r in plan.rows]


def test_meetings_with_agenda_are_one_event_each() -> None:
    got = plan_of(
        para("Заседание № 1 (август)", bold=True, gap=True),
        "Тема: «Начало года»",
        "Повестка:",
        "1. Выбор старосты.",
        "2. План кружка.",
        "Отв.: Орлов П.П.",
        para("Заседание № 2", bold=True, gap=True),
        "Срок: 15 января",
        "1. Итоги полугодия.",
        "Отв.: Зуева А.А.",
    )
    assert got == [
        (
            None,
            (),
            "Заседание № 1 Тема: «Начало года» Повестка: 1. Выбор старосты. 2. План кружка.",
            "август",
            "Орлов П.П.",
        ),
        (None, (), "Заседание № 2 1. Итоги полугодия.", "15 января", "Зуева А.А."),
    ]


def test_headings_months_and_bullets() -> None:
    got = plan_of(
        para("Сентябрь", bold=True, gap=True),
        "• 5 – Посадка астр (Орлов П.П.)",
        "• Сбор семян",
        para("Октябрь", bold=True, gap=True),
        "• до 20 – Уборка грядок",
    )
    assert [(s, t, d) for _, s, t, d, _ in got] == [
        (("Сентябрь",), "Посадка астр", "5"),
        (("Сентябрь",), "Сбор семян", ""),
        (("Октябрь",), "Уборка грядок", "до 20"),
    ]


def test_numbered_lines_under_headings_keep_their_numbers() -> None:
    got = plan_of(
        para("Праздники", bold=True, gap=True),
        "1. День урожая – 12 октября (отв. Орлов П.П.)",
        "2. Масленица – март (отв. Зуева А.А.)",
    )
    assert got == [
        ("1", ("Праздники",), "День урожая", "12 октября", "Орлов П.П."),
        ("2", ("Праздники",), "Масленица", "март", "Зуева А.А."),
    ]


def test_prose_gives_no_events() -> None:
    blocks = (
        TITLE,
        para("Кружок работает второй год. Дети любят сажать цветы. Родители помогают с рассадой."),
        para("Занятия проходят в теплице; летом ребята ухаживают за клумбами."),
    )
    assert read_plan(blocks).rows == ()


def test_lists_of_members_are_skipped() -> None:
    got = plan_of(
        para("Состав кружка:", bold=True, gap=True),
        "1. Орлов Пётр, 5 класс",
        "2. Зуева Анна, 6 класс",
        para("Праздники", bold=True, gap=True),
        "1. День урожая – 12 октября",
        "2. Масленица – март",
    )
    assert [t for _, _, t, _, _ in got] == ["День урожая", "Масленица"]
