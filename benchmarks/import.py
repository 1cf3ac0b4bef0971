#!/usr/bin/env python3
"""How fast an import is, and how much memory it takes: plans made by the corpus's generator, 1 and 2 workers.

    python benchmarks/import.py --files 2000 --rows 30 --format docx

Prints documents and events a second, and the peak of memory of the parent and of all processes together. Every file has
a seed of its own, so that none is another's duplicate.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corpora.build.generate import synthetic  # noqa: E402
from corpora.build.make import direct_bytes  # noqa: E402

RUN = """
import resource, sys
from pathlib import Path
from extractor.importing.run import ImportOptions, run_import

class Silent:
    def found(self, count): pass
    def done(self, outcome): pass

if __name__ == "__main__":
    source, out, workers, formats = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), tuple(sys.argv[4].split(","))
    report = run_import([source], out, ImportOptions(workers=workers, formats=formats), Silent())
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(len(report.documents), report.events, f"{report.seconds:.2f}", own, len(report.failures))
"""


def make(folder: Path, files: int, rows: int, suffix: str) -> None:
    """Plans that differ by their seed."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        path = folder / f"plan_{number:05d}.{suffix}"
        if not path.exists():
            path.write_bytes(direct_bytes(synthetic(rows, suffix, seed=number)))


def measure(folder: Path, workers: int, formats: str) -> None:
    """One import in a process of its own, and its line of figures."""
    with tempfile.TemporaryDirectory() as out:
        script = Path(out) / "run_import.py"
        script.write_text(RUN, encoding="utf-8")
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, str(script), str(folder), f"{out}/dataset", str(workers), formats],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        peak = watch(process)
        wall = time.monotonic() - began
        said = process.stdout.read() if process.stdout else ""
    documents, events, seconds, own, failures = said.split()
    rate, pace = int(documents) / float(seconds), int(events) / float(seconds)
    print(
        f"{workers} workers, {formats:<17} {documents} documents ({failures} failed), {seconds} s ({wall:.1f} in all): "
        f"{rate:.1f} documents/s, {pace:.0f} events/s; memory: parent {own} MB, all together {peak} MB",
        flush=True,
    )


def watch(process: subprocess.Popen[str]) -> int:
    """Wait for the process; the largest sum of memory that it and its descendants held by themselves, in MB."""
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(held, family(process.pid))))
        time.sleep(0.2)
    return peak >> 10


def family(pid: int) -> set[int]:
    """A process and its descendants (Linux)."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found = {pid}
    while grown := {child for child, parent in parents.items() if parent in found} - found:
        found |= grown
    return found


def held(pid: int) -> int:
    """The proportional set size of a process in KB: what is shared with others is counted once."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def main() -> None:
    """Make the plans and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--rows", type=int, default=30)
    parser.add_argument("--format", default="docx")
    parser.add_argument("--plans", type=Path, help="keep the plans here, for another run")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.plans or Path(temporary) / "plans"
        make(folder, args.files, args.rows, args.format)
        for workers in (1, 2):
            measure(folder, workers, "json,csv")
        measure(folder, 2, "json,csv,xlsx,ics")


if __name__ == "__main__":
    main()
