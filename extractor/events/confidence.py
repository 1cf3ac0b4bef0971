"""How sure an event is: what was uncertain on the way, multiplied.

The factors are set so that the reliability table of `extractor evaluate` is level: of the events given 0.9, nine in
ten are right in title and dates.
"""

from __future__ import annotations

from extractor.layout.plan import PlanRow
from extractor.model import DateExpression, Parties
from extractor.text import key

BASE = 0.95
"""A plain row: on plans that no rule had seen about 95 of 100 were right in title and dates (on the corpora, all)."""
WARNED = {
    "date_unparsed": 0.8,
    "date_missing": 0.93,
    "date_alignment_ambiguous": 0.75,
    "outside_plan_period": 0.93,
    "weekday_mismatch": 0.9,
    "row_continued": 0.95,
    "year_inferred_from_rows": 0.93,
}


def confidence(row: PlanRow, date: DateExpression, parties: Parties, warnings: tuple[str, ...], parts: int) -> float:
    """0 to 1, two digits."""
    sure = BASE * (0.8 + 0.2 * min(1.0, row.certainty / 0.6))
    for warning in warnings:
        sure *= WARNED.get(warning, 1.0)
    if key(date.text_left) and date.kind != "unspecified":
        sure *= 0.95
    if date.year_source == "none" and date.kind in ("date", "period", "deadline"):
        sure *= 0.7
    if key(parties.text_left):
        sure *= 0.98
    if parts > 1:
        sure *= 0.92
    paragraphs = [p.confidence for f in row.fields for p in f.paragraphs]
    return round(sure * min(paragraphs, default=1.0), 2)
