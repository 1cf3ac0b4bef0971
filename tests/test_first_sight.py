"""What thirteen plans written without a look at the code showed, each on the smallest piece that shows it."""

from __future__ import annotations

import datetime as dt

import pytest

from extractor.fields.dates import parse_date
from extractor.fields.parties import parse_responsible
from extractor.fields.people import find_people
from extractor.layout.header import read_header
from extractor.layout.words import is_ditto
from extractor.layout.zones import read_plan
from tests.layout_dsl import para, table

HEAD = "№ | Мероприятие | Срок | Ответственный"


def test_a_month_in_a_table_ends_the_month_above_it() -> None:
    title = para("План работы кружка «Росток» на 2022–2023 учебный год", bold=True, align="center")
    rows = table(HEAD, "1 | Посев | 5 | Зуев А.А.", "Апрель | = | = | =", HEAD, "1 | Прополка | 7 | Зуев А.А.")
    got = [(row.text("title"), row.sections, row.under) for row in read_plan((title, para("Март"), rows)).rows]
    assert got == [("Посев", ("Март",), "Март"), ("Прополка", ("Апрель",), "Апрель")]


def test_a_week_in_a_table_stays_under_the_month_above_it() -> None:
    title = para("План работы кружка «Росток» на 2022–2023 учебный год", bold=True, align="center")
    rows = table(HEAD, "1 неделя | = | = | =", "1 | Посев | 5 | Зуев А.А.", "2 | Полив | 6 | Зуев А.А.")
    assert [row.sections[0] for row in read_plan((title, para("Март"), rows)).rows] == ["Март", "Март"]


def test_a_signature_below_is_no_event() -> None:
    title = para("План работы кружка «Росток» на 2022–2023 учебный год", bold=True, align="center")
    rows = table(
        HEAD, "1 | Посев | 5 марта | Зуев А.А.", "2 | Полив | 6 марта | Зуев А.А.", "Председатель | К.К. Сом | | "
    )
    plan = read_plan((title, rows))
    assert [row.text("title") for row in plan.rows] == ["Посев", "Полив"]
    assert [f.reason for f in plan.fates if "Сом" in f.text] == ["signature"]


@pytest.mark.parametrize(("years", "sections"), [("", ()), (" на 2022–2024 годы", ("План досуга на 2023 год",))])
def test_a_programme_gives_way_to_its_plan_only_without_years(years: str, sections: tuple[str, ...]) -> None:
    blocks = (
        para(f"Программа «Свой двор»{years}", bold=True, align="center"),
        table("Показатель | Было | Будет", "Кружки, шт. | 2 | 5", "Дети, чел. | 20 | 50", "Залы, шт. | 1 | 1"),
        para("План досуга на 2023 год", bold=True, align="center"),
        table(HEAD, "1 | Ярмарка | 5 марта | Зуев А.А.", "2 | Забег | 6 мая | Зуев А.А."),
    )
    plan = read_plan(blocks)
    assert plan.main is not None
    assert plan.main.header.title == (f"Программа «Свой двор»{years}" if years else "План досуга на 2023 год")
    assert [row.sections for row in plan.rows] == [sections, sections]


def test_an_annex_and_the_stamp_of_its_order_are_one() -> None:
    header = read_header(
        (
            para("Приложение к приказу № 8 от 12.01.2023"),
            para("УТВЕРЖДАЮ\nДиректор\n________ П.П. Сомов\nприказ от 12.01.2023 № 8", align="right"),
            para("План работы на 2023 год", align="center"),
        )
    )
    assert [(a.person and a.person.name, a.number) for a in header.approvals] == [("Сомов П.П.", "8")]


@pytest.mark.parametrize("mark", ["-//-", "–//–", "— // —", "то же"])
def test_ditto_marks_with_any_dash(mark: str) -> None:
    assert is_ditto(mark)


def test_a_dash_alone_is_no_ditto() -> None:
    assert not is_ditto("–")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("приказом директора Пивчука О.О.", ["Пивчук О.О."]),
        ("приказом директора Пивчук О.О.", ["Пивчук О.О."]),
        ("библиотекарь Вязовской школы", []),
        ("библиотекарь Вязовской школы Пивчук О.О.", ["Пивчук О.О."]),
    ],
)
def test_names_beside_posts(text: str, names: list[str]) -> None:
    assert [m.person.name for m in find_people(text)] == names
    assert [p.person.name for p in parse_responsible(text).parties if p.person and "приказом" not in text] == (
        [] if "приказом" in text else names
    )


@pytest.mark.parametrize(
    ("text", "days", "times", "left"),
    [
        ("19.10 (сб)\n16-45", [19], ("16:45",), ""),
        ("19 октября, суббота, 16-45", [19], ("16:45",), ""),
        ("19.10.2024 16-45", [19], ("16:45",), ""),
        ("19 октября (сб), 26-28 октября", [19, 26], (), ""),
        ("19 октября, клуб «Лад»", [19], (), "клуб «Лад»"),
        ("19 октября (клуб Лад)", [19], (), "клуб Лад"),
    ],
)
def test_dates(text: str, days: list[int], times: tuple[str, ...], left: str) -> None:
    date = parse_date(text, period="2024-10-01/2024-10-31")
    assert [s.start for s in date.spans] == [dt.date(2024, 10, day) for day in days]
    assert (date.times, date.text_left) == (times, left)
