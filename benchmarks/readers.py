"""Time, memory and rows read right, beside other libraries, on plans of 30, 150 and 1,000 rows.

`python benchmarks/readers.py [--rows 30 150 1000] [--repeat 5]` prints one Markdown table. Each measurement runs in a
process of its own; a library that is not installed is left out. PDFs are made by LibreOffice, where it is installed.
The floor is the least any reader must do: unzip + `lxml.fromstring` for DOCX, pdfium's bare text for PDF.
"""

from __future__ import annotations

import argparse
import io
import json
import random
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

Rows = list[list[str]]
HEADER = ["№", "Мероприятие", "Срок", "Ответственный", "Примечание"]
THINGS = ["Конкурс", "Выставка", "Беседа", "Семинар", "Праздник", "Экскурсия"]
ABOUT = ["чтецов о родном крае", "рисунков учеников начальной школы", "о правилах дороги для первых классов"]
DATES = ["сентябрь", "15.10.2023", "до 20 декабря", "в течение года", "3-я неделя марта"]
PEOPLE = ["Иванова А. А., заместитель директора", "Педагог-психолог Петрова О. О.", "Классные руководители"]
WIDTHS = (1.2, 7.0, 3.0, 4.0, 2.5)
SECTION_EVERY = 15


def plan_rows(count: int) -> Rows:
    """The same invented plan for the same count; every fifteenth row is a section over all columns."""
    chance = random.Random(count)
    rows: Rows = []
    for number in range(1, count + 1):
        if number % SECTION_EVERY == 1:
            rows.append([f"Раздел {number // SECTION_EVERY + 1}. Работа с детьми"])
            continue
        title = f"{chance.choice(THINGS)} {chance.choice(ABOUT)} № {number}"
        rows.append([f"{number}.", title, chance.choice(DATES), chance.choice(PEOPLE), chance.choice(["", "отчёт"])])
    return rows


def write_docx(rows: Rows, path: Path) -> None:
    """The plan as Word writes it: a header that repeats, merged section rows."""
    import docx
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    document = docx.Document()
    document.add_paragraph("План работы на 2023–2024 учебный год")
    table = document.add_table(len(rows) + 1, len(HEADER))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Cm(width)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for line, texts in zip(table._tbl.tr_lst, [HEADER, *rows], strict=True):
        cells = line.tc_lst
        if len(texts) == 1:
            cells[0].get_or_add_tcPr().get_or_add_gridSpan().val = len(HEADER)
            for cell in cells[1:]:
                line.remove(cell)
        for cell, text, width in zip(line.tc_lst, texts, WIDTHS, strict=False):
            cell.width = Cm(width if len(texts) > 1 else sum(WIDTHS))
            cell.p_lst[0].add_r().text = text
    document.save(str(path))


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
    from extractor.blocks import Table
    from extractor.readers import read

    tables = [block for block in read(data).blocks if isinstance(block, Table)]
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


READERS: dict[str, dict[str, tuple[str | None, Callable[[bytes], Rows]]]] = {
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
    sources = []
    for count in {30, *counts}:
        sources.append(folder / f"{count}.docx")
        write_docx(plan_rows(count), sources[-1])
    office = shutil.which("soffice")
    if office:
        profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True)


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
                rows = "" if name == "floor" else f", {got['rows']:.0f} right"
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
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
