"""Headers of plans in a small notation: what a careful reader takes from each, and what from texts without one.

`>` set to the right, `^` bold and centred, `*` bold, an empty line a gap, `= a | b` a table's row (` / ` parts a cell's
lines), `T` the plan's own table; the rest is plain paragraphs.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from extractor.blocks import Block, Cell, Paragraph, Table
from extractor.layout.goals import find_goals
from extractor.layout.header import Header, opens_title, read_header, stamp_years
from extractor.layout.header_lines import head_lines
from extractor.layout.header_words import header_words
from extractor.layout.stamps import parse_stamp, stamp_kind
from extractor.layout.titles import names_plan, opens_goals

PLAN = (("№", "Мероприятие", "Срок", "Ответственный"), ("1", "Конкурс чтецов", "март", "Лаптева О.Р."))


def table(rows: tuple[tuple[str, ...], ...]) -> Table:
    cells = [
        Cell(r, c, tuple(Paragraph(t) for t in text.split(" / ") if t))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    return Table(len(rows), max(map(len, rows)), tuple(cells))


def build(text: str) -> list[Block]:
    out: list[Block] = []
    rows: list[tuple[str, ...]] = []
    gap = False
    for line in [*text.strip("\n").split("\n"), ""]:
        if line.startswith("= "):
            rows.append(tuple(cell.strip() for cell in line[2:].split("|")))
            continue
        if rows:
            out.append(table(tuple(rows)))
            rows = []
        if not line.strip():
            gap = True
        elif line == "T":
            out.append(table(PLAN))
        else:
            mark = line[:2]
            body = line[2:] if mark in ("> ", "^ ", "* ") else line
            align = {"> ": "right", "^ ": "center"}.get(mark)
            out.append(Paragraph(body, bold=mark in ("^ ", "* "), align=align, gap=gap))
        gap = gap and not line.strip()
    return out


def stamps(header: Header) -> list[str]:
    """Each stamp in one line: kind, person, paper, number, day; `-` where it says nothing."""
    return [
        " ".join(
            str(x or "-")
            for x in (a.kind, a.person.name.replace(" ", "_") if a.person else None, a.instrument, a.number, a.date)
        )
        for a in header.approvals
    ]


@dataclass(frozen=True)
class Case:
    text: str
    title: str | None
    period: str | None = None
    stamps: tuple[str, ...] = ()
    goals: int = 0
    issuer: str | None = None


CASES = {
    "stamp on the right": Case(
        """
> УТВЕРЖДАЮ
> Директор МБОУ СОШ № 12
> ____________ О.Р. Лаптева
> «01» сентября 2021 г.

^ ПЛАН РАБОТЫ
^ школьной библиотеки
^ на 2021-2022 учебный год
T
""",
        "ПЛАН РАБОТЫ школьной библиотеки на 2021-2022 учебный год",
        "2021-09-01/2022-08-31",
        ("approved Лаптева_О.Р. - - 2021-09-01",),
        issuer="МБОУ СОШ № 12",
    ),
    "three stamps in a table": Case(
        """
= РАССМОТРЕНО / на заседании МО / протокол № 1 / от 27.08.2021 г. / Руководитель МО / ______ Ветрова Н.П. \
| СОГЛАСОВАНО / Зам. директора по УВР / _______ Яхонтов С.К. / 28 августа 2021 г. \
| УТВЕРЖДАЮ / Директор школы / _______ Бурмистров Г.Д. / Приказ № 114 от 30.08.2021 г.

^ План методического объединения учителей математики
^ на 2021/2022 учебный год
T
""",
        "План методического объединения учителей математики на 2021/2022 учебный год",
        "2021-09-01/2022-08-31",
        (
            "considered Ветрова_Н.П. protocol 1 2021-08-27",
            "agreed Яхонтов_С.К. - - 2021-08-28",
            "approved Бурмистров_Г.Д. order 114 2021-08-30",
        ),
    ),
    "stamps parted by tabs": Case(
        """
СОГЛАСОВАНО\t\t\tУТВЕРЖДАЮ
Председатель профкома\t\tЗаведующий МБДОУ № 6
________ Ю.М. Сивцова\t\t________ А.Т. Горелик
31.08.2022 г.\t\t\t«1» сентября 2022 г.

^ Годовой план
^ МБДОУ № 6 на 2022-2023 учебный год
T
""",
        "Годовой план МБДОУ № 6 на 2022-2023 учебный год",
        "2022-09-01/2023-08-31",
        ("agreed Сивцова_Ю.М. - - 2022-08-31", "approved Горелик_А.Т. - - 2022-09-01"),
    ),
    "stamps parted by spaces, the right one longer": Case(
        """
ПРИНЯТО                                  УТВЕРЖДЕНО
на педагогическом совете                 приказом директора
протокол № 4 от 11.01.2023               от 12.01.2023 № 7-ОД

^ Циклограмма воспитательной работы
^ на второе полугодие 2022–2023 учебного года
T
""",
        "Циклограмма воспитательной работы на второе полугодие 2022–2023 учебного года",
        "2023-01-01/2023-05-31",
        ("adopted - protocol 4 2023-01-11", "approved - order 7-ОД 2023-01-12"),
    ),
    "stamp in one line": Case(
        """
УТВЕРЖДЁН приказом директора МАОУ «Гимназия № 9» от 30.08.2021 № 145-од
^ ПЛАН внеурочной деятельности
^ на 2021–2022 уч. год
T
""",
        "ПЛАН внеурочной деятельности на 2021–2022 уч. год",
        "2021-09-01/2022-08-31",
        ("approved - order 145-од 2021-08-30",),
        issuer="МАОУ «Гимназия № 9»",
    ),
    "annex to an order": Case(
        """
> Приложение № 2
> к приказу МБОУ «Школа № 40»
> от 25.08.2022 № 201

^ План мероприятий по профилактике правонарушений
^ на 2022 – 2023 учебный год
T
""",
        "План мероприятий по профилактике правонарушений на 2022 – 2023 учебный год",
        "2022-09-01/2023-08-31",
        ("approved - order 201 2022-08-25",),
        issuer="МБОУ «Школа № 40»",
    ),
    "an annex alone is no stamp": Case(
        """
> Приложение 1

^ Календарь краеведческих дат
^ на 2024 год
T
""",
        "Календарь краеведческих дат на 2024 год",
        "2024-01-01/2024-12-31",
    ),
    "blank stamp": Case(
        """
> Утверждаю:
> Заведующая библиотекой
> ______________ Л.А. Чижова
> «___» ____________ 20__ г.

^ План работы сельской библиотеки на 2020 год
T
""",
        "План работы сельской библиотеки на 2020 год",
        "2020-01-01/2020-12-31",
        ("approved Чижова_Л.А. - - -",),
    ),
    "blank paper": Case(
        """
РАССМОТРЕНО
на заседании кафедры
Протокол № ___ от ________

^ Тематический план семинаров
^ на 1 квартал 2024 г.
T
""",
        "Тематический план семинаров на 1 квартал 2024 г.",
        "2024-01-01/2024-03-31",
        ("considered - protocol - -",),
    ),
    "acting head, name between slashes": Case(
        """
УТВЕРЖДАЮ
И.о. директора МБУ ДО «Дом творчества»
__________ /Р.В. Литвиненко/
«12» января 2023 года

^ ПЛАН
^ работы на январь 2023 года
T
""",
        "ПЛАН работы на январь 2023 года",
        "2023-01-01/2023-01-31",
        ("approved Литвиненко_Р.В. - - 2023-01-12",),
        issuer="МБУ ДО «Дом творчества»",
    ),
    "empty lines inside the stamp": Case(
        """
УТВЕРЖДАЮ

Начальник управления образования

____________ Г.Ф. Пономарёв

15 декабря 2022 г.

^ План основных мероприятий управления образования на 2023 год
T
""",
        "План основных мероприятий управления образования на 2023 год",
        "2023-01-01/2023-12-31",
        ("approved Пономарёв_Г.Ф. - - 2022-12-15",),
    ),
    "resolution of an administration": Case(
        """
> УТВЕРЖДЕН
> постановлением администрации
> Рябиновского муниципального округа
> от 14 февраля 2022 г. № 301-п

^ Комплексный план
^ мероприятий по развитию чтения
^ на 2022-2025 годы
T
""",
        "Комплексный план мероприятий по развитию чтения на 2022-2025 годы",
        "2022-01-01/2025-12-31",
        ("approved - resolution 301-п 2022-02-14",),
    ),
    "opinion taken into account": Case(
        """
Учтено мнение совета родителей (протокол от 29.08.2023 № 3)
Утверждён приказом от 31.08.2023 № 87

^ Календарный план воспитательной работы
^ на 2023/24 учебный год
T
""",
        "Календарный план воспитательной работы на 2023/24 учебный год",
        "2023-09-01/2024-08-31",
        ("considered - protocol 3 2023-08-29", "approved - order 87 2023-08-31"),
    ),
    "the plan itself says that it was considered": Case(
        """
^ План работы совета старшеклассников
^ на 2021-2022 учебный год

План рассмотрен на заседании совета старшеклассников, протокол № 2 от 10.09.2021
T
""",
        "План работы совета старшеклассников на 2021-2022 учебный год",
        "2021-09-01/2022-08-31",
        ("considered - protocol 2 2021-09-10",),
    ),
    "letter-spaced title": Case(
        """
^ П Л А Н
^ спортивных соревнований
^ с 15 по 19 марта 2021 г.
T
""",
        "ПЛАН спортивных соревнований с 15 по 19 марта 2021 г.",
        "2021-03-15/2021-03-19",
    ),
    "adjective above the noun": Case(
        """
^ Перспективный
^ план работы клуба «Собеседник»
^ на летний период 2022 года
T
""",
        "Перспективный план работы клуба «Собеседник» на летний период 2022 года",
        "2022-06-01/2022-08-31",
    ),
    "letterhead above the title": Case(
        """
^ Муниципальное бюджетное общеобразовательное учреждение
^ «Заречная средняя школа»

^ Дорожная карта
^ по подготовке к итоговой аттестации
^ в 2023-2024 учебном году
T
""",
        "Дорожная карта по подготовке к итоговой аттестации в 2023-2024 учебном году",
        "2023-09-01/2024-08-31",
        issuer="Муниципальное бюджетное общеобразовательное учреждение «Заречная средняя школа»",
    ),
    "period below the title": Case(
        """
* Сетка занятий школы молодого педагога

на 2022/2023 учебный год
T
""",
        "Сетка занятий школы молодого педагога на 2022/2023 учебный год",
        "2022-09-01/2023-08-31",
    ),
    "no word of a plan": Case(
        """
^ Работа школьного лесничества
^ в 2021-2022 учебном году
T
""",
        "Работа школьного лесничества в 2021-2022 учебном году",
        "2021-09-01/2022-08-31",
    ),
    "month from the title, year from the stamp": Case(
        """
> УТВЕРЖДАЮ
> Директор ________ Зорина М.Е.
> 28.12.2022

^ План работы лицея на январь
T
""",
        "План работы лицея на январь",
        "2023-01-01/2023-01-31",
        ("approved Зорина_М.Е. - - 2022-12-28",),
    ),
    "title without any year": Case(
        """
^ План работы кружка «Юный химик»
T
""",
        "План работы кружка «Юный химик»",
    ),
    "aim and tasks, marked": Case(
        """
^ План работы психолога на 2020-2021 учебный год

Цель: сохранение душевного здоровья детей.
Задачи:
1. Поддержать первоклассников;
2. Помочь выпускникам;
3) научить родителей слышать детей.

T
""",
        "План работы психолога на 2020-2021 учебный год",
        "2020-09-01/2021-08-31",
        goals=4,
    ),
    "aim with a dash, tasks in one line, a theme is none": Case(
        """
^ План методической работы на 2020-2021 учебный год
Методическая тема: «Урок без перегрузки»
Цель – рост мастерства учителей.
Задачи: обновить банк уроков; провести взаимопосещения; собрать сборник статей.
T
""",
        "План методической работы на 2020-2021 учебный год",
        "2020-09-01/2021-08-31",
        goals=4,
    ),
    "tasks without marks, broken over lines": Case(
        """
^ План работы музея на 2023 год

Основные задачи музея:
сохранять фонды и пополнять
коллекцию документов;
вести экскурсии для младших классов;
готовить юных экскурсоводов.

T
""",
        "План работы музея на 2023 год",
        "2023-01-01/2023-12-31",
        goals=3,
    ),
    "electronic signature is no stamp": Case(
        """
Документ подписан электронной подписью
Сертификат: 00AF3311
Владелец: Рогова Анна Ильинична
Действителен: с 01.02.2023 до 01.05.2024

^ План работы детского сада на 2023-2024 учебный год
T
""",
        "План работы детского сада на 2023-2024 учебный год",
        "2023-09-01/2024-08-31",
    ),
    "stamp at the end": Case(
        """
^ План работы школы на ноябрь 2021 года
T
СОГЛАСОВАНО
Заместитель директора _________ Юркина Е.О.
""",
        "План работы школы на ноябрь 2021 года",
        "2021-11-01/2021-11-30",
        ("agreed Юркина_Е.О. - - -",),
    ),
    "quoted day before figures": Case(
        """
УТВЕРЖДЕНО
приказом по МКОУ «Луговская школа»
от «29» 08. 2022г № 41/4
Директор:_______И.В. Пахомова

^ План внутришкольного контроля
^ 2022-2023 учебный год
T
""",
        "План внутришкольного контроля 2022-2023 учебный год",
        "2022-09-01/2023-08-31",
        ("approved Пахомова_И.В. order 41/4 2022-08-29",),
        issuer="МКОУ «Луговская школа»",
    ),
    "body without a preposition": Case(
        """
Согласовано:
Педагогический совет
Протокол № 1 от 29.08.2022

^ График открытых уроков
^ на I полугодие 2022-2023 учебного года
T
""",
        "График открытых уроков на I полугодие 2022-2023 учебного года",
        "2022-09-01/2022-12-31",
        ("agreed - protocol 1 2022-08-29",),
    ),
    "considered and adopted in one stamp": Case(
        """
Рассмотрено и принято на заседании
методического совета
протокол № 5 от 20 мая 2024 г.

^ Программа летней площадки «Компас»
^ на июнь 2024 года
T
""",
        "Программа летней площадки «Компас» на июнь 2024 года",
        "2024-06-01/2024-06-30",
        ("adopted - protocol 5 2024-05-20",),
    ),
    "title in the table's first row": Case(
        """
= План работы волонтёрского отряда на апрель 2022 года |  |
= № | Дело | Когда
= 1 | Субботник | 16 апреля
= 2 | Концерт в доме ветеранов | 22 апреля
""",
        "План работы волонтёрского отряда на апрель 2022 года",
        "2022-04-01/2022-04-30",
    ),
    "order with the plan annexed": Case(
        """
^ ПРИКАЗ
от 05.09.2022 № 310
О проведении месячника безопасности
ПРИКАЗЫВАЮ:
1. Утвердить план месячника (приложение).
2. Контроль оставляю за собой.
Директор ________ Н.Н. Тропинин

> Приложение
> к приказу от 05.09.2022 № 310
^ План месячника безопасности
^ на сентябрь 2022 года
T
""",
        "План месячника безопасности на сентябрь 2022 года",
        "2022-09-01/2022-09-30",
        ("approved - order 310 2022-09-05",),
    ),
    "two directors, two numbers": Case(
        """
= СОГЛАСОВАНО / Директор МБУК «ЦБС» / _______ Е.Е. Ковригина / «__» _______ 2023 г. \
| УТВЕРЖДАЮ / Директор МБОУ СОШ № 3 / _______ Т.Т. Аникин / Приказ № 55 от 01.09.2023

^ План совместной работы школы и библиотеки на 2023-2024 учебный год
T
""",
        "План совместной работы школы и библиотеки на 2023-2024 учебный год",
        "2023-09-01/2024-08-31",
        ("agreed Ковригина_Е.Е. - - -", "approved Аникин_Т.Т. order 55 2023-09-01"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_headers(name: str) -> None:
    case = CASES[name]
    header = read_header(build(case.text))
    period = f"{header.period.start}/{header.period.end}" if header.period else None
    assert (header.title, period, tuple(stamps(header)), len(header.goals)) == (
        case.title,
        case.period,
        case.stamps,
        case.goals,
    )
    if case.issuer:
        assert header.institution is not None and header.institution.name == case.issuer


NO_HEADER = [
    "T",
    "Принять участие в конкурсе.\nУтверждение плана работы – сентябрь.\nT",
    "= Дата | Дело | Кто\n= 3 марта | Согласование | Директор Рогов А.А.\n= 5 марта | Утверждение отчёта | Рогов А.А.",
    "В школе принято встречать гостей хлебом.\nУчителя рассматривали новые учебники.\nT",
    "= Рассматриваемые вопросы | Дата\n= Итоги четверти | 3 ноября\n= Подготовка к ЕГЭ | 12 декабря",
]


@pytest.mark.parametrize("text", NO_HEADER)
def test_texts_without_a_header(text: str) -> None:
    header = read_header(build(text))
    assert (header.title, header.period, header.approvals, header.goals) == (None, None, (), ())
    assert not header.used


def test_a_report_has_its_own_title_and_no_goals() -> None:
    header = read_header(build("^ Отчёт о работе музея за 2022 год\nЗадачи:\n– провести 12 экскурсий.\nT"))
    assert header.title == "Отчёт о работе музея за 2022 год"
    assert header.goals == ()


def test_which_blocks_the_header_took() -> None:
    blocks = build(CASES["aim with a dash, tasks in one line, a theme is none"].text)
    header = read_header(blocks)
    assert sorted(header.used) == [0, 2, 3]
    assert sorted(header.prose) == [1]


def test_the_heading_above_the_table_is_left_to_the_plan() -> None:
    header = read_header(build("^ План работы на 2023 год\n\n* Раздел I. Фонды\nT"))
    assert sorted(header.used) == [0]
    assert not header.prose


def test_title_rows_of_a_table_are_named() -> None:
    header = read_header(build(CASES["title in the table's first row"].text))
    assert header.rows == {(0, 0)} and not header.used


@pytest.mark.parametrize(
    ("lines", "position", "body"),
    [
        (["УТВЕРЖДАЮ", "Директор школы", "____ Л.Л. Ухова"], "Директор школы", None),
        (["УТВЕРЖДАЮ", "Директор МБОУ СОШ № 8", "____ Л.Л. Ухова"], "Директор", None),
        (
            ["Утверждаю", "Председатель комитета по культуре", "____ Л.Л. Ухова"],
            "Председатель комитета по культуре",
            None,
        ),
        (["СОГЛАСОВАНО", "И.о. начальника отдела", "____ Л.Л. Ухова"], "И.о. начальника отдела", None),
        (["Принят на заседании", "Попечительского Совета", "Протокол № 1"], None, "Попечительский Совет"),
        (["ПРИНЯТО", "решением педагогического совета", "(протокол № 1)"], None, "педагогический совет"),
        (["Рассмотрено общим собранием коллектива", "протокол № 1"], None, "общее собрание коллектива"),
        (["УТВЕРЖДЁН", "приказом директора школы", "от 01.02.2023 № 5"], None, None),
    ],
)
def test_posts_and_bodies(lines: list[str], position: str | None, body: str | None) -> None:
    approval = parse_stamp(lines)
    assert (approval.position, approval.body) == (position, body)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("УТВЕРЖДАЮ", "approved"),
        ("«Утверждаю»:", "approved"),
        ("Утв. приказом № 5", "approved"),
        ("У Т В Е Р Ж Д Е Н О", "approved"),
        ("СОГЛАСОВАНО", "agreed"),
        ("Согласован с профкомом", "agreed"),
        ("Принята педсоветом", "adopted"),
        ("Рекомендовано к утверждению", "considered"),
        ("С учётом мнения совета родителей", "considered"),
        ("Утверждение плана", None),
        ("Принять план работы", None),
        ("Утверждаются списки", None),
        ("Согласование сроков", None),
        ("Утварь старинного дома", None),
        ("Рассмотрение заявок", None),
        ("", None),
    ],
)
def test_stamp_words(text: str, kind: str | None) -> None:
    assert stamp_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("План работы", "strong"),
        ("«ДОРОЖНАЯ КАРТА»", "strong"),
        ("Единый календарный план-график", "strong"),
        ("Программа мероприятий", "weak"),
        ("Положение о конкурсе", "other"),
        ("Карта района", None),
        ("Плановая проверка", None),
        ("В план включены", None),
        ("План:", None),
        ("Планы на лето", "weak"),
    ],
)
def test_what_names_a_plan(text: str, strength: str | None) -> None:
    assert names_plan(text) == strength


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Цель: научить", True),
        ("Цели и задачи:", True),
        ("Основные задачи на новый учебный год:", True),
        ("Цель – рост мастерства", True),
        ("Целевая аудитория: родители", False),
        ("Тема года: «Семья»", False),
        ("В задачи входит", False),
        ("Решение задач", False),
    ],
)
def test_what_opens_goals(text: str, opens: bool) -> None:
    assert opens_goals(text) == opens


def test_goals_end_where_the_plan_begins() -> None:
    blocks = build("Задачи:\n– читать вслух;\n– писать отзывы.\n\n* Сентябрь\n– Конкурс чтецов (Лаптева О.Р.)")
    lines = list(head_lines(blocks, 0, len(blocks)))
    assert find_goals(lines, 0, [True] * len(lines)).goals == ("читать вслух", "писать отзывы.")


@pytest.mark.parametrize(
    ("paragraph", "opens"),
    [
        (Paragraph("План работы кружка", bold=True, align="center"), True),
        (Paragraph("План работы кружка на 2023 год"), True),
        (Paragraph("План работы обсудили с родителями и утвердили."), False),
        (Paragraph("3. План мероприятий", bold=True), False),
        (Paragraph("Мероприятия", bold=True), False),
    ],
)
def test_later_titles(paragraph: Paragraph, opens: bool) -> None:
    assert opens_title(paragraph) == opens


def test_years_of_stamps() -> None:
    header = read_header(build(CASES["three stamps in a table"].text))
    assert stamp_years(header.approvals) == (2021,)


def test_mapping_is_sound() -> None:
    words = header_words()
    assert words.stamp_verbs["утвердить"] == "approved"
    assert all(names_plan(w) for w in words.title_words - set(words.title_pairs))


def test_goals_and_the_list_of_the_plan_behind_them() -> None:
    """Numbers behind bullets, an entry with its party, a meeting: the plan has begun."""
    head = [Paragraph("План работы кружка на 2024 год", bold=True), Paragraph("Цели и задачи:")]
    bullets = [Paragraph("• беречь лес;"), Paragraph("• знать птиц.")]
    assert read_header([*head, *bullets, Paragraph("1. Поход. Май. Отв. Цой В.Е.")]).goals == (
        "беречь лес",
        "знать птиц.",
    )
    entry = Paragraph("• Поход. Срок: май. Отв.: Цой В.Е.")
    assert read_header([*head, *bullets, entry]).goals == ("беречь лес", "знать птиц.")
    meeting = [Paragraph("Заседание № 1 (май)"), Paragraph("Цель: сверить часы")]
    assert read_header([head[0], *meeting]).goals == ()


def test_an_aim_and_the_tasks_in_one_line() -> None:
    line = Paragraph("Цель: беречь лес. Задачи: знать птиц; сажать ели.")
    assert read_header([Paragraph("План работы кружка на 2024 год", bold=True), line]).goals == (
        "беречь лес",
        "знать птиц",
        "сажать ели.",
    )


def test_a_sentence_is_no_line_of_a_title() -> None:
    head = Paragraph("Справка по итогам проверки", bold=True, align="center")
    text = Paragraph("По плану работы с 24 по 28 октября 2023 года проверены все журналы пятых классов.")
    header = read_header([head, text])
    assert (header.title, header.period) == ("Справка по итогам проверки", None)


@pytest.mark.parametrize(
    ("stamp", "start"), [("от «___» _______ 2024 г.", "2024-03-01"), ("от «___» _______ 20__ г.", None)]
)
def test_the_year_beside_a_blank_stamp(stamp: str, start: str | None) -> None:
    lines = ["УТВЕРЖДЕНО", "решением правления", f"протокол № ___ {stamp}"]
    blocks = [Paragraph(x, align="right") for x in lines]
    period = read_header([*blocks, Paragraph("План мероприятий на март", bold=True, align="center")]).period
    assert (period.start.isoformat() if period and period.start else None) == start


def passport(*rows: tuple[str, str]) -> Table:
    cells = [Cell(r, c, (Paragraph(text),)) for r, row in enumerate(rows) for c, text in enumerate(row)]
    return Table(len(rows), 2, tuple(cells))


def test_aims_below_or_inside_a_passport() -> None:
    """A programme's passport is no plan: the header goes on below it; its own aims count where no others stand."""
    title = Paragraph("Программа «Лес» на 2022–2024 годы", bold=True, align="center")
    rows = (("Наименование", "Программа «Лес»"), ("Сроки", "2022–2024"), ("Цель программы", "Беречь лес"))
    assert read_header([title, passport(*rows)]).goals == ("Беречь лес",)
    assert read_header([title, passport(*rows), Paragraph("Задачи: сажать ели; знать птиц.")]).goals == (
        "сажать ели",
        "знать птиц.",
    )
    plan = passport(("Дело", "Срок"), ("Посадка елей", "май"), ("Перепись птиц", "июнь"))
    assert read_header([title, plan, Paragraph("Задачи: сажать ели; знать птиц.")]).goals == ()


@pytest.mark.parametrize("text", ["План-конспект урока", "Выписка из протокола № 5", "Решение собрания"])
def test_papers_that_are_no_plans(text: str) -> None:
    assert names_plan(text) == "other"


def test_contents_name_no_goals_and_columns_need_three_spaces() -> None:
    head = [Paragraph("План работы кружка на 2024 год", bold=True), Paragraph("2. Цель и задачи\t3")]
    assert read_header([*head, Paragraph("Цель: беречь лес.")]).goals == ("беречь лес.",)
    lines = [
        "СОГЛАСОВАНО     УТВЕРЖДАЮ",
        "завуч   директор",
        "____ Пак О.О.   ____ Цой В.Е.",
        "28.08.2024   30.08.2024",
    ]
    stamps = read_header([*(Paragraph(x) for x in lines), head[0]]).approvals
    assert [(a.kind, a.person.name if a.person else None, str(a.date)) for a in stamps] == [
        ("agreed", "Пак О.О.", "2024-08-28"),
        ("approved", "Цой В.Е.", "2024-08-30"),
    ]
