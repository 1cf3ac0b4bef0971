"""Time, memory and rows read right, beside other libraries, on plans of 30, 150 and 1,000 rows.

`python benchmarks/readers.py [--rows 30 150 1000] [--repeat 5]` prints one Markdown table. Each measurement runs in a
process of its own; a library that is not installed is left out. The plans are the corpus's synthetic ones; LibreOffice
makes the PDF of them and saves the DOCX anew, so that its XML is as heavy as an office's; «lean» are the files as
python-docx writes them, without a look of their own. The floor is the least any reader must do: unzip +
`lxml.fromstring` for DOCX, pdfium's bare text for PDF.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpora.build.generate import synthetic
from corpora.build.make import direct_bytes
from corpora.build.spec import LEFT, Table

Rows = list[list[str]]


def plan_rows(count: int) -> Rows:
    """The rows of the corpus's synthetic plan of so many events; sections stand in merged rows."""
    (table,) = (block for block in synthetic(count).blocks if isinstance(block, Table))
    return [[str(cell) for cell in row if cell != LEFT] for row in table.rows]


# --- readers: a file's bytes → the rows of its tables ----------------------------------------------------------------


def floor_docx(data: bytes) -> Rows:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        etree.fromstring(package.read("word/document.xml"))
    return []


def floor_pdf(data: bytes) -> Rows:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()
    return []


def this_project(data: bytes) -> Rows:
    from extractor import blocks
    from extractor.readers import read

    tables = [block for block in read(data).blocks if isinstance(block, blocks.Table)]
    return [[cell.text for cell in table.row(row)] for table in tables for row in range(table.rows)]


def python_docx(data: bytes) -> Rows:
    import docx

    document = docx.Document(io.BytesIO(data))
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def docx_two_python(data: bytes) -> Rows:
    from docx2python import docx2python

    with docx2python(io.BytesIO(data)) as document:
        return [["\n".join(cell) for cell in row] for table in document.body for row in table]


def from_html(html: str) -> Rows:
    from lxml import html as parser

    return [[c.text_content() for c in row.iter("td", "th")] for row in parser.fromstring(html).iter("tr")]


def mammoth_html(data: bytes) -> Rows:
    import mammoth

    return from_html(mammoth.convert_to_html(io.BytesIO(data)).value)


def markitdown_text(data: bytes) -> Rows:
    from markitdown import MarkItDown

    text = MarkItDown().convert_stream(io.BytesIO(data)).text_content
    return [line.strip("| ").split("|") for line in text.splitlines() if line.startswith("|")]


def pdfplumber_tables(data: bytes) -> Rows:
    import pdfplumber

    rows: Rows = []
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            rows.extend([cell or "" for cell in row] for table in page.extract_tables() for row in table)
            page.close()
    return rows


def camelot_tables(data: bytes) -> Rows:
    import camelot

    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        tables = camelot.read_pdf(file.name, pages="all", flavor="lattice")
        return [list(row) for table in tables for row in table.df.to_numpy().tolist()]


Readers = dict[str, tuple[str | None, Callable[[bytes], Rows]]]

READERS: dict[str, Readers] = {
    "docx": {
        "floor": ("lxml", floor_docx),
        "extractor": ("extractor", this_project),
        "python-docx": ("docx", python_docx),
        "docx2python": ("docx2python", docx_two_python),
        "mammoth": ("mammoth", mammoth_html),
        "markitdown": ("markitdown", markitdown_text),
    },
    "pdf": {
        "floor": ("pypdfium2", floor_pdf),
        "extractor": ("extractor", this_project),
        "pdfplumber": ("pdfplumber", pdfplumber_tables),
        "camelot": ("camelot", camelot_tables),
    },
}

READERS["lean"] = READERS["docx"]
"""By the file's ending in the benchmark's folder."""


# --- measuring --------------------------------------------------------------------------------------------------------


def bare(cells: Iterable[str]) -> tuple[str, ...]:
    """A row for comparison: no white space, no empty cells at the end, a merged cell once."""
    texts = ["".join(cell.split()) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return (texts[0],) if texts and len(set(texts)) == 1 else tuple(texts)


def rows_right(found: Rows, truth: Rows) -> int:
    """How many rows of the plan came out with all cells right. A row cut by a page's end may be in two parts."""
    whole = {bare(row) for row in found}
    whole |= {bare(_joined(a, b)) for a, b in pairwise(found)}
    whole |= {bare(_joined(a, b)) for a, b in zip(found, found[2:], strict=False)}
    return sum(bare(row) in whole for row in truth)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    return [a + b for a, b in zip(upper, lower, strict=False)]


def measure(kind: str, name: str, path: Path, repeat: int) -> dict[str, float]:
    """In this process: the best time of several, the memory that the reading added, the rows right."""
    data, count = path.read_bytes(), int(path.stem)
    _, reader = READERS[kind][name]
    reader(data if repeat < 2 else path.with_name(f"30.{kind}").read_bytes())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times: list[float] = []
    found: Rows = []
    for _ in range(repeat):
        start = time.process_time()
        found = reader(data)
        times.append(time.process_time() - start)
    added = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"seconds": min(times), "megabytes": added, "rows": rows_right(found, plan_rows(count))}


def in_child(kind: str, name: str, path: Path, repeat: int) -> dict[str, float] | None:
    """The same in a process of its own; None where the library fails."""
    command = [sys.executable, __file__, "--one", kind, name, str(path), "--repeat", str(repeat)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None


def make_files(folder: Path, counts: Sequence[int]) -> None:
    """The plans as DOCX, and as PDF where LibreOffice is."""
    office = shutil.which("soffice")
    plain = folder / "plain"
    plain.mkdir()
    sources = []
    for count in sorted({30, *counts}):
        sources.append((plain if office else folder) / f"{count}.docx")
        sources[-1].write_bytes(direct_bytes(synthetic(count)))
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    for source in sources:
        (folder / f"{source.stem}.lean").write_bytes(source.read_bytes())
    for target in ("docx", "pdf") if office else ():
        command = [str(office), profile, "--headless", "--convert-to", target, "--outdir", str(folder)]
        subprocess.run([*command, *map(str, sources)], check=True, capture_output=True)


def report(folder: Path, counts: Sequence[int], repeat: int) -> None:
    """One line a library: for each size the multiple of the floor, the time, the memory, the rows right."""
    print("| format | library | " + " | ".join(f"{n} rows" for n in counts) + " |")
    print("| --- | --- |" + " --- |" * len(counts))
    for kind, readers in READERS.items():
        floors: dict[int, float] = {}
        for name, (module, _) in readers.items():
            if module is not None and find_spec(module) is None:
                continue
            line = []
            for count in counts:
                path = folder / f"{count}.{kind}"
                got = in_child(kind, name, path, repeat) if path.exists() else None
                if got is None:
                    line.append("–")
                    continue
                floors.setdefault(count, got["seconds"])
                ratio = got["seconds"] / floors[count]
                rows = "" if name == "floor" else f", {got['rows']:.0f} of {len(plan_rows(count))}"
                line.append(f"×{ratio:.1f} ({got['seconds'] * 1000:.0f} ms, +{got['megabytes']:.0f} MB{rows})")
            print(f"| {kind} | {name} | " + " | ".join(line) + " |", flush=True)


def main() -> None:
    """The table, or one measurement for it."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, nargs="+", default=[30, 150, 1000])
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        kind, name, path = chosen.one
        print(json.dumps(measure(kind, name, Path(path), chosen.repeat)))
        return
    with tempfile.TemporaryDirectory() as folder:
        make_files(Path(folder), chosen.rows)
        report(Path(folder), chosen.rows, chosen.repeat)


if __name__ == "__main__":
    main()
