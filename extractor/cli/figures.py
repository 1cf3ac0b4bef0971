"""The figures of `extractor evaluate` as tables for people."""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich import box
from rich.console import Console
from rich.table import Table

from extractor.evaluate import Bin, Breach, Evaluation, Figure, PlanScore
from extractor.messages import _

FIELDS = {
    "events": "events (F1)",
    "whole event": "events right as a whole",
    "title": "title",
    "section": "sections",
    "number": "number",
    "kind": "kind of date",
    "spans": "dates",
    "time": "times",
    "recurrence": "recurrence",
    "rrule": "rule of recurrence",
    "people": "people (F1)",
    "positions": "positions of people",
    "roles": "parties without a name",
    "institutions": "institutions (F1)",
    "institution ids": "one id for one institution",
    "type": "type of event",
    "items": "items of lists",
    "grades": "grades",
    "participants": "participants",
    "warnings": "warnings",
    "no false warnings": "no false warnings",
    "doc.title": "title of the plan",
    "doc.period": "period of the plan",
    "doc.goals": "goals",
    "doc.warnings": "warnings on the plan",
    "approvals": "stamps (F1)",
}
"""Fields as people read them: English keys of the catalogue."""


def print_evaluation(evaluation: Evaluation, broken: Sequence[Breach], *, each: bool, misses: bool) -> None:
    """Figures, documents, reliability, and the floors that are not held."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(console.width, 120))
    if misses:
        _print_misses(evaluation)
    if each:
        console.print(_documents(evaluation.plans))
    console.print(_figures(evaluation.figures()))
    console.print(_reliability(evaluation.reliability(), evaluation.calibration_error()))
    for breach in broken:
        measured = "–" if breach.measured is None else f"{breach.measured:.4f}"
        line = _("Below the floor: {field} {measured}, floor {floor}.")
        click.echo(line.format(field=breach.name, measured=measured, floor=f"{breach.floor:.3f}"), err=True)


def _print_misses(evaluation: Evaluation) -> None:
    for plan in evaluation.plans:
        for miss in plan.misses():
            click.echo(f"{plan.source} | {miss.where} | {miss.field} | {miss.want} | {miss.got}")


def _table(title: str, first: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column(first)
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _figures(figures: Sequence[Figure]) -> Table:
    table = _table(_("Fields"), _("Field"), _("Strict"), _("Soft"), _("Right"), _("Of"), _("Precision"), _("Recall"))
    for figure in figures:
        shares = (f"{figure.precision:.3f}", f"{figure.recall:.3f}") if figure.is_list else ("", "")
        name = _(FIELDS[figure.field]) if figure.field in FIELDS else figure.field
        table.add_row(name, f"{figure.strict:.4f}", f"{figure.soft:.4f}", str(figure.right), str(figure.total), *shares)
    return table


def _documents(plans: Sequence[PlanScore]) -> Table:
    table = _table(_("Documents"), _("Document"), _("Gold"), _("Found"), _("Paired"), _("Right"), _("Share"))
    for plan in plans:
        share = f"{plan.whole / plan.wanted:.2f}" if plan.wanted else ("1.00" if not plan.found else "0.00")
        numbers = (str(x) for x in (plan.wanted, plan.found, plan.matched, plan.whole))
        table.add_row(plan.source, *numbers, plan.failure or share)
    return table


def _reliability(bins: Sequence[Bin], error: float) -> Table:
    title = _("Confidence: mean error {error}").format(error=f"{error:.3f}")
    table = _table(title, _("Confidence"), _("Events"), _("Promised"), _("Right"))
    for each in bins:
        table.add_row(f"{each.low:.2f}–{each.high:.2f}", str(each.events), f"{each.promised:.3f}", f"{each.kept:.3f}")
    return table
