"""The Data Package: frictionless finds no fault, whatever stands in the cells; keys join; bytes do not change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import frictionless
import pytest

from extractor.exports.folder import Content, write_folder
from extractor.exports.package import schema
from extractor.exports.records import PlanRecord
from extractor.exports.relations import TABLES
from extractor.model import Document, Event, Institution, Party, Person, PlanDocument, Venue
from tests.sample_plan import DOCUMENT, FIRST, LIBRARY, PLAN

FAILURE = {"source": "а;б.doc", "code": "damaged", "reason": "файл повреждён", "detail": "", "remedy": "«…»"}


def package(folder: Path, *plans: PlanDocument, **more) -> dict:
    write_folder(folder, Content([PlanRecord.of(plan) for plan in plans], **more), ["csv"])
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def faults(folder: Path) -> list:
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.stats["tasks"] == len(TABLES) + 2
    return report.flatten(["rowNumber", "fieldName", "type", "note"])


ODD = [
    '"кавычки" и ""двойные""',
    "строка\nвторая\r\nтретья\rчетвёртая",
    "=1+1",
    "📚 книга 👩‍🏫",
    ", ; \t | \\ ;",
    "\\; ",
    " пробелы ",
    "1.10",
    "2030-02-31",
    "null",
    "'",
    "a\x0bb\x1fc\x85d\u2028e",
    "\ufeffметка",
]


def odd_plan(text: str) -> PlanDocument:
    """A plan that says the same odd thing wherever it can say anything."""
    body = Institution(text, text, f"id {text}", parent=Institution(text, text, "parent"), role="venue")
    person = Person(text, text, text, text, text, body, text)
    event = replace(
        FIRST,
        id=f"event {text}",
        document_id=DOCUMENT.id,
        number=text,
        sections=(text, text),
        title=text,
        items=(text,),
        type_label=text,
        date=replace(FIRST.date, text=text, text_left=text, times=(text,)),
        responsible=(Party(text, "person", person, text, body), Party(text, "group")),
        participants=(person,),
        venue=(Venue(text, body),),
        institutions=(body, body),
        note=text,
        extra={text: text},
    )
    document = replace(DOCUMENT, source=text, title=text, goals=(text, text), sources=(text, "б"), gone=(text,))
    return PlanDocument(document, (event, Event(f"2 {text}", DOCUMENT.id, 2, text)))


@pytest.mark.parametrize("text", ODD)
def test_frictionless_finds_no_fault_with_odd_data(tmp_path, text):
    package(tmp_path, odd_plan(text), failures=[FAILURE | {"source": text}], duplicates={text: text})
    assert faults(tmp_path) == []


@pytest.mark.parametrize("plans", [(), (PLAN,), (PlanDocument(Document("a", "б.txt", "", "txt")),)])
def test_frictionless_finds_no_fault_with_little_data(tmp_path, plans):
    package(tmp_path, *plans)
    assert faults(tmp_path) == []


def test_it_is_of_version_2_with_sizes_and_checksums(tmp_path):
    described = package(tmp_path, PLAN)
    assert described["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert len(described["resources"]) == len(TABLES) + 2
    for resource in described["resources"]:
        data = (tmp_path / resource["path"]).read_bytes()
        assert resource["$schema"] == "https://datapackage.org/profiles/2.0/dataresource.json"
        assert resource["schema"]["$schema"] == "https://datapackage.org/profiles/2.0/tableschema.json"
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        header = data.decode().split("\n", 1)[0].split(",")
        assert header == [field["name"] for field in resource["schema"]["fields"]]


BREAK = {
    "hash": ("events.csv", lambda text: text.replace("Круглый", "Квадратный")),
    "type": ("event_dates.csv", lambda text: text.replace("2030-09-10", "10.09.2030")),
    "code": ("event_dates.csv", lambda text: text.replace(",by,", ",until,")),
    "required": ("events.csv", lambda text: text.replace("round_table", "")),
    "document's key": ("documents.csv", lambda text: text.replace(DOCUMENT.id, "another")),
    "event's key": ("event_dates.csv", lambda text: text.replace(FIRST.id, "another")),
    "institution's key": ("institutions.csv", lambda text: text.replace("i1,МБУК", "i3,МБУК")),
}


@pytest.mark.parametrize("breaking", BREAK.values(), ids=BREAK)
def test_frictionless_finds_what_is_wrong(tmp_path, breaking):
    """The schemas say something: a package that contradicts them is refused."""
    name, change = breaking
    package(tmp_path, PLAN)
    path = tmp_path / name
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")
    assert faults(tmp_path)


def test_every_column_is_described_in_both_languages(tmp_path):
    for resource in package(tmp_path, PLAN)["resources"]:
        for thing in (resource, *resource["schema"]["fields"]):
            assert any("а" <= letter <= "я" for letter in thing["title"].lower()) or thing["title"] == "№", thing
            assert thing["description"].isascii() or "МБОУ" in thing["description"], thing
            assert thing["description"].endswith(".")


def test_keys_name_columns_that_are_there():
    for table in TABLES:
        described = schema(table)
        names = {field["name"] for field in described["fields"]}
        assert set(described["primaryKey"]) <= names
        for link in described.get("foreignKeys", ()):
            assert set(link["fields"]) <= names
            target = next(t for t in TABLES if t.name == (link["reference"]["resource"] or table.name))
            assert link["reference"]["fields"] == schema(target)["primaryKey"]


def test_an_institution_is_one_row_with_the_writing_that_says_most(tmp_path):
    bare = replace(LIBRARY, name="ЗБ", legal_form=None, locality=None)
    first = replace(FIRST, responsible=(Party("ЗБ", "institution", institution=bare),), participants=(), venue=())
    plan = PlanDocument(replace(DOCUMENT, institution=bare), (first,))
    package(tmp_path, plan)
    rows = frictionless.Resource(str(tmp_path / "institutions.csv")).read_rows()
    assert [(row["id"], row["name"], row["parent_id"]) for row in rows] == [
        ("i1", LIBRARY.name, None),
        ("i2", "Детский отдел", "i1"),
    ]


def test_the_same_data_give_the_same_bytes_in_any_folder(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        package(tmp_path / name, PLAN, odd_plan("x"))
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_the_documentation_names_every_table_and_column():
    text = (Path(__file__).resolve().parent.parent / "docs" / "dataset.md").read_text(encoding="utf-8")
    for table in TABLES:
        section = text.split(f"### {table.name}\n", 1)[1].split("\n### ", 1)[0]
        for column in table.columns:
            assert f"| `{column.csv_name}`" in section, (table.name, column.csv_name)
            assert column.description in section
