"""The corpus: every plan has its gold, the gold is sound, and nothing of it is taken from elsewhere."""

from __future__ import annotations

import re
import sys
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ROOT / "corpora"
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT))

from corpora.build.generate import synthetic  # noqa: E402
from corpora.build.gold import gold_text  # noqa: E402
from corpora.build.make import all_plans, direct_bytes  # noqa: E402
from corpora.build.spec import Para, Plan, Table, TextBox, flat, plain, when_of  # noqa: E402
from extractor.evaluate import GoldPlan, load_gold  # noqa: E402
from extractor.evaluate.compare import squash  # noqa: E402

DATED = ["date", "period", "deadline", "recurring", "ongoing"]
KINDS = {*DATED, "on_demand", "external_schedule", "conditional", "unspecified"}
LARGEST = 70_000
UNDATED = "bez_goda_kruzhok.docx"
"""The one plan whose year nobody can know."""
NAME = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?(?: [А-ЯЁ]\.(?:[А-ЯЁ]\.)?| [А-ЯЁ][а-яё]+){1,2}")


@cache
def golds() -> tuple[GoldPlan, ...]:
    return load_gold([CORPORA / "gold"])


@cache
def specs() -> tuple[Plan, ...]:
    return tuple(all_plans())


def every_event():
    return [(g.source, e) for g in golds() for e in g.events]


def test_every_plan_has_its_gold_and_the_other_way_round() -> None:
    plans = {p.name for p in (CORPORA / "plans").iterdir()}
    assert plans == {g.source for g in golds()} == {s.source for s in specs()}
    assert {p.name for p in (CORPORA / "gold").iterdir()} == {f"{name}.yaml" for name in plans}


def test_there_are_enough_plans_of_all_shapes_and_formats() -> None:
    assert len(golds()) >= 75
    assert sum(len(g.events) for g in golds()) >= 680
    formats = Counter(Path(g.source).suffix for g in golds())
    assert {".docx", ".pdf", ".txt", ".odt", ".html", ".xlsx", ".rtf", ".doc"} <= set(formats)
    shapes = {s.shape.split(":")[0] for s in specs()}
    assert {"annual", "modules", "months", "matrix", "days", "headers", "list cells", "roadmap", "no plan"} <= shapes
    assert sum(not g.events for g in golds()) >= 4


def test_files_are_small() -> None:
    assert [p.name for p in (CORPORA / "plans").iterdir() if p.stat().st_size > LARGEST] == []


@pytest.mark.parametrize("plan", specs(), ids=lambda p: p.source)
def test_gold_is_what_the_spec_says(plan: Plan) -> None:
    path = CORPORA / "gold" / f"{plan.source}.yaml"
    assert path.read_text(encoding="utf-8") == gold_text(plan), "run python -m corpora.build.make --gold-only"


def test_kinds_and_spans_fit_each_other() -> None:
    for source, event in every_event():
        assert event.kind in KINDS, (source, event.title)
        if source == UNDATED:
            assert not event.spans
            continue
        opened = [s for s in event.spans if s[0] == ".."]
        assert bool(opened) == (event.kind == "deadline"), (source, event.title)
        if event.kind == "date":
            assert event.spans, (source, event.title)
            assert all(a == b for a, b in event.spans), (source, event.title)
        if event.kind == "unspecified":
            assert not event.spans, (source, event.title)
            assert set(event.warnings) & {"date_missing", "date_unparsed"}, (source, event.title)
        if event.kind in ("ongoing", "recurring"):
            assert event.spans, (source, event.title)


def test_spans_lie_in_their_plan_or_are_said_to_be_outside() -> None:
    for gold in golds():
        for event in gold.events if gold.source != UNDATED else ():
            assert gold.period
            first, last = (date.fromisoformat(x) for x in gold.period)
            august = date(first.year, 8, 1) if first.month == 9 else first
            days = [date.fromisoformat(x) for s in event.spans for x in s if x != ".."]
            outside = any(not (min(first, august) <= d <= max(last, date(first.year + 1, 8, 31))) for d in days)
            if outside:
                assert "outside_plan_period" in event.warnings, (gold.source, event.title)


def test_references_inside_the_gold_hold() -> None:
    for gold in golds():
        for event in gold.events:
            assert set(event.institutions or ()) <= set(gold.bodies), (gold.source, event.title)
            assert set(event.positions) <= set(event.people), (gold.source, event.title)
            assert all(NAME.fullmatch(p) for p in event.people), (gold.source, event.people)
        writings = [squash(form) for forms in gold.bodies.values() for form in forms]
        assert gold.source and len(gold.bodies) == len({squash(f[0]) for f in gold.bodies.values()}), gold.source
        assert all(writings), gold.source


def text_of(plan: Plan) -> str:
    parts: list[str] = []
    for block in plan.blocks:
        if isinstance(block, Para):
            parts.append(plain(block.text))
        elif isinstance(block, TextBox):
            parts += block.lines
        elif isinstance(block, Table):
            parts += [flat(cell) for row in block.rows for cell in row]
    return " ".join(parts)


@pytest.mark.parametrize("plan", specs(), ids=lambda p: p.source)
def test_gold_says_only_what_the_plan_says(plan: Plan) -> None:
    text = squash(text_of(plan))
    words = set(re.findall(r"[^\W\d]+", text_of(plan).casefold()))
    for event in plan.events:
        title = set(re.findall(r"[^\W\d]+", str(event["title"]).casefold()))
        assert title <= words, title - words
        for name in event["people"]:  # type: ignore[attr-defined]
            assert squash(name.split()[0]) in text, name
        for position in (event.get("positions") or {}).values():  # type: ignore[attr-defined]
            assert squash(position) in text, position
        for role in event.get("roles") or ():  # type: ignore[attr-defined]
            assert squash(role) in text, role


@pytest.mark.parametrize(
    ("note", "want"),
    [
        ("d 23-09-14 @14:30", {"kind": "date", "spans": ["2023-09-14/2023-09-14"], "time": "14:30"}),
        ("p 24-02", {"kind": "period", "spans": ["2024-02-01/2024-02-29"]}),
        ("p 23/24", {"kind": "period", "spans": ["2023-01-01/2024-12-31"]}),
        ("dl ..24-05-31", {"kind": "deadline", "spans": ["../2024-05-31"]}),
        ("p 24-05-20..", {"kind": "period", "spans": ["2024-05-20/.."]}),
        ("rec U %>=1/2month", {
            "kind": "recurring", "spans": ["2023-09-01/2024-05-31"],
            "recurrence": {"times": 1, "every": 2, "per": "month", "at_least": True},
        }),
        ("rec Y %MO,WE/week g5-7,9", {
            "kind": "recurring", "spans": ["2023-09-01/2024-08-31"],
            "recurrence": {"days": ["MO", "WE"], "per": "week"}, "grades": [5, 6, 7, 9],
        }),
        ("none !date_missing i3 t:meeting", {
            "kind": "unspecified", "spans": [], "warnings": ["date_missing"], "items": 3, "type": "meeting",
        }),
    ],
)  # fmt: skip
def test_the_notes_of_the_gold(note: str, want: dict[str, object]) -> None:
    assert when_of(note, "2023-09-01/2024-08-31") == want


def test_the_same_spec_gives_the_same_bytes() -> None:
    for plan in specs()[:3]:
        assert direct_bytes(plan) == direct_bytes(plan)
    for plan in specs():
        if Path(plan.source).suffix in (".txt", ".html"):
            assert (CORPORA / "plans" / plan.source).read_bytes() == direct_bytes(plan), plan.source


def test_synthetic_plans_are_seeded_and_of_the_length_asked() -> None:
    first, again, other = synthetic(60), synthetic(60), synthetic(60, seed=8)
    assert len(first.events) == 60
    assert gold_text(first) == gold_text(again) != gold_text(other)


@pytest.mark.skipif(not (SHARED / "gold").exists(), reason="the shared plans are not there")
def test_nothing_is_shared_with_the_development_plans() -> None:
    theirs = load_gold([SHARED / "gold", SHARED / "gold" / "plans"])
    names = {squash(p) for g in theirs for e in g.events for p in e.people}
    assert {p for _source, e in every_event() for p in e.people if squash(p) in names} == set()
    titles = {squash(e.title) for g in theirs for e in g.events}
    assert [e.title for _source, e in every_event() if squash(e.title) in titles and len(e.title.split()) > 2] == []
    plans = {squash(g.title or "") for g in theirs}
    assert [g.title for g in golds() if squash(g.title or "") in plans] == []
