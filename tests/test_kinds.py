"""Types of events: the head of the phrase decides, then the heading, then the form."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import mappings
from extractor.errors import MappingError
from extractor.fields import kinds
from extractor.fields.kinds import event_type

DATA = Path(__file__).parent / "data" / "institutions"
TITLES = yaml.safe_load((DATA / "titles.yaml").read_text(encoding="utf-8"))
for _file in ("second", "fourth"):
    for _code, _listed in yaml.safe_load((DATA / f"{_file}.yaml").read_text(encoding="utf-8"))["titles"].items():
        TITLES[_code] = TITLES[_code] + _listed
ALL = [(code, *((t, None, None) if isinstance(t, str) else t)) for code, listed in TITLES.items() for t in listed]


@pytest.mark.parametrize(("code", "title", "form", "heading"), ALL, ids=[f"{a[1]}" for a in ALL])
def test_titles(code: str, title: str, form: str | None, heading: str | None) -> None:
    assert event_type(title, form=form, heading=heading)[0] == code


@pytest.mark.parametrize(
    ("title", "form", "heading", "code"),
    [
        ("«Зимние узоры»", "Конкурс рисунков", "Выставки", "contest"),
        ("Зимние узоры", None, "Выставки", "exhibition"),
        ("Зимние узоры", "Конкурс", "Работа с читателями", "contest"),
        ("Зимние узоры", None, "Проверки и отчёты", "other"),
        ("Семинар вожатых", "Конкурс", "Выставки", "seminar"),
        ("«Конкурс в моей жизни»", None, "Классные часы", "lesson"),
        ("", None, None, "other"),
    ],
)
def test_title_then_form_or_heading(title: str, form: str | None, heading: str | None, code: str) -> None:
    assert event_type(title, form=form, heading=heading)[0] == code


def test_labels() -> None:
    assert event_type("Круглый стол") == ("round_table", "круглый стол")
    assert kinds.label("round_table", lang="en") == "round table"
    assert "other" in kinds.codes()


def test_mapping_is_sound() -> None:
    assert kinds.check() == []


def test_check_tells_a_phrase_that_is_read_as_another_type(tmp_path: Path) -> None:
    (tmp_path / "event_types.yaml").write_text("types: {lesson: {phrases: [план. урок]}}", encoding="utf-8")
    mappings.use(tmp_path)
    try:
        assert kinds.check() == ["«план. урок» of lesson is read as planning"]
    finally:
        mappings.use()


def test_a_phrase_of_two_types_is_refused(tmp_path: Path) -> None:
    (tmp_path / "event_types.yaml").write_text("types: {lesson: {phrases: [конкурсы]}}", encoding="utf-8")
    mappings.use(tmp_path)
    try:
        with pytest.raises(MappingError):
            event_type("Конкурс")
    finally:
        mappings.use()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.text(max_size=20), st.text(max_size=20))
def test_nothing_raises(title: str, form: str, heading: str) -> None:
    assert event_type(title, form=form, heading=heading)[0] in kinds.codes()
