"""The corpus through the command line: every output is valid, no word of a plan costs a traceback."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import jsonschema
import pytest

import extractor
from extractor.exports.folder import DATASET, DOCUMENTS, EVENTS
from extractor.exports.schema import schema

ROOT = Path(__file__).resolve().parent.parent
PLANS = ROOT / "corpora/plans"
OUTPUT = ROOT / "output"
A_PLAN = PLANS / "shkola_godovoj.docx"


def command(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "extractor", *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def imported(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("imported")
    result = command("import", str(PLANS), "-o", str(out), "--format", "json", "--format", "csv")
    assert result.returncode == 0, result.stdout + result.stderr
    return out


@lru_cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.FormatChecker())


def test_the_dataset_keeps_to_the_schema(imported):
    data = json.loads((imported / DATASET).read_text("utf-8"))
    assert [error.message for error in validator().iter_errors(data)] == []
    ids = [event["id"] for event in data["events"]]
    assert len(set(ids)) == len(ids)
    assert {event["document_id"] for event in data["events"]} <= {document["id"] for document in data["documents"]}


def test_the_tables_have_the_dataset_s_rows(imported):
    data = json.loads((imported / DATASET).read_text("utf-8"))
    with (imported / EVENTS).open(encoding="utf-8", newline="") as stream:
        assert [row["id"] for row in csv.DictReader(stream)] == [event["id"] for event in data["events"]]
    with (imported / DOCUMENTS).open(encoding="utf-8", newline="") as stream:
        counts = {row["id"]: int(row["events"]) for row in csv.DictReader(stream)}
    assert sum(counts.values()) == len(data["events"])


def test_what_python_gives_is_what_the_import_wrote(imported):
    data = json.loads((imported / DATASET).read_text("utf-8"))
    document = next(d for d in data["documents"] if d["format"] == "docx")
    plan = extractor.extract(PLANS / document["source"])
    assert plan.document.to_dict() | {"sources": [document["source"]]} == document
    assert [e.to_dict() for e in plan.events] == [e for e in data["events"] if e["document_id"] == document["id"]]
    assert extractor.PlanDocument.from_dict(plan.to_dict()) == plan


def test_output_is_what_the_readme_s_command_makes(imported):
    """If this fails, run `sh scripts/import-corpora.sh` and commit output/."""
    assert comparable(OUTPUT / DATASET) == comparable(imported / DATASET)
    for name in (EVENTS, DOCUMENTS):
        assert (OUTPUT / name).is_file()


def comparable(path: Path) -> dict[str, dict]:
    """Documents and events by id, without those that other programs of a machine read in their own way (.doc)."""
    data = json.loads(path.read_text("utf-8"))
    documents = {d["id"]: d for d in data["documents"] if d["format"] not in ("doc", "image")}
    return documents | {e["id"]: e for e in data["events"] if e["document_id"] in documents}


@pytest.mark.parametrize("damage", ["half", "zeros", "flipped"])
def test_a_damaged_plan_is_one_line_or_a_plan(tmp_path, damage):
    """A few documents of each format, cut or changed: a line on the error stream, or what can still be read."""
    names = []
    for path in [min(PLANS.glob(f"*.{kind}")) for kind in sorted({p.suffix[1:] for p in PLANS.iterdir()})]:
        data = bytearray(path.read_bytes())
        if damage == "half":
            del data[len(data) // 2 :]
        elif damage == "zeros":
            data[len(data) // 3 : len(data) // 2] = bytes(len(data) // 2 - len(data) // 3)
        else:
            for place in range(7, len(data), 97):
                data[place] ^= 0x20
        (tmp_path / path.name).write_bytes(data)
        names.append(path.name)
    result = command("extract", *names, "--format", "json", folder=tmp_path)
    assert "Traceback" not in result.stderr
    assert result.returncode in (0, 1)
    data = json.loads(result.stdout)
    assert [error.message for error in validator().iter_errors(data)] == []
    failed = [line for line in result.stderr.splitlines() if ": " in line]
    assert len(data["documents"]) + len(failed) == len(names)
    assert not [line for line in failed if "программа не справилась" in line]


@pytest.mark.parametrize("shape", ["table", "json", "csv"])
def test_nothing_but_the_plan_is_written_to_the_output(shape):
    plan = A_PLAN
    result = command("extract", str(plan), "--format", shape)
    assert result.stderr == ""
    assert result.stdout.count("\n") > 5


def test_an_explanation_of_a_document_loses_no_word():
    plan = A_PLAN
    result = command("explain", str(plan))
    assert result.returncode == 0, result.stderr
    assert "событие" in result.stdout
