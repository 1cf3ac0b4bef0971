"""Shapes of plans without tables: what the look of lines says, and the like-looking lines that say something else."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from extractor import extract
from extractor.blocks import Paragraph
from extractor.layout.cards import columns_as_dashes, day_cards, is_signature
from extractor.layout.entry import read_entry
from extractor.layout.facts import is_place
from extractor.layout.labels import shared_party
from extractor.readers.text import read

HEAD = "План работы клуба «Горизонт»\nна октябрь 2031 года\n\n"


def rows(text: str, *, head: str = HEAD) -> list[tuple[str, str, str]]:
    """Title, dates (ISO, with the hour behind), parties of each event of a text."""
    return [
        (
            e.title,
            " ".join([*(f"{s.start}/{s.end}" for s in e.date.spans), *e.date.times]).replace("2031-", ""),
            "; ".join(p.text for p in e.responsible),
        )
        for e in extract((head + text).encode(), name="plan.txt").events
    ]


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    events: list[tuple[str, str, str]]


CASES = [
    Case(
        "a day above its one event",
        "2 октября, 12:00\nЧас сказки\nМесто: зал\nОтветственный: Зуева Л.Л.\n\n"
        "9 октября\nВечер песни\nОтветственный: Ким О.О.\n\n15–17 октября\nВыставка кукол\nОтветственный: Ким О.О.\n",
        [
            ("Час сказки", "10-02/10-02 12:00", "Зуева Л.Л."),
            ("Вечер песни", "10-09/10-09", "Ким О.О."),
            ("Выставка кукол", "10-15/10-17", "Ким О.О."),
        ],
    ),
    Case(
        "weekdays below weeks",
        "С 6 по 10 октября\nПонедельник – Линейка – Зуева Л.Л.\nСреда – Турнир – Ким О.О.\n"
        "С 13 по 17 октября\nПятница – Вечер песни – Ким О.О.\n",
        [
            ("Линейка", "10-06/10-06", "Зуева Л.Л."),
            ("Турнир", "10-08/10-08", "Ким О.О."),
            ("Вечер песни", "10-17/10-17", "Ким О.О."),
        ],
    ),
    Case(
        "one who answers for a section",
        "I. Выставки\nОтветственный за раздел: Зуева Л.Л.\n1. Куклы (5 октября)\n2. Марки (7 октября, Ким О.О.)\n"
        "II. Вечера\n1. Вечер песни (9 октября)\n",
        [
            ("Куклы", "10-05/10-05", "Зуева Л.Л."),
            ("Марки", "10-07/10-07", "Ким О.О."),
            ("Вечер песни", "10-09/10-09", ""),
        ],
    ),
    Case(
        "hours without a dash below days",
        "Среда, 8 октября\n- 8.30 Линейка (все классы, холл, Зуева Л.Л.)\n- 12.10 Турнир (7 классы, Ким О.О.)\n"
        "Четверг, 9 октября\n- 10:00 Вечер песни\n",
        [
            ("Линейка", "10-08/10-08 08:30", "Зуева Л.Л."),
            ("Турнир", "10-08/10-08 12:10", "Ким О.О."),
            ("Вечер песни", "10-09/10-09 10:00", ""),
        ],
    ),
    Case(
        "facts below a bold title",
        "**Выставка кукол**\nДата: 5 октября | Место: зал | Отв.: Зуева Л.Л.\n"
        "**Вечер песни**\nДата: 9 октября, 14.00 | Отв.: Ким О.О.\n",
        [("Выставка кукол", "10-05/10-05", "Зуева Л.Л."), ("Вечер песни", "10-09/10-09 14:00", "Ким О.О.")],
    ),
    Case(
        "bodies in brackets are who does it where others are named there",
        "5 октября – Линейка (Зуева Л.Л.)\n7 октября – Кросс (ДЮСШ)\n9 октября – Вечер песни (Ким О.О.)\n",
        [
            ("Линейка", "10-05/10-05", "Зуева Л.Л."),
            ("Кросс", "10-07/10-07", "ДЮСШ"),
            ("Вечер песни", "10-09/10-09", "Ким О.О."),
        ],
    ),
    Case(
        "telephones, signatures, an epigraph",
        "«Книга – это парус для смелых»\n\n1. Линейка – 5 октября – Зуева Л.Л.\n2. Кросс – 7 октября – Ким О.О.\n\n"
        "Заведующий клубом              Л.Л. Зуева\nтел. 2-14-55\nСправки по телефону 8 (800) 000-00-00\n",
        [("Линейка", "10-05/10-05", "Зуева Л.Л."), ("Кросс", "10-07/10-07", "Ким О.О.")],
    ),
    Case(
        "columns of spaces and of bars between dashes",
        "1. Линейка      5 октября      Зуева Л.Л.\n2. Кросс / 7 октября / Ким О.О.\n"
        "3. Вечер песни; 9 октября; Ким О.О.\n",
        [
            ("Линейка", "10-05/10-05", "Зуева Л.Л."),
            ("Кросс", "10-07/10-07", "Ким О.О."),
            ("Вечер песни", "10-09/10-09", "Ким О.О."),
        ],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_shapes(case: Case) -> None:
    assert rows(case.text) == case.events


def test_days_with_several_events_stay_headings() -> None:
    text = "2 октября\nЛинейка – Ким О.О.\nКросс\n9 октября\nВечер – Ким О.О.\nТурнир\n16 октября\nЧас сказки\nПоход\n"
    assert {e.sections for e in extract((HEAD + text).encode(), name="plan.txt").events} == {
        ("2 октября",),
        ("9 октября",),
        ("16 октября",),
    }


def test_the_day_of_the_title_dates_hours() -> None:
    head = "Программа слёта клубов в городе Озёрном 19 октября 2031 года\n\n"
    text = "10.00 – 10.30 – Встреча гостей – фойе\n10.30 – 11.00 – Открытие – актовый зал – Зуева Л.Л.\n"
    document = extract((head + text).encode(), name="plan.txt")
    assert [
        (e.title, [v.text for v in e.venue], str(e.date.spans[0].start), e.date.times) for e in document.events
    ] == [
        ("Встреча гостей", ["фойе"], "2031-10-19", ("10:00-10:30",)),
        ("Открытие", ["актовый зал"], "2031-10-19", ("10:30-11:00",)),
    ]
    assert document.document.period is not None
    assert (str(document.document.period.start), str(document.document.period.end)) == ("2031-10-19", "2031-10-19")


def test_the_day_of_a_title_dates_no_lines_with_days() -> None:
    head = "План подготовки к слёту клубов 19 октября 2031 года\n\n"
    assert [when for _, when, _ in rows("1. Сбор заявок – 5 октября\n2. Жеребьёвка – 7 октября\n", head=head)] == [
        "10-05/10-05",
        "10-07/10-07",
    ]


PARTS = [
    (
        "Конкурс, 15 мая, 10.00, актовый зал, Иванова И.И.",
        "Конкурс",
        {"date": "15 мая", "time": "10.00", "venue": "актовый зал", "responsible": "Иванова И.И."},
    ),
    (
        "Практика – февраль – апрель – наставники",
        "Практика",
        {"date": "февраль – апрель", "responsible": "наставники"},
    ),
    ("Сбор бумаги – 5–9 классы", "Сбор бумаги", {"audience": "5–9 классы"}),
    (
        "Акция – 30 октября, 17:00, площадь Победы",
        "Акция",
        {"date": "30 октября", "time": "17:00", "venue": "площадь Победы"},
    ),
    ("15 мая – Концерт (актовый зал)", "Концерт", {"date": "15 мая", "venue": "актовый зал"}),
    (
        "Срок: декабрь. Подготовка утренников. Исполнитель: методист",
        "Подготовка утренников",
        {"date": "декабрь", "responsible": "методист"},
    ),
    ("1–10 мая месячник чистоты", "месячник чистоты", {"date": "1–10 мая"}),
    ("Утренник – 5 мая (все группы)", "Утренник", {"date": "5 мая", "responsible": "все группы"}),
    ("(апрель) День труда – Ким О.О.", "День труда", {"date": "апрель", "responsible": "Ким О.О."}),
    ("(повторно) День труда", "(повторно) День труда", {}),
    ("Концерт – песни военных лет", "Концерт – песни военных лет", {}),
    ("Викторина (про зал славы)", "Викторина (про зал славы)", {}),
    ("5.10 Отчёт", "Отчёт", {"date": "5.10"}),
]


@pytest.mark.parametrize(("line", "title", "parts"), PARTS, ids=[p[0][:30] for p in PARTS])
def test_parts_of_a_line(line: str, title: str, parts: dict[str, str]) -> None:
    entry = read_entry(line)
    assert (entry.title, dict(entry.parts)) == (title, parts)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("актовый зал", True),
        ("кабинет 214", True),
        ("фойе учебного корпуса", True),
        ("песни военных лет", False),
        ("методист", False),
        ("открытие нового зала", False),
    ],
)
def test_places(text: str, place: bool) -> None:
    assert is_place(text) is place


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Ответственный за раздел: Зуева Л.Л.", "Зуева Л.Л."),
        ("Куратор направления: методист Ким О.О.", "методист Ким О.О."),
        ("Ведущий специалист: Ким О.О.", None),
        ("Методическая тема: «Урок сегодня»", None),
    ],
)
def test_parties_of_a_section(text: str, party: str | None) -> None:
    assert shared_party(text) == party


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("Семинар\t23 января\tОрлова М.А.", "Семинар – 23 января – Орлова М.А."),
        ("Рейд // 1 раз в месяц // Орлова М.А.", "Рейд – 1 раз в месяц – Орлова М.А."),
        ("Сбор; осмотр зданий; май", "Сбор; осмотр зданий; май"),
        ("Директор\t\tОрлова М.А.", "Директор\t\tОрлова М.А."),
        ("Срок: май     Отв.: Орлова М.А.", "Срок: май     Отв.: Орлова М.А."),
    ],
)
def test_columns_in_a_line(text: str, read_as: str) -> None:
    assert columns_as_dashes(Paragraph(text)).text == read_as


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("Директор музея\t\t\tОрлова М.А.", True),
        ("Зам. директора            М.А. Орлова", True),
        ("Семинар\t23 января", False),
        ("Директор музея Орлова М.А.", False),
    ],
)
def test_signatures(text: str, signed: bool) -> None:
    assert is_signature(Paragraph(text)) is signed


def test_two_days_are_no_list_of_cards() -> None:
    lines = [Paragraph(t) for t in ("5 мая", "Кросс", "7 мая", "Турнир")]
    assert day_cards(lines) == lines


def test_news_and_sentences_are_no_plan() -> None:
    page = (
        "<h1>Праздник прошёл в Озёрном</h1><p>21 октября 2031</p><p>Ведущая, методист Зуева Л.Л., подготовила игры.</p>"
        "<p>Следующая встреча состоится в мае.</p>"
    )
    document = extract(page.encode(), name="news.html")
    assert (document.document.title, list(document.events)) == ("Праздник прошёл в Озёрном", [])


BARS = (
    "Дата | Что проводим | Кто проводит\nСентябрь\n"
    "4 | Собрание | Зуева Л.Л.\n9 | Кросс | Ким О.О.\nОктябрь\n10 | Выставка | Ким О.О.\n"
)
BLOCKS = (
    "№ п/п\nМероприятие\nДата\nОтветственный\n\nЯнварь\n\n1\nПосиделки\n8 января\nЗуева Л.Л.\n\n2\n"
    "Час истории\n27 января\nЗуева Л.Л.\n\nФевраль\n\n3\nВечер\n14 февраля\nКим О.О.\n\nДиректор Зуева\n"
)
SPACES = (
    " №    Содержание работы             Сроки         Ответственный\n"
    "п/п\n"
    " 1    Совещание: задачи на          30 августа    Зуева Л.Л.\n"
    "      новый год\n"
    " 2    Этап олимпиады                сентябрь      руководители\n"
    "                                                  объединений\n"
    " 3    Анализ работы                 май           Ким О.О.\n"
)
DUMPS = [
    (BARS, 6, 3, ["4", "Собрание", "Зуева Л.Л."]),
    (BLOCKS, 6, 4, ["1", "Посиделки", "8 января", "Зуева Л.Л."]),
    (SPACES, 4, 4, ["1", "Совещание: задачи на\nновый год", "30 августа", "Зуева Л.Л."]),
]


@pytest.mark.parametrize(("text", "height", "width", "row"), DUMPS, ids=["bars", "blocks", "spaces"])
def test_dumps_are_tables(text: str, height: int, width: int, row: list[str]) -> None:
    found = next(b for b in read(text.encode()).blocks if not isinstance(b, Paragraph))
    rows = [[c.text for c in found.row(r)] for r in range(found.rows)]
    assert (found.rows, found.cols) == (height, width)
    assert row in rows


@pytest.mark.parametrize(
    "text",
    [
        "Кружок | зал\nПриходите все\nТелефон | адрес\n",
        "Иванова А.А.\nмая\nзал\n\nодин\nдва\nтри\n\nчетыре\nпять\nшесть\n\nсемь\nвосемь\nдевять\n",
        "Слово          и слово\nдругая строка без промежутков\nещё одна такая же строка\n",
    ],
)
def test_text_is_no_table(text: str) -> None:
    assert all(isinstance(b, Paragraph) for b in read(text.encode()).blocks)


STAMPS = (
    "ПРИНЯТО                                      УТВЕРЖДАЮ\n"
    "Педагогическим советом                       Директор\n"
    "Протокол № 2                                 ____________ Зуева Л.Л.\n"
    "от 30.08.2031 г.\n"
    "                                             01 сентября 2031 г.\n\n"
)


def test_a_stamp_line_with_the_right_day_alone() -> None:
    text = STAMPS + HEAD + "1. Линейка – 5 октября – Зуева Л.Л.\n2. Кросс – 7 октября – Ким О.О.\n"
    stamps = extract(text.encode(), name="plan.txt").document.approvals
    assert [(a.kind, str(a.date)) for a in stamps] == [("adopted", "2031-08-30"), ("approved", "2031-09-01")]


BELOW = [
    (
        "1. Линейка\n5 октября\nЗуева Л.Л.\n2. Кросс\n7 октября\nКим О.О.\n3. Вечер песни\n9 октября\nКим О.О.\n",
        [
            ("Линейка", "10-05/10-05", "Зуева Л.Л."),
            ("Кросс", "10-07/10-07", "Ким О.О."),
            ("Вечер песни", "10-09/10-09", "Ким О.О."),
        ],
    ),
    (
        "1. Линейка – 5 октября – Ким О.О.\n2. Кросс – 7 октября – Ким О.О.\n\nДиректор Зуева Л.Л.\n",
        [("Линейка", "10-05/10-05", "Ким О.О."), ("Кросс", "10-07/10-07", "Ким О.О.")],
    ),
    (
        "1. Линейка 5 октября методист Ким О.О.\n2. Кросс октябрь Зуева Л.Л.\n",
        [("Линейка", "10-05/10-05", "Ким О.О."), ("Кросс", "10-01/10-31", "Зуева Л.Л.")],
    ),
]


@pytest.mark.parametrize(("text", "events"), BELOW, ids=["below", "signed", "gaps lost"])
def test_facts_on_lines_of_their_own(text: str, events: list[tuple[str, str, str]]) -> None:
    assert [(t, d, p.removeprefix("методист ")) for t, d, p in rows(text)] == events


def test_bullets_below_days_stay_under_them() -> None:
    text = "5 октября\n• Линейка – Ким О.О.\n• Кросс – Ким О.О.\n"
    text += "7 октября\n• Вечер – Ким О.О.\n9 октября\n• Час сказки – Ким О.О.\n"
    assert [e.sections for e in extract((HEAD + text).encode(), name="plan.txt").events] == [
        ("5 октября",),
        ("5 октября",),
        ("7 октября",),
        ("9 октября",),
    ]


def test_work_of_the_month_behind_a_meeting() -> None:
    text = (
        "Октябрь\nЗаседание № 1 «Планы»\n1. Обсуждение плана (Зуева Л.Л.)\n2. Выбор тем (все)\n"
        "• Смотр уголков – до 15 октября – Ким О.О.\nНоябрь\nЗаседание № 2 «Игры»\n1. Показ игр\n2. Разное\n"
    )
    head = "План работы объединения воспитателей\nна 2031-2032 учебный год\n\n"
    assert [(t, p) for t, _, p in rows(text, head=head)] == [
        ("Заседание № 1 «Планы» 1. Обсуждение плана (Зуева Л.Л.) 2. Выбор тем (все)", ""),
        ("Смотр уголков", "Ким О.О."),
        ("Заседание № 2 «Игры» 1. Показ игр 2. Разное", ""),
    ]
