"""One invented plan in the mark-up of the programs that schools use: Word's web pages, sites, Google, WordPad, old XML.

Each function gives a file's bytes; `docx_twin` is the same plan as a DOCX, whose events all others must give.
"""

# ruff: noqa: E501 (mark-up as programs write it)
# fmt: off
from __future__ import annotations

import base64
import quopri
from collections.abc import Callable

from tests.makers.word import cell, docx, para, row, table

STAMP = ("УТВЕРЖДАЮ", "Директор МБОУ «Лесогорская СОШ № 2»", "____________ В.Л. Одинцова", "приказ от 30.08.2024 № 96-од")
TITLE = ("План воспитательной работы", "МБОУ «Лесогорская СОШ № 2»", "на 2024–2025 учебный год")
HEADER = ("№", "Мероприятие", "Сроки", "Классы", "Ответственный")
SECTIONS: tuple[tuple[str, tuple[tuple[str, str, str, str, str], ...]], ...] = (
    (
        "Модуль «Школьный урок»",
        (
            ("1", "Единый урок безопасности в сети «Осторожно, интернет!»", "28–30 октября", "5–11", "Учитель информатики Тюрина Л.Ф."),
            ("2", "Неделя естественных наук\n(по отдельному графику)", "вторая неделя декабря", "7–9", "Руководитель МО Ершов Г.К.,\nучителя-предметники"),
        ),
    ),
    (
        "Модуль «Ключевые дела»",
        (
            ("3", "Праздник «День учителя & ученика»", "4 октября, 12:00", "1–11", "Советник директора Пашина Ю.О."),
            ("4", "Акция «Чистый двор»", "сентябрь, апрель", "5–8", "Классные руководители"),
            ("5", "Отчётный концерт студии «Лира»", "до 25 мая 2025 г.", "1–6", "Педагог-организатор Кудрина Н.Э."),
        ),
    ),
)


def rows() -> list[tuple[str, ...]]:
    """All rows of the table; a section is a row of one cell."""
    out: list[tuple[str, ...]] = [HEADER]
    for section, events in SECTIONS:
        out += [(section,), *events]
    return out


def docx_twin() -> bytes:
    """The plan as a DOCX."""
    def one(texts: tuple[str, ...]) -> str:
        if len(texts) == 1:
            return row(cell(texts[0], shape='<w:gridSpan w:val="5"/>'))
        return row(*(cell(*text.replace("&", "&amp;").split("\n")) for text in texts))

    stamp = "".join(para(line, ppr='<w:jc w:val="right"/>') for line in STAMP)
    title = "".join(para(line, "<w:b/>", ppr='<w:jc w:val="center"/>') for line in TITLE)
    widths = (500, 4000, 1500, 1000, 2500)
    return docx(stamp + title + table(*map(one, rows()), widths=widths) + para("Исп. Пашина Ю.О."))


def escaped(text: str) -> str:
    """Text for mark-up."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def named(text: str) -> str:
    """With the entities that Word and editors of sites write."""
    pairs = {"«": "&laquo;", "»": "&raquo;", "–": "&ndash;", "№ ": "№&nbsp;"}
    for sign, entity in pairs.items():
        text = text.replace(sign, entity)
    return text


def html_rows(paragraph: Callable[[str], str], td: str = "<td>", joined: str = "") -> str:
    """The table's rows; each line of a cell as `paragraph` writes it."""
    out = []
    for texts in rows():
        opening = td.replace("<td", "<td colspan=5", 1) if len(texts) == 1 else td
        cells = (joined.join(paragraph(named(escaped(line))) for line in text.split("\n")) for text in texts)
        out.append("<tr>" + "".join(f"{opening}{one}</td>" for one in cells) + "</tr>")
    return "\n".join(out)


def word_filtered() -> bytes:
    """Word's «Веб-страница с фильтром», windows-1251."""
    def p(text: str, align: str = "left", bold: bool = False) -> str:
        body = f"<span style='font-size:12.0pt;font-family:\"Times New Roman\",serif'>{text}</span>"
        return f"<p class=MsoNormal align={align} style='text-align:{align}'>{'<b>' * bold}{body}{'</b>' * bold}</p>\n\n"

    head = (
        "<html>\r\n\r\n<head>\r\n<meta http-equiv=Content-Type content=\"text/html; charset=windows-1251\">\r\n"
        '<meta name=Generator content="Microsoft Word 15 (filtered)">\r\n<style>\r\n<!--\r\n /* Font Definitions */\r\n'
        ' @font-face\r\n\t{font-family:"Cambria Math";}\r\n p.MsoNormal, li.MsoNormal\r\n\t{margin:0cm;font-size:11.0pt;}\r\n'
        "@page WordSection1\r\n\t{size:595.3pt 841.9pt;}\r\ndiv.WordSection1\r\n\t{page:WordSection1;}\r\n-->\r\n</style>\r\n"
        "</head>\r\n\r\n<body lang=RU style='word-wrap:break-word'>\r\n\r\n<div class=WordSection1>\r\n\r\n"
    )
    stamp = "".join(p(named(line), "right") for line in STAMP)
    title = "".join(p(named(line), "center", True) for line in TITLE)
    td = "<td width=96 valign=top style='width:72.0pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt'>\n  "
    grid = f"<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0\n style='border-collapse:collapse'>{html_rows(p, td)}</table>"
    tail = p("Исп. Пашина Ю.О.") + "</div>\r\n\r\n</body>\r\n\r\n</html>\r\n"
    return (head + stamp + title + grid + tail).encode("cp1251", "xmlcharrefreplace")


def word_full() -> bytes:
    """Word's own web page: conditional comments, `o:p`, VML, spaces kept by spans."""
    def p(text: str, style: str = "") -> str:
        return f"<p class=MsoNormal style='{style}'><span lang=RU style='mso-bidi-font-size:11.0pt'>{text}<o:p></o:p></span></p>"

    head = (
        '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"\n'
        'xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">\n<head>\n'
        '<meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=Word.Document>\n'
        "<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>Секретарь</o:Author></o:DocumentProperties></xml><![endif]-->\n"
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->\n"
        "<style><!-- p.MsoNormal {mso-style-parent:\"\";} --></style><!--[if gte mso 10]><style>table.MsoNormalTable{}</style><![endif]-->\n"
        "</head><body lang=RU style='tab-interval:35.4pt'><div class=WordSection1>"
    )
    stamp = "".join(p(named(line), "text-align:right;mso-outline-level:1") for line in STAMP)
    title = "".join(p(f"<b style='mso-bidi-font-weight:normal'>{named(line)}</b>", "text-align:center") for line in TITLE)
    empty = "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
    td = "<td valign=top style='mso-border-alt:solid windowtext .5pt'>"
    grid = f"<table class=MsoNormalTable border=1 style='mso-yfti-tbllook:1184'><![if !supportMisalignedRows]><tr height=0><td width=38 style='border:none'></td><td width=200 style='border:none'></td><td style='border:none'></td><td style='border:none'></td><td style='border:none'></td></tr><![endif]>{html_rows(p, td)}</table>"
    return ("\ufeff" + head + stamp + empty + title + empty + grid + empty + p("Исп. Пашина Ю.О.") + "</div></body></html>").encode()


def site_page() -> bytes:
    """A school's site: menus, crumbs, a cookie banner, the plan in the middle of a page laid out by tables."""
    menu = "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(("Главная", "Сведения об организации", "Новости", "Документы", "Контакты")))
    news = "".join(f'<div class="news-item"><span class="date">{day}.10.2024</span> <a href="/n{day}">Новость дня номер {day}</a></div>' for day in (11, 12, 13))
    stamp = "<br />\n".join(map(named, STAMP))
    title = "<br>".join(f"<strong>{named(line)}</strong>" for line in TITLE)
    grid = '<table class="table table-bordered" style="width: 100%;"><tbody>' + html_rows(str, "<td>", "<br />") + "</tbody></table>"
    page = f"""<!DOCTYPE html>
<html lang="ru-RU"><head><meta charset="utf-8"><title>План работы | МБОУ Лесогорская СОШ № 2</title>
<link rel="stylesheet" href="/style.css"><script src="/jquery.js"></script>
<script>window.dataLayer = window.dataLayer || []; function gtag(){{dataLayer.push(arguments);}}</script></head>
<body class="page-template">
<div class="a11y-panel" style="display:none">Размер шрифта: <a href="#">A</a> <a href="#">A+</a></div>
<header class="site-header"><a class="logo" href="/">Лесогорская школа</a>
<ul class="main-menu">{menu}</ul></header>
<div class="breadcrumbs"><a href="/">Главная</a> / <a href="/docs">Документы</a> / План работы</div>
<table width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
<td width="200" valign="top"><div class="sidebar"><h3>Меню</h3><ul>{menu}</ul><h3>Новости</h3>{news}</div></td>
<td valign="top"><div class="content"><p align="right">{stamp}</p><p style="text-align: center;">{title}</p>
{grid}
<p>Исп. Пашина Ю.О.</p></div></td></tr></table>
<div class="share-buttons"><a href="#">ВКонтакте</a> <a href="#">Одноклассники</a> <a href="#">Телеграм</a></div>
<footer><p>© 2024 МБОУ «Лесогорская СОШ № 2». 600123, п. Лесогорский, ул. Школьная, 1. Тел. 8 (000) 123-45-67</p></footer>
<div id="cookie-banner" class="cookie-notice"><p>Мы используем файлы cookie. Продолжая работу с сайтом, вы соглашаетесь с этим.</p><button>Принять</button></div>
<noscript><div><img src="https://mc.example/watch/1" alt=""></div></noscript>
</body></html>"""
    return page.encode()


def google_docs() -> bytes:
    """A document downloaded from Google as a web page: everything by classes."""
    def p(text: str, name: str = "c1") -> str:
        return f'<p class="{name}"><span class="c2">{text}</span></p>'

    style = "ol{margin:0;padding:0}table td,table th{padding:0}.c0{border:1pt solid;vertical-align:top}.c1{padding-top:0pt;text-align:left}.c2{color:#000000;font-weight:400}.c3{text-align:center}.c4{text-align:right}.c5{font-weight:700}"
    stamp = "".join(p(named(line), "c4") for line in STAMP)
    title = "".join(f'<p class="c3"><span class="c2 c5">{named(line)}</span></p>' for line in TITLE)
    td = '<td class="c0" rowspan="1">'
    grid = f'<p class="c1"><span class="c2"></span></p><a id="t.0b1"></a><a id="t.0"></a><table class="c6">{html_rows(p, td)}</table>'
    return (
        '<html><head><meta content="text/html; charset=UTF-8" http-equiv="content-type"><style type="text/css">'
        f'{style}</style></head><body class="c7 doc-content">{stamp}{title}{grid}{p("Исп. Пашина Ю.О.")}</body></html>'
    ).encode()


def mhtml(coding: str = "quoted-printable") -> bytes:
    """Word's «Веб-страница в одном файле», as it is sent under the name of a .doc."""
    page = word_full().decode().replace("\ufeff", "").replace("\n", "\r\n").encode()
    body = base64.encodebytes(page) if coding == "base64" else quopri.encodestring(page)
    head = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"----=_NextPart_01DA\"\r\n\r\n"
        "Данный документ является веб-страницей в одном файле.\r\n\r\n------=_NextPart_01DA\r\n"
        f"Content-Location: file:///C:/A1B2/plan.htm\r\nContent-Transfer-Encoding: {coding}\r\n"
        'Content-Type: text/html; charset="utf-8"\r\n\r\n'
    ).encode()
    rest = (
        b"\r\n------=_NextPart_01DA\r\nContent-Location: file:///C:/A1B2/plan.files/header.htm\r\n"
        b'Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n'
        b"<html><body>header</body></html>\r\n------=_NextPart_01DA--\r\n"
    )
    return head + body + rest


def rtf_coded(text: str) -> str:
    """Text as bytes of windows-1251."""
    out = []
    for sign in text:
        byte = sign.encode("cp1251", "replace")[0]
        out.append("\\line " if sign == "\n" else sign if byte < 0x80 else f"\\'{byte:02x}")
    return "".join(out)


def _rtf(head: str, p: str, shape: str, cell_end: str) -> bytes:
    edges = (700, 4700, 6200, 7200, 9700)
    lines = [f"{p}\\qr {rtf_coded(line)}\\par\r\n" for line in STAMP] + [f"{p}\\qc\\b {rtf_coded(line)}\\b0\\par\r\n" for line in TITLE]
    for texts in rows():
        used = edges[-1:] if len(texts) == 1 else edges
        lines.append(f"\\trowd{shape}" + "".join(f"\\cellx{at}" for at in used) + "\r\n")
        for text in texts:
            lines.append(f"{p}\\intbl " + "\\par ".join(map(rtf_coded, text.split("\n"))) + cell_end)
        lines.append("\\row\r\n")
    return (head + "".join(lines) + f"{p} {rtf_coded('Исп. Пашина Ю.О.')}\\par\r\n}}\r\n\0").encode("ascii")


def wordpad_rtf() -> bytes:
    """WordPad's RTF: a Russian default font, `\\nowidctlpar`, a zero byte at the end."""
    head = (
        "{\\rtf1\\ansi\\ansicpg1251\\deff0\\nouicompat\\deflang1049{\\fonttbl{\\f0\\fnil\\fcharset204 Calibri;}}\r\n"
        "{\\*\\generator Riched20 10.0.19041}\\viewkind4\\uc1 \r\n"
    )
    return _rtf(head, "\\pard\\nowidctlpar\\f0\\fs24\\lang1049 ", "\\trgaph108\\trleft5", "\\cell ")


def google_rtf() -> bytes:
    """Google's RTF: Unicode with `\\uc0`, formatting repeated for each run."""
    data = _rtf(
        "{\\rtf1\\ansi\\ansicpg1252\\uc0\\stshfdbch0\\stshfloch0\\stshfhich0\\stshfbi0\\deff0\\adeff0{\\fonttbl{\\f0 \\froman \\fcharset0 Times New Roman;}{\\f1 \\fswiss \\fcharset0 Arial;}}{\\colortbl;\\red0\\green0\\blue0;}{\\stylesheet{\\s0\\snext0\\sqformat\\spriority0 Normal;}}{\\*\\rsidtbl\\rsid10976062}{\\*\\generator Aspose.Words for Java 20.6;}\r\n",
        "\\pard\\plain\\itap0\\s0\\ltrpar\\af1\\f1 ",
        "\\irow0\\irowband0\\trgaph108\\trleft-100\\ltrrow",
        "\\cell ",
    ).decode("ascii")
    for code in {*range(0x80, 0x100)} - {0x98}:
        data = data.replace(f"\\'{code:02x}", f"\\u{ord(bytes((code,)).decode('cp1251'))} ")
    return data.replace("\\intbl ", "\\intbl\\itap1 ").replace("\\itap0\\s0\\ltrpar\\af1\\f1 \\intbl", "\\s0\\ltrpar\\af1\\f1 \\intbl").encode("ascii")


_PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def flat_opc() -> bytes:
    """Word's «XML-документ»: all parts of a DOCX in one file."""
    import io
    import zipfile

    parts = []
    with zipfile.ZipFile(io.BytesIO(docx_twin())) as package:
        for name in package.namelist():
            if name == "[Content_Types].xml":
                continue
            xml = package.read(name).decode().partition("?>")[2] or package.read(name).decode()
            parts.append(f'<pkg:part pkg:name="/{name}" pkg:contentType="application/xml"><pkg:xmlData>{xml}</pkg:xmlData></pkg:part>')
    parts.append('<pkg:part pkg:name="/word/media/a.png" pkg:contentType="image/png" pkg:compression="store"><pkg:binaryData>iVBORw0KGgo=\r\n</pkg:binaryData></pkg:part>')
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<?mso-application progid="Word.Document"?>\r\n'
    return (head + f'<pkg:package xmlns:pkg="{_PACKAGE}">' + "".join(parts) + "</pkg:package>").encode()


def word_2003_xml() -> bytes:
    """WordprocessingML of Word 2003."""
    def p(text: str, look: str = "", ppr: str = "") -> str:
        return f"<w:p><w:pPr>{ppr}</w:pPr><w:r><w:rPr>{look}</w:rPr><w:t>{escaped(text)}</w:t></w:r></w:p>"

    lines = [p(line, ppr='<w:jc w:val="right"/>') for line in STAMP] + [p(line, "<w:b/>", '<w:jc w:val="center"/>') for line in TITLE]
    body = []
    for texts in rows():
        span = '<w:gridSpan w:val="5"/>' if len(texts) == 1 else ""
        cells = (f'<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/>{span}</w:tcPr>{"".join(map(p, text.split(chr(10))))}</w:tc>' for text in texts)
        body.append("<w:tr>" + "".join(cells) + "</w:tr>")
    grid = "<w:tbl><w:tblPr/><w:tblGrid>" + '<w:gridCol w:w="1900"/>' * 5 + "</w:tblGrid>" + "".join(body) + "</w:tbl>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<?mso-application progid="Word.Document"?>\r\n'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
        'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'w:macrosPresent="no" w:embeddedObjPresent="no" xml:space="preserve"><o:DocumentProperties><o:Title>План</o:Title></o:DocumentProperties>'
        '<w:styles><w:style w:type="paragraph" w:default="on" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>'
        f"<w:body><wx:sect>{''.join(lines)}{grid}{p('Исп. Пашина Ю.О.')}<w:sectPr/></wx:sect></w:body></w:wordDocument>"
    ).encode()


def markdown() -> bytes:
    """Markdown with a pipe table; lines of a cell by `<br>`."""
    lines = [*STAMP, "", *(f"## {line}" if n == 0 else f"**{line}**" for n, line in enumerate(TITLE)), ""]
    for texts in rows():
        cells = [f"**{texts[0]}**", "", "", "", ""] if len(texts) == 1 else list(texts)
        lines.append("| " + " | ".join(text.replace("\n", "<br>") for text in cells) + " |")
        if texts == HEADER:
            lines.append("|" + " :--- |" * 5)
    return ("\n".join([*lines, "", "Исп. Пашина Ю.О."]) + "\n").encode()


def delimited(sign: str, encoding: str = "utf-8-sig") -> bytes:
    """A spreadsheet's export: `;`, `,` or tabs, cells of several lines quoted."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, delimiter=sign, lineterminator="\r\n")
    for line in (*STAMP, *TITLE):
        writer.writerow([line, "", "", "", ""])
    for texts in rows():
        writer.writerow([*texts, *[""] * (5 - len(texts))])
    return out.getvalue().encode(encoding, "replace")


ALL: dict[str, Callable[[], bytes]] = {
    "word_filtered.doc": word_filtered,
    "word_full.doc": word_full,
    "site.html": site_page,
    "google.html": google_docs,
    "mht.doc": mhtml,
    "mht64.mht": lambda: mhtml("base64"),
    "wordpad.doc": wordpad_rtf,
    "google.rtf": google_rtf,
    "flat.xml": flat_opc,
    "word2003.doc": word_2003_xml,
    "markdown.md": markdown,
    "semicolons.csv": lambda: delimited(";", "cp1251"),
    "commas.csv": lambda: delimited(","),
    "tabs.tsv": lambda: delimited("\t"),
}
