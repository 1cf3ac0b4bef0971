"""Imports as processes of their own, with faults: started, killed, cleared away, and what they left."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHIM = Path(__file__).with_name("shim.c")
ASKED = os.environ.get("EXTRACTOR_FAULTS", "")
"""How many moments to try: a number, `all`, or as many as an ordinary run has time for."""
MARK = "EXTRACTOR_TEST"
STORE = ("plans.db", "plans.db-wal", "plans.db-shm", "plans.db-journal", ".import.lock")
"""Files of the folder that are no exports."""


def build_shim(folder: Path) -> Path | None:
    """The shim, compiled; None where there is no compiler or no Linux."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        return None
    library = folder / "shim.so"
    command = [compiler, "-O2", "-fPIC", "-shared", "-o", str(library), str(SHIM), "-ldl"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return library if done.returncode == 0 else None


@dataclass(frozen=True, slots=True)
class Ran:
    """How a process ended."""

    code: int
    out: str
    err: str
    seconds: float
    operations: int = 0


@dataclass(slots=True)
class Rig:
    """A folder for one test, with the shim."""

    folder: Path
    shim: Path
    more: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        """What the shim noted."""
        return self.folder / "shim.log"

    def command(self, source: Path | str, out: Path | str) -> list[str]:
        """An import with the reader of the faults."""
        given = ["import", str(source), "-o", str(out), "--workers", "2", *self.more]
        return [sys.executable, "-m", "tests.faults.go", *given]

    def faults(self, under: Path, **told: str | int) -> dict[str, str]:
        """The environment for the shim; `AT=5, DO=errno.ENOSPC`."""
        counter = self.folder / "counter"
        counter.write_bytes(bytes(8))
        self.log.touch()
        named = {f"FAULTS_{name}": str(value) for name, value in told.items()}
        return {"LD_PRELOAD": str(self.shim), "FAULTS_UNDER": str(under), "FAULTS_COUNTER": str(counter)} | named

    def start(self, command: list[str], **environment: str) -> subprocess.Popen[bytes]:
        """The command in a session of its own, with a mark by which its family is known.

        What it says goes to files: a child that lives on would hold a pipe open.
        """
        with self.said("out").open("wb") as out, self.said("err").open("wb") as err:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=ROOT,
                start_new_session=True,
                env=os.environ | self.environment | environment | {MARK: str(self.folder), "PYTHONPATH": str(ROOT)},
            )

    def said(self, stream: str) -> Path:
        """The file of what the last command said."""
        return self.folder / f"said.{stream}"

    def run(self, command: list[str], timeout: float = 120, **environment: str) -> Ran:
        """The command to its end; what it leaves running is ended."""
        began = time.monotonic()
        process = self.start(command, **environment)
        try:
            code = process.wait(timeout=timeout)
        finally:
            self.end(process)
        out, err = (self.said(stream).read_text("utf-8", "replace") for stream in ("out", "err"))
        return Ran(code, out, err, time.monotonic() - began, self.operations())

    def operations(self) -> int:
        """How many changes the shim has counted."""
        counter = self.folder / "counter"
        return int.from_bytes(counter.read_bytes(), sys.byteorder) if counter.exists() else 0

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """Kill the process with all of its family, and nothing else."""
        if process.poll() is None:
            process.kill()
        for pid in self.family():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.wait()

    def family(self) -> set[int]:
        """The processes that carry the mark: what this rig started and what that has started."""
        mark = f"{MARK}={self.folder}\0".encode()
        found = set()
        for path in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in path.read_bytes() and path.parent.joinpath("stat").read_text().rpartition(")")[2][1] != "Z":
                    found.add(int(path.parent.name))
            except OSError:
                continue
        return found - {os.getpid()}

    def alone(self, seconds: float = 20) -> set[int]:
        """The processes of the family that are still there after so long."""
        deadline = time.monotonic() + seconds
        while (left := self.family()) and time.monotonic() < deadline:
            time.sleep(0.05)
        return left


def sample(usual: int, most: int) -> int:
    """So many moments are tried of those that there are."""
    if ASKED == "all":
        return most
    return min(most, int(ASKED or usual))


def exports(folder: Path) -> dict[str, bytes]:
    """All files of a dataset but the store, by their names below the folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in STORE
    }


def differing(a: Mapping[str, bytes], b: Mapping[str, bytes]) -> list[str]:
    """The names that only one has, or whose bytes differ."""
    return sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))


def plans(folder: Path, count: int, *, first: int = 0, rows: int = 3) -> Path:
    """Plans that are read without trouble, each with rows of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        lines = [f"План {number}", *(f"Событие {row} плана {number}" for row in range(rows))]
        (folder / f"план {number:03d}.txt").write_text("\n".join(lines), encoding="utf-8")
    return folder


def mixed(folder: Path) -> Path:
    """Ten plans, two in an archive, one under two names, a reader that dies and one that refuses."""
    import zipfile

    plans(folder, 10)
    (folder / "копия.txt").write_bytes((folder / "план 004.txt").read_bytes())
    (folder / "б умирает.txt").write_text("ABORT\nстрока", encoding="utf-8")
    (folder / "в отказ.txt").write_text("REFUSE\nстрока", encoding="utf-8")
    with zipfile.ZipFile(folder / "архив.zip", "w") as archive:
        for number in (90, 91):
            info = zipfile.ZipInfo(f"школа/план {number}.txt", (2030, 1, 1, 0, 0, 0))
            archive.writestr(info, f"План {number}\nСобытие архива {number}\nЕщё одно\n")
    return folder


def names_of(number: int) -> str:
    """«ENOSPC»."""
    return errno.errorcode[number]


def lines_of(path: Path) -> Iterator[tuple[str, str]]:
    """(what, path) of the shim's log."""
    for line in path.read_text("utf-8", "surrogateescape").splitlines():
        what, _, where = line.partition("\t")
        yield what, where
