"""The JSON Schema: valid itself, kept by what is written, closed against what is not."""

from __future__ import annotations

import copy
import io
import json
from functools import lru_cache

import jsonschema
import pytest
from click.testing import CliRunner

from extractor import model
from extractor.cli import main
from extractor.exports.dataset import write_dataset, write_plan
from extractor.exports.folder import Content, write_folder
from extractor.exports.records import PlanRecord
from extractor.exports.schema import DIALECT, event_types, schema
from extractor.messages.codes import WARNINGS
from tests.sample_plan import PLAN, SECOND


@lru_cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.FormatChecker())


def written(*plans: model.PlanDocument) -> dict:
    stream = io.StringIO()
    records = [PlanRecord.of(plan) for plan in plans]
    write_plan(stream, records[0]) if len(records) == 1 else write_dataset(stream, records)
    return json.loads(stream.getvalue())


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == DIALECT
    assert schema()["$id"]


@pytest.mark.parametrize("plans", [(PLAN,), (PLAN, PLAN), ()], ids=["one", "two", "none"])
def test_what_is_written_is_valid(plans):
    data = written(*plans) if plans else {"schema_version": model.SCHEMA_VERSION, "documents": [], "events": []}
    validator().validate(data)


def test_json_of_one_plan_and_of_several_have_their_shapes():
    assert set(written(PLAN)) == {"schema_version", "document", "events"}
    several = written(PLAN, PLAN)
    assert set(several) == {"schema_version", "documents", "events"}
    assert len(several["documents"]) == 2
    assert [e["document_id"] for e in several["events"]] == [PLAN.document.id] * 4


@pytest.mark.parametrize("name", ["plan", "dataset", "document", "event"])
def test_each_shape_has_a_schema_of_its_own(name):
    described = schema(name)
    jsonschema.Draft202012Validator.check_schema(described)
    assert described["$ref"] == f"#/$defs/{name.capitalize()}"
    assert described["$id"] != schema()["$id"]
    assert ("Approval" in described["$defs"]) == (name != "event")
    result = CliRunner().invoke(main, ["schema", "--of", name])
    assert json.loads(result.stdout) == described


def test_what_an_import_writes_keeps_to_the_schemas_beside_it(tmp_path):
    write_folder(tmp_path, Content([PlanRecord.of(PLAN)]), ["json", "jsonl"])

    def beside(name: str) -> jsonschema.Draft202012Validator:
        described = json.loads((tmp_path / f"{name}.schema.json").read_text(encoding="utf-8"))
        return jsonschema.Draft202012Validator(described, format_checker=jsonschema.FormatChecker())

    beside("dataset").validate(json.loads((tmp_path / "dataset.json").read_text(encoding="utf-8")))
    for name, count in (("documents", 1), ("events", 2)):
        lines = (tmp_path / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        assert len(lines) == count
        for line in lines:
            beside(name).validate(json.loads(line))
            with pytest.raises(jsonschema.ValidationError):
                beside(name).validate(json.loads(line) | {"colour": "red"})
    with pytest.raises(jsonschema.ValidationError):
        beside("dataset").validate(PLAN.to_dict())


BREAK = {
    "unknown key": lambda d: d["events"][0].update(colour="red"),
    "missing key": lambda d: d["events"][0].pop("title"),
    "unknown kind of date": lambda d: d["events"][0]["date"].update(kind="someday"),
    "unknown type": lambda d: d["events"][0].update(type="party"),
    "unknown warning": lambda d: d["events"][0].update(warnings=["oops"]),
    "unknown party": lambda d: d["events"][0]["responsible"][0].update(kind="robot"),
    "a day that is none": lambda d: d["events"][0]["date"]["spans"][0].update(end="2030-02-31"),
    "a Russian date": lambda d: d["events"][0]["date"]["spans"][0].update(end="10.09.2030"),
    "number for text": lambda d: d["document"].update(title=5),
    "text for number": lambda d: d["events"][0].update(order="1"),
    "another version": lambda d: d.update(schema_version="0.9"),
    "unknown stamp": lambda d: d["document"]["approvals"][0].update(kind="signed"),
    "document and documents": lambda d: d.update(documents=[]),
}


@pytest.mark.parametrize("breaking", BREAK.values(), ids=BREAK)
def test_what_differs_is_refused(breaking):
    data = copy.deepcopy(written(PLAN))
    breaking(data)
    with pytest.raises(jsonschema.ValidationError):
        validator().validate(data)


def test_event_types_are_those_of_the_mapping_with_a_label_each():
    assert {"meeting", "seminar", "contest", "other"} <= set(event_types())
    assert SECOND.type in event_types()


def test_every_value_of_the_model_is_described():
    definitions = schema()["$defs"]
    for name in (
        "Document",
        "Event",
        "DateExpression",
        "Span",
        "Recurrence",
        "Party",
        "Person",
        "Institution",
        "Venue",
    ):
        assert definitions[name]["description"]
        assert definitions[name]["additionalProperties"] is False


def test_warnings_of_the_data_model_are_known():
    named = "date_missing date_unparsed outside_plan_period year_inferred_from_rows date_alignment_ambiguous"
    assert set(named.split()) | {"responsible_missing", "number_gap", "duplicate_row", "row_continued"} <= set(WARNINGS)
