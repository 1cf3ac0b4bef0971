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
