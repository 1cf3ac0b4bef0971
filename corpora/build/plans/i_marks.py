"""Shape 10: ditto marks, marks of fulfilment, crossed-out rows, tracked changes, errors."""

# A row of a plan is a line of its spec.
# ruff: noqa: E501
# fmt: off
from __future__ import annotations

from corpora.build.spec import Plan


def ditto() -> Plan:
    """Ditto marks in dates, people and places."""
    d = Plan(
        "to_zhe_kavychki.docx",
        "План спортивно-массовой работы МБОУ «Школа № 52» на 2022-2023 учебный год",
        "2022-09-01/2023-08-31",
        shape="ditto marks: -//-, то же, там же",
        notes="A ditto mark takes the cell above. A dash is no ditto mark: the date is missing.",
    )
    d.c("План спортивно-массовой работы\nМБОУ «Школа № 52»\nна 2022-2023 учебный год")
    t = d.table("№", "Вид соревнований", "Сроки", "Место", "Ответственный")
    t.e("1", "Легкоатлетический кросс", "сентябрь", "стадион", "Учитель физкультуры Плахов Д.И.", when="p 22-09 t:sport", who="Плахов Д.И.=Учитель физкультуры")
    t.e("2", "Футбол среди 5-6 классов", "-//-", "там же", "-//-", when="p 22-09", who="Плахов Д.И.")
    t.e("3", "Шашки", "октябрь", "каб. 8", "Руководитель кружка Зеленцова К.А.", when="p 22-10", who="Зеленцова К.А.=Руководитель кружка")
    t.e("4", "Шахматы", "—//—", "—//—", "—//—", when="p 22-10", who="Зеленцова К.А.")
    t.e("5", "Баскетбол 8-9 классы", "14-18 ноября", "спортзал", "Плахов Д.И.", when="p 22-11-14/22-11-18", who="Плахов Д.И.")
    t.e("6", "Баскетбол 10-11 классы", "то же", "то же", "то же", when="p 22-11-14/22-11-18", who="Плахов Д.И.")
    t.e("7", "Лыжные гонки", "февраль", "лесопарк", "Плахов Д.И., Зеленцова К.А.", when="p 23-02 t:sport", who="Плахов Д.И.; Зеленцова К.А.")
    t.e("8", "Весёлые старты", "–", "спортзал", "Зеленцова К.А.", when="none !date_missing", who="Зеленцова К.А.")
    t.e("9", "День здоровья", "7 апреля", "стадион", "Плахов Д.И.", when="d 23-04-07", who="Плахов Д.И.")
    t.e("10", "Летний поход", "июнь", "озеро", "-//-", when="p 23-06", who="Плахов Д.И.")
    return d


def fulfilment() -> Plan:
    """A column of marks, rows crossed out, tracked changes as accepted."""
    d = Plan(
        "otmetka_o_vypolnenii.docx",
        "План работы библиотеки МБОУ «Сергинская школа» на II полугодие 2023/24 учебного года",
        "2024-01-01/2024-05-31",
        shape="marks of fulfilment, crossed-out rows, tracked changes as accepted",
        notes="""A row crossed out as a whole is no event. Tracked changes are read as accepted: what is inserted stands, what is deleted does not. The mark of fulfilment is a note.""",
    )
    d.c("План работы библиотеки\nМБОУ «Сергинская школа»\nна II полугодие 2023/24 учебного года")
    t = d.table("№", "Что запланировано", "Срок", "Ответственный", "Отметка о выполнении")
    t.e("1", "Акция «Подари книгу школе»", "январь", "Библиотекарь Ширшова А.В.", "вып. 26.01", when="p 24-01 t:campaign", who="Ширшова А.В.=Библиотекарь")
    t.e("2", "Обзор журналов для 5 класса", "8 февраля", "Ширшова А.В.", "выполнено", when="d 24-02-08 g5", who="Ширшова А.В.")
    d.events[-1].pop("grades")
    t.row("~~3~~", "~~Поездка в типографию~~", "~~15 февраля~~", "~~Ширшова А.В.~~", "отменено")
    t.e("4", "Выставка {-фотографий-}{+акварелей+} юных художников", "март", "Ширшова А.В., учитель ИЗО Прозорова Е.Е.", "", when="p 24-03 t:exhibition", who="Ширшова А.В.; Прозорова Е.Е.=учитель ИЗО")
    t.e("5", "Неделя книги", "{-25–29-}{+18–22+} марта", "Ширшова А.В.", "перенесено", when="p 24-03-18/24-03-22", who="Ширшова А.В.")
    t.e("6", "Библиотечный урок о словарях", "11 апреля", "{-Прозорова Е.Е.-}{+Ширшова А.В.+}", "", when="d 24-04-11 t:lesson", who="Ширшова А.В.")
    t.row("~~7~~", "~~Ремонт стеллажей~~", "~~май~~", "~~завхоз~~", "")
    t.e("8", "Сбор учебников", "27–31 мая", "Ширшова А.В., классные руководители", "", when="p 24-05-27/24-05-31", who="Ширшова А.В.", roles="классные руководители")
    t.e("9", "Анализ работы", "до 31 мая", "Ширшова А.В.", "", when="dl ..24-05-31", who="Ширшова А.В.")
    return d


def errors() -> Plan:
    """Duplicates, gaps, missing and impossible dates, years that contradict."""
    d = Plan(
        "oshibki_socpedagog.txt",
        "План работы социального педагога МБОУ СОШ № 17 г. Дальнегорьевска на 2023/2024 учебный год",
        "2023-09-01/2024-08-31",
        shape="errors: duplicates, gaps, missing and impossible dates, contradicting years; a dump with mark-up left in it",
        notes="""6 is left out: number_gap on 7. 10 repeats 9 under another number: duplicate_row. 31 April and the 45th of January cannot be: date_unparsed, no spans.
        October 2022 and September 2025 lie outside the plan: kept as written. A misspelt month is read as meant.""",
    )
    d.p("План работы социального педагога\nМБОУ СОШ № 17 г. Дальнегорьевска\nна 2023/2024 учебный год", bold=True)
    d.p("-----")
    t = d.table("№ п/п", "Содержание", "Дата", "Ответственный")
    t.e("1", "Сбор сведений о многодетных семьях", "до 20.09.2023", "Тарбеева Ю.Н., соцпедагог", when="dl ..23-09-20", who="Тарбеева Ю.Н.=соцпедагог")
    t.e("2", "Вовлечение подростков в секции", "сентбярь", "Тарбеева Ю.Н.", when="p 23-09", who="Тарбеева Ю.Н.")
    t.e("3", "Рейд «Подросток» с инспектором", "31.04.2024", "Тарбеева Ю.Н.", when="none !date_unparsed", who="Тарбеева Ю.Н.")
    t.e("4", "Беседа «Закон и ты»", "октябрь 2022", "Инспектор Глухих В.П.", when="p 22-10 !outside_plan_period", who="Глухих В.П.=Инспектор")
    t.e("5", "Анкетирование старшеклассников", "", "Тарбеева Ю.Н.", when="none !date_missing t:monitoring", who="Тарбеева Ю.Н.")
    t.e("7", "Совет профилактики", "1 раз в месяц", "Тарбеева Ю.Н.", when="rec Y %1/month !number_gap", who="Тарбеева Ю.Н.")
    t.e("8", "Обследование жилищных условий", "15 ноября", "", when="d 23-11-15 !responsible_missing")
    t.e("9", "Лекторий для родителей «Трудный возраст»", "24.01.2024", "психолог, Тарбеева Ю.Н.", when="d 24-01-24", who="Тарбеева Ю.Н.", roles="психолог")
    t.e("10", "Лекторий для родителей «Трудный возраст»", "24.01.2024", "психолог, Тарбеева Ю.Н.", when="d 24-01-24 !duplicate_row", who="Тарбеева Ю.Н.", roles="психолог")
    t.e("11", "Помощь в оформлении пособий", "45 января", "Тарбеева Ю.Н.", when="none !date_unparsed", who="Тарбеева Ю.Н.")
    t.e("12", "Встреча с наркологом", "05.09.2025", "Врач Эйхман Р.Р.", when="d 25-09-05 !outside_plan_period", who="Эйхман Р.Р.=Врач")
    t.e("13", "Летняя занятость подростков", "июнь-август", "Тарбеева Ю.Н.", when="p 24-06/24-08", who="Тарбеева Ю.Н.")
    return d


def koi() -> Plan:
    """A dump in an old encoding with remnants of mark-up; no numbers, months as rows."""
    d = Plan(
        "bibliotechnyj_sovet_koi8.txt",
        "План работы библиотечного совета Верхнекурьинской школы на 2019-2020 учебный год",
        "2019-09-01/2020-08-31",
        shape="text dump in koi8-r with remnants of mark-up, months as rows",
        encoding="koi8-r",
        style="tabs",
        notes="Remnants of mark-up are no part of the text. Months as rows are sections.",
    )
    d.p("[bookmark: _Toc1] План работы библиотечного совета\nВерхнекурьинской школы\nна 2019-2020 учебный год\n")
    t = d.table("Дела", "Дни", "Кто готовит", t=0, n=None)

    def band(text: str) -> None:
        t.row(f"<b>{text}</b>", "", "")
        d.sec(text)

    band("Сентябрь")
    t.e("Выборы председателя совета", "12", "Библиотекарь Зотова И.И.", when="d 19-09-12", who="Зотова И.И.=Библиотекарь")
    t.e("Рейд по сохранности учебников", "23-27", "Санитарная тройка", when="p 19-09-23/19-09-27", roles="Санитарная тройка")
    band("Октябрь")
    t.e("Посвящение в читатели", "18", "Зотова И.И., совет", when="d 19-10-18", who="Зотова И.И.", roles="совет")
    t.e("Ремонт книг", "по четвергам", "Мастерская «Закладка»", when="rec 19-10 %TH/week R:FREQ=WEEKLY;BYDAY=TH")
    band("Декабрь")
    t.e("Книжкины ёлки", "последняя неделя", "Зотова И.И.", when="p 19-12-23/19-12-29", who="Зотова И.И.")
    band("Февраль")
    t.e("Акция дарения", "14", "Совет", when="d 20-02-14 t:campaign", roles="Совет")
    t.e("Опрос читателей", "", "Совет", when="p 20-02 t:monitoring", roles="Совет")
    band("Апрель")
    t.e("Отчёт совета", "до 24", "Зотова И.И.", when="dl ..20-04-24 t:report", who="Зотова И.И.")
    return d


def plans() -> list[Plan]:
    """The plans of this module."""
    return [ditto(), fulfilment(), errors(), koi()]
