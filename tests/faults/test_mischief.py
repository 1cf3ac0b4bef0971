"""Readers that hang, abort, leak, fork, send 60 MB or throw what cannot be pickled: each costs itself alone.

As many outcomes as files, the others read, nothing left running.
"""

from __future__ import annotations

import csv
import json
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.rig import Rig, plans

FAILS = {
    "HANG": "timeout",
    "SPIN": "timeout",
    "DEAF": "timeout",
    "STOP": "timeout",
    "ABORT": "crashed",
    "SEGV": "crashed",
    "LEAVE 7": "crashed",
    "LEAVE 0": "crashed",
    "EXIT": "crashed",
    "INTERRUPT": "crashed",
    "RAISE": "crashed",
    "SILENT": "crashed",
    "EAT": "limit",
    "RECURSE": "limit",
    "FORKDIE": "crashed",
    "CLOSE": "crashed",
    "REFUSE": "damaged",
}
READS = ("FORK", "SPAWN", "RUNAWAY", "PRINT", "WANDER", "THREAD", "LEAK 1", "LEAK 2", "LEAK 3", "SLOW 0.5")
"""What they do is theirs; the plan comes out well."""


def with_mischief(folder: Path, titles) -> Path:
    """Good plans, and one file for each kind of mischief between them."""
    plans(folder, 12)
    for number, title in enumerate(titles):
        (folder / f"план {number % 12:03d} {number:02d} {title.lower()}.txt").write_text(f"{title}\nстрока 1\nстрока 2")
    return folder


def outcomes(out: Path) -> tuple[dict[str, str], list[str]]:
    """The codes of failures by source, and the sources of documents."""
    with (out / "failures.csv").open(encoding="utf-8") as stream:
        failures = {row["source"]: row["code"] for row in csv.DictReader(stream)}
    data = json.loads((out / "dataset.json").read_text("utf-8"))
    return failures, [document["source"] for document in data["documents"]]


def test_each_costs_itself_alone(rig: Rig, tmp_path: Path):
    source = with_mischief(tmp_path / "in", (*FAILS, *READS))
    rig.more = ("--timeout", "3", "--memory", "600")
    ran = rig.run([*rig.command(source, tmp_path / "out"), "-f", "json", "-f", "csv"])
    assert ran.code == 1, ran.err
    assert "Traceback" not in ran.err
    failures, read = outcomes(tmp_path / "out")
    codes = {
        title: failures.get(name) for name in failures for title in FAILS if name.endswith(f" {title.lower()}.txt")
    }
    assert codes == FAILS
    assert len(read) == 12 + len(READS)
    assert len(failures) + len(read) == len(list(source.iterdir()))


def test_nothing_is_left_running(rig: Rig, tmp_path: Path):
    source = with_mischief(tmp_path / "in", ("FORK", "FORKDIE", "SPAWN", "RUNAWAY", "THREAD", "DEAF", "STOP"))
    rig.more = ("--timeout", "2")
    process = rig.start([*rig.command(source, tmp_path / "out"), "-f", "json"])
    process.wait(timeout=90)
    assert rig.alone(10) == set()


def test_a_plan_of_60_mb_is_read(rig: Rig, tmp_path: Path):
    source = with_mischief(tmp_path / "in", ("LARGE",))
    ran = rig.run([*rig.command(source, tmp_path / "out"), "-f", "json"], timeout=180)
    assert ran.code == 0, ran.err
    data = json.loads((tmp_path / "out/dataset.json").read_text("utf-8"))
    assert Counter(len(e["title"]) > 20000 for e in data["events"])[True] == 3000


def test_a_leak_stays_bounded(rig: Rig, tmp_path: Path):
    """Sixty files of which each keeps 40 MB: 2.4 GB in one process, of which it may have one."""
    folder = plans(tmp_path / "in", 5)
    for number in range(60):
        (folder / f"leak {number:02d}.txt").write_text(f"LEAK {number}\nстрока")
    rig.more = ("--memory", "1024")
    ran = rig.run([*rig.command(folder, tmp_path / "out"), "-f", "json", "-f", "csv"], timeout=180)
    failures, read = outcomes(tmp_path / "out")
    assert ran.code in (0, 1)
    assert len(read) + len(failures) == 65
    assert len(read) >= 63, failures


@pytest.mark.parametrize("workers", ["1", "3"])
def test_where_every_file_kills_its_worker_there_is_an_outcome_for_each(rig: Rig, tmp_path: Path, workers):
    folder = plans(tmp_path / "in", 2)
    for number in range(25):
        (folder / f"abort {number:02d}.txt").write_text(f"ABORT {number}\nстрока")
    began = time.monotonic()
    ran = rig.run([*rig.command(folder, tmp_path / "out"), "--workers", workers, "-f", "json", "-f", "csv"])
    assert ran.code == 1, ran.err
    failures, read = outcomes(tmp_path / "out")
    assert (len(failures), len(read)) == (25, 2)
    assert time.monotonic() - began < 60
