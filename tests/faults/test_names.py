"""Names and files as a folder of a region has them: wrong bytes, line breaks, links, FIFOs, files that change or go."""

from __future__ import annotations

import csv
import json
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.rig import Rig, plans

GOOD = "План {}\nСобытие {}\n"


def documents(out: Path) -> list[str]:
    """The sources of all documents."""
    data = json.loads((out / "dataset.json").read_text("utf-8"))
    return sorted(name for d in data["documents"] for name in (d.get("sources") or [d["source"]]))


def failures(out: Path) -> dict[str, str]:
    """Codes by source."""
    with (out / "failures.csv").open(encoding="utf-8") as stream:
        return {row["source"]: row["code"] for row in csv.DictReader(stream)}


NAMES = {
    b"\xef\xf0\xe8\xea\xe0\xe7.txt": r"\xef\xf0\xe8\xea\xe0\xe7.txt",
    "ш".encode() * 125 + b".txt": "ш" * 125 + ".txt",
    b"x" * 251 + b".txt": "x" * 251 + ".txt",
    "две\nстроки.txt".encode(): r"две\x0aстроки.txt",
    "возврат\rкаретки.txt".encode(): r"возврат\x0dкаретки.txt",
    b"-h.txt": "-h.txt",
    b"--output=x.txt": "--output=x.txt",
    b"-": "-",
    b"=1+1.txt": "=1+1.txt",
    '"кавычки", запятые; и $(touch x).txt'.encode(): '"кавычки", запятые; и $(touch x).txt',
    b"%s%n%x.txt": "%s%n%x.txt",
    " пробелы по краям .txt ".encode(): " пробелы по краям .txt ",
    "эмодзи 🎓.txt".encode(): "эмодзи 🎓.txt",
    "справа \u202e налево.txt".encode(): r"справа \u202e налево.txt",
    b"ctrl\x01\x1b[31m.txt": r"ctrl\x01\x1b[31m.txt",
    b"CON.txt": "CON.txt",
    "й.txt".encode(): "й.txt",
    "и\u0306.txt".encode(): "и\u0306.txt",
}


def test_any_name_is_read_and_every_export_can_hold_it(rig: Rig, tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        (Path(os.fsdecode(os.fsencode(folder) + b"/" + name))).write_text(GOOD.format(number, number))
    ran = rig.run(rig.command(folder, tmp_path / "out"))
    assert ran.code == 0, ran.err
    assert documents(tmp_path / "out") == sorted(NAMES.values())
    assert failures(tmp_path / "out") == {}
    for path in (tmp_path / "out").glob("*.csv"):
        path.read_text("utf-8")
    again = rig.run(rig.command(folder, tmp_path / "again"))
    assert again.code == 0


def test_such_names_may_be_given_themselves(rig: Rig, tmp_path: Path):
    """By the command line behind «--», and by the standard input."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number, name in enumerate([b"-h.txt", b"\xef\xf0.txt"]):
        (Path(os.fsdecode(os.fsencode(folder) + b"/" + name))).write_text(GOOD.format(number, number))
    given = sorted(path.name for path in folder.iterdir())
    command = rig.command(folder, tmp_path / "out")
    ran = rig.run(["sh", "-c", 'cd "$1"; shift; exec "$@"', "sh", str(folder), *_given(command, folder, given)])
    assert ran.code == 0, ran.err
    assert documents(tmp_path / "out") == ["-h.txt", r"\xef\xf0.txt"]


def _given(command: list[str], folder: Path, names: list[str]) -> list[str]:
    left = [part for part in command if part != str(folder)]
    return [*left, "--", *names]


def test_links_lead_nowhere_and_what_is_no_file_is_passed_over(rig: Rig, tmp_path: Path):
    folder = plans(tmp_path / "in", 3)
    (folder / "passwd.txt").symlink_to("/etc/passwd")
    (folder / "план-ссылка.txt").symlink_to(folder / "план 001.txt")
    (folder / "круг").symlink_to(folder)
    (folder / "никуда.txt").symlink_to(tmp_path / "нет такого")
    (folder / "сам себе.txt").symlink_to(folder / "сам себе.txt")
    (folder / "корень").symlink_to("/")
    os.mkfifo(folder / "очередь.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "s.txt"))
        if os.geteuid() == 0:
            with suppress(OSError):
                os.mknod(folder / "null.txt", 0o20666, os.makedev(1, 3))
        ran = rig.run(rig.command(folder, tmp_path / "out"), timeout=60)
    assert ran.code == 0, ran.err
    assert documents(tmp_path / "out") == [f"план {n:03d}.txt" for n in range(3)]
    everything = b"".join(p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file())
    assert b"root:" not in everything


@pytest.mark.parametrize("what", ["fifo", "device", "folder", "link to a folder of itself"])
def test_what_is_no_file_does_not_hold_up_an_import_that_is_given_it(rig: Rig, tmp_path: Path, what: str):
    folder = plans(tmp_path / "in", 2)
    odd = tmp_path / "odd.txt"
    if what == "fifo":
        os.mkfifo(odd)
    elif what == "device":
        odd = Path("/dev/zero")
    elif what == "folder":
        odd.mkdir()
    else:
        odd.symlink_to(tmp_path / "loop")
        (tmp_path / "loop").mkdir()
        (tmp_path / "loop/again").symlink_to(odd)
    command = rig.command(folder, tmp_path / "out")
    at = command.index(str(folder))
    ran = rig.run([*command[: at + 1], str(odd), *command[at + 1 :]], timeout=60)
    assert ran.code in (0, 1), ran.err
    assert "Traceback" not in ran.err
    assert len(documents(tmp_path / "out")) == 2


def test_an_unreadable_folder_and_file_are_told(rig: Rig, tmp_path: Path):
    folder = plans(tmp_path / "in", 2)
    (folder / "закрыто").mkdir()
    (folder / "закрыто/план.txt").write_text("План\nсобытие")
    (folder / "нельзя.txt").write_text("План\nсобытие")
    (folder / "закрыто").chmod(0)
    (folder / "нельзя.txt").chmod(0)
    try:
        ran = rig.run([*_without_privileges(), *rig.command(folder, tmp_path / "out")])
        assert ran.code == 1, ran.err
        assert failures(tmp_path / "out")["нельзя.txt"] == "permission"
        assert documents(tmp_path / "out") == ["план 000.txt", "план 001.txt"]
        assert "закрытая папка" in ran.out
    finally:
        (folder / "закрыто").chmod(0o755)


def _without_privileges() -> list[str]:
    """For root: what its capability to read everything is taken from."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root reads everything")
    lost = "-dac_override,-dac_read_search"
    return ["setpriv", f"--bounding-set={lost}", f"--inh-caps={lost}"]


def _truncate(path: Path) -> None:
    path.write_text("")


def _grow(path: Path) -> None:
    with path.open("a") as stream:
        stream.write("ещё строка\n" * 1000)


def _replace(path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_text("Другой план\nсовсем другое\n")
    other.replace(path)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def _folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir(exist_ok=True)


def _fifo(path: Path) -> None:
    path.unlink(missing_ok=True)
    with suppress(FileExistsError):
        os.mkfifo(path)


@pytest.mark.parametrize("change", [_truncate, _grow, _replace, _remove, _folder, _fifo])
def test_files_that_change_or_go_while_they_are_read(rig: Rig, tmp_path: Path, change: Callable[[Path], None]):
    """Whatever was there when a file's turn came: each has one outcome, and the dataset is of whole files."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02d}.txt").write_text(f"SLOW 0.05 {number}\nСобытие {number}\n")
    stop = threading.Event()

    def disturb() -> None:
        time.sleep(0.8)
        for path in sorted(folder.glob("[0-9]*.txt"))[::2]:
            if stop.wait(0.04):
                return
            with suppress(OSError):
                change(path)

    disturber = threading.Thread(target=disturb)
    disturber.start()
    ran = rig.run([*rig.command(folder, tmp_path / "out"), "-f", "json", "-f", "csv"], timeout=60)
    stop.set()
    disturber.join()
    assert ran.code in (0, 1), ran.err
    assert "Traceback" not in ran.err
    read, failed = documents(tmp_path / "out"), failures(tmp_path / "out")
    listed = {f"{n:02d}.txt" for n in range(40)}
    assert set(read) | set(failed) <= listed
    assert not set(read) & set(failed)
    assert {f"{n:02d}.txt" for n in range(1, 40, 2)} <= set(read)
    assert set(failed.values()) <= {"not_found", "not_a_file", "crashed", "empty_file", "changed"}
