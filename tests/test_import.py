"""An import: what misbehaves costs itself alone, and the dataset depends on nothing but names and bytes."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.errors import ExtractorError
from extractor.importing import run as importing
from extractor.importing.answer import Job
from extractor.importing.attempt import attempt, private_copy
from extractor.importing.lock import only_one
from extractor.importing.outcome import ImportReport, Outcome, mark_duplicates
from extractor.importing.pool import Crew
from extractor.importing.run import ImportOptions, run_import
from extractor.importing.worker import Task
from extractor.store import open_store
from tests import fake_reader

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="processes of POSIX")
FILES = ("dataset.json", "events.csv", "documents.csv", "failures.csv", "duplicates.csv")
"""What the tests compare; `plans.db` and the schemas stand beside them."""


class Silent:
    def found(self, count: int) -> None:
        self.count = count

    def done(self, outcome: Outcome) -> None:
        self.last = outcome


class Stopping(Silent):
    """Ctrl-C after the third file."""

    seen = 0

    def done(self, outcome: Outcome) -> None:
        super().done(outcome)
        self.seen += 1
        if self.seen == 3:
            raise KeyboardInterrupt


def options(**changed) -> ImportOptions:
    standard = {
        "workers": 2,
        "timeout": 20.0,
        "memory": 1024,
        "formats": ("json", "csv"),
        "extract": fake_reader.EXTRACT,
    }
    return ImportOptions(**standard | changed)


def plans(folder: Path, count: int = 12) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"план {number:02d}.txt").write_text(
            f"План {number}\nСеминар {number}\nСовещание\n", encoding="utf-8"
        )
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


@POSIX
def test_what_could_not_be_read_is_told_with_what_to_do(tmp_path):
    folder = plans(tmp_path / "in", 4)
    for name, title in (("а.txt", "ABORT"), ("б.txt", "HANG"), ("в.txt", "REFUSE"), ("г.txt", "RAISE")):
        (folder / name).write_text(title)
    report = run_import([folder], tmp_path / "out", options(timeout=1.5), Silent())
    assert [(o.source, o.code) for o in report.failures] == [
        ("а.txt", "crashed"),
        ("б.txt", "timeout"),
        ("в.txt", "encrypted"),
        ("г.txt", "crashed"),
    ]
    assert len(report.documents) == 4
    rows = list(csv.DictReader((tmp_path / "out/failures.csv").open(encoding="utf-8")))
    assert [row["code"] for row in rows] == ["crashed", "timeout", "encrypted", "crashed"]
    assert all(row["reason"] and row["remedy"] for row in rows)


@POSIX
def test_what_a_reader_prints_is_not_seen(tmp_path, capfd):
    folder = plans(tmp_path / "in", 1)
    (folder / "а.txt").write_text("PRINT\nсобытие")
    report = run_import([folder], tmp_path / "out", options(), Silent())
    assert report.events == 3
    assert capfd.readouterr() == ("", "")


@POSIX
def test_nothing_is_left_running_or_lying_about(tmp_path):
    folder = plans(tmp_path / "in", 3)
    (folder / "а.txt").write_text("FORK")
    (folder / "б.txt").write_text("HANG")
    run_import([folder], tmp_path / "out", options(timeout=1.0), Silent())
    left = {p.name for p in (tmp_path / "out").iterdir()}
    assert left >= {*FILES, "plans.db", "quarantine"}
    assert not [name for name in left if name.startswith(".") or name.endswith((".tmp", "-wal", "-shm", "-journal"))]


def test_the_dataset_does_not_depend_on_workers_or_order(tmp_path):
    folder = plans(tmp_path / "in")
    (folder / "я копия.txt").write_bytes((folder / "план 03.txt").read_bytes())
    (folder / "пустой.txt").write_text("REFUSE")
    first = run_import([folder], tmp_path / "one", options(workers=1), Silent())
    paths = sorted(folder.iterdir(), reverse=True)
    run_import(paths, tmp_path / "two", options(workers=3), Silent())
    assert content(tmp_path / "one") == content(tmp_path / "two")
    data = json.loads((tmp_path / "one/dataset.json").read_text("utf-8"))
    assert [d["source"] for d in data["documents"]] == [f"план {n:02d}.txt" for n in range(12)]
    assert len({e["id"] for e in data["events"]}) == len(data["events"]) == first.events == 24


def test_the_same_bytes_are_one_document(tmp_path):
    folder = plans(tmp_path / "in", 2)
    (folder / "а копия.txt").write_bytes((folder / "план 01.txt").read_bytes())
    report = run_import([folder], tmp_path / "out", options(), Silent())
    assert report.duplicates == {"план 01.txt": "а копия.txt"}
    assert (tmp_path / "out/duplicates.csv").read_text("utf-8") == "source,same_as\nплан 01.txt,а копия.txt\n"
    assert [o.source for o in report.documents] == ["а копия.txt", "план 00.txt"]


def test_after_an_interruption_what_was_read_is_kept(tmp_path):
    folder = plans(tmp_path / "in")
    report = run_import([folder], tmp_path / "out", options(workers=1), Stopping())
    assert report.interrupted
    assert len(report.documents) == 3
    assert report.unread == 9
    assert len(json.loads((tmp_path / "out/dataset.json").read_text("utf-8"))["documents"]) == 3


def test_a_second_import_into_the_folder_is_refused(tmp_path):
    folder = plans(tmp_path / "in", 1)
    (tmp_path / "out").mkdir()
    with only_one(tmp_path / "out"), pytest.raises(ExtractorError) as caught:
        run_import([folder], tmp_path / "out", options(), Silent())
    assert caught.value.code == "locked"
    assert run_import([folder], tmp_path / "out", options(), Silent()).documents


def test_where_nothing_could_be_read_no_dataset_is_made(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("DAMAGED")
    report = run_import([tmp_path / "in"], tmp_path / "out", options(), Silent())
    assert not report.documents_in_all
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["plans.db", "quarantine"]


def test_a_full_disk_leaves_the_last_dataset(tmp_path, monkeypatch):
    folder = plans(tmp_path / "in", 2)
    run_import([folder], tmp_path / "out", options(), Silent())
    before = content(tmp_path / "out")
    (folder / "новый.txt").write_text("План\nсобытие")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        run_import([folder], tmp_path / "out", options(), Silent())
    assert content(tmp_path / "out") == before
    assert not list((tmp_path / "out").glob("*.tmp"))


def test_what_a_killed_import_left_is_removed(tmp_path):
    folder = plans(tmp_path / "in", 1)
    left = tmp_path / "out/.import-dead"
    left.mkdir(parents=True)
    (left / "0000001.jsonl").write_text("half")
    run_import([folder], tmp_path / "out", options(), Silent())
    assert not left.exists()


def test_limit_takes_the_first_files(tmp_path):
    report = run_import([plans(tmp_path / "in")], tmp_path / "out", options(limit=2), Silent())
    assert [o.source for o in report.outcomes] == ["план 00.txt", "план 01.txt"]
    assert report.unread == 0


@pytest.mark.parametrize(
    ("pattern", "sources"),
    [
        ("*.TXT", ["план.txt", "б/план.txt"]),
        ("б/*", ["б/план.md", "б/план.txt"]),
        ("*.pdf", []),
        ("план.m?", ["б/план.md"]),
    ],
)
def test_a_pattern_chooses_by_name_or_by_folder(tmp_path, pattern, sources):
    (tmp_path / "б").mkdir()
    for name in ("план.txt", "б/план.txt", "б/план.md"):
        (tmp_path / name).write_text("План")
    assert sorted(f.source for f in importing.chosen([tmp_path], options(pattern=pattern)).files) == sorted(sources)


def test_an_empty_folder_makes_no_dataset(tmp_path):
    (tmp_path / "in").mkdir()
    report = run_import([tmp_path / "in"], tmp_path / "out", options(), Silent())
    assert report.outcomes == ()
    assert not (tmp_path / "out").exists()


def test_workers_that_cannot_start_end_the_import(tmp_path):
    with pytest.raises(ExtractorError, match="worker"):
        run_import([plans(tmp_path / "in", 1)], tmp_path / "out", options(extract="no_such_module:extract"), Silent())


def test_isolation_costs_little(tmp_path):
    """Processor's time of this process and of its workers; measured: 0.5 ms a document, asked: 3 ms."""
    folder = plans(tmp_path / "in", 400)
    jobs = [Job(n, path.name, path) for n, path in enumerate(sorted(folder.iterdir()))]

    def spent() -> float:
        began = time.process_time()
        crew = Crew(Task(tmp_path, extract=fake_reader.EXTRACT), workers=1, timeout=60)
        crew.add(jobs)
        assert sum(answer.read for answer in crew.answers()) == 400
        return time.process_time() - began

    spent()
    assert spent() / 400 < 0.003


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (Path.absolute, "not_found"),
        (Path.mkdir, "not_a_file"),
        pytest.param(os.mkfifo, "not_a_file", marks=POSIX),
    ],
)
def test_what_is_no_file_is_an_error_at_once(tmp_path, make, code):
    path = tmp_path / "x"
    make(path)
    with pytest.raises(ExtractorError) as caught:
        attempt(path, "имя", fake_reader.extract)
    assert caught.value.code == code
    assert caught.value.source == "имя"


def test_private_copy_is_the_bytes(tmp_path):
    (tmp_path / "x").write_bytes(b"\0\1")
    assert private_copy(tmp_path / "x") == b"\0\1"


def outcome(source: str, sha256: str = "", **more) -> Outcome:
    return Outcome(source, sha256=sha256 or source, **more)


def test_duplicates_follow_the_order_of_names_not_of_reading():
    outcomes = [outcome("c", "x"), outcome("a", "x"), outcome("b", "y"), outcome("d", "x", code="damaged")]
    assert mark_duplicates(outcomes) == {"c": "a"}


def test_a_report_counts_warnings_with_the_three_worst_files():
    report = ImportReport(
        tuple(outcome(f"{n}", warnings={"date_missing": n, "number_gap": 1}) for n in range(1, 6)),
        duplicates={"5": "1"},
    )
    first, second = report.warnings()
    assert (first[0], first[1], [o.source for o in first[2]]) == ("date_missing", 10, ["4", "3", "2"])
    assert second[:2] == ("number_gap", 4)


SCRIPT = (
    "import sys; sys.path.insert(0, sys.argv[1])\n"
    "from functools import partial\n"
    "from extractor.importing import run\n"
    "run.ImportOptions = partial(run.ImportOptions, extract='tests.fake_reader:extract')\n"
    "from extractor.cli import main\n"
    "if __name__ == '__main__':\n"
    "    main(['import', sys.argv[2], '-o', sys.argv[3], '--workers', '2', '-f', 'json', '-f', 'csv'])\n"
)


def start(tmp_path: Path) -> subprocess.Popen[str]:
    """An import of two plans and four that hang, as a process that has read the two and hangs on the others."""
    folder = plans(tmp_path / "in", 2)
    for number in range(4):
        (folder / f"ю{number}.txt").write_text("HANG")
    (tmp_path / "go.py").write_text(SCRIPT)
    root = str(Path(importing.__file__).parents[2])
    process = subprocess.Popen(
        [sys.executable, str(tmp_path / "go.py"), root, str(folder), str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"LANG": "C.UTF-8", "LC_ALL": ""},
    )
    deadline = time.monotonic() + 60
    while kept(tmp_path / "out") < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    return process


def kept(out: Path) -> int:
    """How many documents the store of a running import has by now."""
    try:
        with open_store(out / "plans.db", read_only=True) as store:
            return len(store.known())
    except ExtractorError:
        return 0


def family(folder: Path) -> set[int]:
    """The processes (of Linux) of an import: those that have inherited its environment."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"EXTRACTOR_TEST={folder}".encode() in status.read_bytes():
                found.add(int(status.parent.name))
        except OSError:
            continue
    return found


@POSIX
def test_ctrl_c_ends_all(tmp_path):
    """The signal reaches the parent as a real one; the code is 130, and what was read is kept."""
    process = start(tmp_path)
    process.send_signal(2)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "Прервано" in out
    assert len(json.loads((tmp_path / "out/dataset.json").read_text("utf-8"))["documents"]) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_killed_import_leaves_no_worker_and_the_next_one_is_as_if_it_had_not_been(tmp_path, monkeypatch):
    monkeypatch.setenv("EXTRACTOR_TEST", str(tmp_path))
    process = start(tmp_path)
    assert len(family(tmp_path)) >= 3
    process.kill()
    process.wait()
    deadline = time.monotonic() + 20
    while family(tmp_path) - {os.getpid()} and time.monotonic() < deadline:
        time.sleep(0.1)
    assert family(tmp_path) == set()
    for path in (tmp_path / "in").glob("ю*"):
        path.unlink()
    run_import([tmp_path / "in"], tmp_path / "out", options(), Silent())
    run_import([tmp_path / "in"], tmp_path / "clean", options(), Silent())
    assert content(tmp_path / "out") == content(tmp_path / "clean")
    assert not list((tmp_path / "out").glob(".import-*"))
