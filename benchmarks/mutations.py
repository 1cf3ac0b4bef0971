#!/usr/bin/env python3
"""What becomes of damaged files: N seeded mutations of a plan in every format, imported in one run.

    nice python benchmarks/mutations.py --files 3000 --workers 2

Prints one line a format: how many gave an error, came out whole, with other letters, in part with a warning, in part
without one, or empty without one. Ends with 1 where the run broke, a file hung over the limit, a reader crashed, or a
file came out empty without a word. LibreOffice makes the PDF, ODT, RTF, DOC, XLS and ODS.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corpora.build.generate import synthetic  # noqa: E402
from corpora.build.make import direct_bytes  # noqa: E402
from extractor.importing.outcome import Outcome  # noqa: E402
from extractor.importing.run import ImportOptions, run_import  # noqa: E402
from tests.makers.mutate import mutations  # noqa: E402

OFFICE = {"pdf": "docx", "odt": "docx", "rtf": "docx", "doc": "docx", "xls": "xlsx", "ods": "xlsx"}
SLOW = ("png",)
SLOW_SHARE = 30
"""A recognised page takes seconds: one mutation of a picture for so many of the others."""
DAMAGE = {
    *("truncated_file", "undecodable_bytes", "damaged_part", "page_unreadable"),
    *("page_without_text", "garbled_text"),
    *("format_mismatch", "recognised_text", "no_plan_found", "no_events"),
    *("number_gap", "row_continued", "duplicate_row"),
}
"""What tells that a document was not read whole (a gap in the numbers tells of lost rows, too)."""
COLUMNS = ("error", "whole", "letters", "part, warned", "part, SILENT", "EMPTY, SILENT")


class Timing:
    """Notes the longest silence between two outcomes: no file may take longer than the limit."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self.longest = 0.0

    def found(self, count: int) -> None:
        """Tells how many there are."""
        print(f"{count} files", flush=True)

    def done(self, _outcome: Outcome) -> None:
        """Measures."""
        now = time.monotonic()
        self.longest, self._last = max(self.longest, now - self._last), now


def originals(folder: Path, rows: int) -> dict[str, bytes]:
    """The same plan in every format."""
    files = {kind: direct_bytes(synthetic(rows, kind)) for kind in ("docx", "xlsx", "html", "txt")}
    files["cp1251.txt"] = files["txt"].decode().encode("cp1251", "replace")
    for target, source in OFFICE.items():
        path = folder / f"plan.{source}"
        path.write_bytes(files[source])
        profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        files[target] = (folder / f"plan.{target}").read_bytes()
    files["png"] = picture(files["pdf"])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("план.txt", files["txt"])
        archive.writestr("ещё/план.docx", files["docx"])
    files["zip"] = packed.getvalue()
    return files


def picture(pdf: bytes) -> bytes:
    """The PDF's first page as a scan."""
    import pypdfium2

    out = io.BytesIO()
    pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72, grayscale=True).to_pil().save(out, "PNG")
    return out.getvalue()


def write_all(folder: Path, files: dict[str, bytes], count: int, seed: int) -> None:
    """The mutated files, and one sound file of each format, which tells what is whole."""
    quick = [kind for kind in files if kind not in SLOW]
    for kind, data in files.items():
        share = count // len(quick)
        (folder / f"0000.{kind}").write_bytes(data)
        for number, broken in enumerate(mutations(data, share // SLOW_SHARE if kind in SLOW else share, seed), 1):
            (folder / f"{number:04d}.{kind}").write_bytes(broken)


def kind_of(source: str) -> str:
    """«0012.cp1251.txt» is a cp1251.txt; what lies in an archive is a zip."""
    return source.partition("!/")[0].partition(".")[2]


def judge(plan: dict[str, Any] | None, truth: list[str], warnings: Counter[str]) -> str:
    """The column of a document, by the titles of its events."""
    titles = [event["title"] for event in plan["events"]] if plan else []
    if titles == truth:
        return "whole"
    if len(titles) >= len(truth):
        return "letters"
    if DAMAGE & set(warnings):
        return "part, warned"
    return "part, SILENT" if titles else "EMPTY, SILENT"


def tally(out: Path, outcomes: tuple[Outcome, ...]) -> tuple[dict[str, Counter[str]], dict[str, list[str]]]:
    """How many of each format stand in each column, and the files of the columns that should be empty."""
    data = json.loads((out / "dataset.json").read_text("utf-8"))
    events: dict[str, list[Any]] = defaultdict(list)
    for event in data["events"]:
        events[event["document_id"]].append(event)
    plans = {d["source"]: {"events": events[d["id"]]} for d in data["documents"]}
    whole = {kind_of(s): [e["title"] for e in p["events"]] for s, p in plans.items() if s.startswith("0000.")}
    table: dict[str, Counter[str]] = defaultdict(Counter)
    bad: dict[str, list[str]] = defaultdict(list)
    for outcome in outcomes:
        kind = kind_of(outcome.source)
        same = outcome.read and outcome.source not in plans  # the bytes of another one
        column = "error" if not outcome.read else "whole" if same else ""
        column = column or judge(plans[outcome.source], whole.get(kind, []), Counter(outcome.warnings))
        table[kind][column] += 1
        if column.isupper() or "SILENT" in column or outcome.code in ("crashed", "timeout"):
            bad[outcome.code or column].append(outcome.source)
    return table, bad


def rows_of(table: dict[str, Counter[str]]) -> Iterator[str]:
    """The table in Markdown."""
    yield "| format | files | " + " | ".join(COLUMNS) + " |"
    yield "| --- | --- |" + " --- |" * len(COLUMNS)
    for kind, counts in sorted(table.items()):
        yield f"| {kind} | {counts.total()} | " + " | ".join(str(counts[column]) for column in COLUMNS) + " |"
    total = sum(table.values(), Counter[str]())
    yield f"| all | {total.total()} | " + " | ".join(str(total[column]) for column in COLUMNS) + " |"


def main() -> int:
    """Make, import, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--rows", type=int, default=12)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--timeout", type=float, default=30.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="a folder to leave the files and the dataset in")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        (folder / "in").mkdir(parents=True, exist_ok=True)
        write_all(folder / "in", originals(Path(temporary), args.rows), args.files, args.seed)
        watcher = Timing()
        options = ImportOptions(workers=args.workers, timeout=args.timeout, formats=("json", "csv"))
        report = run_import([folder / "in"], folder / "out", options, watcher)
        table, bad = tally(folder / "out", report.outcomes)
    print("\n".join(rows_of(table)))
    codes = Counter(outcome.code for outcome in report.failures)
    print("errors:", ", ".join(f"{code} {count}" for code, count in codes.most_common()))
    print(f"{report.seconds:.0f} s; the longest wait between two files {watcher.longest:.1f} s of {args.timeout:g}")
    for code, sources in sorted(bad.items()):
        print(f"{code}: {len(sources)}: {', '.join(sources[:20])}")
    return 1 if {"crashed", "timeout", "EMPTY, SILENT"} & set(bad) else 0


if __name__ == "__main__":
    sys.exit(main())
