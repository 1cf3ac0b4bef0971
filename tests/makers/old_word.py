"""Makes `tests/data/old_word.doc` (run by hand where LibreOffice is): a Word 97 file that ends with a table."""

from __future__ import annotations

from pathlib import Path

from extractor.readers.limits import Limits
from extractor.readers.office import convert
from tests.makers.word import cell, docx, item, level, numbering, para, row, run, table

TOP, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def source() -> bytes:
    """The DOCX that LibreOffice makes the old file of."""
    numbers = numbering(level(0, "upperRoman", "%1."), level(1, "russianLower", "%2)"))
    head = row("№", "Дело", cell("Сроки", shape='<w:gridSpan w:val="2"/>'), "Место", "Кто", shape="<w:tblHeader/>")
    body = (
        para("План слётов", "<w:b/>", ppr='<w:jc w:val="center"/>')
        + "<w:p>" + run("видно") + run("тайна", "<w:vanish/>") + "</w:p>"
        + item("Раздел", 1) + item("пункт", 1, 1) + item("пункт", 1, 1)
        + para("зачёркнут", "<w:strike/>")
        + table(
            head,
            row(cell(item("", 1)), cell("Слёт", "юннатов"), cell("май", shape=TOP), "5", "лес", "все"),
            row(cell(item("", 1)), cell("Поход", table(row("а", "б")), "ночью"), cell(shape=ON), "6", "", "кружок"),
            widths=(600, 3000, 1000, 1000, 1000, 1000),
        )
    )  # fmt: skip
    return docx(body, numbers=numbers)


if __name__ == "__main__":
    target = Path(__file__).parent.parent / "data" / "old_word.doc"
    target.write_bytes(convert(source(), "docx", "doc", Limits()))
