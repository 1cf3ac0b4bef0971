"""Makes the corpus: `python -m corpora.build.make [NAME…] [--gold-only]`.

PDF, ODT, RTF and DOC are made from the DOCX by LibreOffice (`apt-get install libreoffice-writer-nogui`).
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import corpora.build.plans as specs
from corpora.build.gold import gold_text
from corpora.build.spec import Plan

ROOT = Path(__file__).resolve().parent.parent
OLD = str.maketrans({"«": '"', "»": '"', "–": "-", "—": "-", "№": "N", "\u00a0": " "})  # what the old tables lack
OFFICE = {".pdf": "pdf", ".odt": "odt", ".rtf": "rtf", ".doc": "doc"}


def all_plans() -> Iterator[Plan]:
    """Every plan of the specs, in the order of their modules."""
    for module in sorted(x.name for x in pkgutil.iter_modules(specs.__path__)):
        yield from importlib.import_module(f"corpora.build.plans.{module}").plans()


def direct_bytes(plan: Plan) -> bytes:
    """The plan in a format that needs no office."""
    from corpora.build import docx_writer, text_writers

    suffix = Path(plan.source).suffix
    if suffix == ".txt":
        text = text_writers.txt_text(plan)
        return (text.translate(OLD) if plan.encoding in ("koi8-r", "cp866") else text).encode(plan.encoding)
    if suffix in (".html", ".htm"):
        return text_writers.html_text(plan).encode(plan.encoding, "xmlcharrefreplace")
    if suffix == ".xlsx":
        return text_writers.xlsx_bytes(plan)
    return docx_writer.docx_bytes(plan)


def convert(files: dict[str, list[tuple[str, bytes]]], out: Path) -> None:
    """DOCX bytes into the office's formats, one run of the office a format."""
    for target, some in files.items():
        with tempfile.TemporaryDirectory() as work:
            paths = []
            for name, data in some:
                path = Path(work) / f"{Path(name).stem}.docx"
                path.write_bytes(data)
                paths.append(str(path))
            command = ["soffice", "--headless", f"-env:UserInstallation=file://{work}/profile"]
            command += ["--convert-to", target, "--outdir", str(out), *paths]
            subprocess.run(command, check=True, capture_output=True, timeout=300)


def main() -> int:
    """Makes the files asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="parts of file names; all where none is given")
    parser.add_argument("--gold-only", action="store_true")
    args = parser.parse_args()
    later: dict[str, list[tuple[str, bytes]]] = {}
    made = 0
    for plan in all_plans():
        if args.names and not any(x in plan.source for x in args.names):
            continue
        made += 1
        (ROOT / "gold" / f"{plan.source}.yaml").write_text(gold_text(plan), encoding="utf-8")
        if args.gold_only:
            continue
        data = direct_bytes(plan)
        target = OFFICE.get(Path(plan.source).suffix)
        if target:
            later.setdefault(target, []).append((plan.source, data))
        else:
            (ROOT / "plans" / plan.source).write_bytes(data)
    convert(later, ROOT / "plans")
    print(f"made: {made}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
