"""ODT (OpenDocument text of LibreOffice, OpenOffice, МойОфис, Р7) -> blocks, by a walk over its XML."""

from __future__ import annotations

from extractor.blocks import SourceDocument
from extractor.errors import LimitError, ReadError
from extractor.readers.content import with_text
from extractor.readers.limits import Limits
from extractor.readers.odt.body import BodyReader
from extractor.readers.odt.lists import ListStyles
from extractor.readers.odt.names import n
from extractor.readers.odt.styles import Styles
from extractor.readers.safezip import SafeZip
from extractor.readers.xml import parse_xml

__all__ = ["read"]

_MANIFEST = "META-INF/manifest.xml"


def read(data: bytes, *, limits: Limits) -> SourceDocument:
    """An ODT file's body as blocks.

    Raises:
        ReadError: damaged, encrypted, no text document inside.
        LimitError: it asks for more than `limits` allow.
    """
    package = SafeZip(data, limits)
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise ReadError(code="encrypted")
    content = parse_xml(package.read("content.xml"), limits)
    common = parse_xml(package.read("styles.xml"), limits) if "styles.xml" in package else None
    body = content.find(f"{n('office:body')}/{n('office:text')}")
    if body is None:
        raise ReadError("no text document inside", code="damaged")
    roots = [root for root in (common, content) if root is not None]
    paged = any(True for _ in body.iter(n("text:soft-page-break")))
    reader = BodyReader(Styles(roots), ListStyles(roots), limits, paged=paged)
    try:
        blocks = reader.body(body)
    except RecursionError as error:
        raise LimitError("xml_depth") from error
    return SourceDocument("odt", with_text(blocks), pages=reader.place.page, warnings=tuple(reader.warnings))
