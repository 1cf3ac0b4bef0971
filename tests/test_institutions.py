"""Bodies in text: what is found in cells and titles, its parts, its canonical name; no input breaks it."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import mappings
from extractor.errors import MappingError
from extractor.fields.institutions import find_institutions, knowledge, parse_institution
from extractor.model import Institution

DATA = Path(__file__).parent / "data" / "institutions"
CELLS = yaml.safe_load((DATA / "cells.yaml").read_text(encoding="utf-8"))
SECOND = yaml.safe_load((DATA / "second.yaml").read_text(encoding="utf-8"))
CELLS["cell"] += SECOND["cell"]
ALL = [(kind, text, want) for kind, listed in CELLS.items() for text, want in listed]


@pytest.mark.parametrize(("kind", "text", "want"), ALL, ids=[f"{k}: {t!r}" for k, t, _ in ALL])
def test_cells_and_titles(kind: str, text: str, want: list[str]) -> None:
    assert [m.institution.name for m in find_institutions(text, cell=kind == "cell")] == want


def parts(institution: Institution | None) -> dict[str, str]:
    assert institution is not None
    fields = ("type", "legal_form", "number", "proper_name", "honours", "locality")
    found = {f: getattr(institution, f) for f in fields if getattr(institution, f)}
    return found | ({"parent": institution.parent.name} if institution.parent else {})


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("МБОУ «СОШ № 4»", {"type": "secondary_school", "legal_form": "МБОУ", "number": "4"}),
        ("гимназии № 2", {"type": "gymnasium", "number": "2"}),
        ("МБДОУ № 9", {"type": "kindergarten", "legal_form": "МБДОУ", "number": "9"}),
        (
            "МБДОУ «Детский сад № 9 «Берёзка»",
            {"type": "kindergarten", "legal_form": "МБДОУ", "number": "9", "proper_name": "Берёзка"},
        ),
        (
            "библиотеки имени А.П.Гайдара",
            {"type": "library", "honours": "А. П. Гайдара"},
        ),
        (
            "МБОУ СОШ № 12 имени Героя Советского Союза П. Н. Долина",
            {
                "type": "secondary_school",
                "legal_form": "МБОУ",
                "number": "12",
                "honours": "Героя Советского Союза П. Н. Долина",
            },
        ),
        (
            "МБОУ СОШ № 3 г. Заозёрска",
            {"type": "secondary_school", "legal_form": "МБОУ", "number": "3", "locality": "Заозёрск"},
        ),
        ("СДК с. Ключи", {"type": "culture_house", "locality": "Ключи"}),
        (
            "ЦДБ МБУК «ЦБС г. Заозёрска»",
            {"type": "central_library", "parent": "МБУК «ЦБС г. Заозёрска»"},
        ),
        ("НБ «ЗГПИ им. Б. А. Сомова»", {"type": "central_library", "parent": "ЗГПИ им. Б. А. Сомова"}),
        (
            "Управление образования администрации Заозёрского района",
            {"type": "education_authority", "parent": "администрация Заозёрского района"},
        ),
        ("ГБОУ № 28 шк.-инт.", {"type": "boarding_school", "legal_form": "ГБОУ", "number": "28"}),
        ("МАОУ «Начальная школа – детский сад № 6»", {"type": "kindergarten", "legal_form": "МАОУ", "number": "6"}),
        ("лицей «Логика»", {"type": "lyceum", "proper_name": "Логика"}),
        ("ДК «Восход»", {"type": "culture_house", "proper_name": "Восход"}),
    ],
)
def test_parts(text: str, want: dict[str, str]) -> None:
    found = parts(parse_institution(text))
    found.pop("locality", None) if "locality" not in want else None
    assert found == want


def test_offsets_are_those_of_the_text() -> None:
    text = "Семинар\u00a0на базе  МБОУ\u00a0«СОШ № 4», далее гимназия №\u00a07"
    found = find_institutions(text)
    assert [text[m.start : m.end] for m in found] == ["МБОУ\u00a0«СОШ № 4»", "гимназия №\u00a07"]
    assert [m.institution.text for m in found] == ["МБОУ «СОШ № 4»", "гимназия № 7"]


def test_numbers_of_a_list_are_bodies_of_their_own() -> None:
    text = "ГБОУ №№ 5, 7 и 12"
    found = find_institutions(text, cell=True)
    assert [(text[m.start : m.end], m.institution.name, m.institution.number) for m in found] == [
        ("ГБОУ №№ 5", "ГБОУ № 5", "5"),
        ("7", "ГБОУ № 7", "7"),
        ("12", "ГБОУ № 12", "12"),
    ]


@pytest.mark.parametrize(
    "text",
    ["школа № 5, 12 марта", "школа № 5, 10:00", "лицей № 3, 5 классы", "СОШ № 1 2-4 кл."],
)
def test_a_number_behind_is_no_school(text: str) -> None:
    assert len(find_institutions(text, cell=True)) == 1


def test_a_post_and_its_unit_are_no_body() -> None:
    found = find_institutions("Дубова А.А., зав. отделом краеведения ПНБ им. И. И. Сухова", cell=True)
    assert [m.institution.name for m in found] == ["ПНБ им. И. И. Сухова"]


def test_mappings_are_sound() -> None:
    assert knowledge.check() == []


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("institution_types.yaml", "lyceum: {phrases: [гимназия]}"),
        ("institution_types.yaml", "castle: {label: замок, label_en: castle, parent: fortress, phrases: [замок]}"),
    ],
)
def test_a_wrong_mapping_is_told(tmp_path: Path, file: str, content: str) -> None:
    (tmp_path / file).write_text(content, encoding="utf-8")
    mappings.use(tmp_path)
    try:
        with pytest.raises(MappingError):
            knowledge.types()
            knowledge.type_rules()
    finally:
        mappings.use()


def test_check_tells_entries_that_never_match(tmp_path: Path) -> None:
    (tmp_path / "abbreviations.yaml").write_text("bodies: {ЩЩЩ: щелевая щель}\nnot_bodies: [ЦДБ]", encoding="utf-8")
    mappings.use(tmp_path)
    try:
        assert {"no type: ЩЩЩ: щелевая щель", "both a body and none: ЦДБ"} <= set(knowledge.check())
    finally:
        mappings.use()


WORDS = (
    "МБОУ СОШ № 5 « » ( ) , . - – им. имени г. с. д/с ЦДБ школа гимназия библиотека Центр развития и по А.С. Пушкина в "
    "администрации района филиал №№ 79 111 шк.-инт. Заозёрская КДН ЗП «« »» N отдел 12а"
)
PIECES = st.sampled_from([*WORDS.split(" "), "\n", '"'])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=60))
def test_nothing_raises_and_mentions_stand_in_order(text: str) -> None:
    for cell in (False, True):
        found = find_institutions(text, cell=cell)
        assert all(0 <= m.start < m.end <= len(text) for m in found)
        assert all(a.end <= b.start or (a.start, a.end) == (b.start, b.end) for a, b in itertools.pairwise(found))
        assert all(m.institution.name and m.institution.text for m in found)
    parse_institution(text)


@pytest.mark.parametrize("unit", ["МБОУ «СОШ № 5», ", "«", "школа ", "№ 5, ", "им. А. ", "(МБУ ", "центр развития "])
def test_linear_in_the_length(unit: str) -> None:
    def once(times: int) -> float:
        find_institutions.cache_clear()
        start = time.process_time()
        find_institutions(unit * times, cell=True)
        return time.process_time() - start

    def seconds(times: int) -> float:
        return min(once(times) for _ in range(3))  # a pause of the collector is no part of the work

    seconds(50)
    assert seconds(800) < 40 * max(seconds(100), 0.002)
