"""Makes `tests/data/old_word.doc` and `styled_word.doc` (run by hand where LibreOffice is): Word 97 files.

The first ends with a table; the second has looks by styles, a text box, and lists that start anew in cells.
"""

from __future__ import annotations

from pathlib import Path

from extractor.readers.limits import Limits
from extractor.readers.office import convert
from tests.makers.word import cell, docx, item, level, numbering, para, row, run, table

TOP, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def source() -> bytes:
    """The DOCX that LibreOffice makes the first file of."""
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


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="q"><w:name w:val="Quiet"/><w:basedOn w:val="1"/>'
    "<w:rPr><w:i/></w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="s"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
)
BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="b" type="#_x0000_t202" '
    'style="position:absolute;width:150pt;height:60pt"><v:textbox><w:txbxContent><w:p><w:r><w:t>УТВЕРЖДАЮ</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>Директор</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def styled() -> bytes:
    """The DOCX that LibreOffice makes the second file of."""
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    anew = '<w:num w:numId="{0}"><w:abstractNumId w:val="0"/>' + restart + "</w:num>"
    numbers = numbering(level(0, "decimal", "%1."), nums="".join(anew.format(n) for n in (1, 2)))
    body = (
        f"<w:p>{BOX}" + run("лист") + "</w:p>"
        + para("Раздел", ppr='<w:pStyle w:val="1"/>')
        + para("Тихо", ppr='<w:pStyle w:val="q"/>')
        + "<w:p>" + run("твёрдо", '<w:rStyle w:val="s"/>') + "</w:p>"
        + "<w:p>" + run("Не жирно", '<w:b w:val="0"/>').join(("<w:pPr><w:pStyle w:val=\"1\"/></w:pPr>", "</w:p>"))
        + table(
            row(cell(item("слёт", 1), item("сбор", 1), item("бал", 1)), "май"),
            row(cell(item("хор", 2), item("игра", 2)), "июнь"),
        )
        + para("конец")
    )  # fmt: skip
    return docx(body, numbers=numbers, styles=STYLES)


if __name__ == "__main__":
    data = Path(__file__).parent.parent / "data"
    for name, made in (("old_word", source()), ("styled_word", styled())):
        (data / f"{name}.doc").write_bytes(convert(made, "docx", "doc", Limits()))
