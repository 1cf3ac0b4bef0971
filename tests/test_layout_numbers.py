"""Numbers before rows and sections, and what only looks like one."""

from __future__ import annotations

import pytest

from extractor.layout.numbers import parse_number, section_title, split_marker, split_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", "1"),
        ("1.", "1"),
        ("2.10.", "2.10"),
        ("1.1.3", "1.1.3"),
        ("IV.", "IV"),
        ("12)", "12"),
        ("первый", None),
        ("", None),
    ],
)
def test_parse_number(text: str, number: str | None) -> None:
    found = parse_number(text)
    assert (found.text if found else None) == number


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("1. Выбор актива", "1", "Выбор актива"),
        ("1.2 Выбор актива", "1.2", "Выбор актива"),
        ("3) Выбор актива", "3", "Выбор актива"),
        ("II. Работа с кадрами", "II", "Работа с кадрами"),
        ("5 классов едут в музей", None, "5 классов едут в музей"),
        ("1 сентября", None, "1 сентября"),
        ("01.09.2021 линейка", None, "01.09.2021 линейка"),
        ("2021 год", None, "2021 год"),
        ("15.10 – 20.10", None, "15.10 – 20.10"),
        ("а) первое", "а", "первое"),
        ("План", None, "План"),
    ],
)
def test_split_number(text: str, number: str | None, rest: str) -> None:
    found, left = split_number(text)
    assert (found.text if found else None, left) == (number, rest)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("1. Работа с фондом", "Работа с фондом"),
        ("III. РАБОТА С ЧИТАТЕЛЯМИ", "РАБОТА С ЧИТАТЕЛЯМИ"),
        ("Раздел 2. Кадры", "Кадры"),
        ("Модуль «Самоуправление»", "Модуль «Самоуправление»"),
        ("Мероприятия для 5 классов", "Мероприятия для 5 классов"),
        ("СЕНТЯБРЬ", "СЕНТЯБРЬ"),
    ],
)
def test_section_title(text: str, title: str) -> None:
    assert section_title(text) == title


@pytest.mark.parametrize(
    ("text", "marker"),
    [("– познакомить", "•"), ("• игра", "•"), ("1) игра", "1)"), ("2. игра", "2."), ("игра", None), ("-игра", "•")],
)
def test_split_marker(text: str, marker: str | None) -> None:
    assert split_marker(text)[0] == marker
