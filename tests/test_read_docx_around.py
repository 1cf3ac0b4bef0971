"""DOCX: what stands around the text (page heads, notes), in forms and in drawings."""

# ruff: noqa: E501 (XML)
from __future__ import annotations

import pytest

from extractor.blocks import SourceDocument, paragraphs
from extractor.errors import LimitError, ReadError
from extractor.readers.docx import read
from extractor.readers.limits import Limits
from tests.makers.outline import outline
from tests.makers.word import SPACES, cell, docx, note, para, row, run, section, story, table

HEAD, FOOT, FIRST, EVEN = "header1.xml", "footer1.xml", "header2.xml", "header3.xml"
DML = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)


def opened(body: str, **parts: object) -> SourceDocument:
    return read(docx(body, **parts), limits=Limits())  # type: ignore[arg-type]


def heads(document: SourceDocument) -> list[object]:
    return outline(document.heads)


def head(tag: str, *texts: str) -> tuple[str, str]:
    kind = {"hdr": "header", "ftr": "footer"}[tag]
    return kind, story(tag, *map(para, texts))


LINKED = {
    HEAD: head("hdr", "План кружка «Росток»"),
    FIRST: head("hdr", "УТВЕРЖДАЮ", "Директор Сомова Л. Д."),
    EVEN: head("hdr", "чётная"),
    FOOT: head("ftr", "Страница 2", "3"),
}
ALL = (("header", "default", HEAD), ("header", "first", FIRST), ("header", "even", EVEN), ("footer", "default", FOOT))


@pytest.mark.parametrize(
    ("body", "settings", "found"),
    [
        (para("а"), "", []),
        (para("а") + section(ALL[0]), "", ["План кружка «Росток»"]),
        # the page number alone is no text; a first page is used where the section says so
        (para("а") + section(*ALL), "", ["План кружка «Росток»", "Страница 2"]),
        (para("а") + section(*ALL, first=True), "", ["УТВЕРЖДАЮ", "Директор Сомова Л. Д.", "План кружка «Росток»", "Страница 2"]),
        (para("а") + section(*ALL), "<w:evenAndOddHeaders/>", ["План кружка «Росток»", "чётная", "Страница 2"]),
        # a section in the middle of the text, and the same head in the next one
        (f"<w:p><w:pPr>{section(ALL[0])}</w:pPr></w:p>" + para("а") + section(ALL[0]), "", ["План кружка «Росток»"]),
        (para("а") + section(("header", "default", "нет такой.xml")), "", []),
    ],
)  # fmt: skip
def test_page_heads_stand_apart(body: str, settings: str, found: list[str]) -> None:
    more = {"word/settings.xml": f"<w:settings {SPACES}>{settings}</w:settings>".encode()}
    document = opened(body, linked=LINKED, more=more)
    assert heads(document) == found and outline(document.blocks) == ["а"]


def test_heads_hold_tables_and_text_boxes() -> None:
    box = f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{para('СОГЛАСОВАНО')}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    linked = {HEAD: ("header", story("hdr", table(row("УТВЕРЖДЕНО", "приказом № 5")), box))}
    document = opened(para("а") + section(ALL[0]), linked=linked)
    assert heads(document) == [[["УТВЕРЖДЕНО", "приказом № 5"]], "СОГЛАСОВАНО"]


def test_a_broken_head_is_told_and_the_body_read() -> None:
    document = opened(para("а") + section(ALL[0]), linked={HEAD: ("header", "<w:hdr><w:t>")})
    assert outline(document.blocks) == ["а"] and document.warnings == ("damaged_part",)


def mark(key: int, kind: str = "footnote", more: str = "") -> str:
    return f'<w:r><w:{kind}Reference {more}w:id="{key}"/></w:r>'


NOTES = {
    "footnotes.xml": ("footnotes", story("footnotes", note(-1, ""), note(1, "по согласованию"), note(2, "день уточняется"))),
    "endnotes.xml": ("endnotes", story("endnotes", note(1, "в конце", kind="endnote"))),
}  # fmt: skip


def notes(document: SourceDocument) -> list[tuple[str | None, str]]:
    return [(p.label, p.text) for p in document.notes]


BY_HAND = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
LETTERS = "<w:sectPr><w:footnotePr><w:numFmt w:val='russianLower'/></w:footnotePr></w:sectPr>"


@pytest.mark.parametrize(
    ("body", "texts", "found"),
    [
        (f"<w:p>{run('Слёт')}{mark(2)}{run(' в мае')}</w:p>", ["Слёт в мае"], [("1", "день уточняется")]),
        (f"<w:p>{run('а')}{mark(2)}{mark(1)}{mark(2)}</w:p>", ["а"], [("1", "день уточняется"), ("2", "по согласованию")]),
        (f"<w:p>{run('а')}{mark(1)}{mark(1, 'endnote')}</w:p>", ["а"], [("1", "по согласованию"), ("i", "в конце")]),
        # a mark typed by hand belongs to the note, not to the text
        (f"<w:p>{run('а')}{BY_HAND}{run(' б')}{mark(2)}</w:p>", ["а б"], [("*", "по согласованию"), ("1", "день уточняется")]),
        (f"<w:p>{run('а')}{mark(7)}</w:p>", ["а"], []),
        (f"<w:p>{run('а')}<w:del>{mark(1)}</w:del></w:p>", ["а"], []),
        (f"<w:p>{run('а')}{mark(1)}</w:p>{LETTERS}", ["а"], [("а", "по согласованию")]),
        (table(row(cell(f"<w:p>{run('Слёт')}{mark(1)}</w:p>"))), [[["Слёт"]]], [("1", "по согласованию")]),
    ],
)  # fmt: skip
def test_notes_are_no_part_of_the_text(body: str, texts: list[object], found: list[tuple[str, str]]) -> None:
    document = opened(body, linked=NOTES)
    assert outline(document.blocks) == texts and notes(document) == found


def test_notes_without_their_part_are_done_without() -> None:
    document = opened(f"<w:p>{run('а')}{mark(1)}</w:p>")
    assert outline(document.blocks) == ["а"] and document.notes == () and document.warnings == ()


def control(properties: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


PICKED = '<w:date w:fullDate="2024-03-05T00:00:00Z"><w:dateFormat w:val="d MMMM"/></w:date>'
BOX = '<w14:checkbox><w14:checked w14:val="{0}"/></w14:checkbox>'
PROMPT = "<w:showingPlcHdr/>"
FIELD = '<w:r><w:fldChar w:fldCharType="begin">{0}</w:fldChar></w:r><w:r><w:instrText>{1}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{2}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (control("<w:dropDownList><w:listItem w:value='1' w:displayText='май'/></w:dropDownList>", run("май")), "май"),
        (control(PROMPT + "<w:dropDownList/>", run("Выберите элемент")) + run("а"), "а"),
        (control(PICKED, run("5 марта")), "5 марта"),
        (control(PICKED, ""), "05.03.2024"),
        (control("<w:date/>", "") + run("а"), "а"),
        (control(BOX.format(1), run("☒")) + run(" да"), "☒ да"),
        (control(BOX.format(1), "") + run(" да"), "☒ да"),
        (control(BOX.format(0), '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>') + run(" да"), "☐ да"),
        (control("<w15:repeatingSection xmlns:w15='x'/>", control("", run("а"))), "а"),
        (FIELD.format("", ' DATE \\@ "d MMMM yyyy" ', run("5 мая 2024 г.")), "5 мая 2024 г."),
        (FIELD.format("", ' HYPERLINK "https://example.org" ', run("положение")), "положение"),
        (FIELD.format('<w:ffData><w:textInput><w:default w:val="образец"/></w:textInput></w:ffData>', " FORMTEXT ", run("Игра")), "Игра"),
        (FIELD.format("", " REF a ", FIELD.format("", " PAGE ", run("7"))), "7"),
        ('<w:r><w:sym w:font="Arial" w:char="2116"/></w:r>' + run(" 5"), "№ 5"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Symbol" w:char="F0A3"/></w:r>' + run(" 5"), "✓≤ 5"),
        ('<w:r><w:sym w:font="Wingdings" w:char="D800"/></w:r>' + run("а"), "а"),
        (f'<w:bdo w:val="rtl">{run("а")}</w:bdo><w:dir w:val="ltr">{run("б")}</w:dir>', "аб"),
        (run("внекласс\u00adный"), "внекласс\u00adный"),
        ('<w:r><w:t>а</w:t><w:ptab w:alignment="right"/><w:t>б</w:t></w:r>', "а\tб"),
        (run("отменено", "<w:rtl/><w:strike/>"), "отменено"),
    ],
)  # fmt: skip
def test_forms_and_fields(inside: str, text: str) -> None:
    assert next(paragraphs(opened(f"<w:p>{inside}</w:p>").blocks)).text == text


def test_a_prompt_around_a_cell_leaves_it_empty() -> None:
    body = table(row("а", control(PROMPT, cell("Место для ввода даты")), control("", cell("в"))))
    assert outline(opened(body).blocks) == [[["а", "", "в"]]]


def test_hidden_rows_are_left_out() -> None:
    assert outline(opened(table(row("а"), row("б", shape="<w:hidden/>"), row("в"))).blocks) == [[["а"], ["в"]]]


def drawing(inside: str) -> str:
    return f"<w:p><w:r><w:drawing {DML}><wp:inline>{inside}</wp:inline></w:drawing></w:r></w:p>"


DIAGRAM = (
    f'<dgm:dataModel {DML}><dgm:ptLst><dgm:pt modelId="0" type="doc"><dgm:t><a:p><a:r><a:t>нет</a:t></a:r></a:p></dgm:t></dgm:pt>'
    '<dgm:pt modelId="1"><dgm:t><a:p><a:r><a:t>Сентябрь: </a:t></a:r><a:r><a:t>слёт</a:t></a:r></a:p></dgm:t></dgm:pt>'
    '<dgm:pt modelId="2" type="node"><dgm:t><a:p><a:r><a:t>Май: бал</a:t></a:r></a:p><a:p/></dgm:t></dgm:pt>'
    '<dgm:pt modelId="3" type="parTrans"><dgm:t><a:p><a:r><a:t>нет</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>'
)
SMART_ART = drawing('<a:graphic><a:graphicData><dgm:relIds r:dm="data1.xml"/></a:graphicData></a:graphic>')
CHART = drawing('<a:graphic><a:graphicData><c:chart r:id="chart1.xml"/></a:graphicData></a:graphic>')
PICTURE = '<wp:extent cx="{0}" cy="{1}"/><wp:docPr id="1" name="Рисунок 1" descr="{2}"/><a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic>'
WORD_ART = (
    '<w:p><w:r><w:pict><v:shape><v:textpath on="t" string="ПЛАН РАБОТЫ&#10;кружка"/></v:shape></w:pict></w:r></w:p>'
)
CANVAS = drawing(
    "<a:graphic><a:graphicData><a:txSp><a:txBody><a:p><a:r><a:t>Наши</a:t></a:r><a:br/><a:r><a:t>дела</a:t></a:r></a:p></a:txBody></a:txSp></a:graphicData></a:graphic>"
)
SCAN_VML = '<w:p><w:r><w:pict><v:shape style="width:480pt;height:640.5pt"><v:imagedata r:id="x"/></v:shape></w:pict></w:r></w:p>'
OLE = '<w:p><w:r><w:object><v:shape/><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>'


@pytest.mark.parametrize(
    ("body", "texts", "warnings", "said"),
    [
        (SMART_ART, ["Сентябрь: слёт", "Май: бал"], (), []),
        (SMART_ART.replace("data1", "data2"), [], ("embedded_object",), []),
        (CHART, [], ("embedded_object",), []),
        (OLE, [], ("embedded_object",), []),
        (WORD_ART, ["ПЛАН РАБОТЫ", "кружка"], (), []),
        (CANVAS, ["Наши\nдела"], (), []),
        (drawing(PICTURE.format(900000, 900000, "Герб посёлка")), [], (), [(None, "Герб посёлка")]),
        (drawing(PICTURE.format(6000000, 8000000, "")), [], ("page_without_text",), []),
        (SCAN_VML, [], ("page_without_text",), []),
        (SCAN_VML.replace("640.5pt", "90pt"), [], (), []),
    ],
)
def test_drawings(body: str, texts: list[str], warnings: tuple[str, ...], said: list[tuple[None, str]]) -> None:
    document = opened(body + para("конец"), linked={"data1.xml": ("diagramData", DIAGRAM)})
    assert outline(document.blocks) == [*texts, "конец"]
    assert document.warnings == warnings and notes(document) == said


def test_drawings_of_a_hidden_run_are_hidden() -> None:
    body = WORD_ART.replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>") + para("а")
    assert outline(opened(body).blocks) == ["а"]


def test_macros_are_told() -> None:
    assert opened(para("а"), more={"word/vbaProject.bin": b"x"}).warnings == ("macros",)


def chunk(name: str, data: bytes, limits: Limits | None = None) -> SourceDocument:
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId7" Type="x/aFChunk" Target="%b"/></Relationships>' % name.encode()
    )
    more = {f"word/{name}": data, "word/_rels/document.xml.rels": relations}
    return read(docx(para("до") + '<w:altChunk r:id="rId7"/>' + para("после"), more=more), limits=limits or Limits())


PAGE = "<html><body><p>внутри</p></body></html>".encode()
RTF = b"{\\rtf1\\ansi\\ansicpg1251 " + "внутри".encode("cp1251") + b"\\par}"


@pytest.mark.parametrize(
    ("name", "data", "texts", "warnings"),
    [
        ("page.html", PAGE, ["до", "внутри", "после"], ()),
        ("page.rtf", RTF, ["до", "внутри", "после"], ()),
        ("page.txt", "внутри".encode(), ["до", "внутри", "после"], ()),
        ("inner.docx", docx(para("внутри")), ["до", "внутри", "после"], ()),
        ("inner.docx", docx(para("внутри"))[:200], ["до", "после"], ("embedded_object",)),
        ("inner.bin", b"\x00\x01\x02" * 40, ["до", "после"], ("embedded_object",)),
    ],
)
def test_files_inside_are_read_or_named(name: str, data: bytes, texts: list[str], warnings: tuple[str, ...]) -> None:
    document = chunk(name, data)
    assert outline(document.blocks) == texts and document.warnings == warnings


def test_documents_in_documents_end_somewhere() -> None:
    document = chunk("inner.docx", docx(para("внутри")), Limits(archive_depth=1))
    assert outline(document.blocks) == ["до", "после"] and document.warnings == ("embedded_object",)
    with pytest.raises(LimitError):
        chunk("inner.docx", docx(para("внутри" * 20)), Limits(characters=100))


def test_drawn_text_alone_is_text() -> None:
    assert outline(opened(WORD_ART).blocks) == ["ПЛАН РАБОТЫ", "кружка"]
    with pytest.raises(ReadError):
        opened(drawing(PICTURE.format(6000000, 8000000, "скан")))
