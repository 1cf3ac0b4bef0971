"""Nothing disappears: every word of a plan is in an event, the header, a section, or skipped with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.explain import explain, lost_words, to_html

PLANS = sorted((Path(__file__).parent.parent / "corpora" / "plans").iterdir())


@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.name)
def test_every_word_has_a_fate(plan: Path) -> None:
    explanation = explain(plan)
    assert not lost_words(explanation)
    assert all(fate.reason for fate in explanation.plan.fates if fate.kind in ("skipped", "prose"))


def test_a_lost_word_is_told() -> None:
    explanation = explain(PLANS[0])
    fewer = type(explanation.plan)(explanation.plan.parts, explanation.plan.rows, (), explanation.plan.fates[1:])
    assert lost_words(type(explanation)(explanation.source, fewer))


def test_html_shows_the_document_with_its_fates() -> None:
    page = to_html(explain(PLANS[0]), {"event": "событие"})
    assert page.startswith("<!doctype html>")
    assert "событие" in page
