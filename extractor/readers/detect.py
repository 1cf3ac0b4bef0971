"""The format of a document by its bytes; its name is only compared afterwards.

A DOCX named `.doc`, an HTML page or RTF named `.doc`, an XLSX named `.xls` are what schools send every day.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from extractor.errors import LimitError

_HEAD = 4096
_FLAT_HEAD = 2 * _HEAD  # LibreOffice names thirty namespaces before the kind of the document
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

_PARTS = {"word/": "docx", "xl/": "xlsx"}
_MIMETYPES = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.spreadsheet-template": "ods",
}
_ENTRY = 128
_BEGINNINGS = ((b"\xec\xa5\xc1\0", "doc"), (b"\x09\x08\x10\0\0\x06", "xls"), (b"\x09\x08\x08\0\0\x05", "xls"))
_STREAMS = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"))

_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.I)
_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,500}?-->\s*)?<(?:table|div|meta|style|title|center|h[1-6])\b", re.I | re.S
)
_CELL = re.compile(r"<t[dh]\b", re.I)
_MESSAGE = re.compile(rb"\s{0,20}(?:MIME-Version|From|Content-Type|Subject|Date|X-[\w-]{1,40}):", re.I)

_EXTENSIONS = {
    "docx": ("docx", "docm", "dotx", "dotm"),
    "doc": ("doc", "dot"),
    "pdf": ("pdf",),
    "txt": ("txt", "text", "md", "csv", "tsv", "log"),
    "odt": ("odt", "ott", "fodt"),
    "ods": ("ods", "ots", "fods"),
    "xlsx": ("xlsx", "xlsm", "xlsb", "xltx"),
    "xls": ("xls", "xlt"),
    "html": ("html", "htm", "xhtml", "mht", "mhtml"),
    "rtf": ("rtf",),
    "zip": ("zip",),
    "image": ("png", "jpg", "jpeg", "tif", "tiff", "gif", "bmp", "webp"),
}
_BY_EXTENSION = {extension: kind for kind, extensions in _EXTENSIONS.items() for extension in extensions}


def tell_format(data: bytes) -> str:
    """`docx`, `pdf`, `txt`, `odt`, `ods`, `xlsx`, `xls`, `html`, `rtf`, `doc`, `zip`, `image` or `unknown`."""
    if data.startswith(_ZIP):
        return _tell_zip(data)
    if data.startswith(_OLE):
        return _tell_ole(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_IMAGES) or _is_bitmap(data):
        return "image"
    head = data[:_HEAD]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return "rtf"
    text = _as_text(head)
    if text is None:
        return "unknown"
    return tell_flat(data) or ("html" if is_web_archive(data) or _is_page(text, data) else "txt")


def differs(name: str, kind: str) -> bool:
    """Whether the name's extension promises another format than the bytes are."""
    promised = _BY_EXTENSION.get(PurePath(name).suffix.lower().lstrip("."))
    return promised is not None and promised != kind


def is_encrypted_package(data: bytes) -> bool:
    """Whether this is a DOCX or XLSX under a password: an OLE file with the package inside."""
    return data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data


def _tell_zip(data: bytes) -> str:
    """An office package by its parts; a damaged one by the names still legible, so that its reader can say so."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            if "mimetype" in names:
                with package.open("mimetype") as stream:
                    mimetype = stream.read(100).decode("ascii", "replace").strip()
                return _MIMETYPES.get(mimetype, "unknown")
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError, LimitError):
        return _tell_broken_zip(data)
    if "[Content_Types].xml" in names or "_rels/.rels" in names:
        return next((kind for part, kind in _PARTS.items() if any(n.startswith(part) for n in names)), "unknown")
    return "zip"


def _tell_broken_zip(data: bytes) -> str:
    opendocument = re.search(rb"mimetypeapplication/vnd\.oasis\.opendocument\.(text|spreadsheet)", data[:200])
    if opendocument:
        return "odt" if opendocument.group(1) == b"text" else "ods"
    found = [(data.find(part.encode()), kind) for part, kind in _PARTS.items() if part.encode() in data]
    return min(found)[1] if found else "zip"


def _tell_ole(data: bytes) -> str:
    """An old Word or Excel file by the names of its streams (UTF-16, each at the start of a 128-byte entry).

    Where the directory does not have them any more (the file is cut off, or has slipped), by what else is legible, so
    that its reader can say that it is damaged.
    """
    names = [((stream + "\0").encode("utf-16-le"), kind) for stream, kind in _STREAMS]
    for name, kind in names:
        if _stands_at(data, name):
            return kind
    found = ((data.find(sign), kind) for sign, kind in (*names, *_BEGINNINGS))
    return min(((at, kind) for at, kind in found if at >= 0), default=(0, "unknown"))[1]


def _stands_at(data: bytes, name: bytes) -> bool:
    """Whether a directory's entry begins with this name."""
    at = data.find(name)
    while at >= 0 and at % _ENTRY:
        at = data.find(name, at + 1)
    return at >= 0


def _is_bitmap(data: bytes) -> bool:
    webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    bmp = data.startswith(b"BM") and len(data) > 54 and int.from_bytes(data[2:6], "little") == len(data)
    return webp or bmp


def _as_text(head: bytes) -> str | None:
    """The beginning as text good enough to look for tags; None where it is no text at all."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return head.decode(encoding, "replace")
    wide = _wide_encoding(head)
    if wide:
        return head.decode(wide, "replace")
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c\x07\x1a" for byte in head)
    if not head or controls * 50 > len(head):  # a zero byte among a page's letters is damage, not a format
        return None
    return head.decode("latin-1")


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 without its mark: the high bytes (00 for digits and spaces, 04 for Cyrillic) stand on one side."""
    if len(head) < 4:
        return None
    for encoding, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if sum(byte in b"\x00\x04\x20" for byte in high) > 0.9 * len(high) and (0 in high or high.count(4) > 2):
            return None if "\0" in head.decode(encoding, "replace") else encoding
    return None


def tell_flat(data: bytes) -> str | None:
    """`docx`, `odt` or `ods` where all parts of one stand in one XML file (`flat`); None for anything else."""
    head = data[:_FLAT_HEAD]
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    if b"/office/2006/xmlPackage" in head:
        return "docx" if b'"/word/document.xml"' in data else None
    if b"wordDocument" in head and b"/office/word/2003/wordml" in head:
        return "docx"
    if b":mimetype=" in head and b"opendocument:xmlns:office" in head:
        return "odt" if b"opendocument.text" in head else "ods" if b"opendocument.spreadsheet" in head else None
    return None


def is_web_archive(data: bytes) -> bool:
    """Whether this is a page with its pictures as one message (MHTML), which Word also saves as .doc."""
    return bool(_MESSAGE.match(data)) and b"multipart/" in data[:_HEAD].lower() and b"text/html" in data.lower()


def _is_page(text: str, data: bytes) -> bool:
    """HTML, and not a text dump with a stray `<b>`: a page's own tags, or a table's cells after an opening tag."""
    if _PAGE.search(text):
        return True
    return bool(_OPENING.match(text)) and (len(_CELL.findall(text)) > 1 or b"</" in data[-_HEAD:])
