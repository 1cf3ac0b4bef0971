"""The model's values and their JSON form are inverse; each value refuses to be changed."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys

import pytest

from extractor.model import Document, Event, Institution, Period, Person, PlanDocument, Recurrence, Span
from tests.sample_plan import BRANCH, DOCUMENT, FIRST, KEEPER, PLAN, SECOND


@pytest.mark.parametrize("value", [DOCUMENT, FIRST, SECOND, KEEPER, BRANCH, FIRST.date, FIRST.source])
def test_from_dict_reads_what_to_dict_wrote(value):
    plain = json.loads(json.dumps(value.to_dict()))
    assert type(value).from_dict(plain) == value


def test_a_plan_goes_there_and_back():
    assert PlanDocument.from_dict(json.loads(json.dumps(PLAN.to_dict()))) == PLAN


def test_the_sample_fills_every_field():
    """Else the tests of the exports and the schema would pass over a field."""
    for value in (DOCUMENT, FIRST):
        empty = [f.name for f in dataclasses.fields(value) if getattr(value, f.name) in (None, (), {}, "")]
        assert empty == []


@pytest.mark.parametrize("value", [DOCUMENT, FIRST, PLAN, KEEPER])
def test_values_are_frozen(value):
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, dataclasses.fields(value)[0].name, None)


def test_recurrence_says_only_what_is_known():
    assert Recurrence(times=4, per="year").to_dict() == {"times": 4, "per": "year"}
    assert Recurrence.from_dict({"days": ["MO"], "per": "week"}) == Recurrence(days=("MO",), per="week")


def test_missing_keys_take_defaults_and_unknown_ones_are_ignored():
    assert Person.from_dict({"name": "Сорокин П.Д.", "shoe_size": 43}) == Person("Сорокин П.Д.")


@pytest.mark.parametrize("text", ["2031-08-31/2030-09-01", "2030-09-01", "сентябрь/октябрь", ""])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError):
        Period.parse(text)


def test_period_of_an_interval():
    assert Period.parse("2030-09-01/2031-08-31").to_dict()["start"] == "2030-09-01"


def test_renamed_changes_the_source_alone():
    other = PLAN.renamed("b.docx")
    assert other.document.source == "b.docx"
    assert other.document.id == PLAN.document.id
    assert other.events == PLAN.events


def test_open_spans_stay_open():
    span = Span.from_dict({"start": None, "end": "2030-09-10", "relation": "by", "precision": "day"})
    assert span.start is None
    assert span.to_dict()["end"] == "2030-09-10"


def test_parents_are_institutions():
    assert isinstance(Institution.from_dict(BRANCH.to_dict()).parent, Institution)


def test_required_keys_are_required():
    for kind in (Document, Event):
        with pytest.raises(TypeError):
            kind.from_dict({})


def test_importing_the_package_loads_no_library():
    code = "import sys, extractor; extractor.ExtractorError, extractor.Event; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {
        "pandas",
        "numpy",
        "lxml",
        "rich",
        "click",
        "yaml",
        "pymorphy3",
        "pdfplumber",
        "docx",
        "extractor.pipeline",
    }
    assert heavy.isdisjoint(loaded)
