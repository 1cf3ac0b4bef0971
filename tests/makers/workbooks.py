"""Six invented plans as schools keep them in Excel: real dates in all formats, bands of months, lists in cells.

Dates are shown without their years where Excel does so by itself («5 мар»): the year in them is that of typing.
"""

# A row of a plan is a line.
# ruff: noqa: E501
# fmt: off
from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

D, T = dt.date, dt.time
DAY, SHORT, MONTH, LONG_MONTH, WEEKDAY, CLOCK = "dd.mm.yyyy", "d mmm", "mmmm", "mmmm yyyy", "dddd", "h:mm"
_CENTER = Alignment(horizontal="center", wrap_text=True)


class _Page:
    """A sheet being written from the top."""

    def __init__(self, sheet: Any) -> None:
        self.sheet, self.at = sheet, 1

    def skip(self, rows: int = 1) -> None:
        self.at += rows

    def row(self, *values: object, bold: bool = False, struck: bool = False, hidden: bool = False, first: int = 1) -> None:
        """A row of values; a date or number with its format is a pair."""
        for column, value in enumerate(values, first):
            if value is None:
                continue
            shown, code = value if isinstance(value, tuple) else (value, None)
            cell = self.sheet.cell(self.at, column, shown)
            cell.font = Font(bold=bold, strike=struck)
            cell.alignment = Alignment(wrap_text=True)
            if code:
                cell.number_format = code
        if hidden:
            self.sheet.row_dimensions[self.at].hidden = True
        self.at += 1

    def band(self, text: str, columns: int) -> None:
        """A text merged over all columns, bold, in the middle."""
        self.sheet.merge_cells(start_row=self.at, end_row=self.at, start_column=1, end_column=columns)
        cell = self.sheet.cell(self.at, 1, text)
        cell.font, cell.alignment = Font(bold=True), _CENTER
        self.at += 1


def _book(*names: str) -> tuple[Any, list[_Page]]:
    book = Workbook()
    book.remove(book.active)
    return book, [_Page(book.create_sheet(name)) for name in names]


def _bytes(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def school() -> bytes:
    """Stamps side by side, bands of months, dates in four formats."""
    book, (page,) = _book("План")
    page.row("РАССМОТРЕНО\nна педсовете, протокол № 1 от 30.08.2023", None, None, None, "УТВЕРЖДАЮ")
    for line in ("Директор МБОУ «СОШ № 7»", "_________ И.П. Крупенина", (D(2023, 8, 31), DAY)):
        page.row(line, first=5)
    page.skip()
    page.band("План внеурочной работы МБОУ «СОШ № 7» на 2023-2024 учебный год", 6)
    page.skip()
    page.row("№ п/п", "Мероприятие", "Дата", "Класс", "Ответственный", "Примечание", bold=True)
    page.band("СЕНТЯБРЬ", 6)
    page.row(1, "Торжественная линейка «Первый звонок»", (D(2023, 9, 1), DAY), "1–11", "Зотова М.К.")
    page.row(2, "Рейд «Внешний вид»", (D(2023, 9, 11), SHORT), "5-11", "дежурный учитель")
    page.row(3, "Выпуск стенгазеты", "до 20 числа", 8, "Актив класса", "по желанию")
    page.band("ОКТЯБРЬ", 6)
    page.row(4, "Концерт ко Дню учителя", (dt.datetime(2023, 10, 5, 13), "dd.mm.yyyy h:mm"), "1-11", "Рогов Ф.Ю.")
    page.row(5, "Осенний кросс", "вторая неделя", "5–9", "учителя физкультуры")
    page.band("МАРТ", 6)
    page.row(6, "Конкурс чтецов", (D(2023, 3, 5), SHORT), "5–8", "Зотова М.К.")
    page.row(7, "Отчёт классных руководителей", (D(2023, 3, 1), MONTH), "1–11", "Классные руководители")
    return _bytes(book)


def library() -> bytes:
    """A month: days merged downwards, weekdays and times as Excel keeps them."""
    book, (page,) = _book("апрель")
    page.band("Утверждаю: заведующая Ильинской библиотекой-филиалом № 4 Гусева Е.В.", 7)
    page.band("ПЛАН\nработы Ильинской библиотеки-филиала № 4\nна апрель 2024 г.", 7)
    page.skip()
    page.row("Дата", "День недели", "Время", "Мероприятие", "Место", "Читательская группа", "Ответственный", bold=True)
    day = D(2024, 4, 2)
    page.row((day, "d mmmm"), (day, WEEKDAY), (T(11), CLOCK), "Час сказки «В гостях у Андерсена»", "Детский зал", "дошкольники", "Гусева Е.В.")
    page.row(None, None, (T(14, 30), CLOCK), "Викторина «Птицы нашего края»", "Детский зал", "3-4 классы", "Мохова И.С.")
    page.sheet.merge_cells("A5:A6")
    page.sheet.merge_cells("B5:B6")
    day = D(2024, 4, 19)
    page.row((day, "d mmmm"), (day, WEEKDAY), "16:00-20:00", "Библионочь", "Все залы", "все", "Весь коллектив")
    page.sheet.merge_cells(start_row=page.at, end_row=page.at, start_column=1, end_column=3)
    page.row("в течение месяца", None, None, "Книжная выставка «Земля – наш дом»", "Абонемент", "все", "Мохова И.С.")
    page.skip()
    page.row("Составила: Гусева Е.В.")
    return _bytes(book)


def months() -> bytes:
    """A sheet a month, each with the title of the whole."""
    plans = {
        "Сентябрь": [("День знаний", "01.09"), ("Посвящение в пешеходы", "15.09")],
        "Октябрь": [("Осенины", "20.10"), ("Родительское собрание", "27.10")],
        "Май": [("Парад", "08.05"), ("Выпускной", "31.05")],
    }
    book, pages = _book(*plans)
    for page, rows in zip(pages, plans.values(), strict=True):
        page.band("План праздников детского сада «Теремок» на 2024-2025 учебный год", 4)
        page.skip()
        page.row("№", "Мероприятие", "Срок", "Ответственный", bold=True)
        for number, (title, when) in enumerate(rows, 1):
            page.row(str(number), title, when, "Лапина О.Н.")
    return _bytes(book)


def matrix() -> bytes:
    """Months across, directions down, a cell over two months."""
    book, (page,) = _book("Лист1")
    page.band("Циклограмма работы методического кабинета на II полугодие 2023/24 учебного года", 5)
    page.row("Направление", "Январь", "Февраль", "Март", "Апрель", bold=True)
    page.row("Семинары", "Семинар «ФГОС: итоги»", None, "Семинар «Оценка качества»\nСеминар молодых педагогов")
    page.row("Конкурсы", None, "Конкурс «Учитель года»", None, "Конкурс методических разработок")
    page.row("Отчёты", "Сбор отчётов за полугодие")
    page.sheet.merge_cells("B5:C5")
    return _bytes(book)


def system() -> bytes:
    """A header low in the sheet, a row of column numbers, lists in cells, percents, a hidden and a crossed-out row."""
    book, (page,) = _book("План 2024")
    page.row("Муниципальное бюджетное учреждение культуры «Центральная библиотечная система»")
    page.skip()
    page.row("ПЛАН МЕРОПРИЯТИЙ НА 2024 ГОД", bold=True)
    page.row("Цель: развитие чтения")
    page.row("Контактный телефон: 8 (800) 000-00-00")
    page.skip(2)
    page.row("№", "Наименование мероприятия", "Срок исполнения", "Исполнитель", "Охват, %", bold=True)
    page.row(1, 2, 3, 4, 5)
    page.row(1, "Организационная работа")
    page.row("1.1", "Подготовка:\n- списка литературы;\n- плана выставок;\n- сметы", "1 квартал", "Отдел комплектования", (0.5, "0%"))
    page.row("1.2", "Совещания заведующих", "ежемесячно", "Директор Щукина Н.М.", (1, "0%"))
    page.row(2, "Массовая работа")
    page.row("2.1", "Неделя детской книги", (D(2024, 3, 25), DAY), "Детская библиотека", (0.75, "0%"))
    page.row("2.2", "Отменённый праздник", (D(2024, 6, 1), DAY), "Щукина Н.М.", (0.1, "0%"), struck=True)
    page.row("2.3", "Скрытая строка", "июль", "никто", (0, "0%"), hidden=True)
    page.row("2.4", "Фестиваль «Книжный причал»\n1. Открытие\n2. Мастер-классы\n3. Закрытие", (D(2024, 8, 1), LONG_MONTH), "Щукина Н.М.,\nзав. отделами", (0.9, "0%"))
    page.sheet.auto_filter.ref = "A8:E17"
    return _bytes(book)


def centre() -> bytes:
    """No title but the sheet's name; beginnings and ends."""
    book, (page,) = _book("План ДДТ на 2025 год")
    short = "dd/mm/yy"
    page.row("№ п/п", "Мероприятие", "Начало", "Окончание", "Место проведения", "Ответственный", bold=True)
    page.row(1, "Выставка рисунков «Зимушка»", (D(2025, 1, 13), short), (D(2025, 1, 31), short), "Фойе", "Павлюк Р.О.")
    page.row(2, "Турнир по шахматам", (D(2025, 2, 15), short), (D(2025, 2, 15), short), "Клуб «Ладья»", "тренер Осин В.В.")
    page.row(3, "Экологический десант", (D(2025, 4, 1), short), None, "Парк", "Павлюк Р.О.")
    page.row(4, "Отчётный концерт", (D(2025, 5, 23), short), (D(2025, 5, 23), short), "Актовый зал", "все педагоги")
    return _bytes(book)


ALL: dict[str, Callable[[], bytes]] = {
    "school": school, "library": library, "months": months, "matrix": matrix, "system": system, "centre": centre,
}

Gold = Sequence[tuple[str | None, str, str | None, tuple[str, ...], tuple[str, ...]]]
GOLD: dict[str, Gold] = {  # number, title, EDTF, sections, responsible
    "school": [
        ("1", "Торжественная линейка «Первый звонок»", "2023-09-01", ("СЕНТЯБРЬ",), ("Зотова М.К.",)),
        ("2", "Рейд «Внешний вид»", "2023-09-11", ("СЕНТЯБРЬ",), ("дежурный учитель",)),
        ("3", "Выпуск стенгазеты", "../2023-09-20", ("СЕНТЯБРЬ",), ("Актив класса",)),
        ("4", "Концерт ко Дню учителя", "2023-10-05", ("ОКТЯБРЬ",), ("Рогов Ф.Ю.",)),
        ("5", "Осенний кросс", "2023-10-09/2023-10-15", ("ОКТЯБРЬ",), ("учителя физкультуры",)),
        ("6", "Конкурс чтецов", "2024-03-05", ("МАРТ",), ("Зотова М.К.",)),
        ("7", "Отчёт классных руководителей", "2024-03", ("МАРТ",), ("Классные руководители",)),
    ],
    "library": [
        (None, "Час сказки «В гостях у Андерсена»", "2024-04-02", (), ("Гусева Е.В.",)),
        (None, "Викторина «Птицы нашего края»", "2024-04-02", (), ("Мохова И.С.",)),
        (None, "Библионочь", "2024-04-19", (), ("Весь коллектив",)),
        (None, "Книжная выставка «Земля – наш дом»", None, (), ("Мохова И.С.",)),
    ],
    "months": [
        ("1", "День знаний", "2024-09-01", ("Сентябрь",), ("Лапина О.Н.",)),
        ("2", "Посвящение в пешеходы", "2024-09-15", ("Сентябрь",), ("Лапина О.Н.",)),
        ("1", "Осенины", "2024-10-20", ("Октябрь",), ("Лапина О.Н.",)),
        ("2", "Родительское собрание", "2024-10-27", ("Октябрь",), ("Лапина О.Н.",)),
        ("1", "Парад", "2025-05-08", ("Май",), ("Лапина О.Н.",)),
        ("2", "Выпускной", "2025-05-31", ("Май",), ("Лапина О.Н.",)),
    ],
    "matrix": [
        (None, "Семинар «ФГОС: итоги»", "2024-01", ("Семинары",), ()),
        (None, "Семинар «Оценка качества»", "2024-03", ("Семинары",), ()),
        (None, "Семинар молодых педагогов", "2024-03", ("Семинары",), ()),
        (None, "Конкурс «Учитель года»", "2024-02", ("Конкурсы",), ()),
        (None, "Конкурс методических разработок", "2024-04", ("Конкурсы",), ()),
        (None, "Сбор отчётов за полугодие", "2024-01/2024-02", ("Отчёты",), ()),
    ],
    "system": [
        ("1.1", "Подготовка: списка литературы; плана выставок; сметы", "2024-01-01/2024-03-31", ("Организационная работа",), ("Отдел комплектования",)),
        ("1.2", "Совещания заведующих", None, ("Организационная работа",), ("Директор Щукина Н.М.",)),
        ("2.1", "Неделя детской книги", "2024-03-25", ("Массовая работа",), ("Детская библиотека",)),
        ("2.4", "Фестиваль «Книжный причал» 1. Открытие 2. Мастер-классы 3. Закрытие", "2024-08", ("Массовая работа",), ("Щукина Н.М., зав. отделами",)),
    ],
    "centre": [
        ("1", "Выставка рисунков «Зимушка»", "2025-01-13/2025-01-31", (), ("Павлюк Р.О.",)),
        ("2", "Турнир по шахматам", "2025-02-15", (), ("тренер Осин В.В.",)),
        ("3", "Экологический десант", "2025-04-01", (), ("Павлюк Р.О.",)),
        ("4", "Отчётный концерт", "2025-05-23", (), ("все педагоги",)),
    ],
}
TITLES = {
    "school": "План внеурочной работы МБОУ «СОШ № 7» на 2023-2024 учебный год",
    "library": "ПЛАН работы Ильинской библиотеки-филиала № 4 на апрель 2024 г.",
    "months": "План праздников детского сада «Теремок» на 2024-2025 учебный год",
    "matrix": "Циклограмма работы методического кабинета на II полугодие 2023/24 учебного года",
    "system": "ПЛАН МЕРОПРИЯТИЙ НА 2024 ГОД",
    "centre": "План ДДТ на 2025 год",
}
