"""Plans without tables: meetings, labels, brackets, dashes, months with bullets."""

from __future__ import annotations

import pytest

from extractor.blocks import Block, Paragraph
from extractor.layout.entry import read_entry
from extractor.layout.zones import read_plan
from tests.layout_dsl import para, table

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


def rows_of(*blocks: Block) -> list[tuple[str | None, tuple[str, ...], str, str, str]]:
    plan = read_plan(blocks)
    return [(r.number, r.sections, r.text("title"), r.text("date"), r.text("responsible")) for r in plan.rows]


MORE_ENTRIES = [
    ("Урок (1 классы, 4 мая, Цой В.Е.)", {"date": "4 мая", "audience": "1 классы", "responsible": "Цой В.Е."}),
    ("Общее собрание. Сентябрь. Отв. Чащин З.И.", {"date": "Сентябрь", "responsible": "Чащин З.И."}),
    ("Выпуск памятки – до 1 марта – пресс-центр", {"date": "до 1 марта", "responsible": "пресс-центр"}),
    ("Спектакль «Дом – май – сад»", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), MORE_ENTRIES)
def test_facts_of_an_entry(text: str, parts: dict[str, str]) -> None:
    assert dict(read_entry(text).parts) == parts


@pytest.mark.parametrize("head", ["Заседание первое. Октябрь", "Заседание 1. Октябрь", "Третье заседание (октябрь)"])
def test_heads_of_meetings(head: str) -> None:
    got = plan_of(
        para(head, gap=True), "Место: актовый зал", "Форма: круглый стол", "1. Выборы.", "2. Разное.", "Отв.: Цой В.Е."
    )
    bare = head.removesuffix(" Октябрь").removesuffix(" (октябрь)")
    title = f"{bare} Место: актовый зал Форма: круглый стол 1. Выборы. 2. Разное."
    assert [(t, w) for _, _, t, _, w in got] == [(title, "Цой В.Е.")]
    assert got[0][3].lower() == "октябрь"


def test_a_meeting_among_numbered_entries_has_no_agenda() -> None:
    got = plan_of("1. Общее собрание. Май. Отв. Цой В.Е.", "2. Поход. Июнь. Отв. Цой В.Е.", "3. Выставка. Июль.")
    assert [(n, t) for n, _, t, _, _ in got] == [("1", "Общее собрание."), ("2", "Поход."), ("3", "Выставка.")]


def test_a_later_title_opens_another_plan_of_lists() -> None:
    got = rows_of(
        para("Приложение № 1 к приказу от 05.09.2022 № 7", align="right"),
        para("План учений на октябрь 2022 года", bold=True, align="center"),
        para("1. Линейка. Срок: 3 октября. Отв.: Цой В.Е."),
        para("2. Учение. Срок: 12 октября. Отв.: Цой В.Е."),
        para("Приложение № 2 к приказу от 05.09.2022 № 7", align="right"),
        para("План походов на май 2023 года", bold=True, align="center"),
        para("1. Сбор заявок. Срок: 3 мая. Отв.: Цой В.Е."),
        para("2. Поход. Срок: 12 мая. Отв.: Цой В.Е."),
    )
    assert [(s, t) for _, s, t, _, _ in got] == [
        ((), "Линейка."),
        ((), "Учение."),
        (("План походов на май 2023 года",), "Сбор заявок."),
        (("План походов на май 2023 года",), "Поход."),
    ]


def test_lists_beside_a_table() -> None:
    """A chapter with dates before the table and behind it is the plan's; notes and results are not."""
    got = rows_of(
        TITLE,
        para("1. Праздники", bold=True, gap=True),
        para("1) День урожая – 12 октября – Цой В.Е."),
        para("2) Масленица – март – Цой В.Е."),
        para("2. Работа в саду", bold=True, gap=True),
        table("№ | Дело | Срок | Кто", "1 | Полив | июнь | Цой В.Е.", "2 | Прополка | июль | Цой В.Е."),
        para("3. Походы", bold=True, gap=True),
        para("1) На озеро (май, Цой В.Е.)"),
        para("2) В лес (до 5 июня, Цой В.Е.)"),
        para("4. Ожидаемые результаты", bold=True, gap=True),
        para("1) Рост интереса к природе."),
        para("2) Помощь взрослым в саду."),
    )
    assert [(s, t) for _, s, t, _, _ in got] == [
        (("Праздники",), "День урожая"),
        (("Праздники",), "Масленица"),
        (("Работа в саду",), "Полив"),
        (("Работа в саду",), "Прополка"),
        (("Походы",), "На озеро"),
        (("Походы",), "В лес"),
    ]


def test_sections_numbered_without_bold() -> None:
    got = plan_of(
        "1. Праздники",
        "1.1. День урожая – 12 октября",
        "1.2. Масленица – март",
        "2. Походы",
        "2.1. На озеро – май",
        "2.2. В лес",
    )
    assert [(n, s) for n, s, _, _, _ in got] == [
        ("1.1", ("Праздники",)), ("1.2", ("Праздники",)), ("2.1", ("Походы",)), ("2.2", ("Походы",))
    ]  # fmt: skip


def test_members_and_sentences_are_no_entries() -> None:
    got = plan_of(
        para("Наши люди", bold=True, gap=True),
        "1. Игнатьева Ю.П. – председатель совета",
        "2. Попов С.С. – родитель ученика",
        para("Праздники", bold=True, gap=True),
        "Дети готовят праздники вместе с родителями.",
        "1. День урожая – 12 октября",
        "2. Масленица – март",
    )
    assert [t for _, _, t, _, _ in got] == ["День урожая", "Масленица"]


def test_lines_of_contents_are_skipped() -> None:
    contents = [para("1. План праздников ........ 3"), para("2. План походов\t5")]
    plan = read_plan((TITLE, *contents, para("1. Поход – май – Цой В.Е."), para("2. Бал – июнь – Цой В.Е.")))
    assert [r.text("title") for r in plan.rows] == ["Поход", "Бал"]
    assert [f.reason for f in plan.fates if f.kind == "skipped"] == ["contents", "contents"]


MORE_FACTS = [
    ("Встреча, 24 апреля, психолог Оверин С.Я.", {"date": "24 апреля", "responsible": "психолог Оверин С.Я."}),
    ("проверить полки, до 5 мая, отв. Цой В.Е.;", {"date": "до 5 мая", "responsible": "Цой В.Е."}),
    ("Семинар. Март 2022 г. Хомутов Б.А.", {"date": "Март 2022 г", "responsible": "Хомутов Б.А."}),
    ("Беседа о войне, мире, дружбе", {}),
    ("Чтение (сказки, 5 страниц)", {}),
]


@pytest.mark.parametrize(("text", "parts"), MORE_FACTS)
def test_facts_behind_commas_and_as_sentences(text: str, parts: dict[str, str]) -> None:
    assert dict(read_entry(text).parts) == parts


def test_days_as_headings_and_hours_before_the_entries() -> None:
    first, second = (para(day, bold=True) for day in ("5 мая, понедельник", "6 мая, вторник"))
    plan = read_plan((TITLE, first, para("9.00 – Сбор"), para("10.30 – Игра"), second, para("10.00 – Поход")))
    assert [(r.sections, r.number, r.text("title"), r.text("time"), r.under) for r in plan.rows] == [
        (("5 мая, понедельник",), None, "Сбор", "9.00", "5 мая"),
        (("5 мая, понедельник",), None, "Игра", "10.30", "5 мая"),
        (("6 мая, вторник",), None, "Поход", "10.00", "6 мая"),
    ]


def test_kinds_below_terms() -> None:
    got = plan_of(
        para("I четверть", bold=True, align="center", gap=True),
        para("Классные часы:", bold=True),
        "02.09 «Урок знаний»",
        para("Общие дела:", bold=True),
        "05.10 Концерт",
    )
    assert [(n, s, t, d) for n, s, t, d, _ in got] == [
        (None, ("I четверть", "Классные часы"), "«Урок знаний»", "02.09"),
        (None, ("I четверть", "Общие дела"), "Концерт", "05.10"),
    ]


def test_lines_broken_by_the_page() -> None:
    got = plan_of(
        "1) сверить книги, май, отв.",
        "Цой В.Е., Пак О.О.;",
        "2) списать то, что пришло",
        "в негодность, до 5 июня, отв. Цой В.Е.",
    )
    assert [(t, d, w) for _, _, t, d, w in got] == [
        ("сверить книги", "май", "Цой В.Е., Пак О.О."),
        ("списать то, что пришло в негодность", "до 5 июня", "Цой В.Е."),
    ]


def test_letters_are_no_plans() -> None:
    lines = [
        para("10.00 – сбор"),
        para("Беседа – 5 мая – Цой В.Е."),
        para("Обед – 6 мая – Пак О.О."),
        para("Бал – май"),
    ]
    assert read_plan((para("Уважаемые коллеги!"), *lines)).rows == ()
    assert len(read_plan((TITLE, *lines[1:])).rows) == 3


def test_a_programme_set_with_a_table_of_contents() -> None:
    got = rows_of(
        TITLE,
        para("Содержание"),
        table("1. Введение | 2", "2. Цель и задачи | 3", "3. План | 5"),
        para("1. Введение"),
        para("Чтение переживает трудное время. Опрос показал это."),
        para("Цель: помочь детям.", gap=True),
        para("3. План реализации", gap=True),
        para("3.1. Ремонт", gap=True),
        para("- Покраска. Срок: июнь; ответственный: Цой В.Е."),
        para("- Побелка. Срок: июль; ответственный: Цой В.Е."),
        para("4. Ожидаемые результаты", gap=True),
        para("Читать станут больше."),
        para("- детей станет больше;"),
    )
    assert [(s, t) for _, s, t, _, _ in got] == [(("Ремонт",), "Покраска."), (("Ремонт",), "Побелка.")]


def test_labels_inside_a_bracket() -> None:
    entry = read_entry("Сбор книг (5 октября; ответственный – Цой В.Е.)")
    assert (entry.title, dict(entry.parts)) == ("Сбор книг", {"date": "5 октября", "responsible": "Цой В.Е."})


def test_agenda_in_letters() -> None:
    got = plan_of(para("Заседание 1-е (май)", bold=True), "Повестка:", "а) выборы;", "б) разное.", "Отв.: Цой В.Е.")
    assert [(t, d) for _, _, t, d, _ in got] == [("Заседание 1-е Повестка: а) выборы; б) разное.", "май")]


def test_certainty_falls_with_what_an_entry_states() -> None:
    lines = ["1. Бал – май – Цой В.Е.", "2. Поход – июнь", "3. Сад", "4. Лес – июль – Цой В.Е.", "5. Луг – май"]
    rows = read_plan((TITLE, *(para(line) for line in lines))).rows
    assert rows[0].certainty > rows[1].certainty > rows[2].certainty


def test_a_name_cut_by_the_line_and_the_last_line_of_a_cover() -> None:
    got = plan_of(
        "с. Дальнее, 2023", "1. Учение. Срок: май. Отв.: Мамедов", "Э.Г.", "2. Поход. Срок: июнь. Отв.: Пак О.О."
    )
    assert [(t, w) for _, _, t, _, w in got] == [("Учение.", "Мамедов Э.Г."), ("Поход.", "Пак О.О.")]
    assert dict(read_entry("Сборник стихов, 2023").parts) == {}


def test_parties_as_bullets_below_their_label() -> None:
    points = ["Срок: май", "1. Выборы.", "2. Разное."]
    got = plan_of(para("Заседание 1", gap=True), *points, "Ответственные:", "- Цой В.Е.", "- Пак О.О.")
    assert [(t, w) for _, _, t, _, w in got] == [("Заседание 1 1. Выборы. 2. Разное.", "Цой В.Е.; Пак О.О.")]


def test_a_heading_with_a_colon_stays_under_its_month() -> None:
    got = plan_of(
        para("Август", gap=True),
        "Заседание № 1. «Планы».",
        "1. Выборы.",
        para("Между заседаниями:", gap=True),
        "- посещение уроков",
        para("Ноябрь", gap=True),
        "- поход (Цой В.Е.)",
    )
    assert [s for _, s, _, _, _ in got] == [("Август",), ("Август", "Между заседаниями"), ("Ноябрь",)]
