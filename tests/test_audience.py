"""Classes and roles of an audience."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.fields import audience
from extractor.fields.audience import parse_audience, parse_grades

GRADES = yaml.safe_load((Path(__file__).parent / "data" / "institutions" / "grades.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "grades"), GRADES)
def test_grades(text: str, grades: list[int]) -> None:
    assert list(parse_grades(text)) == grades


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("2–4 классы, родители", ("родители",)),
        ("Родители первоклассников, педагоги", ("Родители первоклассников", "педагоги")),
        ("молодые педагоги и наставники", ("молодые педагоги", "наставники")),
        ("для классных руководителей", ("классных руководителей",)),
        ("5-9", ()),
        ("онлайн", ()),
    ],
)
def test_roles(text: str, roles: tuple[str, ...]) -> None:
    assert parse_audience(text).roles == roles


def test_mapping_is_sound() -> None:
    assert audience.check() == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789-–,. абвАБкл«»IVX\n", max_size=40) | st.text(max_size=40))
def test_nothing_raises_and_grades_are_classes(text: str) -> None:
    grades = parse_audience(text).grades
    assert list(grades) == sorted(set(grades))
    assert all(1 <= g <= 11 for g in grades)
