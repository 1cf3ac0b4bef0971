"""Page heads: where the body names no plan, no stamp or no institution, those that stand there are the plan's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.blocks import Block
from extractor.layout.header import Header, read_header
from extractor.layout.titles import names_plan


def with_heads(header: Header, heads: Sequence[Block]) -> Header:
    """The header, and from the page heads what it lacks.

    The body goes first, whatever it says: a running head («Образовательная программа школы») repeats on each page and
    names the book that a plan is printed in as often as the plan itself.
    """
    above = read_header(heads) if heads else Header()
    named = _names_plan(above)
    if named and not _names_plan(header):
        header = replace(header, title=above.title, period=header.period or above.period)
    return replace(
        header,
        period=header.period or (above.period if named else None),
        institution=header.institution or above.institution,
        approvals=header.approvals or above.approvals,
    )


def _names_plan(header: Header) -> bool:
    return header.title is not None and names_plan(header.title) in ("strong", "weak")
