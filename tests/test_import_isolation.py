"""What misbehaves costs itself alone: limits from outside, deaths, retries, children, floods."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.errors import ExtractorError
from extractor.importing import pool
from extractor.importing.answer import Answer, Job, from_bytes, to_bytes
from extractor.importing.channel import HEAD, LONGEST, Line, NonsenseError
from extractor.importing.guard import State, descendants
from extractor.importing.pool import AHEAD, Crew
from extractor.importing.worker import Task
from tests import fake_reader

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes of POSIX")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
INNOCENT = 9


def answers(folder: Path, titles: list[str], *, workers: int = 1, timeout: float = 60.0, **of_task) -> list[Answer]:
    """What a crew says of files with these first lines, in the order of the files."""
    folder.mkdir(exist_ok=True)
    jobs = []
    for number, title in enumerate(titles):
        path = folder / f"{number}.txt"
        path.write_text(f"{title}\nСеминар\n", encoding="utf-8")
        jobs.append(Job(number, path.name, path))
    task = Task(folder / "spool", **{"memory": 1024, "extract": fake_reader.EXTRACT} | of_task)
    crew = Crew(task, workers=workers, timeout=timeout)
    crew.add(jobs)
    return sorted(crew.answers(), key=lambda answer: answer.number)


def among_innocents(title: str) -> list[str]:
    """A file that misbehaves, with files of one worker before and behind it."""
    return [f"План {n}" for n in range(4)] + [title] + [f"План {n}" for n in range(4, INNOCENT)]


@pytest.fixture(autouse=True)
def nothing_is_left_running() -> Iterator[None]:
    """Every process that a test started in any way is gone when it ends (but for Python's own servers)."""
    before = running()
    yield
    deadline = time.monotonic() + 10
    while running() - before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running() - before == set()


def running() -> set[int]:
    """The processes with this one's mark, wherever they went; not the server that forks them, nor Python's tracker."""
    wanted = f"EXTRACTOR_IMPORT={pool._mark()}".encode()
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            marked = wanted in (process / "environ").read_bytes().split(b"\0")
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        if marked and not (b"forkserver" in command and parent == os.getpid()):
            found.add(int(process.name))
    return found


DETERMINED = [
    ("HANG", "timeout", "1.5 s"),
    ("STOP", "timeout", "1.5 s"),
    ("PROGRAM", "timeout", "1.5 s"),
    pytest.param("HANG IN C", "timeout", "1.5 s", marks=LINUX),
    ("ABORT", "crashed", "SIGABRT"),
    ("SEGFAULT", "crashed", "SIGSEGV"),
    ("LEAVE", "crashed", "exit 7"),
    ("RAISE", "crashed", "Local: нечто"),
    ("EXIT", "crashed", "exit 3"),
    ("INTERRUPT", "crashed", "exit 1"),
    ("MEMORY", "limit", "MemoryError"),
    ("RECURSE", "limit", "RecursionError"),
    ("FORK", "crashed", "SIGKILL"),
    pytest.param("STRAY", "crashed", "SIGABRT", marks=LINUX),
    pytest.param("NONSENSE", "crashed", "", marks=LINUX),
    ("FLOOD 170", "limit", "result"),
    ("REFUSE", "encrypted", ""),
]


@pytest.mark.parametrize(("title", "code", "detail"), DETERMINED)
def test_what_misbehaves_costs_itself_alone(tmp_path, title, code, detail):
    found = answers(tmp_path / "in", among_innocents(title), timeout=1.5 if code == "timeout" else 60)
    assert [a.number for a in found] == list(range(INNOCENT + 1))
    assert [a.number for a in found if not a.read] == [4]
    assert found[4].code == code
    assert found[4].detail.startswith(detail)


@pytest.mark.parametrize("title", ["PRINT", "TWICE", "FLOOD 50", "LEAK"])
def test_what_is_odd_but_ends_well_is_read(tmp_path, title):
    assert all(a.read for a in answers(tmp_path / "in", among_innocents(title)))


def test_the_processor_s_time_is_limited_by_the_system(tmp_path):
    """Long before the limit of time, which a machine with much to do may need."""
    began = time.monotonic()
    found = answers(tmp_path / "in", among_innocents("BURN"), timeout=60, processor=1.0)
    assert [(a.number, a.code, a.detail) for a in found if not a.read] == [(4, "timeout", "CPU 1 s")]
    assert time.monotonic() - began < 30


@LINUX
def test_what_a_document_and_its_children_hold_together_is_limited(tmp_path):
    found = answers(tmp_path / "in", among_innocents("CHILD MEMORY"), timeout=60, memory=1000)
    (failed,) = (a for a in found if not a.read)
    assert (failed.number, failed.code) == (4, "limit")
    assert failed.detail.startswith("memory 1")


def test_a_worker_that_leaks_makes_room(tmp_path):
    """Ten documents leak 400 MB each under a limit of 1 GB."""
    found = answers(tmp_path / "in", ["LEAK"] * 10)
    assert all(a.read for a in found)


def test_innocent_files_are_not_tried_again(tmp_path, monkeypatch):
    """Those that were sent ahead and come back count as never sent."""
    tried: list[dict[int, int]] = []
    bury = Crew._bury

    def buried(crew, *arguments):
        yield from bury(crew, *arguments)
        tried.append(dict(crew._tries))

    monkeypatch.setattr(Crew, "_bury", buried)
    found = answers(tmp_path / "in", ["ABORT", *["План"] * (AHEAD + 2)])
    assert [a.number for a in found if not a.read] == [0]
    assert [set(t) for t in tried] == [{0}, {0}]


def test_a_file_that_kills_only_a_used_worker_is_read_by_a_fresh_one(tmp_path, monkeypatch):
    """What an earlier file left behind is not its fault: it is tried once more, alone."""
    (tmp_path / "in").mkdir()
    (tmp_path / "reader.py").write_text(
        "import os\n"
        "from tests import fake_reader\n"
        "seen = []\n"
        "def extract(data, **how):\n"
        "    seen.append(data)\n"
        "    if data.startswith(b'SECOND') and len(seen) > 1:\n"
        "        os.abort()\n"
        "    return fake_reader.extract(data, **how)\n"
    )
    root = str(Path(__file__).parent.parent)
    monkeypatch.setattr(sys, "path", [str(tmp_path), root, *sys.path])
    found = answers(tmp_path / "in", ["План", "План 2", "SECOND", "План 3"], extract="reader:extract")
    assert all(a.read for a in found)


def test_all_files_may_be_bad(tmp_path):
    found = answers(tmp_path / "in", ["ABORT", "SEGFAULT", "LEAVE", "HANG"], workers=2, timeout=4.0)
    assert [a.code for a in found] == ["crashed", "crashed", "crashed", "timeout"]


def test_a_fresh_worker_after_so_many_files(tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "FILES_A_WORKER", 5)
    (tmp_path / "reader.py").write_text(
        "import os\n"
        "from dataclasses import replace\n"
        "from tests import fake_reader\n"
        "def extract(data, **how):\n"
        "    plan = fake_reader.extract(data, **how)\n"
        "    return replace(plan, document=replace(plan.document, title=str(os.getpid())))\n"
    )
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(Path(__file__).parent.parent), *sys.path])
    found = answers(tmp_path / "in", ["План"] * 12, extract="reader:extract")
    assert len({a.record.document.split('"title": ')[1].split(",")[0] for a in found if a.record}) == 3


def test_workers_that_cannot_start_end_the_run(tmp_path):
    with pytest.raises(ExtractorError, match="worker"):
        answers(tmp_path / "in", ["План"], extract="no_such_module:extract")


@LINUX
def test_closing_the_answers_ends_the_workers(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("План")
    (folder / "b.txt").write_text("HANG")
    crew = Crew(Task(tmp_path, extract=fake_reader.EXTRACT), workers=2, timeout=60)
    crew.add([Job(0, "a.txt", folder / "a.txt"), Job(1, "b.txt", folder / "b.txt")])
    stream = crew.answers()
    assert next(stream).number == 0
    stream.close()  # type: ignore[attr-defined]


@LINUX
def test_descendants_are_found():
    import subprocess

    child = subprocess.Popen(
        [sys.executable, "-c", "import subprocess, sys; subprocess.run(['sleep', '5'])"], start_new_session=True
    )
    try:
        deadline = time.monotonic() + 5
        while len(descendants(child.pid)) < 1 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(descendants(child.pid)) == 1
        assert child.pid in descendants(os.getpid())
    finally:
        os.killpg(child.pid, 9)
        child.wait()


def test_answers_cross_the_pipe_as_they_are():
    answer = Answer(7, r"б\xff", "ab" * 32, "crashed", "«нечто»")
    assert from_bytes(to_bytes(answer, State(1, 2))) == (answer, State(1, 2))


@pytest.mark.parametrize("message", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"number": 1}\n', b"null\n"])
def test_nonsense_is_told_apart(message):
    with pytest.raises(NonsenseError):
        from_bytes(message)


def test_a_message_that_stops_half_way_holds_up_nobody():
    import multiprocessing

    ours, theirs = multiprocessing.Pipe()
    line = Line(ours)
    os.write(theirs.fileno(), HEAD.pack(5) + b"ab")
    assert line.received() == []
    os.write(theirs.fileno(), b"cde" + HEAD.pack(1) + b"x")
    assert line.received() == [b"abcde", b"x"]
    theirs.close()
    assert line.received() == []
    line.close()


def test_a_message_longer_than_any_is_refused():
    import multiprocessing

    ours, theirs = multiprocessing.Pipe()
    os.write(theirs.fileno(), HEAD.pack(LONGEST + 1))
    with pytest.raises(NonsenseError):
        Line(ours).received()
