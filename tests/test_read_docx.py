"""DOCX: text, look, numbers. Each case is XML as Word or another program writes it, and what a person sees."""

# ruff: noqa: E501 (tables of XML)
from __future__ import annotations

import pytest

from extractor.blocks import Paragraph, SourceDocument, paragraphs
from extractor.errors import ReadError
from extractor.readers.docx import read
from extractor.readers.limits import Limits
from tests.makers.outline import outline
from tests.makers.word import cell, docx, item, level, numbering, para, row, run, table

FALLBACK = "<mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
CHOICE = '<mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>'


def opened(body: str, **parts: object) -> SourceDocument:
    return read(docx(body, **parts), limits=Limits())  # type: ignore[arg-type]


def first(body: str, **parts: object) -> Paragraph:
    return next(paragraphs(opened(body, **parts).blocks))


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("а") + run("б"), "аб"),
        ("<w:r><w:t>а</w:t><w:br/><w:t>б</w:t><w:tab/><w:t>в</w:t><w:cr/><w:t>г</w:t></w:r>", "а\nб\tв\nг"),
        ('<w:r><w:t>а</w:t><w:br w:type="page"/><w:t>б</w:t></w:r>', "а\nб"),
        ('<w:r><w:br w:type="page"/><w:t>а</w:t><w:br w:type="column"/></w:r>', "а"),
        ("<w:r><w:t>кто</w:t><w:noBreakHyphen/><w:t>то</w:t><w:softHyphen/></w:r>", "кто-то"),
        ('<w:r><w:t>а</w:t><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', "а•"),
        ("<w:r><w:t>\uf0a7 а</w:t></w:r>", "• а"),
        (f'<w:hyperlink r:id="rId9">{run("ссылка")}</w:hyperlink>', "ссылка"),
        (f'<w:smartTag w:element="x">{run("тег")}</w:smartTag>', "тег"),
        (f'<w:fldSimple w:instr=" PAGE ">{run("7")}</w:fldSimple>', "7"),
        (f"<w:ins>{run('вставка')}</w:ins><w:del><w:r><w:delText>нет</w:delText></w:r></w:del>", "вставка"),
        (f"<w:moveTo>{run('сюда')}</w:moveTo><w:moveFrom>{run('отсюда')}</w:moveFrom>", "сюда"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('поле')}</w:sdtContent></w:sdt>", "поле"),
        (
            f"<w:sdt><w:sdtPr/><w:sdtContent><w:sdt><w:sdtContent>{run('в поле')}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>",
            "в поле",
        ),
        ('<w:r><w:footnoteReference w:id="1"/></w:r>' + run("со сноской"), "со сноской"),
        (run("видно") + run("скрыто", "<w:vanish/>"), "видно"),
        (run("видно", '<w:vanish w:val="0"/>'), "видно"),
        ("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>", "x+1"),
        (f"<unknown>{run('внутри неизвестного')}</unknown>", "внутри неизвестного"),
        ("<w:ruby><w:rt>" + run("над") + "</w:rt><w:rubyBase>" + run("слово") + "</w:rubyBase></w:ruby>", "слово"),
        (
            "<mc:AlternateContent><mc:Choice>"
            + run("а")
            + "</mc:Choice><mc:Fallback>"
            + run("б")
            + "</mc:Fallback></mc:AlternateContent>",
            "а",
        ),
    ],
)
def test_inline(inside: str, text: str) -> None:
    assert first(f"<w:p>{inside}</w:p>").text == text


FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>{0}'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{1}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    + run(" после")
    + "</w:p>"
)


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        (FIELD.format(run("в инструкции"), run("итог")), ["итог после"]),
        (FIELD.format("", FIELD[5:-6].format("", run("внутри"))), ["внутри после после"]),
        # a field that never ends must not swallow the rest of the document
        (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>X</w:instrText></w:r></w:p>' + para("дальше"),
            ["дальше"],
        ),
        (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>'
            '</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>' + run(" да") + "</w:p>",
            ["☒ да"],
        ),
        (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="май"/>'
            '<w:listEntry w:val="июнь"/></w:ddList></w:ffData></w:fldChar><w:fldChar w:fldCharType="end"/></w:r></w:p>',
            ["июнь"],
        ),
    ],
)
def test_fields(body: str, texts: list[str]) -> None:
    assert outline(opened(body).blocks) == texts


DELETED_MARK = "<w:rPr><w:del/></w:rPr>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (para("На", ppr=DELETED_MARK) + para("чало"), ["Начало"]),
        (para("а", ppr=DELETED_MARK) + table(row("б")), ["а", [["б"]]]),
        (para("", ppr=DELETED_MARK) + para("б"), ["б"]),
        (table(row("а"), row("б", shape="<w:del/>")), [[["а"]]]),
        (table(row("а", shape="<w:del/>")) + para("в"), ["в"]),
        (table(row("а", shape="<w:ins/>")), [[["а"]]]),
        (table(row("а", cell("б", shape="<w:cellDel/>"), "в")), [[["а", "в"]]]),
        ("<w:sdt><w:sdtContent>" + para("в поле") + table(row("т")) + "</w:sdtContent></w:sdt>", ["в поле", [["т"]]]),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            + para("Выберите дату")
            + "</w:sdtContent></w:sdt>"
            + para("а"),
            ["а"],
        ),
        ("<w:customXml>" + para("а") + "</w:customXml>", ["а"]),
        (
            f"<w:p><w:r><mc:AlternateContent>{CHOICE.format(para('УТВЕРЖДАЮ'))}{FALLBACK.format(para('УТВЕРЖДАЮ'))}</mc:AlternateContent></w:r>{run('План')}</w:p>",
            ["УТВЕРЖДАЮ", "План"],
        ),
        (
            f"<w:p><w:r><mc:AlternateContent><mc:Choice/>{FALLBACK.format(para('в рамке'))}</mc:AlternateContent></w:r></w:p>",
            ["в рамке"],
        ),
        (
            f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{table(row('а', 'б'))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
            [[["а", "б"]]],
        ),
    ],
)
def test_blocks(body: str, expected: list[object]) -> None:
    assert outline(opened(body).blocks) == expected


STYLES = (
    '<w:docDefaults><w:pPrDefault><w:pPr><w:jc w:val="both"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:basedOn w:val="N"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H3"><w:name w:val="Раздел"/><w:basedOn w:val="H"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="O"><w:name w:val="Мой"/><w:pPr><w:outlineLvl w:val="0"/><w:ind w:left="720"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="V"><w:name w:val="Тайный"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="C1"><w:basedOn w:val="C2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="C2"><w:basedOn w:val="C1"/><w:rPr><w:i/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="T"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="S"><w:rPr><w:b/><w:strike/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("body", "look"),
    [
        (para("а"), {"align": "justify", "bold": False, "heading": None, "indent": 0}),
        (para("а", ppr='<w:pStyle w:val="H"/>'), {"heading": 2, "bold": True}),
        (para("а", ppr='<w:pStyle w:val="H3"/>'), {"heading": 2, "bold": True, "align": "center"}),
        (para("а", '<w:b w:val="false"/>', ppr='<w:pStyle w:val="H"/>'), {"bold": False}),
        (para("а", ppr='<w:pStyle w:val="H"/><w:outlineLvl w:val="9"/>'), {"heading": None}),
        (para("а", ppr='<w:pStyle w:val="O"/>'), {"heading": 1, "indent": 36}),
        (para("а", ppr='<w:pStyle w:val="O"/><w:ind w:left="0"/>'), {"indent": 0}),
        (para("а", ppr='<w:ind w:start="20pt"/><w:jc w:val="end"/>'), {"indent": 20, "align": "right"}),
        (para("а", ppr='<w:pStyle w:val="C1"/>'), {"italic": True}),
        (para("а", ppr='<w:pStyle w:val="нет такого"/>'), {"align": "justify"}),
        (para("а", '<w:rStyle w:val="S"/>'), {"bold": True, "struck": True}),
        (para("а", '<w:rStyle w:val="S"/>', ppr='<w:pStyle w:val="H"/>'), {"bold": False, "struck": True}),
        (para("а", "<w:dstrike/>"), {"struck": True}),
        (f"<w:p>{run('а', '<w:b/>')}{run(' ')}{run('б', '<w:b/>')}</w:p>", {"bold": True}),
        (f"<w:p>{run('а', '<w:b/>')}{run('б')}</w:p>", {"bold": False}),
        (para("а", "<w:b/><w:rPrChange><w:rPr><w:i/></w:rPr></w:rPrChange>"), {"bold": True, "italic": False}),
        (para("") + para("а"), {"gap": True}),
        (para("скрыт", ppr='<w:pStyle w:val="V"/><w:rPr><w:vanish/></w:rPr>') + para("а"), {"text": "а", "gap": False}),
    ],
)
def test_look(body: str, look: dict[str, object]) -> None:
    found = first(body, styles=STYLES)
    assert {name: getattr(found, name) for name in look} == look


OUTLINE = numbering(
    level(0, "decimal", "%1."),
    level(1, "decimal", "%1.%2."),
    level(2, "russianLower", "%3)"),
    level(3, "bullet", "\uf0b7"),
)


@pytest.mark.parametrize(
    ("body", "numbers", "labels"),
    [
        (item("а", 1) + item("б", 1, 1) + item("в", 1, 1) + item("г", 1) + item("д", 1, 1), OUTLINE, ["1.", "1.1.", "1.2.", "2.", "2.1."]),
        (item("а", 1, 2) + item("б", 1, 2) + item("в", 1, 3), OUTLINE, ["а)", "б)", "•"]),
        (item("а", 1, 1) + item("б", 1), OUTLINE, ["1.1.", "2."]),  # as LibreOffice counts, following Word
        (item("а", 0) + item("б", 99), OUTLINE, [None, None]),
        # numbers go on through cells and rows; a cell may hold nothing but its number
        (table(row(cell(item("", 1)), "Акция"), row(cell(item("", 1)), "Турнир")), OUTLINE, ["1.", None, "2.", None]),
        (item("а", 1) + item("", 1) + item("в", 1), OUTLINE, ["1.", "2.", "3."]),
        (item("", 1) + item("в", 1), numbering(level(0, "bullet", "•")), ["•"]),
        (
            item("а", 1) + item("б", 2) + item("в", 3),
            numbering(
                level(0, "decimal", "%1)"),
                nums='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
                '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>',
            ),
            ["1)", "2)", "7)"],
        ),
        (
            item("а", 1) + item("б", 1, 1) + item("в", 1) + item("г", 1, 1),
            numbering(level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:lvlRestart w:val='0'/><w:isLgl/>")),
            ["I.", "1.1", "II.", "2.2"],
        ),
        (item("а", 1), numbering(level(0, "none", "")), [None]),
        (item("а", 1), numbering(level(0, "none", "Раздел")), ["Раздел"]),
        (item("а", 1), numbering(level(0, "decimalZero", "%1.")), ["01."]),
        (item("а", 1), numbering(level(0, "bullet", "–")), ["–"]),
        (item("а", 1), numbering(level(0, "bullet", "o")), ["•"]),
        (
            item("а", 1),
            numbering('<w:lvl w:ilvl="0"><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>'),
            ["001"],
        ),
        (
            item("а", 5),
            numbering(
                level(0, "upperLetter", "%1."),
                more='<w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="L"/></w:abstractNum>',
                nums='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num>',
            ),
            ["A."],
        ),
        # a deleted paragraph has no number
        (f'<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr><w:del>{run("x")}</w:del></w:p>' + item("б", 1), OUTLINE, ["1."]),
    ],
)  # fmt: skip
def test_labels(body: str, numbers: str, labels: list[str | None]) -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    found = paragraphs(opened(body, numbers=numbers, styles=styles).blocks)
    assert [p.label for p in found] == labels


def test_numbers_of_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbers = numbering(
        level(0, "decimal", "%1."),
        level(1, "decimal", "%1.%2."),
        level(2, "lowerRoman", "%3.", '<w:pStyle w:val="C"/>'),
    )
    body = "".join(para("т", ppr=f'<w:pStyle w:val="{name}"/>') for name in "ABBC")
    body += para("т", ppr='<w:pStyle w:val="A"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    found = opened(body, styles=styles, numbers=numbers).blocks
    assert [(p.label, p.level) for p in paragraphs(found)] == [
        ("1.", 0), ("1.1.", 1), ("1.2.", 1), ("i.", 2), (None, None)
    ]  # fmt: skip


def test_pages_by_word_own_breaks() -> None:
    broken = "<w:r><w:lastRenderedPageBreak/><w:t>б</w:t></w:r>"
    body = para("а") + f'<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p>{broken}</w:p>'
    body += table(row(cell(f"<w:p>{broken}</w:p>"), cell(f"<w:p>{broken}</w:p>")), row("в", "г"))
    document = opened(body)
    assert document.pages == 3
    assert [(p.text, p.place.page) for p in paragraphs(document.blocks)] == [
        ("а", 1), ("б", 2), ("б", 3), ("б", 3), ("в", 3), ("г", 3)
    ]  # fmt: skip


def test_pages_unknown() -> None:
    assert first(para("а")).place.page is None


def test_embedded_objects_are_named() -> None:
    assert "embedded_object" in opened("<w:p><w:r><w:object><o:OLEObject/></w:object></w:r></w:p>" + para("а")).warnings
    assert "embedded_object" in opened('<w:altChunk r:id="rId3"/>' + para("а")).warnings
    assert opened(para("а")).warnings == ()


@pytest.mark.parametrize(
    "parts", [{"strict": True}, {"relations": False}, {"before": '<w:background w:color="FFFFFF"/>'}]
)
def test_packages(parts: dict[str, object]) -> None:
    found = first(item("а", 1) + table(row("б")), numbers=OUTLINE, **parts)
    assert found.full_text == "1. а"


def test_python_docx_writes_what_is_read() -> None:
    import io

    import docx as writer

    document = writer.Document()
    document.add_heading("План кружка", 1)
    document.add_paragraph("Первое дело", style="List Number")
    grid = document.add_table(rows=2, cols=2)
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "Сентябрь"
    grid.cell(1, 1).text = "Слёт\nюннатов"
    out = io.BytesIO()
    document.save(out)
    blocks = read(out.getvalue(), limits=Limits()).blocks
    assert outline(blocks) == ["План кружка", "1. Первое дело", [["Сентябрь 1x2"], ["", "Слёт\nюннатов"]]]
    assert isinstance(blocks[0], Paragraph) and blocks[0].heading == 1 and blocks[0].bold


def test_a_page_inside_is_read() -> None:
    inside = {"word/page.html": "<html><body><p>План слёта</p></body></html>".encode()}
    relations = {
        "word/_rels/document.xml.rels": (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="rId7" Type="x/aFChunk" Target="page.html"/></Relationships>'
        )
    }
    document = opened(para("до") + '<w:altChunk r:id="rId7"/>', more={**inside, **relations})
    assert outline(document.blocks) == ["до", "План слёта"]
    assert document.warnings == ()


def test_nothing_to_read_is_an_error() -> None:
    with pytest.raises(ReadError) as caught:
        opened("<w:p/>" + table(row("")))
    assert caught.value.code == "empty_document"
