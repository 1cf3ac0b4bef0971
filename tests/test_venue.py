"""Venue cells, and the places that titles name."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.fields.venue import parse_venue, venue_in_title

DATA = Path(__file__).parent / "data" / "institutions" / "fourth.yaml"
LISTED = yaml.safe_load(DATA.read_text(encoding="utf-8"))["venues"]


@pytest.mark.parametrize(("text", "want"), LISTED, ids=[text for text, _ in LISTED])
def test_bodies_of_cells(text: str, want: list[str]) -> None:
    assert [v.institution.name for v in parse_venue(text) if v.institution] == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("МБУ ДО «Росток»", [("МБУ ДО «Росток»", "МБУ ДО «Росток»")]),
        ("МБУ ДО «Росток», каб. 12", [("МБУ ДО «Росток», каб. 12", "МБУ ДО «Росток»")]),
        ("онлайн", [("онлайн", None)]),
        ("каб. 12, дистанционно", [("каб. 12", None), ("дистанционно", None)]),
        ("актовый зал", [("актовый зал", None)]),
        ("Школы города", [("Школы города", None)]),
        ("МБУ ДО «Росток»\nМБОУ «СШ № 3", [("МБУ ДО «Росток»", "МБУ ДО «Росток»"), ("МБОУ «СШ № 3", "МБОУ «СШ № 3»")]),
        ("Дом культуры\n«Восход»", [("Дом культуры «Восход»", "Дом культуры «Восход»")]),
        ("школа № 5; лицей № 2", [("школа № 5", "школа № 5"), ("лицей № 2", "лицей № 2")]),
        ("СОШ №№ 5, 7", [("СОШ № 5", "СОШ № 5"), ("СОШ № 7", "СОШ № 7")]),
        ("Выезд: Кленовская школа", [("Кленовская школа", "Кленовская школа")]),
        ("", []),
        ("–", []),
    ],
)
def test_cells(text: str, want: list[tuple[str, str | None]]) -> None:
    assert [(v.text, v.institution.name if v.institution else None) for v in parse_venue(text)] == want


@pytest.mark.parametrize(
    ("title", "want"),
    [
        ("Семинар на базе гимназии № 2", ["гимназия № 2"]),
        ("«Чтение сегодня» на базе № 17.", ["№ 17"]),
        ("Концерт в ДК «Восход»", ["ДК «Восход»"]),
        ("Встреча в библиотеке им. А. П. Гайдара", ["библиотека им. А. П. Гайдара"]),
        ("Экскурсия в Дубравский краеведческий музей", ["Дубравский краеведческий музей"]),
        ("Совещание директоров школы № 5", []),
        ("Конкурс «В школе № 5 зима»", []),
        ("Неделя чтения в школе", []),
        ("День семьи в школе «Вместе»", []),
        ("Выступление агитбригады в детских садах города", []),
        ("Выездные занятия в библиотеки школ города Дубравска", []),
    ],
)
def test_titles(title: str, want: list[str]) -> None:
    assert [v.institution.name for v in venue_in_title(title) if v.institution] == want


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_nothing_raises(text: str) -> None:
    parse_venue(text)
    venue_in_title(text)
