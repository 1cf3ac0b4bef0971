"""ODT (OpenDocument text of LibreOffice, OpenOffice, МойОфис, Р7) -> blocks, by a walk over its XML."""

from __future__ import annotations

from lxml import etree

from extractor.blocks import Block, SourceDocument
from extractor.errors import LimitError, ReadError
from extractor.readers.content import with_text
from extractor.readers.limits import Limits
from extractor.readers.odt.around import notes, page_heads
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
    styles, lists = Styles(roots), ListStyles(roots)
    reader = BodyReader(styles, lists, limits, paged=paged)

    def read_apart(part: etree._Element) -> tuple[Block, ...]:
        return BodyReader(styles, lists, limits, paged=False).blocks(part)

    try:
        return SourceDocument(
            "odt",
            with_text(reader.body(body)),
            pages=reader.place.page,
            heads=page_heads(common, read_apart),
            notes=tuple(notes(body, read_apart)),
            warnings=tuple(reader.warnings),
        )
    except RecursionError as error:
        raise LimitError("xml_depth") from error
