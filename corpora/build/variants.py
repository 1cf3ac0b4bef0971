"""The same plans in other formats: whatever a plan comes in, its events are the same.

    python -m corpora.build.variants -o /tmp/variants --format html txt-tabs txt-cells docx pdf odt rtf
    extractor evaluate /tmp/variants/html

Not committed: a measure for those who work on readers and layout.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from corpora.build.gold import gold_text
from corpora.build.make import OFFICE, all_plans, convert, direct_bytes
from corpora.build.spec import Plan, Table

FORMATS = ("docx", "html", "txt-tabs", "txt-cells", "txt-drawn", "pdf", "odt", "rtf", "doc", "pdf-scan")
SCAN_DPI = 200
TILTS = (0.0, 0.6, -0.9)
"""Degrees by which pages of a scan lie askew, in turn."""
MARKS = ("~~", "{+", "{-")
"""Crossed-out and tracked text has no like in a dump."""

REMNANT = "<b>"
"""Remnants of mark-up are of dumps alone."""


def _has(plan: Plan, *marks: str) -> bool:
    cells = (str(c) for b in plan.blocks if isinstance(b, Table) for row in b.rows for c in row)
    return any(mark in cell for cell in cells for mark in marks)


def variant(plan: Plan, form: str) -> Plan | None:
    """The plan in another format; None where the format cannot say what the plan says."""
    suffix, _dash, style = form.partition("-")
    if suffix == "txt" and ("side by side" in plan.shape or _has(plan, *MARKS)):
        return None
    if suffix != "txt" and _has(plan, REMNANT):
        return None
    twin = replace(plan, source=f"{Path(plan.source).stem}.{suffix}", encoding="utf-8")
    return replace(twin, style=style) if suffix == "txt" else twin


def write(form: str, folder: Path) -> int:
    """All plans in a format, each with its gold; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    later: list[tuple[str, bytes]] = []
    made = 0
    for plan in all_plans():
        twin = variant(plan, form)
        if twin is None or Path(plan.source).suffix == ".xlsx":
            continue
        made += 1
        (folder / f"{twin.source}.yaml").write_text(gold_text(twin), encoding="utf-8")
        data = direct_bytes(twin)
        if Path(twin.source).suffix in OFFICE:
            later.append((twin.source, data))
        else:
            (folder / twin.source).write_bytes(data)
    if later:
        convert({OFFICE[Path(later[0][0]).suffix]: later}, folder)
    if form == "pdf-scan":
        for path in sorted(folder.glob("*.pdf")):
            scan(path)
    return made


def scan(path: Path) -> None:
    """A PDF as a scanner gives it: pictures of its pages, grey, a little askew, and no text."""
    import pypdfium2
    from PIL import Image

    pages = []
    with pypdfium2.PdfDocument(path) as document:
        for place, page in enumerate(document):
            picture = page.render(scale=SCAN_DPI / 72).to_pil().convert("L")
            pages.append(picture.rotate(TILTS[place % len(TILTS)], Image.Resampling.BICUBIC, fillcolor=255))
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], resolution=SCAN_DPI, quality=70)


def main() -> int:
    """Writes the formats asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--format", nargs="+", choices=FORMATS, default=list(FORMATS))
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    for form in args.format:
        print(f"{form}: {write(form, args.output / form)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
