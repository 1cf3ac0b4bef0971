"""What a store gives depends on names and bytes alone: any interleaving of runs ends where a clean store stands."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.store import FailedReading, Query, Reading, Sighting, Store, open_store
from tests.store_maker import days, failed, happening, read, sha

CONTENTS = "абвг"
ROOTS = ("/школы", "/школы/2030", "/библиотеки")
PATHS = tuple(f"{root}/{name}" for root in ROOTS for name in ("1.docx", "2.docx", "архив.zip!/1.docx"))
READINGS: dict[str, tuple[Reading | FailedReading, ...]] = {
    content: (
        read(content, f"Семинар {content}", happening("Конкурс чтецов", days("2030-10-01")), version="1"),
        read(content, "Конкурс", f"Слёт {content}", version="2"),
        failed(content, "damaged", version="1"),
    )
    for content in CONTENTS
}


@dataclass
class Model:
    """What must come of it, told in the plainest way: the last reading of each content, what each path holds."""

    readings: dict[str, Reading | FailedReading] = field(default_factory=dict)
    there: dict[str, Sighting] = field(default_factory=dict)
    gone: dict[str, Sighting] = field(default_factory=dict)

    def save(self, reading: Reading | FailedReading) -> None:
        self.readings[reading.sha256] = reading

    def see(self, found: list[Sighting], root: str) -> None:
        paths = {sighting.path for sighting in found}
        left = {p: s for p, s in self.there.items() if p.startswith(f"{root}/") and p not in paths}
        self.there = {p: s for p, s in self.there.items() if p not in left} | {s.path: s for s in found}
        self.gone = {p: s for p, s in self.gone.items() if p not in paths} | {
            p: s for p, s in left.items() if s.sha256 is not None
        }

    def prune(self, gone: bool) -> None:
        if gone:
            self.gone = {}
        pointed = {s.sha256 for s in (*self.there.values(), *self.gone.values())}
        self.readings = {sha256: r for sha256, r in self.readings.items() if sha256 in pointed}


def sighting(path: str, content: str | None) -> Sighting:
    source = path.removeprefix("/школы/").removeprefix("/библиотеки/")  # sources may be the same, paths not
    return Sighting(source, path, sha(content) if content else None, "" if content else "permission")


def run(store: Store, chance: random.Random) -> Model:
    """A few months of imports: saves, sightings, losses and returns, prunes, in any order."""
    model = Model()
    for _step in range(chance.randint(5, 40)):
        what = chance.random()
        if what < 0.5:
            reading = chance.choice(READINGS[chance.choice(CONTENTS)])
            store.save(reading)
            model.save(reading)
        elif what < 0.95:
            root = chance.choice(ROOTS)
            below = [path for path in PATHS if path.startswith(f"{root}/")]
            found = [
                sighting(p, chance.choice((*CONTENTS, *CONTENTS, None)))
                for p in chance.sample(below, chance.randint(0, len(below)))
            ]
            store.see(found, below=[root])
            model.see(found, root)
        else:
            gone = chance.random() < 0.5
            store.prune(gone=gone)
            model.prune(gone)
    return model


def clean(store: Store, model: Model, chance: random.Random) -> None:
    """The end of those months in a new store, as quickly as may be and in another order."""
    readings = list(model.readings.values())
    chance.shuffle(readings)
    half = len(readings) // 2
    for reading in readings[:half]:
        store.save(reading)
    both = [*model.there.values(), *model.gone.values()]
    chance.shuffle(both)
    store.see(both)
    store.see(list(model.there.values()), below=ROOTS)
    for reading in readings[half:]:
        store.save(reading)


QUERIES = (Query("семинар"), Query("конкурс"), Query("конкурс слёт", any_word=True), Query())


def given_by(store: Store) -> tuple[object, ...]:
    return (
        list(store.records()),
        store.failures(),
        store.duplicates(),
        store.digest(),
        [store.search(query) for query in QUERIES],
        [(u.sha256, u.source, u.path) for u in store.unread("1")],
    )


def check(one: Store, other: Store, seed: int) -> None:
    chance = random.Random(seed)
    model = run(one, chance)
    clean(other, model, chance)
    assert given_by(one) == given_by(other)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32))
def test_any_order_comes_to_the_same(tmp_path_factory, seed):
    folder = tmp_path_factory.mktemp("порядок")
    with open_store(folder / "1.db") as one, open_store(folder / "2.db") as other:
        check(one, other, seed)


@pytest.mark.parametrize("seed", range(6))
def test_any_order_comes_to_the_same_in_both_databases(tmp_path, postgres_url, seed):
    with open_store(postgres_url) as one, open_store(tmp_path / "2.db") as other:
        model = run(one, random.Random(seed))
        clean(other, model, random.Random(seed))
        assert given_by(one)[:4] == given_by(other)[:4]
        assert [set(hits) for hits in given_by(one)[4]] == [set(hits) for hits in given_by(other)[4]]


def test_the_months_are_lively(tmp_path):
    """The test above would be worth little if most of its stores were empty."""
    kinds = {"records": 0, "failures": 0, "duplicates": 0, "gone": 0}
    for seed in range(20):
        with open_store(tmp_path / f"{seed}.db") as store:
            run(store, random.Random(seed))
            kinds["records"] += any(store.records())
            kinds["failures"] += bool(store.failures())
            kinds["duplicates"] += bool(store.duplicates())
            kinds["gone"] += any('"gone": ["' in record.document for record in store.records())
    assert min(kinds.values()) >= 5, kinds
