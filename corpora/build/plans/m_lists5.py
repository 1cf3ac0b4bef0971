"""A fifth set of plans without ordinary tables: unseen ones, to find how the readings mended for the fourth hold."""

# A row of a plan is a line of its spec.
# ruff: noqa: E501
# fmt: off
from __future__ import annotations

from corpora.build.spec import Plan


def letters_and_leaders() -> Plan:
    """Sections by letters of the alphabet, a bold title over a line of facts, who answers behind the section's name."""
    d = Plan(
        "l5_dom_tvorchestva_fakty_nizhe.docx",
        "План массовых мероприятий МБУ ДО «Дом детского творчества «Кораблик» на 2-е полугодие 2025-2026 учебного года",
        "2026-01-01/2026-05-31",
        goals=1,
        approvals=[{"kind": "approved", "position": "Директор", "person": "Пескова А.Т.", "instrument": "order", "number": "3-о", "date": "2026-01-12"}],
        shape="lists: a bold title, below it a line of date, place and party parted by bars",
        notes="Each event has two lines; directions are sections with the leader in brackets, who holds for them.",
    )
    d.r("УТВЕРЖДЕНО\nприказом МБУ ДО «ДДТ «Кораблик»\nот 12.01.2026 № 3-о\nДиректор __________ А.Т. Пескова")
    d.c("План массовых мероприятий\nМБУ ДО «Дом детского творчества «Кораблик»\nна 2-е полугодие 2025-2026 учебного года")
    d.p("Цель: показать детям разные пути творчества.")
    for head, rows in (
        ("Художественное направление", (
            ("Выставка «Зимние узоры»", "19 – 30 января", "выставочный зал", "Тропинина Л.С.", "p 26-01-19/26-01-30 t:exhibition", "Тропинина Л.С.", ""),
            ("Конкурс юных вокалистов «Голосок»", "27 февраля, 14.00", "актовый зал", "педагог Ручьёва Н.Ф.", "d 26-02-27 @14:00 t:contest", "Ручьёва Н.Ф.=педагог", ""),
            ("Отчётный концерт «Мы – кораблик»", "22 мая", "Дом культуры «Волна»", "педагоги объединений", "d 26-05-22 t:celebration", "", "педагоги объединений"),
        )),
        ("Техническое направление", (
            ("Турнир по робототехнике", "март", "кабинет 11", "Кедров Ю.В.", "p 26-03 t:sport", "Кедров Ю.В.", ""),
            ("Мастер-класс «Летающие модели»", "11 апреля, 12.00", "спортивный зал", "Кедров Ю.В.", "d 26-04-11 @12:00 t:master_class", "Кедров Ю.В.", ""),
        )),
    ):
        d.p(head, "center", bold=True)
        d.sec(head)
        for title, date, place, resp, when, who, roles in rows:
            d.p(title, bold=True)
            d.p(f"Дата: {date} | Место: {place} | Отв.: {resp}")
            d.ev(title, when, who, roles=roles)
    d.p("Составила: методист Ручьёва Н.Ф.")
    return d


def teachers_council() -> Plan:
    """Councils in a text dump: roman numbers, «Дата проведения», points with speakers behind dashes, preparation below."""
    d = Plan(
        "l5_pedsovety_podgotovka.txt",
        "План проведения педагогических советов МКОУ «Ключевская ООШ» на 2024 – 2025 учебный год",
        "2024-09-01/2025-08-31",
        approvals=[
            {"kind": "agreed", "position": "Председатель управляющего совета", "person": "Дятлов И.Р.", "date": "2024-08-27"},
            {"kind": "approved", "position": "Директор", "person": "Малинина Ф.Ф.", "date": "2024-08-28"},
        ],
        shape="lists: councils with agendas in a text dump, stamps side by side by spaces",
        notes="Each council is one event; points are its items.",
    )
    d.p(
        "СОГЛАСОВАНО                                     УТВЕРЖДАЮ\n"
        "Председатель управляющего совета                Директор МКОУ «Ключевская ООШ»\n"
        "______________ И.Р. Дятлов                      ______________ Ф.Ф. Малинина\n"
        "27.08.2024                                      28.08.2024\n\n\n"
        "План проведения педагогических советов\nМКОУ «Ключевская ООШ»\nна 2024 – 2025 учебный год\n"
    )
    for head, day, points, resp, when, who in (
        ("Педсовет № 1. «Итоги года и новые задачи»", "30 августа 2024 г.", ("Анализ работы за прошлый год", "Утверждение рабочих программ", "Разное"), "Малинина Ф.Ф.", "d 24-08-30 t:meeting i3", "Малинина Ф.Ф."),
        ("Педсовет № 2. «Читательская грамотность на каждом уроке»", "ноябрь 2024 г.", ("Опыт учителей начальной школы", "Приёмы работы с текстом на уроках физики"), "заместитель директора Сойкина Е.Е.", "p 24-11 t:meeting i2", "Сойкина Е.Е.=заместитель директора"),
        ("Педсовет № 3. «О допуске к экзаменам»", "20 мая 2025 г.", ("Допуск девятиклассников", "Перевод учеников 1–8 классов"), "Малинина Ф.Ф.", "d 25-05-20 t:meeting i2", "Малинина Ф.Ф."),
    ):
        d.p(head)
        d.p(f"Дата проведения: {day}")
        d.p("Повестка дня:")
        for n, point in enumerate(points, 1):
            d.p(f"   {n}. {point}")
        d.p(f"Ответственный: {resp}\n")
        d.ev(f"{head} Повестка дня: {' '.join(f'{n}. {x}' for n, x in enumerate(points, 1))}", when, who)
    d.p("Директор школы                    Ф.Ф. Малинина")
    return d


def week_of_school() -> Plan:
    """A subject week: days as headings, times, classes, rooms and teachers behind commas and semicolons."""
    d = Plan(
        "l5_nedelya_matematiki.docx",
        "ПЛАН проведения недели математики в МАОУ «Лицей № 6» с 10 по 14 марта 2025 года",
        "2025-03-10/2025-03-14",
        shape="lists: a subject week, weekday and day as headings, hours with lessons",
        notes="The days are sections; what stands in brackets is class, room and teacher.",
    )
    d.c("ПЛАН\nпроведения недели математики\nв МАОУ «Лицей № 6»\nс 10 по 14 марта 2025 года")
    d.p("«Математика – гимнастика ума»", "right")
    for day, iso, rows in (
        ("Понедельник, 10 марта", "25-03-10", (
            ("8.30 Открытие недели, линейка (все классы, холл, Гордеева М.М.)", "Открытие недели, линейка", "@08:30", "Гордеева М.М.", ""),
            ("В течение дня – конкурс плакатов «Числа вокруг нас» (5–6 классы, учителя математики)", "конкурс плакатов «Числа вокруг нас»", "t:contest", "", "учителя математики"),
        )),
        ("Среда, 12 марта", "25-03-12", (
            ("10.20 Интеллектуальная игра «Абака» (7 классы, актовый зал, Рыжов К.К.)", "Интеллектуальная игра «Абака»", "@10:20", "Рыжов К.К.", ""),
            ("13.00 Открытый урок «Вероятность в жизни» (9а, кабинет 305, Гордеева М.М.)", "Открытый урок «Вероятность в жизни»", "@13:00 t:lesson", "Гордеева М.М.", ""),
        )),
        ("Пятница, 14 марта", "25-03-14", (
            ("12.10 Турнир знатоков (10–11 классы, библиотека, Рыжов К.К.)", "Турнир знатоков", "@12:10", "Рыжов К.К.", ""),
            ("14.00 Закрытие недели, награждение (актовый зал, Гордеева М.М.)", "Закрытие недели, награждение", "@14:00", "Гордеева М.М.", ""),
        )),
    ):
        d.p(day, bold=True)
        d.sec(day)
        for line, title, when, who, roles in rows:
            d.p(line, bullet=True)
            d.ev(title, f"d {iso} {when}", who, roles=roles)
    return d


def stacked() -> Plan:
    """A table dumped a cell a line with empty lines between the rows, months between them; an empty cell as a dash."""
    d = Plan(
        "l5_biblioteka_stroki_podryad.txt",
        "План работы клуба «Собеседник» Ольховской сельской библиотеки на I квартал 2025 года",
        "2025-01-01/2025-03-31",
        approvals=[{"kind": "approved", "position": "Директор МЦБ", "person": "Фомина Ж.К.", "date": "2024-12-20"}],
        shape="text dump: a cell a line, empty lines between the rows, months between them",
        notes="Months are sections.",
    )
    d.p("Утверждаю\nДиректор МЦБ ________ Ж.К. Фомина\n«20» декабря 2024 г.\n\nПлан работы клуба «Собеседник»\nОльховской сельской библиотеки\nна I квартал 2025 года\n")
    d.p("№ п/п\nНазвание мероприятия\nДата\nМесто\nОтветственный\n")
    n = 0
    for month, rows in (
        ("Январь", (
            ("Рождественские посиделки", "8 января", "библиотека", "Сурова Т.О.", "d 25-01-08", "Сурова Т.О.", ""),
            ("Час истории «Хлеб блокады»", "27 января", "школа", "Сурова Т.О.", "d 25-01-27", "Сурова Т.О.", ""),
        )),
        ("Февраль", (
            ("Литературный вечер «О любви»", "14 февраля", "библиотека", "совет клуба", "d 25-02-14", "", "совет клуба"),
            ("Встреча с участниками боевых действий", "21 февраля", "сельский клуб", "Сурова Т.О.", "d 25-02-21", "Сурова Т.О.", ""),
        )),
        ("Март", (
            ("Мастер-класс «Весенний букет»", "6 марта", "библиотека", "Лугова Ф.Я.", "d 25-03-06 t:master_class", "Лугова Ф.Я.", ""),
            ("Обзор новых книг", "в течение месяца", "библиотека", "Сурова Т.О.", "p 25-03", "Сурова Т.О.", ""),
        )),
    ):
        d.p(f"{month}\n")
        d.sec(month)
        for title, date, place, resp, when, who, roles in rows:
            n += 1
            d.p(f"{n}\n{title}\n{date}\n{place}\n{resp}\n")
            d.ev(title, when, who, n=str(n), roles=roles)
    return d


def city_page() -> Plan:
    """A town's page: directions with one leader, days inside the sentences, deadlines in brackets, a phone at the end."""
    d = Plan(
        "l5_molodezhnaya_politika.html",
        "План мероприятий отдела молодёжной политики администрации города Лебяжье на IV квартал 2025 года",
        "2025-10-01/2025-12-31",
        shape="lists: a web page, numbered sections with one leader each, days inside the sentences",
        notes="«Куратор направления» holds for the section.",
    )
    d.p("План мероприятий отдела молодёжной политики администрации города Лебяжье на IV квартал 2025 года", "center", style="Heading 1")
    for n, (head, leader, who, rows) in enumerate((
        ("Гражданское воспитание", "специалист Орлик П.Ю.", "Орлик П.Ю.=специалист", (
            ("Акция «Свеча памяти» – 30 октября, 17:00, площадь Победы", "Акция «Свеча памяти»", "d 25-10-30 @17:00 t:campaign"),
            ("Квиз ко Дню народного единства (3 ноября, онлайн)", "Квиз ко Дню народного единства", "d 25-11-03"),
            ("Приём заявок на премию «Доброволец года» (до 20 ноября)", "Приём заявок на премию «Доброволец года»", "dl ..25-11-20"),
        )),
        ("Профилактика и здоровье", "Аист М.Д.", "Аист М.Д.", (
            ("Рейды по торговым точкам – еженедельно", "Рейды по торговым точкам", "rec Y %1/week"),
            ("Турнир по мини-футболу среди дворовых команд, 18–19 октября, стадион «Труд»", "Турнир по мини-футболу среди дворовых команд", "p 25-10-18/25-10-19 t:sport"),
        )),
        ("Поддержка молодых семей", "Орлик П.Ю.", "Орлик П.Ю.", (
            ("Школа молодых родителей – вторая суббота месяца", "Школа молодых родителей", "rec Y R:FREQ=MONTHLY;BYDAY=2SA"),
            ("Новогодняя ёлка для семей – 26 декабря", "Новогодняя ёлка для семей", "d 25-12-26"),
        )),
    ), 1):
        d.p(f"{n}. {head}", bold=True)
        d.p(f"Куратор направления: {leader}")
        d.sec(head)
        for line, title, when in rows:
            d.p(line, bullet=True)
            d.ev(title, when, who)
    d.p("В плане возможны изменения. Телефон для справок: 8 (39000) 4-12-12")
    return d


def plans() -> list[Plan]:
    """Every plan of this module."""
    return [letters_and_leaders(), teachers_council(), week_of_school(), stacked(), city_page()]
