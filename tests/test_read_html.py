"""HTML pages of sites, Word, Google and LibreOffice, and what a person reads on them."""

# ruff: noqa: E501 (tables of HTML)
from __future__ import annotations

import pytest

from extractor.blocks import SourceDocument, Table, paragraphs
from extractor.errors import ExtractorError, LimitError, ReadError
from extractor.readers.html import read
from extractor.readers.limits import Limits
from tests.makers.mutate import mutations
from tests.makers.outline import assert_no_overlap, grid, outline

SENTENCE = "Праздник первого звонка для учеников начальной школы"


def opened(body: str, head: str = "") -> SourceDocument:
    return read(f"<html><head>{head}</head><body>{body}</body></html>".encode(), limits=Limits())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>а<br>б</p>", ["а\nб"]),
        ("<p>а <b>б</b>\n  в</p>", ["а б в"]),
        ("а<br><br>б", ["а", "б"]),
        ("<div>а<div>б</div>в</div>", ["а", "б", "в"]),
        ("<p>&laquo;а&raquo;&nbsp;&mdash; &#1073;</p>", ["«а»\xa0— б"]),
        ("<script>x</script><style>y</style><noscript>z</noscript><p>а</p>", ["а"]),
        ("<nav><a>меню</a></nav><footer>подвал</footer><div role=navigation>путь</div><p>а</p>", ["а"]),
        ("<ul><li><a>Главная</a><li><a>О школе</a><li><a>Контакты</a></ul><p>а</p>", ["а"]),
        ("<div class='top-menu x'><a>Главная</a> <a>О школе</a> <a>Вход</a></div><p>а</p>", ["а"]),
        ("<div class='menu'>Меню столовой на неделю</div>", ["Меню столовой на неделю"]),
        ("<p>шапка</p><main><p>а</p></main><p>низ</p>", ["а"]),
        ("<p style='display:none'>тайна</p><p hidden>тайна</p><p>а</p>", ["а"]),
        ("<p>а<a href='#_ftn1'><sup>[1]</sup></a> б</p><div id=ftn1>сноска</div>", ["а б"]),
        ("<p>а<a href='#5'>5</a></p>", ["а5"]),
        ("<ul><li>а<li>б<ol><li>в</ol></ul>", ["• а", "• б", "1. в"]),
        ("<ol start=3><li>а<li value=7>б<li>в</ol>", ["3. а", "7. б", "8. в"]),
        (
            "<ol type=a><li>а</ol><ol type=I><li>б</ol><ol style='list-style-type:none'><li>в</ol>",
            ["a. а", "I. б", "в"],
        ),
        ("<ol><li><p>а</p><p>ещё</p></li><li><p>б</p></li></ol>", ["1. а", "ещё", "2. б"]),
        ("<table><tr><td><ol><li><p><br></p></ol><td>Слёт</table>", [[["1.", "Слёт"]]]),
        (
            "<table><tr><td><ol start=2><li>Кадры</ol><td>Срок<tr><td><ol><ol start=3><li><p></p></ol></ol><td>май</table>",
            [[["2. Кадры", "Срок"], ["2.3.", "май"]]],
        ),
        ("<ol><li>а<ol><li>б</ol></ol>", ["1. а", "1. б"]),
        ("<ol><ol type=a><li>а</ol></ol>", ["a. а"]),
        ("<p><del>3–5</del><ins>8–9</ins> мая <s>в зале</s></p><p><s>Слёт</s></p>", ["8–9 мая", "Слёт"]),
        (
            "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.2."
            "<span>&nbsp; </span></span><![endif]>Слёт</p>",
            ["1.2. Слёт"],
        ),
        (
            "<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>Слёт</p>",
            ["• Слёт"],
        ),
        ("<dl><dt>а<dd>б</dl>", ["а", "б"]),
        ("<pre>а\n  б</pre>", ["а\n  б"]),
        ("<blink>а</blink><o:p>б</o:p>", ["аб"]),
    ],
)
def test_text(body: str, expected: list[object]) -> None:
    assert outline(opened(body).blocks) == expected


@pytest.mark.parametrize(
    ("body", "look"),
    [
        ("<h2>а</h2>", {"heading": 2, "bold": True}),
        ("<p><b>а</b> <strong>б</strong></p>", {"bold": True}),
        ("<p><b>а</b> б</p>", {"bold": False}),
        ("<p><span class=c1>а</span></p>", {"bold": True, "struck": True}),
        ("<p class=c1 style='font-weight:normal'>а</p>", {"bold": False}),
        ("<center>а</center>", {"align": "center"}),
        ("<p align=RIGHT>а</p>", {"align": "right"}),
        ("<p style='text-align:justify;margin-left:36pt'>а</p>", {"align": "justify", "indent": 36}),
        ("<s>а</s>", {"struck": True}),
        ("<i>а</i>", {"italic": True}),
        ("<p>&nbsp;</p><p>а</p>", {"text": "а", "gap": True}),
        ("<div></div><p>а</p>", {"gap": False}),
        ("<ul><li><ul><li>а</ul></ul>", {"level": 1, "label": "•"}),
    ],
)
def test_look(body: str, look: dict[str, object]) -> None:
    sheet = "<style>p { color: red } .c1, td.c2 {font-weight:700; text-decoration: line-through}</style>"
    found = next(paragraphs(opened(body, sheet).blocks))
    assert {name: getattr(found, name) for name in look} == look


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<tr><td rowspan=2>а<td>б<tr><td>в", [["а 2x1", "б"], ["в"]]),
        ("<tr><td colspan=2>а<tr><td>б<td>в", [["а 1x2"], ["б", "в"]]),
        ("<tr><td rowspan=0>а<td>б<tr><td>в<tr><td>г", [["а 3x1", "б"], ["в"], ["г"]]),
        ("<tr><td rowspan=3>а<td rowspan=2 colspan=2>б<tr><tr><td>в<td>г", [["а 3x1", "б 2x2"], [], ["в", "г"]]),
        ("<tr><td colspan=99999999999>а<tr><td>б<td rowspan=1000>в", [["а 1x2"], ["б", "в"]]),
        ("<tr><td colspan=0 rowspan=-1>а<td colspan=x>б", [["а", "б"]]),
        ("<tfoot><tr><td>низ</tfoot><tbody><tr><td>а</tbody>", [["а"], ["низ"]]),
        ("<tr><td><p>а</p><p>б</p><td>в<br>г", [["а\nб", "в\nг"]]),
        ("<tr><td>а</td></tr><tr style='display:none'><td>тайна</td></tr>", [["а"]]),
        ("<tr><td><table border=1><tr><td>а</table>" + "<td>б" * 13, [["а", *["б"] * 13]]),
    ],
)
def test_grids(body: str, expected: list[list[str]]) -> None:
    block = opened(f"<table>{body}</table>").blocks[0]
    assert isinstance(block, Table)
    assert_no_overlap(block)
    assert grid(block) == expected


def test_header_cells() -> None:
    body = "<table><thead><tr><td>а<td>б</thead><tr><th>в<th>г<tr><th>д<td>е</table>"
    block = opened(body).blocks[0]
    assert isinstance(block, Table)
    assert [c.header for c in block.cells] == [True, True, True, True, False, False]


def test_a_table_that_only_places_things_is_unwrapped() -> None:
    body = "<table><tr><td><p>План</p><table><tr><td>а<td>б</table><td>сбоку</table>"
    assert outline(opened(body).blocks) == ["План", [["а", "б"]], "сбоку"]


def test_caption_stands_before_its_table() -> None:
    assert outline(opened("<table><caption>План</caption><tr><td>а</table>").blocks) == ["План", [["а"]]]


@pytest.mark.parametrize("declared", ["", "<meta charset=utf-8>", "<meta charset=windows-1251>", "<meta charset=нет>"])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r", "utf-16", "utf-16-le", "utf-8-sig"])
def test_encodings(encoding: str, declared: str) -> None:
    data = f"<html><head>{declared}</head><body><p>{SENTENCE}</p></body></html>".encode(encoding, "replace")
    assert outline(read(data, limits=Limits()).blocks) == [SENTENCE]


def test_mhtml() -> None:
    data = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        b'Content-Type: text/html; charset="windows-1251"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        b"<html><body><p class=3DMsoNormal>=CF=EB=E0=ED =F0=E0=\r\n=E1=EE=F2=FB</p></body></html>\r\n--x--\r\n"
    )
    document = read(data, limits=Limits())
    assert outline(document.blocks) == ["План работы"]
    assert document.route == "mhtml"


def test_no_entity_or_file_is_fetched() -> None:
    data = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x;ok</p></body></html>'
    assert "root:" not in str(read(data, limits=Limits()))


@pytest.mark.parametrize(
    ("body", "limits"),
    [
        ("<div>" * 5_000 + "а", Limits()),
        ("<table><tr><td>" * 40 + "а", Limits()),
        ("<table><tr>" + "<td>а" * 50 + "</table>", Limits(columns=20)),
        ("<table>" + "<tr><td>а" * 50 + "</table>", Limits(cells=20)),
        ("<p>абвгд</p>", Limits(characters=3)),
    ],
)
def test_limits(body: str, limits: Limits) -> None:
    with pytest.raises(LimitError):
        read(f"<html><body>{body}".encode(), limits=limits)


def test_nothing_inside() -> None:
    with pytest.raises(ReadError):
        read(b"", limits=Limits())


def test_mutated_pages_never_raise_anything_else() -> None:
    page = (
        "<!DOCTYPE html><html><head><meta charset=utf-8><style>.c{font-weight:700}</style></head><body><h1>План</h1>"
        "<ol start=2><li class=c>а<li>б</ol><table><tr><th rowspan=2>№<th colspan=2>Срок<tr><th>с<th>по<tr><td>1<td>2<td>3</table>"
    )
    for data in mutations(page.encode(), 300, 6):
        try:
            read(data, limits=Limits())
        except ExtractorError:
            continue
