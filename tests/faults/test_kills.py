"""Killed anywhere and run again, the exports are byte for byte those of an import that was not killed.

Moments are seeded: at the nth change of a file in the folder (store, spool or export, whoever makes it), or at a moment
in time; the import alone or with all its workers; into an empty folder, or into one that holds last month's dataset.
`EXTRACTOR_FAULTS=all` takes 200 of them.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.rig import Ran, Rig, differing, exports, mixed, plans, sample

MOMENTS = sample(8, 200)
SEED = 7


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill (a share of all changes, or of the whole time), whom, and what lies there before."""

    share: float
    by_change: bool
    family: bool
    grown: bool
    again: float | None

    def __str__(self) -> str:
        kind = "change" if self.by_change else "time"
        more = f"-again{self.again:.2f}" if self.again is not None else ""
        return f"{kind}{self.share:.3f}-{'all' if self.family else 'one'}-{'grown' if self.grown else 'new'}{more}"


def moments(count: int) -> list[Moment]:
    """Spread evenly over the import, with a little chance in each part."""
    chance = random.Random(SEED)
    out = []
    for number in range(count):
        share = (number + chance.random()) / count
        flags = [chance.random() < 0.5 for _ in range(2)]
        out.append(
            Moment(share, chance.random() < 0.7, *flags, again=chance.random() if chance.random() < 0.25 else None)
        )
    return out


@dataclass(frozen=True, slots=True)
class Truth:
    """Folders to read, what an import makes of them, and how long and by how many changes it does."""

    source: Path
    before: Path | None
    clean: dict[str, bytes]
    ran: Ran


def next_month(folder: Path) -> Path:
    """One plan changed, one gone, one new, one under another name."""
    (folder / "план 001.txt").write_text("План 1\nДругое событие\n", encoding="utf-8")
    (folder / "план 002.txt").unlink()
    (folder / "план 003.txt").rename(folder / "план 003 исправленный.txt")
    return plans(folder, 1, first=50)


@pytest.fixture(scope="module")
def truths(tmp_path_factory: pytest.TempPathFactory, shim: Path) -> dict[bool, Truth]:
    """Without kills: an import into an empty folder, and one of the changed files into last month's dataset."""
    folder = tmp_path_factory.mktemp("truth")
    rig = Rig(folder, shim)
    source = mixed(folder / "in")
    first = rig.run(rig.command(source, folder / "out"), **rig.faults(folder / "out"))
    clean = exports(folder / "out")
    new = Truth(source, None, clean, first)
    later = folder / "later"
    shutil.copytree(source, later / "in")
    grown = Rig(later, shim)
    assert grown.run(grown.command(later / "in", later / "old")).code == first.code
    shutil.copytree(later / "old", later / "out")
    next_month(later / "in")
    second = grown.run(grown.command(later / "in", later / "out"), **grown.faults(later / "out"))
    return {False: new, True: Truth(later / "in", later / "old", exports(later / "out"), second)}


def test_an_import_without_faults_is_what_it_should_be(truths):
    new, grown = truths[False], truths[True]
    assert new.ran.code == grown.ran.code == 1, new.ran.err
    assert new.ran.operations > 50
    assert "dataset.json" in new.clean
    assert differing(new.clean, grown.clean)


@pytest.mark.parametrize("moment", moments(MOMENTS), ids=str)
def test_killed_and_run_again_it_is_as_if_it_had_not_been(rig, truths, moment):
    truth = truths[moment.grown]
    out = truth.source.with_name(f"out {moment}")  # links lead to the plans from here
    if truth.before is not None:
        shutil.copytree(truth.before, out)
    for share in (moment.share, moment.again):
        if share is not None:
            kill(rig, truth, out, moment, share)
    again = rig.run(rig.command(truth.source, out), **rig.faults(out))
    assert again.code == truth.ran.code, again.err
    assert differing(exports(out), truth.clean) == []
    shutil.rmtree(out)


def kill(rig: Rig, truth: Truth, out: Path, moment: Moment, share: float) -> None:
    """Start the import and kill it; the workers of one that was killed alone end by themselves."""
    command = rig.command(truth.source, out)
    if moment.by_change:
        at = 1 + int(share * truth.ran.operations)
        process = rig.start(command, **rig.faults(out, AT=at, DO="kill"))
        process.wait(timeout=60)
    else:
        process = rig.start(command, **rig.faults(out))
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=share * truth.ran.seconds)
        process.kill()
    if moment.family:
        rig.end(process)
    process.wait()
    assert rig.alone() == set()
