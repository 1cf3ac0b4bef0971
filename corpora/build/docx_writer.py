"""A plan as a Word file, with Word's own numbering, merges, text boxes and tracked changes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from corpora.build.grid import runs, spanned
from corpora.build.spec import Break, Para, Plan, Table, TextBox

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
FIXED = (2024, 1, 1, 0, 0, 0)


class Numbering:
    """The file's lists: one of two levels for the plan, one bullet, and a new one for each cell that counts."""

    def __init__(self, document: Any) -> None:
        self.root = document.part.numbering_part.element
        self.plan = self._abstract(91, ("%1.", "%1.%2.", "%1.%2.%3."))
        self.bullet = self._abstract(92, ("•", "–", "–"), "bullet")
        self._abstract(93, ("%1.", "%1.%2.", "%1.%2.%3."), make=False)
        self.last = 300

    def _abstract(self, number: int, texts: tuple[str, ...], fmt: str = "decimal", make: bool = True) -> int:
        levels = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{t}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{360 * (i + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
            for i, t in enumerate(texts)
        )
        first = self.root.find(qn("w:num"))
        element = parse_xml(
            f'<w:abstractNum {NS} w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
            f"{levels}</w:abstractNum>"
        )
        first.addprevious(element)
        if make:
            self._num(number + 100, number)
        return number + 100

    def _num(self, num: int, abstract: int, restart: bool = False) -> None:
        over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if restart else ""
        self.root.append(parse_xml(f'<w:num {NS} w:numId="{num}"><w:abstractNumId w:val="{abstract}"/>{over}</w:num>'))

    def fresh(self) -> int:
        """A list that starts from 1."""
        self.last += 1
        self._num(self.last, 93, restart=True)
        return self.last


def _number(paragraph: Any, num: int, level: int) -> None:
    props = paragraph._p.get_or_add_pPr()
    props.append(parse_xml(f'<w:numPr {NS}><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'))


def _tracked(paragraph: Any, kind: str, text: str) -> None:
    wrap = OxmlElement(f"w:{kind}")
    wrap.set(qn("w:id"), "1")
    wrap.set(qn("w:author"), "Секретарь")
    wrap.set(qn("w:date"), "2024-01-01T00:00:00Z")
    run = OxmlElement("w:r")
    body = OxmlElement("w:t" if kind == "ins" else "w:delText")
    body.text = text
    body.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(body)
    wrap.append(run)
    paragraph._p.append(wrap)


def _text(paragraph: Any, text: str, bold: bool, size: float | None) -> None:
    for kind, part in runs(text):
        if kind in ("ins", "del"):
            _tracked(paragraph, kind, part)
            continue
        for i, piece in enumerate(part.split("\v")):
            run = paragraph.add_run()
            if i:
                run.add_break()
            run.add_text(piece)
            run.bold = bold or kind == "bold" or None
            run.font.strike = kind == "strike" or None
            if size:
                run.font.size = Pt(size)


class Writer:
    """Writes the blocks of one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.document = docx.Document()
        self.numbering = Numbering(self.document)
        style = self.document.styles["Normal"]
        style.font.name = "Liberation Serif"
        style.element.rPr.rFonts.set(qn("w:eastAsia"), "Liberation Serif")
        style.font.size = Pt(plan.font_size)
        style.paragraph_format.space_after = Pt(0)
        self._page()

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        if self.plan.landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Cm(29.7), Cm(21)
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, Cm(self.plan.margins))
        if self.plan.head:
            section.header.paragraphs[0].text = self.plan.head
        if self.plan.page_numbers:
            paragraph = section.footer.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph._p.append(parse_xml(f'<w:fldSimple {NS} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'))

    def write(self) -> bytes:
        """The file."""
        for block in self.plan.blocks:
            if isinstance(block, Para):
                self._para(block)
            elif isinstance(block, Table):
                self._table(block)
            elif isinstance(block, TextBox):
                self._box(block)
            elif isinstance(block, Break):
                self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        buffer = io.BytesIO()
        self.document.save(buffer)
        return _steady(buffer.getvalue())

    def _para(self, block: Para) -> None:
        paragraph = self.document.add_paragraph(style=block.style)
        paragraph.alignment = ALIGN[block.align]
        self._line(paragraph, block.text, block.bold, block.size, None)
        if block.level:
            _number(paragraph, self.numbering.plan, block.level - 1)
        if block.bullet:
            _number(paragraph, self.numbering.bullet, 0)

    def _line(self, paragraph: Any, line: str, bold: bool, size: float | None, own: int | None) -> None:
        auto = re.match(r"@([12])(?: |$)", line)
        if auto:
            _number(paragraph, self.numbering.plan, int(auto[1]) - 1)
            line = line[auto.end() :]
        elif line.startswith("* "):
            _number(paragraph, self.numbering.bullet, 0)
            line = line[2:]
        elif line.startswith("# ") and own:
            _number(paragraph, own, 0)
            line = line[2:]
        _text(paragraph, line, bold, size)

    def _table(self, block: Table) -> None:
        width = max(len(r) for r in block.rows)
        table = self.document.add_table(len(block.rows), width)
        if block.borders:
            table.style = "Table Grid"
        if block.widths:
            table.autofit = False
            for j, w in enumerate(block.widths):
                table.columns[j].width = Cm(w)
        cells = table._cells  # once: python-docx walks the whole table for each `table.cell`
        for line in spanned(block):
            for cell in line:
                target = cells[cell.row * width + cell.col]
                if cell.rows > 1 or cell.cols > 1:
                    target = target.merge(cells[(cell.row + cell.rows - 1) * width + cell.col + cell.cols - 1])
                self._cell(target, cell.value, cell.bold, block.size)
        if block.widths:
            for row in table._tbl.tr_lst:
                for tc in row.tc_lst:
                    if tc.grid_offset < len(block.widths) and tc.grid_span == 1:
                        tc.width = Cm(block.widths[tc.grid_offset])
        for i in range(block.header_rows):
            table.rows[i]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {NS}/>"))

    def _cell(self, cell: Any, value: object, bold: bool, size: float | None) -> None:
        lines = str(value).split("\n")
        own = self.numbering.fresh() if any(x.startswith("# ") for x in lines) else None
        for i, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
            self._line(paragraph, line, bold, size, own)

    def _box(self, block: TextBox) -> None:
        inner = "".join(f'<w:p><w:r><w:t xml:space="preserve">{x}</w:t></w:r></w:p>' for x in block.lines)
        content = f"<w:txbxContent>{inner}</w:txbxContent>"
        wide, high = 2700000, 280000 * len(block.lines)
        modern = (
            f'<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" '
            f'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>'
            f'<wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>'
            f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
            f'<wp:extent cx="{wide}" cy="{high}"/><wp:wrapTopAndBottom/><wp:docPr id="5" name="Надпись 5"/>'
            f'<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
            f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/>'
            f'</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx>'
            f"<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        )
        shape = f'<v:shape style="width:220pt;height:{18 * len(block.lines)}pt">'
        old = f"<w:pict>{shape}<v:textbox>{content}</v:textbox></v:shape></w:pict>"
        run = parse_xml(
            f'<w:r {NS}><mc:AlternateContent><mc:Choice Requires="wps">{modern}</mc:Choice>'
            f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
        )
        self.document.add_paragraph()._p.append(run)


def _steady(data: bytes) -> bytes:
    """The same zip without the clock: fixed times, so that the same spec gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            if info.filename == "docProps/thumbnail.jpeg":
                continue
            body = source.read(info)
            if info.filename == "_rels/.rels":
                body = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", body)
            if info.filename == "docProps/core.xml":
                body = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2024-01-01T00:00:00Z", body)
            target.writestr(zipfile.ZipInfo(info.filename, FIXED), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx_bytes(plan: Plan) -> bytes:
    """The plan as DOCX."""
    return Writer(plan).write()
