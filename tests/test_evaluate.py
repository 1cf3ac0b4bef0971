"""The measure itself: what counts as right, how lists, dates and confidences are counted, and that floors only rise."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.cli import main
from extractor.errors import UsageError
from extractor.evaluate import (
    Floors,
    GoldError,
    breaches,
    evaluate,
    load_gold,
    plan_file,
    raised,
    read_dataset,
    read_floors,
    read_gold,
    score_plan,
    write_floors,
)
from extractor.evaluate.compare import alike, squash
from extractor.model import (
    DateExpression,
    Document,
    Event,
    Institution,
    Party,
    Period,
    Person,
    PlanDocument,
    Recurrence,
    Span,
)

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

GOLD = """
source: plan.txt
document:
  title: План школы на 2023 год
  period: 2023-01-01/2023-12-31
  approvals:
  - {kind: approved, person: Репин А.А., instrument: order, number: '7', date: '2022-12-20'}
institutions:
  dk: [ДК «Луч», Дом культуры «Луч»]
optional_institutions: [школы города]
events:
- {n: '1', section: [Раздел], title: Праздник песни, kind: date, spans: [2023-05-12/2023-05-12], people: [Репин А.А.],
   positions: {Репин А.А.: директор}, institutions: [dk], time: '12:00', type: celebration}
- {n: '2', section: [Раздел], title: Обход классов, kind: recurring, spans: [2023-01-01/2023-12-31], people: [],
   recurrence: {times: 1, per: month, at_least: true}, rrule: null, roles: [завхоз], grades: [5, 6]}
"""


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def made(**changes: object) -> PlanDocument:
    """A plan that is right in all that GOLD judges; `first` and `second` change its events."""
    director = Person("Репин А.А.", surname="Репин", position="директор")
    house = Institution("Дом культуры «Луч»", text="ДК «Луч»", id="dk-1", role="venue")
    first = Event(
        id="d-1",
        document_id="d",
        order=1,
        number="1.",
        sections=("1. Раздел",),
        title="«Праздник песни»",
        type="celebration",
        date=DateExpression("12 мая", "date", (Span(day("2023-05-12"), day("2023-05-12")),), times=("12:00",)),
        responsible=(Party("директор Репин А.А.", "person", director, position="директор"),),
        institutions=(house,),
        confidence=0.97,
    )
    every_month = Recurrence(1, "month", at_least=True)
    second = Event(
        id="d-2",
        document_id="d",
        order=2,
        number="2",
        sections=("Раздел",),
        title="Обход классов",
        date=DateExpression(
            "ежемесячно", "recurring", (Span(day("2023-01-01"), day("2023-12-31")),), recurrence=every_month
        ),
        responsible=(Party("завхоз", "position"),),
        audience=None,
        confidence=0.6,
    )
    from extractor.model import Approval, Audience

    second = replace(second, audience=Audience("5-6 кл.", (5, 6)))
    document = Document(
        id="d",
        source="plan.txt",
        sha256="0" * 64,
        format="txt",
        title="ПЛАН ШКОЛЫ НА 2023 ГОД",
        period=Period(day("2023-01-01"), day("2023-12-31")),
        approvals=(Approval("approved", director, instrument="order", number="7", date=day("2022-12-20")),),
    )
    events = (replace(first, **changes.get("first", {})), replace(second, **changes.get("second", {})))
    return PlanDocument(replace(document, **changes.get("document", {})), events)


@pytest.fixture
def gold(tmp_path: Path):
    path = tmp_path / "plan.txt.yaml"
    path.write_text(GOLD, encoding="utf-8")
    return read_gold(path)


def test_a_right_plan_is_right_in_every_field(gold) -> None:
    figures = evaluate([gold], {"plan.txt": made()}).values()
    assert set(figures.values()) == {1.0}, {k: v for k, v in figures.items() if v != 1}
    assert {
        "events F1",
        "whole event",
        "recurrence",
        "rrule",
        "grades",
        "roles",
        "positions",
        "institution ids",
    } <= set(figures)


@pytest.mark.parametrize(
    ("which", "change", "field"),
    [
        ("first", {"title": "Праздник песен"}, "title"),
        ("first", {"sections": ()}, "section"),
        ("first", {"number": None}, "number"),
        ("first", {"type": "other"}, "type"),
        ("first", {"responsible": ()}, "people F1"),
        ("first", {"responsible": (Party("Репин А.А.", "person", Person("Репин А.А.")),)}, "positions"),
        ("first", {"institutions": ()}, "institutions F1"),
        ("first", {"institutions": (Institution("ДК «Луч»", id=None, role="venue"),)}, "institution ids"),
        ("first", {"warnings": ("duplicate_row",)}, "no false warnings"),
        ("first", {"warnings": ("outside_plan_period",)}, "no false warnings"),
        ("second", {"responsible": (Party("заведующий", "position"),)}, "roles"),
        ("second", {"audience": None}, "grades"),
        ("second", {"date": DateExpression("ежемесячно", "recurring")}, "spans"),
        ("document", {"title": "План работы"}, "doc.title"),
        ("document", {"period": None}, "doc.period"),
        ("document", {"approvals": ()}, "approvals F1"),
    ],
)
def test_each_fault_lowers_its_field(gold, which: str, change: dict, field: str) -> None:
    evaluation = evaluate([gold], {"plan.txt": made(**{which: change})})
    assert evaluation.values()[field] < 1
    assert any(plan.misses() for plan in evaluation.plans)
    told_apart = which == "document" or field in ("institution ids", "no false warnings")
    assert (evaluation.values()["whole event"] < 1) != told_apart


def test_a_rule_that_nobody_asked_for_is_a_fault(gold) -> None:
    second = made().events[1]
    wrong = replace(second.date, rrule="FREQ=MONTHLY;BYDAY=1MO")
    assert evaluate([gold], {"plan.txt": made(second={"date": wrong})}).values()["rrule"] == 0


def test_soft_gives_a_part_where_strict_gives_none(gold) -> None:
    late = DateExpression("май", "period", (Span(day("2023-05-01"), day("2023-05-31")),), times=("12:00",))
    changed = made(first={"title": "Праздник песен", "date": late})
    figures = {f.field: f for f in evaluate([gold], {"plan.txt": changed}).figures()}
    assert figures["title"].strict == 0.5 < figures["title"].soft < 1
    assert figures["spans"].strict == 0.5
    assert figures["spans"].soft == pytest.approx((1 / 31 + 1) / 2)
    assert figures["kind"].soft == 0.5


def test_people_are_softly_right_by_surname(gold) -> None:
    changed = made(first={"responsible": (Party("Репин", "person", Person("Репин")),)})
    figures = {f.field: f for f in evaluate([gold], {"plan.txt": changed}).figures()}
    assert (figures["people"].strict, figures["people"].soft) == (0.0, 1.0)


def test_lost_and_made_up_events_count_and_are_told_once(gold) -> None:
    plan = made()
    alone = replace(plan, events=(plan.events[0], replace(plan.events[1], title="Совсем другое дело")))
    score = score_plan(gold, alone)
    assert (score.wanted, score.found, score.matched, score.whole) == (2, 2, 1, 1)
    assert [(m.field, m.want, m.got) for m in score.misses()] == [
        ("missing", "Обход классов", None),
        ("spurious", None, "Совсем другое дело"),
    ]
    figures = {f.field: f for f in evaluate([gold], {"plan.txt": alone}).figures()}
    assert (figures["events"].precision, figures["events"].recall) == (0.5, 0.5)
    assert figures["grades"].strict == 0


def test_a_plan_that_was_not_read_counts_as_nothing_found(gold) -> None:
    evaluation = evaluate([gold], {}, {"plan.txt": "damaged"})
    assert evaluation.values()["events F1"] == 0
    assert evaluation.plans[0].failure == "damaged"


def test_events_of_one_title_are_paired_by_their_dates(tmp_path: Path) -> None:
    text = GOLD.replace("title: Обход классов", "title: Праздник песни")
    path = tmp_path / "plan.txt.yaml"
    path.write_text(text, encoding="utf-8")
    plan = made(second={"title": "Праздник песни"})
    swapped = replace(plan, events=plan.events[::-1])
    assert evaluate([read_gold(path)], {"plan.txt": swapped}).values()["spans"] == 1


def test_unknown_bodies_count_only_where_they_act(gold) -> None:
    house = made().events[0].institutions[0]
    for role, name, right in (
        ("venue", "Лицей № 3", False),
        ("note", "Лицей № 3", True),
        ("responsible", "школы города", True),
    ):
        extra = Institution(name, role=role)
        values = evaluate([gold], {"plan.txt": made(first={"institutions": (house, extra)})}).values()
        assert (values["institutions F1"] == 1) is right, (role, name)


def test_reliability_tells_promise_from_truth(gold) -> None:
    wrong = made(second={"title": "Обход класса", "confidence": 0.97})
    evaluation = evaluate([gold], {"plan.txt": wrong})
    (only,) = evaluation.reliability()
    assert (only.low, only.events, only.promised, only.kept) == (0.95, 2, pytest.approx(0.97), 0.5)
    assert evaluation.calibration_error() == pytest.approx(0.47)
    full = evaluate([gold], {"plan.txt": made(first={"confidence": 1.0}, second={"confidence": 0.0})})
    assert [(b.low, b.high) for b in full.reliability()] == [(0.0, 0.5), (0.95, 1.0)]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("1. План  «Мир» – труд", "план мир труд", True),
        ("2) Всё!", "все", True),
        ("Школа № 1. Совет", "Школа №1 совет", True),
        ("Школа № 1", "Школа № 2", False),
        ("5 класс", "класс", False),
    ],
)
def test_squash(a: str, b: str, same: bool) -> None:
    assert (squash(a) == squash(b)) is same


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("гимназии № 2", "Гимназия №2", True),
        ("гимназии № 2", "Гимназия № 12", False),
        ("Центром чтения", "Центр чтения", True),
        ("Дом книги", "Дом культуры", False),
        (None, "Дом", False),
    ],
)
def test_alike(a: str | None, b: str, same: bool) -> None:
    assert alike(a, b) is same


@pytest.mark.parametrize(
    "text",
    [
        "source: x\n",
        GOLD.replace("kind: date", "knd: date"),
        GOLD.replace("2023-05-12/2023-05-12", "2023-05-32/2023-05-32"),
        GOLD.replace("2023-05-12/2023-05-12", "2023-05-12"),
        GOLD.replace("grades: [5, 6]", "grades: [five]"),
        "a: [",
    ],
)
def test_bad_gold_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        load_gold([path])
    assert caught.value.source == str(path)


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError):
        load_gold([tmp_path])


def test_floors_only_rise(gold, tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    assert not read_floors(path)
    half = evaluate([gold], {"plan.txt": made(first={"number": "9"})})
    full = evaluate([gold], {"plan.txt": made()})
    write_floors(path, raised(read_floors(path), half))
    low = read_floors(path)
    assert (low.figures["number"], low.figures["title"], low.plans) == (0.5, 1.0, {"plan.txt": 0.5})
    write_floors(path, raised(low, full))
    high = read_floors(path)
    assert (high.figures["number"], high.plans) == (1.0, {"plan.txt": 1.0})
    assert raised(high, half) == high
    assert breaches(low, full) == breaches(low, half) == ()


def test_breaches_name_what_fell_and_what_is_gone(gold) -> None:
    evaluation = evaluate([gold], {"plan.txt": made(first={"number": "9"})})
    floors = Floors({"number": 0.6, "title": 1.0, "gone": 0.1}, {"plan.txt": 0.5, "lost.txt": 0.2})
    found = breaches(floors, evaluation)
    assert [(b.name, b.measured) for b in found] == [("lost.txt", None), ("number", 0.5), ("gone", None)]


def test_a_harder_plan_that_joins_lowers_no_old_floor(gold) -> None:
    """The fields' floors hold on the plans they were measured on; the new plan gets a floor of its own."""
    other = replace(gold, source="hard.txt")
    floors = raised(Floors(), evaluate([gold], {"plan.txt": made()}))
    joined = evaluate([gold, other], {"plan.txt": made()})
    assert breaches(floors, joined) == ()
    larger = raised(floors, joined)
    assert larger.plans == {"plan.txt": 1.0, "hard.txt": 0.0}
    assert larger.figures["title"] == 0.5
    assert [b.name for b in breaches(larger, evaluate([gold, other], {"hard.txt": made()}))] == ["plan.txt"]


@pytest.mark.parametrize("text", ["[floors\n", '[floors]\ntitle = "high"\n', "[floors]\ntitle = 1.5\n"])
def test_bad_floors_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        read_floors(path)


def test_the_plan_is_found_near_its_gold(tmp_path: Path) -> None:
    (tmp_path / "gold" / "deep").mkdir(parents=True)
    (tmp_path / "plans").mkdir()
    path = tmp_path / "gold" / "deep" / "plan.txt.yaml"
    path.write_text(GOLD, encoding="utf-8")
    assert plan_file(read_gold(path)) is None
    (tmp_path / "plans" / "plan.txt").write_text("План", encoding="utf-8")
    assert plan_file(read_gold(path)) == tmp_path / "plans" / "plan.txt"
    (tmp_path / "gold" / "deep" / "plan.txt").write_text("План", encoding="utf-8")
    assert plan_file(read_gold(path)) == tmp_path / "gold" / "deep" / "plan.txt"


def dataset(tmp_path: Path, plan: PlanDocument) -> Path:
    path = tmp_path / "dataset.json"
    document = plan.document.to_dict() | {"source": "folder/plan.txt"}
    events = [e.to_dict() for e in plan.events]
    path.write_text(json.dumps({"documents": [document], "events": events}, ensure_ascii=False), encoding="utf-8")
    return path


def run(*args: object):
    return CliRunner().invoke(main, ["evaluate", *map(str, args)])


def test_the_command_measures_a_dataset(gold, tmp_path: Path) -> None:
    made_before = dataset(tmp_path, made())
    assert set(read_dataset(made_before)) == {"plan.txt"}
    result = run(gold.path, "--predicted", made_before, "--format", "json")
    assert result.exit_code == 0, result.output
    data = json.loads(result.output)
    figures = {f["field"]: f for f in data["figures"]}
    assert (figures["events"]["strict"], figures["whole event"]["total"]) == (1.0, 2)
    assert data["documents"][0] | {"failure": None} == {
        "source": "plan.txt",
        "events": 2,
        "found": 2,
        "matched": 2,
        "whole": 2,
        "failure": None,
    }


@pytest.mark.parametrize(("language", "word"), [("ru", "события верны целиком"), ("en", "events right as a whole")])
def test_the_table_speaks_both_languages(gold, tmp_path: Path, language: str, word: str) -> None:
    wrong = made(first={"title": "Праздник песен"})
    result = run(gold.path, "--predicted", dataset(tmp_path, wrong), "--each", "--misses", "--lang", language)
    assert result.exit_code == 0, result.output
    assert word in result.output
    assert "plan.txt | 1 Праздник песни | title | Праздник песни | Праздник песен" in result.output


def test_the_command_holds_and_raises_floors(gold, tmp_path: Path) -> None:
    path, right, wrong = tmp_path / "floors.toml", tmp_path / "right", tmp_path / "wrong"
    right.mkdir(), wrong.mkdir()
    good, bad = dataset(right, made()), dataset(wrong, made(first={"number": "9"}))
    assert run(gold.path, "--predicted", good, "--update-floors").exit_code == 2
    assert run(gold.path, "--predicted", good, "--floors", path).exit_code == 2
    assert run(gold.path, "--predicted", good, "--floors", path, "--update-floors").exit_code == 0
    before = path.read_text(encoding="utf-8")
    fallen = run(gold.path, "--predicted", bad, "--floors", path, "--update-floors")
    assert fallen.exit_code == 1
    assert "number" in fallen.output
    assert path.read_text(encoding="utf-8") == before
    assert run(gold.path, "--predicted", good, "--floors", path).exit_code == 0


def test_a_missing_plan_is_one_line_and_exit_1(gold) -> None:
    result = run(gold.path)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert "plan.txt" in result.output


@pytest.mark.parametrize("text", ["[]", "{}", "{", '{"documents": {}, "events": []}'])
def test_a_bad_dataset_is_a_usage_error(gold, tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    result = run(gold.path, "--predicted", path)
    assert result.exit_code == 2
    assert "x.json" in result.output


@pytest.mark.skipif(not (SHARED / "tools" / "score.py").exists(), reason="the shared scorer is not there")
def test_strict_figures_agree_with_the_shared_scorer(tmp_path: Path) -> None:
    """A dataset of the shared gold's own values, some of them spoilt, measured by both."""
    golds = load_gold([SHARED / "gold", SHARED / "gold" / "plans"])
    documents, events = [], []
    for place, gold in enumerate(golds):
        spoilt = _from_gold(gold, place)
        documents.append(spoilt.document.to_dict())
        events += [e.to_dict() for e in spoilt.events]
    path = tmp_path / "dataset.json"
    path.write_text(json.dumps({"documents": documents, "events": events}, ensure_ascii=False), encoding="utf-8")
    for folder in (SHARED / "gold", SHARED / "gold" / "plans"):
        command = [sys.executable, str(SHARED / "tools" / "score.py"), "--gold", str(folder), "--json", str(path)]
        reference = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        own = evaluate(load_gold([folder]), read_dataset(path)).values()
        assert {k: round(own[k], 4) for k in reference} == reference
        assert 0.3 < reference["whole event"] < 0.95


def _from_gold(gold, place: int) -> PlanDocument:
    """The gold's values as if found; every third event is spoilt, each in another way."""
    spoil = (
        {"title": "Совсем иное событие"},
        {"number": "99"},
        {"responsible": ()},
        {"date": DateExpression("", "period", (Span(day("2001-01-01"), day("2001-01-02")),))},
        {"institutions": (Institution("Новый лицей № 300", id="new", role="venue"),)},
        {"sections": ("Чужой раздел",)},
        {"warnings": ("duplicate_row", "outside_plan_period")},
    )
    identity = f"d{place}"
    found = []
    for order, wanted in enumerate(gold.events, 1):
        event = _event_of(gold, wanted, identity, order)
        found.append(replace(event, **spoil[order // 3 % len(spoil)]) if order % 3 == 0 else event)
    start, end = gold.period or (None, None)
    period = Period(day(start), day(end)) if start and end else None
    return PlanDocument(Document(identity, gold.source, "", "txt", title=gold.title, period=period), tuple(found[1:]))


def _event_of(gold, wanted, identity: str, order: int) -> Event:
    spans = tuple(
        Span(None if a == ".." else day(a), None if b == ".." else day(b), "by" if a == ".." else "during")
        for a, b in wanted.spans
    )
    people = [Party(p, "person", Person(p), position=wanted.positions.get(p)) for p in wanted.people]
    roles = [Party(r, "position") for r in wanted.roles]
    bodies = [Institution(gold.bodies[k][0], id=f"{identity}-{k}", role="venue") for k in wanted.institutions or ()]
    given = wanted.recurrence or {}
    recurrence = Recurrence(**{k: tuple(v) if isinstance(v, list) else v for k, v in given.items()}) if given else None
    from extractor.model import Audience

    return Event(
        id=f"{identity}-{order}",
        document_id=identity,
        order=order,
        title=wanted.title,
        number=wanted.number,
        sections=wanted.sections,
        items=("x",) * (wanted.items or 0),
        type=wanted.type or "other",
        date=DateExpression(
            "",
            wanted.kind,
            spans,
            recurrence=recurrence,
            rrule=wanted.rrule,
            times=(wanted.time,) if wanted.time else (),
        ),
        responsible=(*people, *roles),
        participants=tuple(Person(p) for p in wanted.participants or ()),
        audience=Audience("", wanted.grades) if wanted.grades else None,
        institutions=tuple(bodies),
        warnings=wanted.warnings,
    )
