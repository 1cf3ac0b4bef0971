"""Squeezing changes how fast a DOCX is read, never what is read: each body is read with it and without it."""

# ruff: noqa: E501 (XML)
from __future__ import annotations

import random
from dataclasses import fields
from pathlib import Path

import pytest

from extractor.blocks import Cell, Paragraph, Place, SourceDocument
from extractor.errors import ExtractorError
from extractor.readers.docx import package, read
from extractor.readers.docx.names import WORD
from extractor.readers.docx.squeeze import squeeze
from extractor.readers.limits import Limits
from extractor.readers.quick import quick_cell, quick_paragraph
from tests.makers.outline import outline
from tests.makers.word import SPACES, cell, docx, item, level, numbering, para, row, run, table

FONTS = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="24"/><w:lang w:val="ru-RU"/>'
LIST = numbering(level(0, "decimal", "%1."), level(1, "bullet", "–"))
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="V"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="S"><w:rPr><w:b/></w:rPr></w:style>'
)
DELETED = "<w:rPr><w:del/></w:rPr>"


def unsqueezed(data: bytes, monkeypatch: pytest.MonkeyPatch) -> SourceDocument:
    with monkeypatch.context() as patch:
        patch.setattr(package, "squeeze", lambda _xml: None)
        return read(data, limits=Limits())


def document(body: str, spaces: str = SPACES, opening: str = "") -> bytes:
    return f"{opening}<w:document {spaces}><w:body>{body}<w:sectPr/></w:body></w:document>".encode()


SAME = {
    "plain cells": table(row("Слёт", "май"), row("Игра", "")),
    "cells with ballast": table(row(cell(para("а", FONTS), shape="<w:tcBorders><w:top w:val='nil'/></w:tcBorders>"), "б")),
    "looks": para("а", "<w:b/>") + para("б", "<w:strike/>") + para("в", '<w:rStyle w:val="S"/>') + para("г", ppr='<w:pStyle w:val="H"/>'),
    "a bold run before a plain one": f"<w:p>{run('а', '<w:b/>')}{run('б')}</w:p>",
    "runs of one look": table(row(cell(f"<w:p>{run('а', '<w:b/>')}{run('б', '<w:b/>')}</w:p>"))),
    "runs that differ in ballast": table(row(cell("<w:p>" + run("а", FONTS) + run("б") + run("в", '<w:sz w:val="2"/>') + "</w:p>"))),
    "lists in cells": table(row(cell(item("а", 1)), cell(item("б", 1))), row(cell(item("", 1)), cell(item("в", 1, 1)))),
    "merged cells": table(row(cell("а", shape='<w:vMerge w:val="restart"/>'), "б"), row(cell(shape="<w:vMerge/>"), "в"), row(cell("г", shape='<w:gridSpan w:val="2"/>'))),
    "cells merged to the left": table(row("а", "б"), row(cell("в"), cell("г", shape="<w:hMerge/>"))),
    "a deleted cell": table(row("а", cell("б", shape="<w:cellDel/>"), "в")),
    "a deleted mark": para("На", ppr=DELETED) + para("чало") + table(row(cell(para("На", ppr=DELETED), para("чало")))),
    "hidden text": para("а", "<w:vanish/>") + para("б", ppr='<w:pStyle w:val="V"/>') + table(row(cell(para("в", "<w:vanish/>")), "г")),
    "breaks before paragraphs": para("а") + para("б", ppr="<w:pageBreakBefore/>") + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + para("в"),
    "pages in tables": table(row("а", "б"), row(cell("<w:p><w:r><w:lastRenderedPageBreak/><w:t>в</w:t></w:r></w:p>"), "б"), row("а", "б")),
    "headers and grids": table(row("а", "б", "в", shape="<w:tblHeader/>"), row("г", shape='<w:gridBefore w:val="1"/>'), widths=(900, 40, 900)),
    "wrapped cells": table(row("<w:sdt><w:sdtContent>" + cell("а") + "</w:sdtContent></w:sdt>", "б"), "<w:customXml>" + row("в", "г") + "</w:customXml>"),
    "a nested table": table(row(cell(table(row("а", "б")), "<w:p/>"), "в")),
    "a paragraph in a paragraph": f"<w:p>{run('а')}<w:odd>{para('б')}</w:odd></w:p>",
    "a cell outside a table": cell("а") + para("б"),
    "alternate content around blocks": f"<mc:AlternateContent><mc:Choice>{para('а')}</mc:Choice><mc:Fallback>{para('б')}</mc:Fallback></mc:AlternateContent>",
    "a text box": f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{para('УТВЕРЖДАЮ')}</w:txbxContent></v:textbox></w:pict></w:r>{run('План')}</w:p>",
    "entities and signs": para("a &lt;w:p&gt; &amp; b &#1078;") + table(row("x > y", "\uf0b7 c")),
    "sessions": '<w:p w:rsidR="00A1B2C3" w:rsidRDefault="00A1B2C3" w14:paraId="1A2B3C4D"><w:r w:rsidRPr="00112233"><w:t>а w:rsidR="00A1B2C3"</w:t></w:r></w:p>',
    "a sign in an attribute": '<w:p><w:pPr><w:jc w:val="center"/><w:odd w:val="a>b"/></w:pPr><w:r><w:t>а</w:t></w:r></w:p>',
    "changes of properties": para("а", "<w:b/><w:rPrChange><w:rPr><w:i/></w:rPr></w:rPrChange>", ppr="<w:jc w:val='left'/><w:pPrChange><w:pPr><w:jc w:val='right'/></w:pPr></w:pPrChange>"),
    "empty runs": "<w:p><w:r><w:rPr><w:b/></w:rPr></w:r></w:p><w:p><w:r></w:r></w:p>" + table(row(cell("<w:p><w:r/></w:p>"), "а")),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_nothing_changes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = docx(SAME[name] + para("конец"), styles=STYLES, numbers=LIST)
    assert read(data, limits=Limits()) == unsqueezed(data, monkeypatch)


def test_nothing_changes_in_the_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    files = sorted((Path(__file__).parents[1] / "corpora" / "plans").glob("*.docx"))
    assert len(files) > 20
    for path in files:
        data = path.read_bytes()
        assert read(data, limits=Limits()) == unsqueezed(data, monkeypatch), path.name


def test_plain_paragraphs_and_cells_become_one_element() -> None:
    squeezed = squeeze(document(para("План", FONTS) + table(row("Слёт", "май"), row("Игра", "май"))))
    assert squeezed is not None
    body, specimens = squeezed.split(b"<_s>")
    assert b"<w:p>" not in body and b"<w:tc>" not in body
    assert specimens.count(b"<_c") == 1 and specimens.count(b"<_p") == 1


FOREIGN = {
    "a comment": (document(para("а") + "<!-- <w:p> -->"), "а"),
    "a comment over tags": (document("<w:p><w:r><w:t>а</w:t></w:r><!--</w:p><w:p>--><w:r><w:t>б</w:t></w:r></w:p>"), "аб"),
    "character data": (document("<w:p><w:r><w:t><![CDATA[<w:p>а</w:p>]]></w:t></w:r></w:p>"), "<w:p>а</w:p>"),
    "an instruction": (document("<?x <w:p> ?>" + para("а")), "а"),
    "another encoding": (document(para("а"), opening='<?xml version="1.0" encoding="windows-1251"?>').decode().encode("cp1251"), "а"),
    "UTF-16": (document(para("а"), opening='<?xml version="1.0" encoding="UTF-16"?>').decode().encode("utf-16"), "а"),
    "another prefix": (document(para("а"), SPACES).replace(b"w:", b"x:").replace(b"xmlnsx:", b"xmlns:").replace(b"xmlns:w=", b"xmlns:x="), "а"),
    "a default space": (document(para("а"), SPACES + f' xmlns="{WORD}"'), "а"),
    "a prefix bound anew": (document('<w:p xmlns:w="urn:other"><w:r><w:t>нет</w:t></w:r></w:p>' + para("а")), "а"),
    "own names": (document(para("а") + "<_c0>нет</_c0>"), "а"),
}  # fmt: skip


@pytest.mark.parametrize("name", FOREIGN)
def test_what_could_mean_something_else_is_not_squeezed(name: str) -> None:
    xml, text = FOREIGN[name]
    assert squeeze(xml) is None
    blocks = read(docx("", more={"word/document.xml": xml}), limits=Limits()).blocks
    assert str(outline(blocks)[-1]).strip() == text


BROKEN = [
    "<w:p><w:pPr><w:jc w:val=left/></w:pPr><w:r><w:t>а</w:t></w:r></w:p>",
    "<w:p><w:pPr><w:jc></w:pPr><w:r><w:t>а</w:t></w:r></w:p>",
    "<w:p><w:r><w:rPr></w:b></w:rPr><w:t>а</w:t></w:r></w:p>",
    "<w:p><w:r><w:t>а & б</w:t></w:r></w:p>",
    "<w:p><w:r><w:t>\x0b</w:t></w:r></w:p>",
    "<w:p><w:pPr><odd:jc/></w:pPr><w:r><w:t>а</w:t></w:r></w:p>",
]


@pytest.mark.parametrize("body", BROKEN)
def test_broken_xml_stays_broken(body: str) -> None:
    with pytest.raises(ExtractorError):
        read(docx(body), limits=Limits())


ENDLESS = ["<w:tc><w:tcPr>", "<w:p><w:pPr>", "<w:p><w:r><w:rPr>", "<w:tc><w:tcPr><w:b/>", "<w:p><w:r><w:t>а</w:t></w:r>", "<w:p w:rsidR"]  # fmt: skip


@pytest.mark.parametrize("start", ENDLESS)
def test_what_never_ends_is_left_soon(start: str) -> None:
    """A hundred thousand openings: a search that went to the end from each would take an hour."""
    with pytest.raises(ExtractorError):
        read(docx(start * 100_000), limits=Limits())
    with pytest.raises(ExtractorError):
        read(docx("", more={"word/document.xml": b" " * 900_000 + b"x"}), limits=Limits())


@pytest.mark.parametrize("start", ["<w:style ", "<w:style w:styleId='a'>", "<w:docDefaults>", "<w:styles "])
def test_styles_that_never_end_are_left_soon(start: str) -> None:
    styles = f"<w:styles {SPACES}>{start * 50_000}"
    try:
        read(docx(para("а"), more={"word/styles.xml": styles.encode()}), limits=Limits())
    except ExtractorError:
        return


def test_too_many_forms_are_not_squeezed() -> None:
    body = "".join(para("а", ppr=f'<w:ind w:left="{i}"/>') for i in range(2_100))
    assert squeeze(document(body)) is None


def test_quick_values_are_those_of_the_constructors() -> None:
    texts = {f.name: f.name for f in fields(Paragraph)}
    numbers = {f.name: at for at, f in enumerate(fields(Cell))}
    assert quick_paragraph(**texts) == Paragraph(**texts)  # type: ignore[arg-type]
    assert quick_cell(**numbers) == Cell(**numbers)  # type: ignore[arg-type]
    assert quick_paragraph("а") == Paragraph("а") and quick_cell(1, 2) == Cell(1, 2)
    assert type(quick_paragraph("а")) is Paragraph and type(quick_cell(0, 0)) is Cell
    assert quick_cell(0, 0).place == Place() and hash(quick_paragraph("а")) == hash(Paragraph("а"))
    with pytest.raises(AttributeError):
        quick_paragraph("а").text = "б"  # type: ignore[misc]


LOOKS = (
    "",
    "<w:b/>",
    FONTS,
    "<w:strike/>",
    FONTS + "<w:i/>",
    "<w:vanish/>",
    '<w:b w:val="0"/>',
    '<w:rStyle w:val="S"/>',
)
SHAPES = (
    "",
    "",
    '<w:gridSpan w:val="2"/>',
    '<w:vMerge w:val="restart"/>',
    "<w:vMerge/>",
    "<w:hMerge/>",
    "<w:cellDel/>",
)
OUTSIDE = ("", "", '<w:jc w:val="center"/>', '<w:pStyle w:val="H"/>', '<w:pStyle w:val="V"/>', "<w:pageBreakBefore/>", DELETED)  # fmt: skip
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
BETWEEN = ("", "", "<w:br/>", "<w:tab/>", '<w:br w:type="page"/>', "<w:lastRenderedPageBreak/>", "<w:noBreakHyphen/>")


class Chance:
    """Documents by chance: every sort of paragraph, cell, row and wrapper in any order."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def text(self) -> str:
        return self.random.choice(["Слёт", " ", "", "а &amp; б", "\uf0b7 в", "5 мая", "\n", "x > y"])

    def run(self) -> str:
        between = self.random.choice(BETWEEN) if self.random.random() < 0.2 else ""
        inside = f"<w:r><w:rPr>{self.random.choice(LOOKS)}</w:rPr>{between}<w:t>{self.text()}</w:t></w:r>"
        around = self.random.random()
        if around < 0.05:
            return f"<w:ins>{inside}</w:ins>"
        if around < 0.1:
            return f"<w:del>{inside.replace('w:t>', 'w:delText>')}</w:del>"
        return f"<w:hyperlink>{inside}</w:hyperlink>" if around < 0.15 else inside

    def paragraph(self) -> str:
        ppr = self.random.choice(OUTSIDE) + (NUMBERED if self.random.random() < 0.1 else "")
        return (
            f"<w:p><w:pPr>{ppr}</w:pPr>{''.join(self.run() for _ in range(self.random.choice([0, 1, 1, 1, 3])))}</w:p>"
        )

    def cell(self, depth: int) -> str:
        count = self.random.choice([1, 1, 1, 2])
        inside = "".join(self.block(depth + 1) for _ in range(count)) + ("<w:p/>" if count > 1 else "")
        tc = f"<w:tc><w:tcPr>{self.random.choice(SHAPES)}</w:tcPr>{inside}</w:tc>"
        return control(tc) if self.random.random() < 0.1 else tc

    def block(self, depth: int = 0) -> str:
        kind = self.random.random()
        if kind < 0.15 and depth < 2:
            rows = (row(*(self.cell(depth) for _ in range(self.random.randint(1, 4)))) for _ in range(3))
            return table(*rows)
        return control(self.block(depth)) if kind < 0.25 else self.paragraph()


def control(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize("seed", range(60))
def test_nothing_changes_in_documents_by_chance(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = Chance(seed)
    body = "".join(chance.block() for _ in range(12)) + para("конец")
    data = docx(body, styles=STYLES, numbers=LIST)
    assert read(data, limits=Limits()) == unsqueezed(data, monkeypatch)
