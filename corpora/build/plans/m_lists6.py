"""A sixth set of plans without ordinary tables: a last unseen look at what was mended for the fourth and fifth."""

# A row of a plan is a line of its spec.
# ruff: noqa: E501
# fmt: off
from __future__ import annotations

from corpora.build.spec import Plan


def association() -> Plan:
    """A methodical association's meetings by months in bold, points with speakers, individual work as bullets."""
    d = Plan(
        "l6_mo_vospitatelej.docx",
        "План работы методического объединения воспитателей МБДОУ «Детский сад № 30 «Берёзка» на 2023-2024 учебный год",
        "2023-09-01/2024-08-31",
        goals=2,
        shape="lists: months in bold, under each a meeting with points, then other work",
        notes="A meeting's points are its items; what stands behind «Также:» are entries of the month.",
    )
    d.c("План работы\nметодического объединения воспитателей\nМБДОУ «Детский сад № 30 «Берёзка»\nна 2023-2024 учебный год")
    d.p("Руководитель МО: Ясенева Р.Р., воспитатель высшей категории")
    d.p("Тема работы МО: «Игра как путь к речи»")
    d.p("Цель: научить молодых воспитателей вести игры.")
    d.p("Задачи: создать картотеку игр.")
    for month, head, points, when, others in (
        ("Сентябрь", "Заседание № 1 «Планы на год»", ("Обсуждение плана работы (Ясенева Р.Р.)", "Выбор тем самообразования (все воспитатели)"), "p 23-09 t:meeting i2", (
            ("Оформление уголка МО – до 15 сентября – Клён Ж.Ж.", "Оформление уголка МО", "dl ..23-09-15", "Клён Ж.Ж.", ""),
        )),
        ("Декабрь", "Заседание № 2 «Речевые игры»", ("Игры с пальчиками: показ (Клён Ж.Ж.)", "Картотека игр (Ольхова Д.С.)"), "p 23-12 t:meeting i2", (
            ("Открытое занятие по развитию речи, 12 декабря, Ольхова Д.С.", "Открытое занятие по развитию речи", "d 23-12-12", "Ольхова Д.С.", ""),
            ("Взаимопосещения (в течение месяца, воспитатели)", "Взаимопосещения", "p 23-12", "", "воспитатели"),
        )),
    ):
        d.p(month, bold=True)
        d.sec(month)
        d.p(head)
        for n, point in enumerate(points, 1):
            d.p(f"{n}. {point}")
        d.ev(f"{head} {' '.join(f'{n}. {x}' for n, x in enumerate(points, 1))}", when)
        for line, title, day, who, roles in others:
            d.p(line, bullet=True)
            d.ev(title, day, who, roles=roles)
    return d


def camp() -> Plan:
    """A camp in a text dump: day N with a date and a motto, hours with events, who is in charge of the day."""
    d = Plan(
        "l6_lager_po_dnyam.txt",
        "План работы лагеря «Светлячок» с 2 по 4 июня 2025 года",
        "2025-06-02/2025-06-04",
        approvals=[{"kind": "approved", "position": "Начальник лагеря", "person": "Рябинин О.А.", "date": "2025-05-30"}],
        shape="lists: days of a camp with hours in a text dump, one in charge of each day",
        notes="«Ответственный за день» holds for every line of the day.",
    )
    d.p("                                        УТВЕРЖДАЮ\n                                        Начальник лагеря\n                                        __________ О.А. Рябинин\n                                        30.05.2025\n\nПлан работы лагеря «Светлячок»\nс 2 по 4 июня 2025 года\n")
    for day, iso, resp, rows in (
        ("2 июня, понедельник", "25-06-02", "Липова Э.М.", (("09:00", "Сбор детей, зарядка", ""), ("10:00", "Открытие смены «Здравствуй, лето!»", ""), ("11:30", "Конкурс рисунков на асфальте", " t:contest"))),
        ("3 июня, вторник", "25-06-03", "Вязов К.К.", (("09:00", "Зарядка", ""), ("10:30", "Экскурсия на хлебозавод", " t:excursion"))),
        ("4 июня, среда", "25-06-04", "Липова Э.М.", (("10:00", "Спортивные игры на площадке", ""), ("12:00", "Прощальный концерт", " t:celebration"))),
    ):
        d.p(day)
        d.p(f"Ответственный за день: {resp}")
        d.sec(day)
        for time, title, more in rows:
            d.p(f"{time} {title}")
            d.ev(title, f"d {iso} @{time}{more}", resp)
        d.p("")
    return d


def union() -> Plan:
    """A committee's plan: numbered entries, the date first in brackets, the party behind «–» or on the next line."""
    d = Plan(
        "l6_profkom_data_v_nachale.docx",
        "План работы профсоюзного комитета ГБУ ДО «Станция юных натуралистов» на 1-е полугодие 2024 года",
        "2024-01-01/2024-06-30",
        approvals=[{"kind": "approved", "instrument": "protocol", "number": "14", "date": "2023-12-27"}],
        shape="lists: the date in brackets before the title, parties behind a dash",
        notes="Sections by roman numbers.",
    )
    d.p("Утверждён на заседании профсоюзного комитета, протокол от 27.12.2023 № 14", "right")
    d.c("План работы\nпрофсоюзного комитета\nГБУ ДО «Станция юных натуралистов»\nна 1-е полугодие 2024 года")
    n = 0
    for head, rows in (
        ("I. Собрания", (
            ("(25 января) Собрание о коллективном договоре – Ивлева П.Г.", "Собрание о коллективном договоре", "d 24-01-25 t:meeting", "Ивлева П.Г.", ""),
            ("(май) Отчётное собрание – председатель Ивлева П.Г.", "Отчётное собрание", "p 24-05 t:meeting", "Ивлева П.Г.=председатель", ""),
        )),
        ("II. Охрана труда", (
            ("(до 1 марта) Проверка теплицы и мастерской – Стрельцов В.А.", "Проверка теплицы и мастерской", "dl ..24-03-01 t:monitoring", "Стрельцов В.А.", ""),
            ("(апрель) День охраны труда – члены профкома", "День охраны труда", "p 24-04", "", "члены профкома"),
        )),
        ("III. Отдых", (
            ("(8–9 июня) Выезд на озеро – Стрельцов В.А., Ивлева П.Г.", "Выезд на озеро", "p 24-06-08/24-06-09", "Стрельцов В.А.; Ивлева П.Г.", ""),
        )),
    ):
        d.p(head, bold=True)
        d.sec(head.split(" ", 1)[1])
        for line, title, when, who, roles in rows:
            n += 1
            d.p(f"{n}. {line}")
            d.ev(title, when, who, n=str(n), roles=roles)
    return d


def cells_without_numbers() -> Plan:
    """A dump with a cell a line and empty lines between the rows, without a number column."""
    d = Plan(
        "l6_muzej_bez_nomerov.txt",
        "План выставок музея «Ремесло» на второе полугодие 2024 года",
        "2024-07-01/2024-12-31",
        shape="text dump: a cell a line, rows between empty lines, no numbers",
        notes="Four columns.",
    )
    d.p("План выставок музея «Ремесло»\nна второе полугодие 2024 года\n\nСроки\nНазвание выставки\nМесто проведения\nОтветственный\n")
    for date, title, place, resp, when, who in (
        ("июль – август", "Выставка «Глиняная игрушка»", "малый зал", "Гончарова С.К.", "p 24-07/24-08 t:exhibition", "Гончарова С.К."),
        ("с 5 сентября", "Выставка «Кружево и нить»", "большой зал", "Ткачёв Е.Е.", "p 24-09-05.. t:exhibition", "Ткачёв Е.Е."),
        ("октябрь", "Передвижная выставка «Короб»", "школа № 1", "Гончарова С.К.", "p 24-10 t:exhibition", "Гончарова С.К."),
        ("1–25 декабря", "Выставка ёлочных игрушек", "большой зал", "Гончарова С.К., Ткачёв Е.Е.", "p 24-12-01/24-12-25 t:exhibition", "Гончарова С.К.; Ткачёв Е.Е."),
    ):
        d.p(f"{date}\n{title}\n{place}\n{resp}\n")
        d.ev(title, when, who)
    return d


def plans() -> list[Plan]:
    """Every plan of this module."""
    return [association(), camp(), union(), cells_without_numbers()]
