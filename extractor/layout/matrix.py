"""A matrix: directions down, months or weeks across; each paragraph of a cell is an event of that month."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.blocks import Paragraph, paragraphs
from extractor.fields.dates import parse_month_heading
from extractor.layout.items import to_items
from extractor.layout.plan import Field, PlanRow, RowPlace

if TYPE_CHECKING:
    from extractor.layout.grid import GridRow
    from extractor.layout.headers import HeaderBlock
    from extractor.layout.rowkind import Segment

FEWEST = 3
"""So many columns must be headed by months or weeks."""
LABELS = frozenset({"title", "section", "extra", "form", "note"})


def is_matrix(head: HeaderBlock) -> bool:
    """Whether a header's columns are months or weeks."""
    return len(month_columns(head)) >= FEWEST


def month_columns(head: HeaderBlock) -> dict[int, str]:
    """The columns headed by a month or a week: column → the heading's text."""
    found = {col: parse_month_heading(own) for col, own in enumerate(head.own)}
    return {col: month for col, month in found.items() if month is not None}


def read_matrix_row(row: GridRow, segment: Segment, place: RowPlace) -> list[PlanRow]:
    """The events of one row: column by column, each paragraph or list item its own."""
    assert segment.head is not None
    months = month_columns(segment.head)
    label, shared = _label_and_shared(row, segment, months)
    out: list[PlanRow] = []
    done: set[int] = set()
    for col in sorted(months):
        cell = row.cells[col]
        if cell is None or col in done:
            continue
        span = [c for c in months if row.cells[c] is cell]
        done.update(span)
        under = months[col] if len(span) == 1 else f"{months[span[0]]} – {months[span[-1]]}"
        for item in to_items(tuple(paragraphs(cell.blocks))):
            title = Field("title", segment.head.own[col], (replace(item, label=None),))
            out.append(
                PlanRow(
                    sections=label,
                    fields=(title, *shared),
                    under=under,
                    heading=label[-1] if label else None,
                    place=replace(place, line=item.place.line or place.line),
                    certainty=0.9,
                    split=False,
                )
            )
    return out


def _label_and_shared(
    row: GridRow, segment: Segment, months: dict[int, str]
) -> tuple[tuple[str, ...], tuple[Field, ...]]:
    """The row's labels (sections) and the columns that hold for all its events (responsible, venue …)."""
    labels: list[str] = []
    shared: list[Field] = []
    for col, column in enumerate(segment.columns):
        cell = row.cells[col]
        if col in months or cell is None:
            continue
        own: tuple[Paragraph, ...] = tuple(p for p in paragraphs(cell.blocks) if p.text.strip())
        field = Field(column.role, column.header, own, inherited=row.inherited[col])
        if not field.raw or column.role == "number":
            continue
        if column.role in LABELS and col < min(months):
            if field.text not in labels:
                labels.append(field.text)
        else:
            shared.append(field)
    return tuple(labels), tuple(shared)
