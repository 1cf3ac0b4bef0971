"""The plan of `producers` as a DOCX in the mark-up of each program that writes them.

The words and the grid are the same; what a program puts around them is one `Style`: templates with `{0}` for what is
inside, `{b}` for the mark-up of bold, `{align}`, `{span}`, `{width}`, `{head}` for that of a header row.
"""

# ruff: noqa: E501 (mark-up as programs write it)
from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.makers.producers import STAMP, TITLE, escaped, rows
from tests.makers.word import docx

WIDTHS = (500, 4000, 1500, 1000, 2500)
GRID = "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in WIDTHS) + "</w:tblGrid>"
BOLD, HEAD = "<w:b/><w:bCs/>", "<w:tblHeader/>"
_ids = (f"{number:08X}" for number in itertools.count(0x1A2B3C4D, 7919))


@dataclass(frozen=True)
class Style:
    """What a program writes around a run's text, a paragraph's runs, a cell's paragraphs, a row's cells, a table's rows.

    `pieces` cuts a text into the runs that the program makes of it.
    """

    run: str
    paragraph: str
    cell: str
    row: str
    table: str
    before: str = ""
    end: str = ""
    pieces: Callable[[str], list[str]] = lambda text: [text]


def written(style: Style) -> bytes:
    """The plan in a program's mark-up."""

    def paragraph(text: str, align: str, bold: bool) -> str:
        runs = (fill(style.run, escaped(piece), b=BOLD if bold else "") for piece in style.pieces(text))
        return fill(style.paragraph, "".join(runs), align=align)

    def line(texts: tuple[str, ...], first: bool) -> str:
        widths = WIDTHS if len(texts) > 1 else (sum(WIDTHS),)
        span = "" if len(texts) > 1 else '<w:gridSpan w:val="5"/>'
        inside = ("".join(paragraph(part, "left", first) for part in text.split("\n")) for text in texts)
        cells = (fill(style.cell, one, span=span, width=str(width)) for one, width in zip(inside, widths, strict=True))
        return fill(style.row, "".join(cells), head=HEAD if first else "")

    stamp = "".join(paragraph(text, "right", False) for text in STAMP)
    title = "".join(paragraph(text, "center", True) for text in TITLE)
    table = fill(style.table, "".join(line(texts, index == 0) for index, texts in enumerate(rows())))
    return docx(stamp + title + table + paragraph("Исп. Пашина Ю.О.", "left", False) + style.end, before=style.before)


def fill(template: str, inside: str, **marks: str) -> str:
    """A template filled; `{id}` is a new editing session each time."""
    for name, mark in marks.items():
        template = template.replace("{" + name + "}", mark)
    template = re.sub(r"\{id\}", lambda _: next(_ids), template.replace("{grid}", GRID))
    return template.replace("{0}", inside)


def _at_words(text: str) -> list[str]:
    """Word cuts a run wherever it was edited or misspelt."""
    return re.findall(r"\S+\s*", text) if len(text) > 12 else [text]


def _at_spaces(text: str) -> list[str]:
    """Spaces as runs of their own."""
    return re.findall(r"\S+|\s+", text)


_FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'

STYLES = {
    "Word": Style(
        run=f'<w:r w:rsidRPr="{{id}}"><w:rPr>{_FONT}{{b}}<w:sz w:val="24"/><w:lang w:val="en-US"/></w:rPr><w:t xml:space="preserve">{{0}}</w:t></w:r><w:proofErr w:type="spellEnd"/>',
        paragraph=f'<w:p w14:paraId="{{id}}" w14:textId="77777777" w:rsidR="00A77427" w:rsidRDefault="007F1D13" w:rsidP="007F1D13"><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="{{align}}"/><w:rPr>{_FONT}<w:sz w:val="24"/></w:rPr></w:pPr><w:bookmarkStart w:id="0" w:name="_GoBack"/>{{0}}<w:bookmarkEnd w:id="0"/></w:p>',
        cell='<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:tcBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="auto"/><w:vAlign w:val="center"/></w:tcPr>{0}</w:tc>',
        row='<w:tr w:rsidR="00A77427" w:rsidTr="007F1D13"><w:trPr><w:cantSplit/>{head}</w:trPr>{0}</w:tr>',
        table='<w:tbl><w:tblPr><w:tblStyle w:val="a3"/><w:tblW w:w="0" w:type="auto"/><w:tblLook w:val="04A0"/></w:tblPr>{grid}{0}</w:tbl>',
        pieces=_at_words,
    ),
    "Word with tracked changes": Style(
        run='<w:del w:id="1" w:author="x"><w:r><w:delText>было </w:delText></w:r></w:del><w:ins w:id="2" w:author="x"><w:r><w:rPr>{b}<w:rPrChange w:id="3" w:author="x"><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr><w:t xml:space="preserve">{0}</w:t></w:r></w:ins>',
        paragraph='<w:p><w:pPr><w:jc w:val="{align}"/><w:rPr><w:ins w:id="4" w:author="x"/></w:rPr><w:pPrChange w:id="5" w:author="x"><w:pPr><w:jc w:val="both"/></w:pPr></w:pPrChange></w:pPr>{0}</w:p>',
        cell='<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:cellIns w:id="6" w:author="x"/></w:tcPr>{0}</w:tc>',
        row='<w:tr><w:trPr>{head}<w:ins w:id="7" w:author="x"/></w:trPr>{0}</w:tr>',
        table="<w:tbl><w:tblPr/>{grid}<w:tr><w:trPr><w:del w:id='8' w:author='x'/></w:trPr><w:tc><w:p><w:r><w:t>нет</w:t></w:r></w:p></w:tc></w:tr>{0}</w:tbl>",
    ),
    "a form of content controls": Style(
        run="<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r><w:rPr>{b}</w:rPr><w:t>{0}</w:t></w:r></w:sdtContent></w:sdt>",
        paragraph='<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{0}</w:p></w:sdtContent></w:sdt>',
        cell='<w:sdt><w:sdtPr/><w:sdtContent><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}</w:tcPr>{0}</w:tc></w:sdtContent></w:sdt>',
        row="<w:sdt><w:sdtPr/><w:sdtContent><w:tr><w:trPr>{head}</w:trPr>{0}</w:tr></w:sdtContent></w:sdt>",
        table="<w:sdt><w:sdtPr/><w:sdtContent><w:tbl><w:tblPr/>{grid}{0}</w:tbl></w:sdtContent></w:sdt>",
    ),
    "LibreOffice": Style(
        run='<w:r><w:rPr><w:rFonts w:cs=""/>{b}<w:kern w:val="0"/><w:lang w:val="ru-RU" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr><w:t xml:space="preserve">{0}</w:t></w:r><w:r><w:rPr></w:rPr></w:r>',
        paragraph='<w:p><w:pPr><w:pStyle w:val="Normal"/><w:widowControl/><w:bidi w:val="0"/><w:spacing w:before="0" w:after="0"/><w:jc w:val="{align}"/><w:rPr></w:rPr></w:pPr>{0}</w:p>',
        cell='<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:tcBorders></w:tcBorders></w:tcPr>{0}</w:tc>',
        row="<w:tr><w:trPr>{head}</w:trPr>{0}</w:tr>",
        table='<w:tbl><w:tblPr><w:tblW w:w="9500" w:type="dxa"/><w:jc w:val="left"/></w:tblPr>{grid}{0}</w:tbl>',
        before='<w:background w:color="FFFFFF"/>',
    ),
    "Google Docs": Style(
        run='<w:r w:rsidDel="00000000" w:rsidR="00000000" w:rsidRPr="00000000"><w:rPr>{b}<w:rtl w:val="0"/></w:rPr><w:t xml:space="preserve">{0}</w:t></w:r><w:r w:rsidDel="00000000" w:rsidR="00000000" w:rsidRPr="00000000"><w:rPr><w:rtl w:val="0"/></w:rPr></w:r>',
        paragraph='<w:p w:rsidR="00000000" w:rsidDel="00000000" w:rsidP="00000000" w:rsidRDefault="00000000" w:rsidRPr="00000000" w14:paraId="{id}"><w:pPr><w:keepNext w:val="0"/><w:pageBreakBefore w:val="0"/><w:widowControl w:val="0"/><w:pBdr><w:top w:space="0" w:sz="0" w:val="nil"/></w:pBdr><w:jc w:val="{align}"/><w:rPr/></w:pPr>{0}</w:p>',
        cell='<w:tc><w:tcPr>{span}<w:shd w:fill="auto" w:val="clear"/><w:tcMar><w:top w:w="100.0" w:type="dxa"/></w:tcMar><w:vAlign w:val="top"/></w:tcPr>{0}</w:tc>',
        row='<w:tr><w:trPr><w:cantSplit w:val="0"/>{head}</w:trPr>{0}</w:tr>',
        table='<w:tbl><w:tblPr><w:tblStyle w:val="Table1"/><w:bidiVisual w:val="0"/><w:tblW w:w="9500.0" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="500"/><w:gridCol w:w="4000"/><w:gridCol w:w="1500"/><w:gridCol w:w="1000"/><w:gridCol w:w="2500"/><w:tblGridChange w:id="0"><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid></w:tblGridChange></w:tblGrid>{0}</w:tbl>',
    ),
    "WPS": Style(
        run='<w:r><w:rPr><w:rFonts w:hint="default" w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun"/>{b}<w:kern w:val="2"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr><w:t>{0}</w:t></w:r>',
        paragraph='<w:p><w:pPr><w:keepNext w:val="0"/><w:kinsoku/><w:wordWrap/><w:autoSpaceDE/><w:snapToGrid/><w:jc w:val="{align}"/><w:textAlignment w:val="auto"/></w:pPr>{0}</w:p>',
        cell='<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:noWrap w:val="0"/><w:vAlign w:val="top"/></w:tcPr>{0}</w:tc>',
        row='<w:tr><w:tblPrEx><w:tblCellMar><w:top w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPrEx><w:trPr>{head}</w:trPr>{0}</w:tr>',
        table='<w:tbl><w:tblPr><w:tblLayout w:type="autofit"/></w:tblPr>{grid}{0}</w:tbl>',
        pieces=_at_spaces,
    ),
    "Pages": Style(
        run='<w:r><w:rPr>{b}<w:u w:color="000000"/><w14:textOutline><w14:noFill/></w14:textOutline></w:rPr><w:t xml:space="preserve">{0}</w:t></w:r>',
        paragraph='<w:p><w:pPr><w:pStyle w:val="Body"/><w:bidi w:val="0"/><w:suppressAutoHyphens w:val="1"/><w:jc w:val="{align}"/><w:rPr><w:rtl w:val="0"/></w:rPr></w:pPr>{0}</w:p>',
        cell='<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/>{span}<w:tcMar><w:left w:type="dxa" w:w="80"/></w:tcMar></w:tcPr>{0}</w:tc>',
        row='<w:tr><w:tblPrEx/><w:trPr><w:trHeight w:val="295" w:hRule="atLeast"/>{head}</w:trPr>{0}</w:tr>',
        table='<w:tbl><w:tblPr><w:tblInd w:w="216" w:type="dxa"/></w:tblPr>{grid}{0}</w:tbl>',
    ),
    "lean": Style(
        run="<w:r><w:rPr>{b}</w:rPr><w:t>{0}</w:t></w:r>",
        paragraph='<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{0}</w:p>',
        cell="<w:tc><w:tcPr>{span}</w:tcPr>{0}</w:tc>",
        row="<w:tr>{0}</w:tr>",
        table="<w:tbl>{0}</w:tbl>",
    ),
}  # fmt: skip
