"""Documents whose parts stand in one XML file -> the package their reader knows.

Word's «XML-документ» (a DOCX as `pkg:package`), the WordprocessingML of Word 2003, LibreOffice's FODT and FODS. Schools
send them under the name of a .doc or .xml.
"""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from extractor.errors import ReadError
from extractor.readers.limits import Limits
from extractor.readers.word2003 import MAIN, parts_of
from extractor.readers.xml import parse_xml

_PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"


def pack(data: bytes, kind: str, limits: Limits) -> bytes:
    """The same document as a ZIP package.

    Raises:
        ReadError: broken XML.
        LimitError: nested too deep.
    """
    if kind != "docx":
        mimetype = "text" if kind == "odt" else "spreadsheet"
        return _zipped({"mimetype": f"application/vnd.oasis.opendocument.{mimetype}".encode(), "content.xml": data})
    root = parse_xml(data, limits)
    if root.tag == f"{{{_PACKAGE}}}package":
        return _zipped(_parts(root))
    return _zipped(parts_of(root))


def _parts(root: etree._Element) -> dict[str, bytes]:
    """The XML parts of a flat package; pictures and other bytes are left out."""
    found: dict[str, bytes] = {}
    for part in root.iterchildren(f"{{{_PACKAGE}}}part"):
        content = part.find(f"{{{_PACKAGE}}}xmlData")
        if content is not None and len(content):
            found[(part.get(f"{{{_PACKAGE}}}name") or "").lstrip("/")] = etree.tostring(content[0])
    if MAIN not in found:
        raise ReadError("no document inside", code="damaged")
    return found


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()
