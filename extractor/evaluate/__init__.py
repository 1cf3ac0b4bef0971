"""Gold against what was found: field by field, strict and soft, whole events, and whether confidences hold.

gold = load_gold([Path("corpora/gold")])
evaluation = evaluate(gold, {g.source: extract(plan_file(g)) for g in gold})
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.evaluate.figures import Bin, Evaluation, Figure
from extractor.evaluate.floors import Breach, Floors, breaches, raised, read_floors, write_floors
from extractor.evaluate.gold import GoldError, GoldEvent, GoldPlan, load_gold, read_gold
from extractor.evaluate.plans import plan_file, read_dataset
from extractor.evaluate.scoring import Guess, Mark, Miss, PlanScore, score_plan
from extractor.model import PlanDocument

__all__ = [
    "Bin",
    "Breach",
    "Evaluation",
    "Figure",
    "Floors",
    "GoldError",
    "GoldEvent",
    "GoldPlan",
    "Guess",
    "Mark",
    "Miss",
    "PlanScore",
    "breaches",
    "evaluate",
    "load_gold",
    "plan_file",
    "raised",
    "read_dataset",
    "read_floors",
    "read_gold",
    "score_plan",
    "write_floors",
]


def evaluate(
    gold: Sequence[GoldPlan], plans: Mapping[str, PlanDocument], failures: Mapping[str, str] | None = None
) -> Evaluation:
    """The measure of plans, given by the names of their files; one that is missing counts as nothing found."""
    failed = failures or {}
    return Evaluation(tuple(score_plan(g, plans.get(g.source), failed.get(g.source)) for g in gold))
