"""Tables of every shape → plan rows: (number, sections, title, date text, heading)."""

from __future__ import annotations

from dataclasses import replace

from extractor.blocks import Block, Cell, Paragraph, Place, Table, paragraphs
from extractor.layout.plan import Plan
from extractor.layout.zones import read_plan
from tests.layout_dsl import para, table

TITLE = para("План работы клуба «Парус» на 2022–2023 учебный год", bold=True, align="center")


def rows(*blocks: Block) -> list[tuple[str | None, tuple[str, ...], str, str, str | None]]:
    plan = read_plan((TITLE, *blocks))
    return [(r.number, r.sections, r.text("title"), r.text("date"), r.under) for r in plan.rows]


def reasons(plan: Plan, kind: str) -> list[tuple[str, str]]:
    return [(f.reason, f.text) for f in plan.fates if f.kind == kind]


def test_merged_sections_and_a_row_of_column_numbers() -> None:
    got = rows(
        table(
            "№ | Мероприятие | Срок | Ответственный",
            "1 | 2 | 3 | 4",
            "I. Работа с фондом | = | = | =",
            "1.1 | Сверка книг | май | Ильина Т.П.",
            "II. Работа с читателями | = | = | =",
            "2.1 | Час вслух | 3 марта | Ильина Т.П.",
        )
    )
    assert got == [
        ("1.1", ("Работа с фондом",), "Сверка книг", "май", None),
        ("2.1", ("Работа с читателями",), "Час вслух", "3 марта", None),
    ]


def test_a_number_with_sub_numbers_and_no_date_is_a_section() -> None:
    got = rows(
        table(
            "№ п/п | Содержание | Сроки",
            "1 | Кадры | ",
            "1.1 | Приём молодых педагогов | август",
            "2 | Хозяйство | ",
            "2.1 | Покраска забора | июнь",
            "3 | Подведение итогов | июнь",
        )
    )
    assert [(n, s, t) for n, s, t, _, _ in got] == [
        ("1.1", ("Кадры",), "Приём молодых педагогов"),
        ("2.1", ("Хозяйство",), "Покраска забора"),
        ("3", (), "Подведение итогов") if got[-1][1] == () else ("3", ("Хозяйство",), "Подведение итогов"),
    ]


def test_months_as_merged_rows_give_their_month() -> None:
    got = rows(
        table(
            "Дата | Дело | Кто отвечает",
            "СЕНТЯБРЬ | = | =",
            "5 | Поход | Орлов П.П.",
            "Октябрь | = | =",
            "| Слёт | Орлов П.П.",
        )
    )
    assert [(s, t, d, u) for _, s, t, d, u in got] == [
        (("СЕНТЯБРЬ",), "Поход", "5", "СЕНТЯБРЬ"),
        (("Октябрь",), "Слёт", "", "Октябрь"),
    ]


def test_a_vertically_merged_month_dates_its_rows_and_is_no_section() -> None:
    got = rows(
        table(
            "Месяц | Дата | Мероприятие | Ответственный",
            "Март | 5 | Ярмарка | Орлов П.П.",
            "^ | 12 | Смотр строя | Орлов П.П.",
            "Апрель | 4 | Квест | Зуева А.А.",
        )
    )
    assert [(s, t, d, u) for _, s, t, d, u in got] == [
        ((), "Ярмарка", "5", "Март"),
        ((), "Смотр строя", "12", "Март"),
        ((), "Квест", "4", "Апрель"),
    ]


def test_headings_between_tables_are_sections_and_later_tables_need_no_header() -> None:
    got = rows(
        para("Спорт", bold=True),
        table("Мероприятие | Срок | Ответственный", "Кросс | сентябрь | Орлов П.П.", "Лыжня | февраль | Орлов П.П."),
        para("Музыка", bold=True),
        table("Хор | октябрь | Зуева А.А.", "Концерт | май | Зуева А.А."),
    )
    assert [(s, t, d) for _, s, t, d, _ in got] == [
        (("Спорт",), "Кросс", "сентябрь"),
        (("Спорт",), "Лыжня", "февраль"),
        (("Музыка",), "Хор", "октябрь"),
        (("Музыка",), "Концерт", "май"),
    ]


def test_matrix_of_months() -> None:
    got = rows(
        table(
            "Направление | Ответственный | Сентябрь | Октябрь | Ноябрь",
            "Спорт | Орлов П.П. | Кросс / Зарядка | Турнир | =",
            "Музыка | Зуева А.А. | | 1. Концерт / 2. Вечер романса | ",
        )
    )
    assert [(s, t, u) for _, s, t, _, u in got] == [
        (("Спорт",), "Кросс", "Сентябрь"),
        (("Спорт",), "Зарядка", "Сентябрь"),
        (("Спорт",), "Турнир", "Октябрь – Ноябрь"),
        (("Музыка",), "Концерт", "Октябрь"),
        (("Музыка",), "Вечер романса", "Октябрь"),
    ]


def test_months_down_directions_across() -> None:
    got = rows(
        table(
            "Месяц | Учёба кадров | Досуг детей",
            "Сентябрь | Семинар вожатых | Игра «Зарница» / Поход",
            "Октябрь | | Осенний бал",
            "Ноябрь | Тренинг | ",
        )
    )
    assert [(s, t, u) for _, s, t, _, u in got] == [
        (("Учёба кадров",), "Семинар вожатых", "Сентябрь"),
        (("Досуг детей",), "Игра «Зарница»", "Сентябрь"),
        (("Досуг детей",), "Поход", "Сентябрь"),
        (("Досуг детей",), "Осенний бал", "Октябрь"),
        (("Учёба кадров",), "Тренинг", "Ноябрь"),
    ]


def test_two_header_rows_with_start_and_end() -> None:
    plan = read_plan(
        (
            TITLE,
            table(
                "№ | Шаг проекта | Сроки выполнения | = | Исполнитель",
                "^ | ^ | начало | окончание | ^",
                "1 | Отбор площадок | 10.01.2023 | 20.01.2023 | Орлов П.П.",
                "2 | Договор | до 1 марта | = | Орлов П.П.",
            ),
        )
    )
    first, second = plan.rows
    assert (first.text("start"), first.text("end"), first.text("date")) == ("10.01.2023", "20.01.2023", "")
    assert second.text("date") == "до 1 марта"


def test_headers_in_the_middle_start_new_columns() -> None:
    plan = read_plan(
        (
            TITLE,
            table(
                "№ | Мероприятие | Срок",
                "1 | Сбор актива | май",
                "Работа с семьёй | = | =",
                "Ответственный | Тема встречи | Дата",
                "Орлов П.П. | Режим дня | 5 мая",
            ),
        )
    )
    assert [(r.text("title"), r.text("date"), r.text("responsible")) for r in plan.rows] == [
        ("Сбор актива", "май", ""),
        ("Режим дня", "5 мая", "Орлов П.П."),
    ]


def test_rows_cut_by_a_page_go_on() -> None:
    plan = read_plan(
        (
            TITLE,
            table("№ | Мероприятие | Срок | Ответственный", "1 | Знакомство семей с тем, | май | Орлов"),
            table("| как помочь детям учиться | | П.П.", "2 | Слёт | июнь | Зуева А.А.", continues=True),
        )
    )
    assert [(r.number, r.text("title"), r.text("responsible")) for r in plan.rows] == [
        ("1", "Знакомство семей с тем, как помочь детям учиться", "Орлов П.П."),
        ("2", "Слёт", "Зуева А.А."),
    ]
    assert plan.rows[0].warnings == ("row_continued",)


def test_tables_without_header_are_told_by_their_cells() -> None:
    plan = read_plan(
        (
            TITLE,
            table(
                "1 | Провести сверку членов профсоюза | январь | Колосова Т.Ю.",
                "2 | Поздравить мужчин коллектива | 22 февраля | Колосова Т.Ю.",
                "3 | Организовать поездку в театр | апрель | Чудакова Г.И.",
            ),
        )
    )
    assert [(r.number, r.text("date"), r.text("responsible")) for r in plan.rows] == [
        ("1", "январь", "Колосова Т.Ю."),
        ("2", "22 февраля", "Колосова Т.Ю."),
        ("3", "апрель", "Чудакова Г.И."),
    ]


def test_two_tables_side_by_side() -> None:
    got = rows(
        table(
            "Дата | Событие | Дата | Событие",
            "5 сентября | Поход | 12 января | Ёлка",
            "3 октября | Слёт | 20 февраля | Смотр",
        )
    )
    assert [t for _, _, t, _, _ in got] == ["Поход", "Слёт", "Ёлка", "Смотр"]


def test_ditto_marks_take_the_value_above_and_a_dash_does_not() -> None:
    plan = read_plan(
        (
            TITLE,
            table(
                "Мероприятие | Срок | Ответственный",
                "Кросс | май | Орлов П.П.",
                "Турнир | -//- | то же",
                "Шашки | – | Зуева А.А.",
            ),
        )
    )
    assert [(r.text("date"), r.text("responsible")) for r in plan.rows] == [
        ("май", "Орлов П.П."),
        ("май", "Орлов П.П."),
        ("–", "Зуева А.А."),
    ]


def test_unknown_columns_are_kept() -> None:
    plan = read_plan(
        (TITLE, table("Мероприятие | Срок | Смета, тыс. руб.", "Поход | май | 12,5", "Слёт | июнь | 40,0"))
    )
    assert [f.header for f in plan.rows[0].fields if f.role == "extra"] == ["Смета, тыс. руб."]


def test_lists_of_people_and_figures_are_no_plan() -> None:
    plan = read_plan(
        (
            TITLE,
            para("Состав совета", bold=True),
            table("№ | ФИО | Должность", "1 | Орлов П.П. | тренер", "2 | Зуева А.А. | педагог"),
            para("Показатели", bold=True),
            table("Показатель | 2022 | 2023", "Охват, чел. | 40 | 60"),
        )
    )
    assert plan.rows == ()
    assert "no_plan_found" in plan.warnings
    assert {reason for reason, _ in reasons(plan, "skipped")} == {"no_plan_table"}


def test_struck_rows_and_totals_are_skipped_with_a_reason() -> None:
    struck = Paragraph("Слёт отменён", struck=True)
    base = table("Мероприятие | Срок", "Поход | май", "Слёт | июнь", "Итого: 2 | ")
    cells = tuple(c if c.row != 2 else type(c)(c.row, c.col, (type(struck)(c.text, struck=True),)) for c in base.cells)
    plan = read_plan((TITLE, type(base)(base.rows, base.cols, cells)))
    assert [r.text("title") for r in plan.rows] == ["Поход"]
    assert [reason for reason, _ in reasons(plan, "skipped")] == ["struck_out", "no_event_row"]


def test_reports_and_orders_give_no_events() -> None:
    for title in ("Отчёт о работе клуба за 2022 год", "Положение о конкурсе чтецов"):
        plan = read_plan(
            (para(title, bold=True, align="center"), table("Мероприятие | Срок", "Поход | май", "Слёт | июнь"))
        )
        assert plan.rows == (), title
        assert "no_plan_found" in plan.warnings


def test_a_second_plan_has_its_title_as_the_outermost_section() -> None:
    second = para("План спортивной работы на 2022–2023 учебный год", bold=True, align="center")
    first_table = table("Мероприятие | Срок | Ответственный", "Поход | май | Орлов П.П.", "Слёт | июнь | Орлов П.П.")
    got = rows(
        first_table,
        second,
        table("Мероприятие | Срок | Ответственный", "Кросс | май | Зуева А.А.", "Бег | июнь | Зуева А.А."),
    )
    assert [s for _, s, _, _, _ in got] == [(), (), (second.text,), (second.text,)]


def test_months_down_and_weeks_across() -> None:
    got = rows(
        table(
            "Месяц | 1 неделя | 2 неделя | 3 неделя | Ответственный",
            "Октябрь | Смотр уголков | | Сверка фонда | Орлов П.П.",
            "Ноябрь | | Слёт | Поход | Зуева А.А.",
        )
    )
    assert [(s, t, u) for _, s, t, _, u in got] == [
        ((), "Смотр уголков", "Октябрь, 1 неделя"),
        ((), "Сверка фонда", "Октябрь, 3 неделя"),
        ((), "Слёт", "Ноябрь, 2 неделя"),
        ((), "Поход", "Ноябрь, 3 неделя"),
    ]


def test_a_row_of_values_is_no_header_though_its_words_name_columns() -> None:
    got = rows(
        table(
            "Месяц | Число | Форма и тема | Для кого | Кто готовит",
            "Март | 10 | Час вслух | родители | Орлов П.П.",
            "^ | 24–30 | Неделя книги | 1–6 кл. | Зуева А.А.",
            "^ | | Обзор новинок | родители | Орлов П.П.",
        )
    )
    assert [(t, d, u) for _, _, t, d, u in got] == [
        ("Час вслух", "10", "Март"),
        ("Неделя книги", "24–30", "Март"),
        ("Обзор новинок", "", "Март"),
    ]


def bold_rows(made: Table, *indexes: int) -> Table:
    def loud(cell: Cell) -> Cell:
        blocks = tuple(replace(b, bold=True) for b in cell.blocks if isinstance(b, Paragraph))
        return replace(cell, blocks=blocks) if cell.row in indexes else cell

    return replace(made, cells=tuple(loud(cell) for cell in made.cells))


def test_a_bold_row_of_unforeseen_headers_starts_new_columns_and_a_repeated_header_is_one() -> None:
    plain = table(
        "№ | Ход дела | К какому сроку | Зовём",
        "1 | Ярмарка | май | Орлов П.П.",
        "2 | Смотр | июнь | Орлов П.П.",
        "Дата | О чём говорим | = | Слушаем",
        "16.09 | Питание в лагере | = | Зуева А.А.",
        "18.11 | Сбор взносов | = | Орлов П.П.",
        "№ | Ход дела | К какому сроку | Зовём",
        "3 | Поход | июль | Зуева А.А.",
    )
    assert [(n, t, d) for n, _, t, d, _ in rows(bold_rows(plain, 0, 3, 6))] == [
        ("1", "Ярмарка", "май"),
        ("2", "Смотр", "июнь"),
        (None, "Питание в лагере", "16.09"),
        (None, "Сбор взносов", "18.11"),
        ("3", "Поход", "июль"),
    ]
    quiet = [t for _, _, t, _, _ in rows(plain)]
    assert "О чём говорим" in quiet  # without its type nothing tells it from a row
    assert quiet.count("Ход дела") == 0


def test_marks_or_days_under_months_date_the_label_of_their_row() -> None:
    got = rows(
        table(
            "№ | Вид работы | IX | X | I | II",
            "1 | Опись фонда | + | | | ",
            "2 | Рейд в семьи | | + | | +",
            "3 | Планёрка | 5, 19 | – | 14 | ",
        )
    )
    assert [(n, s, t, d) for n, s, t, d, _ in got] == [
        ("1", (), "Опись фонда", "сентябрь"),
        ("2", (), "Рейд в семьи", "октябрь, февраль"),
        ("3", (), "Планёрка", "5, 19 сентябрь, 14 январь"),
    ]


def test_figures_below_a_word_are_its_weeks_or_quarters() -> None:
    grid = table(
        "Направление | Недели | = | = | Ответственный",
        "^ | 1 | 2 | 3 | ^",
        "Книга | Обзор | | Слёт | Орлов П.П.",
        "Спорт | | Кросс | Матч | Зуева А.А.",
    )
    plan = read_plan((para("План работы клуба «Парус» на октябрь 2022 года", bold=True, align="center"), grid))
    assert [(r.sections, r.text("title"), r.text("date") or r.under) for r in plan.rows] == [
        (("Книга",), "Обзор", "1 неделя"),
        (("Книга",), "Слёт", "3 неделя"),
        (("Спорт",), "Кросс", "2 неделя"),
        (("Спорт",), "Матч", "3 неделя"),
    ]


def test_a_matrix_takes_its_label_from_the_first_column_whatever_heads_it() -> None:
    got = rows(
        table(
            "| Сентябрь | Октябрь | Ноябрь",
            "5 класс | Поход | | Квест",
            "Старшие классы | | Слёт | Смотр",
        )
    )
    assert [(s, t) for _, s, t, _, _ in got] == [
        (("5 класс",), "Поход"),
        (("5 класс",), "Квест"),
        (("Старшие классы",), "Слёт"),
        (("Старшие классы",), "Смотр"),
    ]


def test_a_quarter_keeps_its_figure_and_a_section_goes_on_in_a_table_without_a_header() -> None:
    first = table(
        "Мероприятие | Срок | Ответственный",
        "II квартал | = | =",
        "Поход | май | Орлов П.П.",
        "Слёт | июнь | Орлов П.П.",
    )
    second = table("Кросс | 5 мая | Зуева А.А.", "Заплыв | 9 июня | Зуева А.А.")
    assert [(s, t) for _, s, t, _, _ in rows(first, second)] == [
        (("II квартал",), "Поход"),
        (("II квартал",), "Слёт"),
        (("II квартал",), "Кросс"),
        (("II квартал",), "Заплыв"),
    ]
    heading = para("Спорт", bold=True)
    assert [s for _, s, _, _, _ in rows(first, heading, second)][2:] == [("Спорт",), ("Спорт",)]


def dumped(made: Table) -> Table:
    """The table as a text dump gives it: each paragraph with its line, no cell merged."""
    return replace(
        made,
        cells=tuple(
            replace(c, blocks=tuple(replace(p, place=Place(line=c.row + 1)) for p in paragraphs(c.blocks)))
            for c in made.cells
        ),
    )


def test_a_dump_without_merges_keeps_terms_and_days() -> None:
    plan = read_plan(
        (
            TITLE,
            dumped(
                table(
                    "№ | Мера | Срок реализации | | Ответственный | Деньги | | Показатель",
                    " | | начало | окончание | | 2022 | 2023 | ",
                    "1 | Обход | 01.09.2022 | 30.09.2022 | Орлов П.П. | 5 | – | Акт",
                    "2 | Закупка | II квартал 2023 года | | Зуева А.А. | – | 7 | Чеки",
                    "3 | Отчёт | | май 2023 | Зуева А.А. | – | – | Отчёт",
                )
            ),
        )
    )
    assert [(r.text("date"), r.text("start"), r.text("end")) for r in plan.rows] == [
        ("", "01.09.2022", "30.09.2022"),
        ("II квартал 2023 года", "", ""),
        ("", "", "май 2023"),
    ]
    days = dumped(
        table("Дата | Время | Мероприятие", "5 мая | 9.00 | Линейка", " | 11.00 | Поход", "6 мая | 9.00 | Слёт")
    )
    assert [r.text("date") for r in read_plan((TITLE, days)).rows] == ["5 мая", "5 мая", "6 мая"]


def test_headings_of_a_dump_that_has_no_numbers_column() -> None:
    got = rows(
        table(
            "Содержание работы | Курс | Сроки | Исполнители",
            "Раздел 1. Становление | | | ",
            "1.1. Родной край | | | ",
            "Урок памяти | 1 | 27 января | Орлов П.П.",
            "1.2. Право | | | ",
            "Встреча с юристом | 2 | октябрь | Зуева А.А.",
        )
    )
    assert [(s, t) for _, s, t, _, _ in got] == [
        (("Становление", "Родной край"), "Урок памяти"),
        (("Становление", "Право"), "Встреча с юристом"),
    ]


def test_an_agenda_in_one_line_gives_its_row_no_number() -> None:
    got = rows(
        table(
            "Вопросы | Срок | Докладчик",
            "1. Итоги года. 2. Планы. 3. Разное. | май | Орлов П.П.",
            "1. Приём в клуб. 2. Сбор взносов. | июнь | Зуева А.А.",
        )
    )
    assert [n for n, *_ in got] == [None, None]


def test_a_title_that_ends_in_a_preposition_goes_on_over_the_page() -> None:
    head = "№ | Мероприятие | Срок | Ответственный"
    before = ("1 | Сбор вещей | май | Орлов П.П.", "2 | Поездка семей в | июнь | Орлов П.П.")
    for title, joined in (("Поездка семей в", True), ("Поездка семей", False)):
        rows = (before[0], before[1].replace("Поездка семей в", title))
        first = table(head, *rows, page=1)
        second = table("| Ясные Зори | | Зуева А.А.", "3 | Слёт | июль | Зуева А.А.", page=2, continues=True)
        titles = [row.text("title") for row in read_plan((TITLE, first, second)).rows]
        assert (f"{title} Ясные Зори" in titles) is joined, titles
