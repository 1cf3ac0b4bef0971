#!/usr/bin/env python3
"""How fast an import is, and how much memory it takes: plans of the corpus's generator, each with its own seed.

    python benchmarks/import.py --files 2000 --rows 30 --format docx [--plans FOLDER]

One table: a first import with 1 and with 2 workers, the same again with nothing changed, with 1 % changed; and what
isolation costs a document. Seconds of the processor stand beside those of the clock, since the machine may have other
work: documents a second are told of the clock, and of the processor on two cores that have nothing else to do.
Memory is the peak of the parent and the peak of all processes together (Linux; shared memory counted once).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corpora.build.generate import synthetic  # noqa: E402
from corpora.build.make import direct_bytes  # noqa: E402
from extractor.importing.guard import descendants  # noqa: E402

IMPORT = """
import json, resource, sys
from multiprocessing import forkserver
from pathlib import Path
from extractor.importing.run import ImportOptions, run_import

class Silent:
    def found(self, count): pass
    def done(self, outcome): pass

def spent_by(pid):
    if pid is None:
        return 0.0
    import os
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")

if __name__ == "__main__":
    report = run_import([sys.argv[1]], Path(sys.argv[2]), ImportOptions(workers=int(sys.argv[3])), Silent())
    own = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({
        "documents": len(report.documents),
        "events": report.events,
        "failures": len(report.failures),
        "known": sum(o.known for o in report.outcomes),
        "seconds": report.seconds,
        "parent": own.ru_utime + own.ru_stime,
        "workers": spent_by(forkserver._forkserver._forkserver_pid),
        "memory": own.ru_maxrss >> 10,
    }))
"""
BARE = """
import json, sys, time
from pathlib import Path
import extractor.importing.warm
from extractor.exports.records import PlanRecord
from extractor.pipeline import extract

began = time.process_time()
for path in sorted(Path(sys.argv[1]).iterdir())[: int(sys.argv[2])]:
    PlanRecord.of(extract(path.read_bytes(), name=path.name))
print(json.dumps(time.process_time() - began))
"""
CREW = """
import json, os, sys, time
from pathlib import Path
from extractor.importing.answer import Job
from extractor.importing.pool import Crew
from extractor.importing.worker import Task

if __name__ == "__main__":
    files = sorted(Path(sys.argv[1]).iterdir())[: int(sys.argv[2])]
    began = time.process_time()
    crew = Crew(Task(Path("/nonexistent")), workers=1, timeout=60)
    crew.add([Job(number, path.name, path) for number, path in enumerate(files)])
    spent = {}
    for answer in crew.answers():
        for worker in crew._workers:
            told = Path(f"/proc/{worker.process.pid}/schedstat").read_text().split()
            spent[worker.process.pid] = int(told[0]) / 1e9
    print(json.dumps(sum(spent.values()) + time.process_time() - began))
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run of `IMPORT` told, and the peak of memory of all its processes."""

    label: str
    told: dict[str, float]
    peak: int

    def row(self) -> str:
        told, files = self.told, self.told["documents"]
        spent = told["parent"] + told["workers"]
        cells = (
            self.label,
            f"{files:.0f} ({files - told['known']:.0f} read)",
            f"{told['seconds']:.1f}",
            f"{files / told['seconds']:.1f}",
            f"{told['events'] / told['seconds']:.0f}",
            f"{told['parent']:.1f} + {told['workers']:.1f}",
            f"{2 * files / spent:.1f}",
            f"{told['memory']:.0f}",
            f"{self.peak}",
        )
        return "| " + " | ".join(cells) + " |"


HEAD = (
    "| run | documents | seconds | documents/s | events/s | CPU s: parent + workers | documents/s of 2 idle cores | "
    "MB parent | MB all |\n| --- " + "| ---: " * 8 + "|"
)


def make(folder: Path, files: int, rows: int, suffix: str) -> None:
    """Plans that differ by their seed."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        path = folder / f"plan_{number:05d}.{suffix}"
        if not path.exists():
            path.write_bytes(direct_bytes(synthetic(rows, suffix, seed=number)))


def change(folder: Path, rows: int, suffix: str, share: float) -> int:
    """Write other plans into a share of the files; how many."""
    paths = sorted(folder.iterdir())
    chosen = paths[:: max(1, round(1 / share))]
    for number, path in enumerate(chosen):
        path.write_bytes(direct_bytes(synthetic(rows, suffix, seed=1_000_000 + number)))
    return len(chosen)


def run(script: str, *arguments: object) -> tuple[str, int]:
    """What a script printed in a process of its own, and the peak of memory of all its processes in MB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.py"
        path.write_text(script, encoding="utf-8")
        command = [sys.executable, str(path), *map(str, arguments)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
        )
        peak = 0
        while process.poll() is None:
            peak = max(peak, sum(map(held, {process.pid, *descendants(process.pid)})))
            time.sleep(0.2)
        said = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise SystemExit(process.returncode)
    return said, peak >> 10


def held(pid: int) -> int:
    """The proportional set size of a process in KB: what is shared with others is counted once."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def measured(label: str, folder: Path, out: Path, workers: int) -> Measured:
    """One import in a process of its own."""
    said, peak = run(IMPORT, folder, out, workers)
    found = Measured(label, json.loads(said), peak)
    print(found.row(), flush=True)
    return found


def isolation(folder: Path, files: int) -> None:
    """Processor's time a document in one process, and through a worker with its parent; the least of three each."""
    bare, crew = ([], [])  # type: tuple[list[float], list[float]]
    for _round in range(3):
        bare.append(json.loads(run(BARE, folder, files)[0]))
        crew.append(json.loads(run(CREW, folder, files)[0]))
    cost = (min(crew) - min(bare)) / files * 1000
    print(
        f"\nIsolation: {min(bare) / files * 1000:.1f} ms a document in one process, {min(crew) / files * 1000:.1f} ms "
        f"through a worker (both processes, CPU): {cost:.1f} ms a document ({files} documents, the least of three)."
    )


def main() -> None:
    """Make the plans and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--rows", type=int, default=30)
    parser.add_argument("--format", default="docx")
    parser.add_argument("--plans", type=Path, help="keep the plans here, for another run")
    parser.add_argument("--only-isolation", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        kept = args.plans or Path(temporary) / "kept"
        make(kept, args.files, args.rows, args.format)
        if not args.only_isolation:
            folder = Path(temporary) / "plans"
            shutil.copytree(kept, folder)
            imports(folder, Path(temporary), args.rows, args.format)
        isolation(kept, min(args.files, 300))


def imports(folder: Path, temporary: Path, rows: int, suffix: str) -> None:
    """The table."""
    print(HEAD)
    measured("1 worker", folder, temporary / "one", 1)
    first = measured("2 workers", folder, temporary / "two", 2)
    again = measured("again, nothing changed", folder, temporary / "two", 2)
    count = change(folder, rows, suffix, 0.01)
    measured(f"again, {count} changed", folder, temporary / "two", 2)
    both = (sum((run.told["parent"], run.told["workers"])) for run in (first, again))
    before, after = both
    print(
        f"\nNothing changed: {first.told['seconds'] / again.told['seconds']:.0f} times faster by the clock, "
        f"{before / after:.0f} times by the processor."
    )


if __name__ == "__main__":
    main()
