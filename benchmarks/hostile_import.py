#!/usr/bin/env python3
"""An import of which a fifth are hostile or damaged files, beside one of its good files alone.

    nice python benchmarks/hostile_import.py --files 10000 --workers 2

The hostile ones are all fixtures of `tests/makers/hostile.py` and seeded mutations of `corpora/plans` in every format;
all files differ. Prints both times, their ratio, and what became of the bad files. Ends with 1 where a file has no
status or two, a good file was not read as well as without the others, or the ratio is over the limit (1.5).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corpora.build.generate import synthetic  # noqa: E402
from corpora.build.make import direct_bytes  # noqa: E402
from extractor.importing.outcome import ImportReport, Outcome  # noqa: E402
from extractor.importing.run import ImportOptions, run_import  # noqa: E402
from tests.makers.hostile import all_hostile  # noqa: E402
from tests.makers.mutate import mutations  # noqa: E402

KINDS = ("docx", "docx", "docx", "docx", "docx", "docx", "docx", "xlsx", "html", "txt")
"""Of ten good files so many are of each format."""
BAD_SHARE = 5
SLOW = (".png", ".jpg", ".tif", ".tiff", ".doc", ".zip")
"""Of `corpora/plans`, what is left out: recognised pages take seconds; a mutated archive is several files."""


class Silent:
    """Notes when the last file came, and the longest wait between two."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.monotonic()

    def found(self, count: int) -> None:
        """Says nothing."""

    def done(self, _outcome: Outcome) -> None:
        """Measures."""
        now = time.monotonic()
        self.longest, self._last = max(self.longest, now - self._last), now


def good_files(folder: Path, count: int, rows: int) -> None:
    """Plans that differ by their seed, in four formats."""
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        path = folder / f"{number % 50:02d}" / f"plan_{number:05d}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(direct_bytes(synthetic(rows, kind, seed=number)))


def bad_files(folder: Path, count: int, seed: int) -> None:
    """The fixtures, then mutations, in the folders of the good files."""
    seen: set[str] = set()
    made = 0
    for name, data in bad(count, seed):
        digest = hashlib.sha256(data).hexdigest()
        if digest in seen:
            continue
        seen.add(digest)
        path = folder / f"{made % 50:02d}" / f"bad_{made:05d}_{name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            path.open("xb").write(data)
        made += 1
        if made == count:
            return


def bad(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """(name, bytes): each fixture that is no archive, then damage to the corpus's plans, without end."""
    for hostile in all_hostile():
        if not hostile.name.endswith(".zip"):
            yield hostile.name.replace("/", "_").replace("\n", "_")[:100], hostile.data
    originals = [p for p in sorted((ROOT / "corpora/plans").iterdir()) if p.suffix not in SLOW]
    broken = [(p, mutations(p.read_bytes(), count, seed + n)) for n, p in enumerate(originals)]
    while True:
        for path, damage in broken:
            yield path.name, next(damage)


def imported(source: Path, out: Path, args: argparse.Namespace) -> tuple[ImportReport, float, Silent]:
    """An import, the seconds that it took, and the longest wait."""
    watcher, began = Silent(), time.monotonic()
    options = ImportOptions(workers=args.workers, timeout=args.timeout, formats=tuple(args.formats.split(",")))
    report = run_import([source], out, options, watcher)
    return report, time.monotonic() - began, watcher


def events_of(out: Path, prefix: str) -> dict[str, int]:
    """How many events each document has whose name begins so."""
    data = json.loads((out / "dataset.json").read_text("utf-8"))
    names = {d["id"]: d["source"] for d in data["documents"]}
    counts = Counter(names[e["document_id"]] for e in data["events"])
    return {s: counts[s] for s in names.values() if s.rpartition("/")[2].startswith(prefix)}


def main() -> int:
    """Make, import without and with the bad ones, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=20.0)
    parser.add_argument("--formats", default="json,csv")
    parser.add_argument("--ratio", type=float, default=1.5)
    parser.add_argument("--keep", type=Path, help="a folder to leave the files and the datasets in")
    args = parser.parse_args()
    count_bad = args.files // BAD_SHARE
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        good_files(folder / "in", args.files - count_bad, args.rows)
        clean, clean_seconds, _ = imported(folder / "in", folder / "clean", args)
        bad_files(folder / "in", count_bad, args.seed)
        mixed, seconds, watcher = imported(folder / "in", folder / "mixed", args)
        same = events_of(folder / "clean", "plan_") == events_of(folder / "mixed", "plan_")
        files = sum(path.is_file() for path in (folder / "in").rglob("*"))
    tell(clean, clean_seconds, mixed, seconds, watcher)
    statuses = Counter(outcome.source for outcome in mixed.outcomes)
    whole = len(statuses) == files and max(statuses.values()) == 1 and not mixed.unread
    print(f"statuses {len(mixed.outcomes)} of {files} files; good files as without the others: {same}")
    return 0 if whole and same and seconds <= args.ratio * clean_seconds else 1


def tell(clean: ImportReport, before: float, mixed: ImportReport, after: float, watcher: Silent) -> None:
    """The times, and what became of the bad files."""
    print(f"good files alone: {len(clean.outcomes)} in {before:.1f} s ({len(clean.outcomes) / before:.1f} a second)")
    print(f"with the bad ones: {len(mixed.outcomes)} in {after:.1f} s: {after / before:.2f} times")
    print(f"the longest wait between two files: {watcher.longest:.1f} s")
    fates = Counter(o.code or "read" for o in mixed.outcomes if o.source.rpartition("/")[2].startswith("bad_"))
    print("bad files:", ", ".join(f"{fate} {count}" for fate, count in fates.most_common()))


if __name__ == "__main__":
    sys.exit(main())
