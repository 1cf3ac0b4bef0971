"""The quality floors: the whole corpus read and measured; a figure below its floor in corpora/floors.toml fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.evaluate import Evaluation, breaches, evaluate, load_gold, plan_file, read_floors
from extractor.pipeline import extract

CORPORA = Path(__file__).resolve().parent.parent / "corpora"


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    golds = load_gold([CORPORA / "gold"])
    paths = {gold.source: plan_file(gold) for gold in golds}
    return evaluate(golds, {name: extract(path) for name, path in paths.items() if path})


def test_every_floor_is_held(evaluation: Evaluation) -> None:
    floors = read_floors(CORPORA / "floors.toml")
    assert len(floors.figures) >= 20 and len(floors.plans) >= 85, "the floors are gone"
    assert breaches(floors, evaluation) == ()


def test_documents_that_are_no_plan_give_no_events(evaluation: Evaluation) -> None:
    assert [plan.source for plan in evaluation.plans if not plan.wanted and plan.found] == []


def test_confidence_promises_no_more_than_it_keeps(evaluation: Evaluation) -> None:
    """Of the events given 0.9 or more, nine in ten are right in title and dates."""
    assert evaluation.calibration_error() < 0.08
    sure = [g for plan in evaluation.plans for g in plan.guesses if g.confidence >= 0.9]
    assert sum(g.right for g in sure) / len(sure) >= 0.9
