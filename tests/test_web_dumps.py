"""Text of web pages as converters leave it: whole plans, each beside what a reader takes from it."""

from __future__ import annotations

from extractor import extract

TWICE = """План работы МБУК "Озёрская ЦБС" на август 2031 года
План работы МБУК «Озёрская ЦБС»
август 2031 года
№ п/п |
Дата |
Мероприятие |
Место проведения |
Ответственные |
1 |
02.08 |
Час экологии «Живая вода» (6-7 кл.) |
Береговая библиотека |
Н.В.Усова |
2 |
05.08. |
«Дорога без тревог!» |
Сорокинский СДК |
Н.П.Ким совм. с СДК |
3 |
07.08 |
День села «Милый уголок!» (все гр.) |
Береговая библиотека |
Н.В.Усова |
"""


def test_a_title_printed_twice_is_no_section() -> None:
    plan = extract(TWICE.encode(), name="page.txt")
    assert plan.document.title == 'План работы МБУК "Озёрская ЦБС" на август 2031 года'
    assert [(e.number, e.sections, e.date.edtf) for e in plan.events] == [
        ("1", (), "2031-08-02"),
        ("2", (), "2031-08-05"),
        ("3", (), "2031-08-07"),
    ]
    assert [[party.text for party in e.responsible] for e in plan.events] == [
        ["Н.В.Усова"],
        ["Н.П.Ким", "СДК"],
        ["Н.В.Усова"],
    ]


def test_another_month_under_the_title_is_a_section() -> None:
    plan = extract(TWICE.replace("\nавгуст 2031 года", "\nавгуст").encode(), name="page.txt")
    assert {e.sections for e in plan.events} == {("август",)}


PROGRAMME = """План мероприятий ко Дню города в Озёрском районе на май 2031 года
В течение месяца
Книжные выставки «Мой город»
6 — 31 мая
Музей РДК
9.00 — 17.00 — Выставка «Никто не забыт»
7 мая
Детская библиотека №8
10.00 — Литературная композиция «Дорогая книга»
Центральная площадь
13.00 — Эстафета «Огонь»
18.40 — Праздничный концерт
"""


def test_places_and_times_of_a_programme() -> None:
    plan = extract(PROGRAMME.encode(), name="page.txt")
    found = [(e.title, e.sections, e.date.edtf, e.date.times, [v.text for v in e.venue]) for e in plan.events]
    assert found == [
        ("Книжные выставки «Мой город»", ("В течение месяца",), "2031-05", (), []),
        ("Выставка «Никто не забыт»", ("6 — 31 мая",), "2031-05-06/2031-05-31", ("09:00-17:00",), ["Музей РДК"]),
        (
            "Литературная композиция «Дорогая книга»",
            ("7 мая",),
            "2031-05-07",
            ("10:00",),
            ["Детская библиотека №8"],
        ),
        ("Эстафета «Огонь»", ("7 мая",), "2031-05-07", ("13:00",), ["Центральная площадь"]),
        ("Праздничный концерт", ("7 мая",), "2031-05-07", ("18:40",), ["Центральная площадь"]),
    ]


def test_an_event_without_a_time_is_no_place() -> None:
    text = PROGRAMME.replace("Центральная площадь", "Открытие выставки рисунков")
    titles = [e.title for e in extract(text.encode(), name="page.txt").events]
    assert "Открытие выставки рисунков" in titles
