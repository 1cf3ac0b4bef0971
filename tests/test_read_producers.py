"""One plan in the mark-up of many programs, eight plans in the formats LibreOffice writes: the events of the DOCX."""

from __future__ import annotations

from functools import cache

import pytest

from corpora.build.docx_writer import docx_bytes
from extractor.errors import ReadError
from extractor.model import Party, PlanDocument
from extractor.pipeline import extract
from extractor.readers import office, read, tell_format
from extractor.readers.limits import Limits
from tests.makers import producers
from tests.makers.held_out import plans
from tests.makers.outline import outline
from tests.makers.pages import PAGES, ROWS

HELD_OUT = {plan.source: plan for plan in plans()}
LOST = {("h_pravki.docx", "html")}
"""LibreOffice's page has deleted text in it like any other («1017 сентября»)."""


@cache
def twin() -> PlanDocument:
    return extract(producers.docx_twin(), name="план.docx")


def facts(plan: PlanDocument) -> list[tuple[object, ...]]:
    """What must not depend on the format (a body's id does: it is the document's)."""
    return [
        (
            e.title,
            e.number,
            e.sections,
            e.date,
            e.type,
            e.items,
            [v.text for v in e.venue],
            list(map(party, e.responsible)),
        )
        for e in plan.events
    ]


def party(one: Party) -> tuple[object, ...]:
    return one.kind, one.text, one.person and one.person.name


def heading(plan: PlanDocument) -> tuple[object, ...]:
    document = plan.document
    stamps = [(stamp.kind, stamp.number, stamp.date) for stamp in document.approvals]
    return document.title, document.period, document.institution and document.institution.name, stamps


@pytest.mark.parametrize("name", producers.ALL)
def test_the_same_events_whoever_wrote_the_file(name: str) -> None:
    plan = extract(producers.ALL[name](), name=name)
    assert facts(plan) == facts(twin())
    assert heading(plan) == heading(twin())
    lies = name.endswith(".doc")
    assert [code for code in plan.document.warnings if code == "format_mismatch"] == ["format_mismatch"] * lies


def test_the_twin_is_a_plan() -> None:
    assert [event.title for event in twin().events] == [
        "Единый урок безопасности в сети «Осторожно, интернет!»",
        "Неделя естественных наук (по отдельному графику)",
        "Праздник «День учителя & ученика»",
        "Акция «Чистый двор»",
        "Отчётный концерт студии «Лира»",
    ]
    assert twin().document.approvals[0].number == "96-од"


@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("target", ["doc", "rtf", "odt", "fodt", "html"])
def test_held_out_plans_in_the_formats_of_libreoffice(target: str) -> None:
    for source, plan in HELD_OUT.items():
        data = docx_bytes(plan)
        made = extract(office.convert(data, "docx", target, Limits()), name=source.replace(".docx", f".{target}"))
        whole = extract(data, name=source)
        if (source, target) in LOST:
            assert [event.title for event in made.events] == [event.title for event in whole.events]
            continue
        assert facts(made) == facts(whole), source
        assert heading(made) == heading(whole), source


@pytest.mark.parametrize("name", PAGES)
def test_the_same_events_whatever_site_the_page_is_of(name: str) -> None:
    plain, plan = (extract(PAGES[which].encode(), name="plan.html") for which in ("plain", name))
    assert [event.title for event in plain.events] == [title for _, title, _, _ in ROWS]
    assert facts(plan) == facts(plain)
    assert heading(plan) == heading(plain)
    assert plan.document.warnings == ()


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<p class="entry-meta">02.09.2024</p><p>План</p>', ["План"]),
        ('<div id="cookie-banner">Сайт хранит cookie</div><p>План</p>', ["План"]),
        ('<div class="article-date"><table><tr><td>План</td><td>май</td></tr></table></div>', [[["План", "май"]]]),
        ('<p class="metadata">План</p>', ["План"]),
        (f"<p>\x04План \x05на\x01 май</p><!-- {'x' * 200} -->", ["План на май"]),  # marks of form fields
        (
            "<table><tr><th></th><th>A</th><th>B</th></tr><tr><th>1</th><td>Бал</td><td>май</td></tr></table>",
            [[["Бал", "май"]]],
        ),
        (
            "<table><tr><th></th><th>А</th><th>Б</th></tr><tr><th>1</th><td>Бал</td><td>май</td></tr></table>",
            [[["", "А", "Б"], ["1", "Бал", "май"]]],  # two classes, in Cyrillic
        ),
    ],
)
def test_what_is_not_the_documents(page: str, expected: list[object]) -> None:
    assert outline(read(f"<html><body>{page}</body></html>".encode()).blocks) == expected


WORD_2003 = (  # the lists stand before the body
    '<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core">'
    '<w:lists><w:listDef w:listDefId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="1"/>'
    '<w:lvlText w:val="%1."/>'
    '</w:lvl></w:listDef><w:list w:ilfo="3"><w:ilst w:val="7"/></w:list></w:lists>'
    "<w:body><wx:sect>{}</wx:sect></w:body></w:wordDocument>"
)
ITEM = '<w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="3"/></w:listPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (ITEM.format("слёт") + ITEM.format("сбор"), ["I. слёт", "II. сбор"]),
        ("<wx:sub-section><w:p><w:r><w:t>a</w:t></w:r></w:p></wx:sub-section>", ["a"]),
        (
            '<w:p><aml:annotation aml:id="0" w:type="Word.Deletion"><aml:content><w:r><w:delText>a</w:delText></w:r>'
            '</aml:content></aml:annotation><aml:annotation aml:id="1" w:type="Word.Insertion"><aml:content><w:r>'
            "<w:t>b</w:t></w:r></aml:content></aml:annotation></w:p>",
            ["b"],
        ),
        (
            '<w:tbl><w:tr><w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'
            "<w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc>"
            "<w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            [[["a 2x1", "b"], ["c"]]],
        ),
    ],
)
def test_word_2003_xml(body: str, expected: list[object]) -> None:
    assert outline(read(WORD_2003.format(body).encode()).blocks) == expected


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (producers.flat_opc(), "docx"),
        (producers.flat_opc().replace(b"/word/", b"/ppt/"), "txt"),
        (producers.word_2003_xml(), "docx"),
        (producers.mhtml(), "html"),
        (producers.mhtml("base64"), "html"),
        (b"From: a@b\r\nSubject: multipart/ text/plain\r\n\r\ntext", "txt"),
        ("<план xmlns='urn:x'/>".encode(), "txt"),
    ],
)
def test_told_by_the_bytes(data: bytes, kind: str) -> None:
    assert tell_format(data) == kind


@pytest.mark.parametrize("data", [producers.flat_opc()[:-400], producers.word_2003_xml()[:-60]])
def test_a_cut_xml_document_is_damaged(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.code == "damaged"
