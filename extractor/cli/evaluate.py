"""`extractor evaluate`: plans against gold, field by field, with floors that may only rise."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from extractor.errors import ExtractorError, UsageError
from extractor.evaluate import (
    Breach,
    Evaluation,
    GoldPlan,
    breaches,
    evaluate,
    load_gold,
    plan_file,
    raised,
    read_dataset,
    read_floors,
    write_floors,
)
from extractor.messages import _
from extractor.messages.codes import error_line
from extractor.model import PlanDocument


@click.command("evaluate", short_help="Measure what is read against hand-made gold.")
@click.argument("gold", nargs=-1, required=True, metavar="GOLD...", type=click.Path(path_type=Path))
@click.option(
    "--predicted",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A dataset made before; without it the plans found near the gold are read now.",
)
@click.option("--floors", metavar="FILE", type=click.Path(path_type=Path), help="Fail below the figures of this file.")
@click.option("--update-floors", is_flag=True, help="Raise the floors to what is measured; they are never lowered.")
@click.option("--each", is_flag=True, help="A line a document too.")
@click.option("--misses", is_flag=True, help="Show every value that differs.")
@click.option(
    "-f",
    "--format",
    "shape",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Tables for people, or JSON with all figures.",
)
@click.pass_context
def evaluate_command(
    context: click.Context,
    gold: tuple[Path, ...],
    predicted: tuple[Path, ...],
    floors: Path | None,
    update_floors: bool,
    each: bool,
    misses: bool,
    shape: str,
) -> None:
    """Compare plans with their gold (files or folders of *.yaml): strict and soft, field by field.

    Strict is right or wrong; soft gives a part: titles by likeness, dates by the days that overlap.
    """
    if update_floors and floors is None:
        raise UsageError("--update-floors", code="floors_missing")
    wanted = load_gold(gold)
    failures: dict[str, str] = {}
    plans = _predicted(predicted) if predicted else _extracted(wanted, failures)
    evaluation = evaluate(wanted, plans, failures)
    broken = _hold(evaluation, floors, update_floors)
    if shape == "json":
        click.echo(json.dumps(_plain(evaluation, broken), ensure_ascii=False, indent=2))
    else:
        from extractor.cli.figures import print_evaluation

        print_evaluation(evaluation, broken, each=each, misses=misses)
    context.exit(1 if failures or broken else 0)


def _predicted(paths: Sequence[Path]) -> Mapping[str, PlanDocument]:
    plans: dict[str, PlanDocument] = {}
    for path in paths:
        plans.update(read_dataset(path))
    return plans


def _extracted(gold: Sequence[GoldPlan], failures: dict[str, str]) -> Mapping[str, PlanDocument]:
    """The plans read now; one that cannot be read costs a line, and counts as nothing found."""
    from extractor.importing.attempt import attempt, load_extract

    extract = load_extract()
    plans: dict[str, PlanDocument] = {}
    for wanted in gold:
        path = plan_file(wanted)
        try:
            if path is None:
                raise UsageError(wanted.source, source=str(wanted.path), code="no_plan_file")
            plans[wanted.source] = attempt(path, wanted.source, extract)
        except ExtractorError as error:
            failures[wanted.source] = error.code
            click.echo(error_line(error, wanted.source), err=True)
    return plans


def _hold(evaluation: Evaluation, path: Path | None, update: bool) -> tuple[Breach, ...]:
    """The floors that are not held; with `update` they rise first, and none is lowered."""
    if path is None:
        return ()
    floors = read_floors(path)
    broken = breaches(floors, evaluation)
    if update:
        write_floors(path, raised(floors, evaluation))
    elif not floors:
        raise UsageError(_("no floors there"), source=str(path), code="floors")
    return broken


def _plain(evaluation: Evaluation, broken: tuple[Breach, ...]) -> dict[str, object]:
    return {
        "figures": [
            {
                "field": f.field,
                "measure": "f1" if f.is_list else "share",
                "strict": round(f.strict, 4),
                "soft": round(f.soft, 4),
                "right": f.right,
                "total": f.total,
                **(
                    {"found": f.found, "precision": round(f.precision, 4), "recall": round(f.recall, 4)}
                    if f.is_list
                    else {}
                ),
            }
            for f in evaluation.figures()
        ],
        "documents": [
            {
                "source": p.source,
                "events": p.wanted,
                "found": p.found,
                "matched": p.matched,
                "whole": p.whole,
                "failure": p.failure,
            }
            for p in evaluation.plans
        ],
        "reliability": [
            {
                "from": b.low,
                "to": b.high,
                "events": b.events,
                "promised": round(b.promised, 4),
                "right": round(b.kept, 4),
            }
            for b in evaluation.reliability()
        ],
        "calibration_error": round(evaluation.calibration_error(), 4),
        "floors": [{"field": b.name, "floor": b.floor, "measured": b.measured} for b in broken],
    }
