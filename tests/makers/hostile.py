"""Files made to hurt: small, the same in every run, each with what must become of it.

`python -m tests.makers.hostile FOLDER` writes them for a look.
"""

from __future__ import annotations

import hashlib
import io
import random
import struct
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from tests.makers import opendocument as od
from tests.makers.word import SPACES, cell, docx, para, row, table
from tests.pdf_maker import Sheet, make_pdf
from tests.sheet_maker import make_ods, make_xlsx, pack

READ = ""
"""Instead of an error's code: the file is read, and something is found in it."""
KILLED = ("crashed", "timeout", "limit")
"""pdfium ends the process for want of memory, or goes on for ever: only the import's workers hold against it."""
HUGE = 2_000_000_000
TITLE = "План работы школы на 2030-2031 учебный год"
ROWS = (
    ("№", "Мероприятие", "Сроки", "Ответственный"),
    ("1", "Слёт юннатов", "5 мая", "Заяц А.Б."),
    ("2", "Выставка книг", "7 мая", "Дробот В.Г."),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file: its name, its bytes, the codes of which one must come (`READ`: it is read), a warning that must stand."""

    name: str
    data: bytes
    codes: tuple[str, ...]
    warning: str = ""


def good_docx(extra: str = "") -> bytes:
    """A plan that is read whole."""
    return docx(para(TITLE, "<w:b/>") + table(*(row(*cells) for cells in ROWS)) + extra)


def good_text() -> str:
    """The same plan as a dump."""
    return TITLE + "\n" + "\n".join("\t".join(cells) for cells in ROWS) + "\n"


def good_html(head: str = "", table_attributes: str = "", cell_attributes: str = "") -> str:
    """The same plan as a page."""
    rows = "".join("<tr>" + "".join(f"<td {cell_attributes}>{c}</td>" for c in cells) + "</tr>" for cells in ROWS)
    return f"<html><head>{head}</head><body><h1>{TITLE}</h1><table {table_attributes}>{rows}</table></body></html>"


def good_rtf() -> bytes:
    """The same plan as RTF."""

    def coded(text: str) -> str:
        return "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text)

    shape = "\\trowd" + "".join(f"\\cellx{at}" for at in (800, 4000, 6000, 9000))
    rows = "".join(shape + "\\intbl " + "".join(coded(c) + "\\cell " for c in cells) + "\\row " for cells in ROWS)
    return f"{{\\rtf1\\ansi {coded(TITLE)}\\par {rows}\\pard\\par}}".encode("ascii")


def good_pdf() -> bytes:
    """The same plan as PDF."""
    return make_pdf(Sheet().text(50, 50, TITLE).table([50, 80, 220, 320, 500], 80, [list(cells) for cells in ROWS]))


def good_odt() -> bytes:
    """The same plan as ODT."""
    return od.odt(od.p(TITLE) + od.table(*(od.row(*cells) for cells in ROWS)))


def good_xlsx() -> bytes:
    """The same plan as XLSX."""
    return make_xlsx({"План": [(TITLE,), *ROWS]})


def all_hostile() -> list[Hostile]:
    """Every file."""
    groups = (zips, declarations, tables, sheets, pdfs, locked, empty, lying_names, wrong_encodings, rtfs, pictures)
    return [one for group in groups for one in group()]


def zips() -> list[Hostile]:
    """Bombs, headers that lie, entries that overlap."""
    body = b"<w:document " + SPACES.encode() + b"><w:body>" + b" " * (8 << 20) + b"</w:body></w:document>"
    relations = {"[Content_Types].xml": "<Types/>"}
    lying = bytearray(good_docx())
    at = lying.rfind(b"PK\x01\x02", 0, lying.rfind(b"word/document.xml"))
    struct.pack_into("<I", lying, at + 24, 10)
    entries = pack({f"{n}.txt": "" for n in range(5_001)}, zipfile.ZIP_STORED)
    return [
        Hostile("bomb.docx", pack({**relations, "word/document.xml": body}), ("limit",)),
        Hostile("bomb.xlsx", pack({**relations, "xl/workbook.xml": body}), ("limit",)),
        Hostile("bomb.odt", od.odt("", more={"content.xml": body}), ("limit",)),
        Hostile("bomb.zip", pack({"zeros.txt": bytes(8 << 20)}), ("limit",)),
        Hostile("lying.docx", bytes(lying), ("damaged",)),
        Hostile("overlap.zip", overlapping(b"x" * 5000, 300), ("damaged",)),
        Hostile("entries.zip", entries, ("limit",)),
        Hostile("deep.zip", nested_zips(5), ("limit",)),
    ]


def overlapping(data: bytes, count: int) -> bytes:
    """An archive whose directory names the same packed bytes many times."""
    one = pack({"0000.txt": data})
    start = one.find(b"PK\x01\x02")
    end = one.find(b"PK\x05\x06")
    entry = one[start:end]
    directory = b"".join(entry.replace(b"0000", b"%04d" % n) for n in range(count))
    tail = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), start, 0)
    return one[:start] + directory + tail


def nested_zips(depth: int) -> bytes:
    """A text in an archive in an archive …"""
    data = good_text().encode()
    for level in range(depth):
        data = pack({"plan.txt" if level == 0 else "inner.zip": data})
    return data


_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ха">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip
_LEAK = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
_OUTSIDE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'


def declarations() -> list[Hostile]:
    """Entities and DTDs in each format that is XML inside."""
    found = []
    for what, doctype in (("laughs", _LAUGHS), ("leak", _LEAK), ("dtd", _OUTSIDE)):
        text = "&i;" if what != "dtd" else "план"
        word = f"{doctype}<w:document {SPACES}><w:body>{para(text)}</w:body></w:document>"
        office = f"{doctype}<office:document-content {od.SPACES}><office:body><office:text>{od.p(text)}</office:text>"
        office += "</office:body></office:document-content>"
        sheet = good_xlsx()
        found += [
            Hostile(f"{what}.docx", docx("", more={"word/document.xml": word.encode()}), ("damaged",)),
            Hostile(f"{what}.odt", od.odt("", more={"content.xml": office.encode()}), ("damaged",)),
            Hostile(f"{what}.xlsx", with_doctype(sheet, "xl/worksheets/sheet1.xml", doctype), ("damaged",)),
            Hostile(f"{what}.ods", with_doctype(good_ods(), "content.xml", doctype), ("damaged",)),
            Hostile(f"{what}.html", (doctype + good_html().replace("Слёт", text)).encode(), (READ,)),
        ]
    return found


def good_ods() -> bytes:
    """The same plan as ODS."""
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in cells)
        + "</table:table-row>"
        for cells in ((TITLE,), *ROWS)
    )
    return make_ods(rows)


def with_doctype(data: bytes, part: str, doctype: str) -> bytes:
    """The package with a declaration before one of its parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    parts[part] = doctype.encode() + bytes(parts[part])  # type: ignore[arg-type]
    return pack(parts)


def tables() -> list[Hostile]:
    """Nesting, spans and columns beyond reason."""
    deep, wide = 10_000, 100_000
    span = f'<w:gridSpan w:val="{HUGE}"/>'
    merged = [row(str(n), f"Дело {n}", "май", cell(shape="<w:vMerge/>")) for n in range(3_000)]
    merged[0] = row("0", "Дело", "май", cell("все", shape='<w:vMerge w:val="restart"/>'))
    nested = "<w:tbl><w:tr><w:tc>" * deep + "</w:tc></w:tr></w:tbl>" * deep
    od_nested = "<table:table><table:table-row><table:table-cell>" * deep
    od_nested += "</table:table-cell></table:table-row></table:table>" * deep
    od_wide = od.table(od.row(od.cell("x", attributes=f'table:number-columns-repeated="{HUGE}"')))
    od_span = od.table(
        *(od.row(*cells) for cells in ROWS), od.row(od.cell("x", attributes=f'table:number-columns-spanned="{HUGE}"'))
    )
    od_tall = od.table(od.row("x", attributes=f'table:number-rows-repeated="{HUGE}"'))
    many_cells = table(row(*["<w:tc><w:p/></w:tc>"] * wide))
    return [
        Hostile("nested.docx", docx(nested), ("limit",)),
        Hostile("nested.odt", od.odt(od_nested), ("limit",)),
        Hostile("nested.html", ("<html><body>" + "<table><tr><td>" * deep + "x").encode(), ("limit",)),
        Hostile("span.docx", good_docx(table(row(cell("x", shape=span)), row("a", "b"))), (READ,)),
        Hostile("span.html", good_html(cell_attributes=f'colspan="{HUGE}" rowspan="{HUGE}"').encode(), (READ, "limit")),
        Hostile("span.odt", od.odt(od.p(TITLE) + od_span), (READ,)),
        Hostile("wide.odt", od.odt(od_wide), (READ, "limit")),
        Hostile("tall.odt", od.odt(od_tall), (READ, "limit")),
        Hostile("merged.docx", docx(para(TITLE) + table(row(*ROWS[0]), *merged)), (READ,)),
        Hostile("wide.docx", docx(many_cells), ("limit",)),
        Hostile("wide.html", ("<html><table><tr>" + "<td>x" * wide).encode(), ("limit",)),
        Hostile("wide.txt", (TITLE + "\n" + "слово\t" * wide + "\n" + "слово\t" * wide).encode(), (READ, "limit")),
        Hostile("brackets.txt", (TITLE + "\n" + "(" * wide + "«" * wide + "\n" + "1." * wide).encode(), (READ,)),
    ]


def sheets() -> list[Hostile]:
    """Two cells with seventeen thousand million between them."""
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    repeated = f'<table:table-row table:number-rows-repeated="{HUGE}"><table:table-cell '
    repeated += f'table:number-columns-repeated="{HUGE}"><text:p>x</text:p></table:table-cell></table:table-row>'
    return [
        Hostile("far.xlsx", make_xlsx({"Лист1": [["x"]]}, extra=far), ("limit",)),
        Hostile("merged.xlsx", make_xlsx({"План": [(TITLE,), *ROWS]}, merged=("A1:XFD1048576",)), (READ, "limit")),
        Hostile("repeated.ods", make_ods(repeated), ("limit",)),
    ]


def pdf_of(objects: list[bytes], root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1, with a right table of their places."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)


def stream(content: bytes, more: bytes = b"") -> bytes:
    """A packed stream."""
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %b >>\nstream\n%b\nendstream" % (len(packed), more, packed)


def page_of(content: bytes, *others: bytes, resources: bytes = b"<< >>") -> bytes:
    """A PDF of one page."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %b >>" % resources
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, content, *others])


def pdfs() -> list[Hostile]:
    """Page trees without end, objects that hold themselves, drawings by the hundred thousand."""
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    unread = ("damaged", "no_text_layer", "empty_document")
    itself = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    form = b"<< /XObject << /X 5 0 R >> >>"
    lines = "".join(f"{n % 595} {n % 842} m {n * 7 % 595} {n * 3 % 842} l S\n" for n in range(150_000)).encode()
    hatched = "".join(f"{n} 0 m {n} 842 l S 0 {n} m 595 {n} l S\n" for n in range(1_500)).encode()
    return [
        Hostile("cycle.pdf", pdf_of([catalog, b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"]), unread),
        Hostile("zero.pdf", pdf_of([catalog, b"<< /Type /Pages /Count 0 /Kids [] >>"]), unread),
        Hostile("count.pdf", pdf_of([catalog, b"<< /Type /Pages /Count 2000000000 /Kids [] >>"]), (*unread, "limit")),
        Hostile("self.pdf", page_of(b"4 0 R"), unread),
        Hostile("length.pdf", page_of(b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream"), unread),
        Hostile("form.pdf", page_of(stream(b"/X Do"), stream(b"/X Do", itself), resources=form), unread),
        Hostile("forms.pdf", page_of(stream(b"/X Do"), stream(b"/X Do " * 50, itself), resources=form), KILLED),
        Hostile("lines.pdf", page_of(stream(lines)), ("limit",)),
        Hostile("hatched.pdf", page_of(stream(hatched)), (*unread, "limit")),
        Hostile("inflated.pdf", page_of(stream(b" " * (60 << 20))), (*unread, "limit")),
        Hostile("saves.pdf", page_of(stream(b"q " * 1_000_000)), unread),
    ]  # fmt: skip


def rc4(key: bytes, data: bytes) -> bytes:
    """The cipher of old PDFs."""
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def locked_pdf(password: str, text: str = "Plan 2030") -> bytes:
    """A PDF under a password (the standard handler, revision 2)."""
    padded = (password.encode("latin-1") + _PADDING)[:32]
    owner = rc4(hashlib.md5(padded).digest()[:5], padded)
    rights, name = struct.pack("<i", -4), bytes(16)
    key = hashlib.md5(padded + owner + rights + name).digest()[:5]
    user = rc4(key, _PADDING)
    own = hashlib.md5(key + (4).to_bytes(3, "little") + b"\0\0").digest()[:10]
    content = rc4(own, f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode())
    font = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    packed = b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)
    security = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >>" % (owner.hex().encode(), user.hex().encode())
    plain = page_of(packed, security, resources=font)
    ids = b"/Encrypt 5 0 R /ID [<%b> <%b>] /Root" % ((name.hex().encode(),) * 2)
    return plain.replace(b"/Root", ids)


def _flipped_pdf() -> bytes:
    """A packed page with one wrong bit in its middle."""
    lines = [f"BT /F1 10 Tf 1 0 0 1 50 {800 - 12 * n} Tm ({n} Plan line) Tj ET" for n in range(60)]
    font = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    data = bytearray(page_of(stream("\n".join(lines).encode()), resources=font))
    data[data.find(b"endstream") - 150] ^= 4
    return bytes(data)


def locked() -> list[Hostile]:
    """Documents under a password."""
    manifest = b"<manifest><encryption-data/></manifest>"
    package = _OLE + bytes(504) + "EncryptedPackage\0".encode("utf-16-le").ljust(128, b"\0")
    return [
        Hostile("locked.pdf", locked_pdf("secret"), ("encrypted",)),
        Hostile("locked.docx", package, ("encrypted",)),
        Hostile("locked.odt", od.odt("", more={"META-INF/manifest.xml": manifest}), ("encrypted",)),
    ]


def empty() -> list[Hostile]:
    """Nothing, in many ways."""
    return [
        Hostile("nothing.docx", b"", ("empty_file",)),
        Hostile("zeros.pdf", bytes(4096), ("empty_file",)),
        Hostile("spaces.txt", b" \r\n\t " * 100, ("empty_file",)),
        Hostile("mark.txt", b"\xef\xbb\xbf", ("empty_file",)),
        Hostile("no_text.docx", docx(""), ("empty_document",)),
        Hostile("no_text.odt", od.odt(""), ("empty_document",)),
        Hostile("no_text.xlsx", make_xlsx({"Лист1": []}), ("empty_document",)),
        Hostile("no_text.html", b"<html><body><br></body></html>", ("empty_document",)),
        Hostile("no_text.rtf", b"{\\rtf1\\ansi}", ("empty_document",)),
        Hostile("no_files.zip", pack({}), ("empty_archive",)),
        Hostile("program.doc", b"\x7fELF\x02\x01\x01" + random.Random(1).randbytes(2000), ("unknown_format",)),
    ]


def lying_names() -> list[Hostile]:
    """Names that are not those of the content, and names that hurt by themselves."""
    return [
        Hostile("page.doc", good_html().encode(), (READ,), "format_mismatch"),
        Hostile("rich.doc", good_rtf(), (READ,), "format_mismatch"),
        Hostile("word.doc", good_docx(), (READ,), "format_mismatch"),
        Hostile("sheet.xls", good_xlsx(), (READ,), "format_mismatch"),
        Hostile("open.docx", good_odt(), (READ,), "format_mismatch"),
        Hostile("-h.doc", good_rtf() + b" ", (READ,), "format_mismatch"),
        Hostile("; rm -rf $HOME `id` %s {0}.docx", good_docx(para("1")), (READ,)),
        Hostile("п" * 120 + ".docx", good_docx(para("2")), (READ,)),
    ]


def wrong_encodings() -> list[Hostile]:
    """Text that is not in the encoding it claims."""
    page = good_html('<meta charset="utf-8">').encode("cp1251", "xmlcharrefreplace")
    text = good_text()
    broken = text.encode().replace("Слёт".encode(), "Слёт".encode()[:-1])
    return [
        Hostile("claims_utf8.html", page, (READ,)),
        Hostile("twice.txt", text.replace("ё", "е").encode().decode("cp1251", "replace").encode(), (READ,)),
        Hostile("broken.txt", broken, (READ,), "undecodable_bytes"),
        Hostile("odd.txt", text.encode("utf-16") + b"\x04", (READ,), "undecodable_bytes"),
        Hostile("cp866.txt", text.encode("cp866", "replace"), (READ,)),
    ]


def rtfs() -> list[Hostile]:
    """Groups without end, lengths that lie, halves of characters."""
    title = good_rtf()
    return [
        Hostile("groups.rtf", b"{\\rtf1 " + b"{" * 100_000, ("limit",)),
        Hostile("binary.rtf", title[:-1] + b"\\bin2000000000 x}", (READ, "damaged", "limit")),
        Hostile("halves.rtf", title.replace(b"5 ", b"5 \\u-10179?"), (READ,)),
        Hostile("truncated.rtf", title[:-60], (READ,), "truncated_file"),
        Hostile("truncated.html", good_html().encode()[:-60], (READ,), "truncated_file"),
        Hostile("truncated.pdf", good_pdf()[:-8], (READ,), "truncated_file"),
        Hostile("flipped.pdf", _flipped_pdf(), (READ, "damaged", "no_text_layer"), "damaged_part"),
    ]


def pictures() -> list[Hostile]:
    """A picture of ten thousand million dots, in a hundred bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0))
    png = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return [
        Hostile("dots.png", png, ("limit", "missing_tool")),
        Hostile("cut.jpg", b"\xff\xd8\xff\xe0" + bytes(40), ("damaged", "missing_tool")),
    ]


def main() -> None:
    """Write them."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for one in all_hostile():
        (folder / one.name).write_bytes(one.data)


if __name__ == "__main__":
    main()
