"""One body, one id: pairs of writings, the bodies of a document, ids across documents, the registry."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import extractor
from extractor import mappings
from extractor.cli.institutions import institutions_command
from extractor.errors import MappingError
from extractor.fields.institutions import find_institutions, find_locality, parse_body, parse_institution
from extractor.model import Institution
from extractor.resolve import Entry, Registry, institutions_yaml, registry, resolve_institutions
from extractor.resolve.features import features
from extractor.resolve.same import typo

DATA = Path(__file__).parent / "data" / "institutions"
FILES = ("pairs", "second", "third", "fourth")
PAIRS = [yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8")) for name in FILES]
ALL = [(a, b, verdict == "same") for pairs in PAIRS for verdict in ("same", "differ") for a, b in pairs[verdict]]


@pytest.mark.parametrize(("a", "b", "same"), ALL, ids=[f"{a} ~ {b}" for a, b, _ in ALL])
def test_pairs(a: str, b: str, same: bool) -> None:
    assert extractor.same_institution(a, b) is same
    assert extractor.same_institution(b, a) is same


def bodies(*texts: str) -> list[Institution]:
    return [found.institution for text in texts for found in find_institutions(text, cell=True)]


def groups(found: list[Institution]) -> list[list[str]]:
    by_id: dict[str | None, list[str]] = {}
    for body in found:
        by_id.setdefault(body.id, []).append(body.text)
    return list(by_id.values())


@pytest.mark.parametrize(
    "want",
    [
        [
            ["МБУ «ИМЦ»", "ИМЦ", "МБУ ИМЦ"],
            ["МБУК «ЦБС»", "МБУК «ЦБС г. Дубравска»"],
            ["ЦДБ МБУК «ЦБС г. Дубравска»", "ЦДБ"],
        ],
        [["МБОУ № 8", "Гимназия № 8 «Зарница»", "№8"], ["гимназия № 18"], ["д/с № 8"]],
        [["МКУ «ЦРП»", "МКУ «Центр развития педагогов»"], ["МКУ «Центр развития спорта»"]],
        [["Дубравская средняя школа № 2", "школа № 2"], ["ООШ № 2"], ["гимназия № 2"]],
        [["Управление образования администрации города Дубравска", "УО"], ["Управление культуры"]],
        [["СОШ № 5 г. Дубравска", "СОШ № 5"], ["СОШ № 5 с. Ключи"]],
    ],
    ids=lambda want: want[0][0],
)
def test_a_document(want: list[list[str]]) -> None:
    texts = [t for group in want for t in group]
    assert groups(resolve_institutions(bodies(*texts), locality="Дубравск")) == want
    backwards = groups(resolve_institutions(bodies(*reversed(texts)), locality="Дубравск"))
    assert sorted(map(sorted, backwards)) == sorted(map(sorted, want))


def test_text_stays_and_the_fullest_name_is_everyones() -> None:
    found = resolve_institutions(bodies("школы № 5", "МБОУ «СОШ № 5 им. П. Н. Долина»"))
    assert [b.text for b in found] == ["школы № 5", "МБОУ «СОШ № 5 им. П. Н. Долина»"]
    assert {b.name for b in found} == {"МБОУ «СОШ № 5 им. П. Н. Долина»"}
    assert {b.honours for b in found} == {"П. Н. Долина"}


def test_parents_have_ids_too() -> None:
    part, whole = resolve_institutions(bodies("ЦДБ МБУК «ЦБС»", "МБУК «ЦБС»"))
    assert part.parent is not None
    assert part.parent.id == whole.id != part.id


def one(text: str, **where: str) -> str | None:
    return resolve_institutions(bodies(text), **where)[0].id  # type: ignore[arg-type]


def test_ids_agree_across_documents() -> None:
    assert one("СОШ № 7", locality="Дубравск") == one("МБОУ «СШ № 7»", locality="Дубравск")
    assert one("СОШ № 7", locality="Дубравск") == one("школа № 7 г. Дубравска")
    assert one("СОШ № 7", locality="Дубравск") != one("СОШ № 7", locality="Заозёрск")
    assert one("СОШ № 7", scope="a") != one("СОШ № 7", scope="b")
    assert one("СОШ № 7", locality="Дубравск") != one("СОШ № 7", locality="Дубравский район")
    assert one("лицей «Логика»", scope="a") == one("Лицей «Логика»", scope="b")
    assert one("МКУ «ИМЦ»", locality="Дубравск") == one("МКУ «Информационно-методический центр»", locality="Дубравск")
    assert one("библиотека им. А. П. Гайдара", locality="Дубравск") == one(
        "Библиотеки имени Гайдара", locality="Дубравск"
    )


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("План работы библиотек города Дубравска и района на 2020 год", "Дубравск"),
        ("План работы МБОУ СОШ № 5 г. Дубравска в 2020 г.", "Дубравск"),
        ("План РМО Дубравского района", "Дубравский район"),
        ("План работы в 2020 г. Директор", None),
        ("", None),
    ],
)
def test_the_place_of_a_plan(title: str, place: str | None) -> None:
    assert find_locality(title) == place


def test_the_owner_gives_the_place() -> None:
    owner = parse_institution("МКУ «Методическая служба г. Дубравска»")
    here = resolve_institutions(bodies("СОШ № 7"), owner=owner)[0]
    assert here.id == one("СОШ № 7", locality="Дубравск")


def test_registry_merges_and_splits() -> None:
    book = Registry.of(
        [
            Entry("inst-a", "Клуб «Ровесник»", aliases=("Подростковый клуб",)),
            Entry("inst-b", "МБОУ «СОШ № 5»", aliases=("СОШ № 5",)),
            Entry("inst-c", "Филиал пятой школы", aliases=("школа № 5",)),
        ]
    )
    found = resolve_institutions(bodies("клуб «Ровесник»", "Подростковый клуб", "СОШ № 5", "школа № 5"), known=book)
    assert [b.id for b in found] == ["inst-a", "inst-a", "inst-b", "inst-c"]
    assert found[1].name == "Клуб «Ровесник»"


def test_a_writing_counts_in_its_place_only() -> None:
    book = Registry.of(
        [
            Entry("inst-a", "Школа Дубравска", locality="Дубравск", aliases=("СОШ № 5",)),
            Entry("inst-b", "Школа Заозёрска", locality="Заозёрск", aliases=("СОШ № 5",)),
        ]
    )
    ids = [resolve_institutions(bodies("СОШ № 5"), locality=p, known=book)[0].id for p in ("Дубравск", "Заозёрск")]
    assert ids == ["inst-a", "inst-b"]


@pytest.mark.parametrize(
    "entries",
    [
        [Entry("inst-a", "А", aliases=("ЦДБ",)), Entry("inst-b", "Б", aliases=("цдб",))],
        [Entry("inst-a", "А"), Entry("inst-a", "Б")],
    ],
)
def test_a_contradicting_registry_is_refused(entries: list[Entry]) -> None:
    with pytest.raises(MappingError):
        Registry.of(entries)


def test_yaml_of_an_import_can_be_fed_back(tmp_path: Path) -> None:
    found = resolve_institutions(bodies("МБУ «ИМЦ»", "ИМЦ", "СОШ № 5 г. Дубравска", "лицей «Логика»"))
    text = institutions_yaml(found)
    data = yaml.safe_load(text)["institutions"]
    assert [e["name"] for e in data] == ["лицей «Логика»", "МБУ «ИМЦ»", "СОШ № 5 г. Дубравска"]
    data[0]["aliases"] = ["Школа точных наук"]
    data[0]["id"] = "inst-logika"
    (tmp_path / "institutions.yaml").write_text(yaml.safe_dump({"institutions": data}), encoding="utf-8")
    mappings.use(tmp_path)
    try:
        assert len(registry().entries) == 3
        again = resolve_institutions([*bodies("лицей «Логика»"), Institution("Школа точных наук", "Школа точных наук")])
        assert [b.id for b in again] == ["inst-logika", "inst-logika"]
    finally:
        mappings.use()
    assert registry().entries == ()


def test_near_linear() -> None:
    def seconds(count: int) -> float:
        listed = bodies(*(f"МБОУ «СОШ № {n}»" for n in range(1, count)), *(f"лицей «Имя{n}»" for n in range(count)))
        for cached in (features, parse_body, typo):
            cached.cache_clear()
        start = time.perf_counter()
        assert len({b.id for b in resolve_institutions(listed, locality="Дубравск")}) == 2 * count - 1
        return time.perf_counter() - start

    seconds(20)
    assert seconds(800) < 16 * max(seconds(200), 0.02)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([a for a, _, _ in ALL] + [b for _, b, _ in ALL]), max_size=8), st.randoms())
def test_order_does_not_matter(texts: list[str], random: object) -> None:
    listed = bodies(*texts)
    shuffled = list(listed)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    ids = {b.text: i.id for b, i in zip(listed, resolve_institutions(listed), strict=True)}
    again = {b.text: i.id for b, i in zip(shuffled, resolve_institutions(shuffled), strict=True)}
    assert ids == again


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_raises(a: str, b: str) -> None:
    assert extractor.same_institution(a, b) is extractor.same_institution(b, a)


def test_the_command_lists_what_an_import_found(tmp_path: Path) -> None:
    found = resolve_institutions(bodies("МБУ «ИМЦ»", "ИМЦ", "лицей «Логика»"))
    data = {"documents": [], "events": [{"institutions": [b.to_dict() for b in found]}]}
    (tmp_path / "dataset.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    result = CliRunner().invoke(institutions_command, [str(tmp_path)])
    assert result.exit_code == 0
    listed = yaml.safe_load(result.output)["institutions"]
    assert [(e["name"], e.get("aliases")) for e in listed] == [("лицей «Логика»", None), ("МБУ «ИМЦ»", ["ИМЦ"])]


@pytest.mark.parametrize(
    ("writings", "entries"),
    [
        ([("МБУ «ЦМРТ»", "Заозёрск"), ("МБУ «Центр молодёжных ремёсел и творчества»", "Заозёрск")], 1),
        ([("МБУ «ЦМРТ»", "Заозёрск"), ("МБУ «Центр молодёжных ремёсел и творчества»", "Дубравск")], 2),
        ([("МБУ «ЦМРТ»", "Заозёрск"), ("МБУ «Центр спортивных ремёсел и творчества»", "Заозёрск")], 2),
        (
            [
                ("МБУ «ЦМР»", "Заозёрск"),
                ("МБУ «Центр молодёжных ремёсел»", "Заозёрск"),
                ("МБУ «Центр местных ремёсел»", "Заозёрск"),
            ],
            3,
        ),
    ],
)
def test_an_acronym_of_one_plan_and_its_name_in_another_are_one_entry(
    writings: list[tuple[str, str]], entries: int
) -> None:
    found = [body for text, place in writings for body in resolve_institutions(bodies(text), locality=place)]
    found = [replace(body, locality=place) for body, (_, place) in zip(found, writings, strict=True)]
    listed = yaml.safe_load(institutions_yaml(found))["institutions"]
    assert len(listed) == entries
    assert entries > 1 or listed[0]["aliases"] == ["МБУ «ЦМРТ»"]
