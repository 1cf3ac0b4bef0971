"""HTML pages (also those named `.doc`, saved by Word, Google, LibreOffice, and MHTML) -> blocks."""

from __future__ import annotations

from lxml import etree

from extractor.blocks import SourceDocument
from extractor.errors import LimitError, ReadError
from extractor.readers.content import with_text
from extractor.readers.damage import IN_PART
from extractor.readers.html.balance import is_unbalanced
from extractor.readers.html.decode import decode_page, open_mhtml
from extractor.readers.html.looks import Stylesheet, text_of
from extractor.readers.html.walk import PageReader
from extractor.readers.limits import Limits

__all__ = ["read"]

_ROUTE_MHTML = "mhtml"


def read(data: bytes, *, limits: Limits) -> SourceDocument:
    """A page's content as blocks; menus, footers and scripts are left out.

    Raises:
        ReadError: damaged, or nothing on the page.
        LimitError: it asks for more than `limits` allow.
    """
    limits.check("file_bytes", len(data))
    page, declared = open_mhtml(data) or (data, None)
    text = decode_page(page, declared)
    limits.check("unpacked_bytes", len(text))
    root = _parse(text)
    if root is None:
        raise ReadError("no page inside", code="damaged")
    body = root.find(".//body")
    reader = PageReader(Stylesheet.read(root), limits)
    try:
        blocks = reader.blocks(_main_part(root if body is None else body))
    except RecursionError as error:
        raise LimitError("xml_depth") from error
    warnings = (IN_PART,) if is_unbalanced(text) else ()
    route = _ROUTE_MHTML if page is not data else None
    return SourceDocument("html", with_text(blocks), route=route, warnings=warnings)


def _parse(text: str) -> etree._Element | None:
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, etree.ParserError, ValueError) as error:
        raise ReadError("broken HTML", code="damaged") from error


def _main_part(body: etree._Element) -> etree._Element:
    """The page's one `<main>` where it has it: around it stand only the site's own things."""
    mains = [e for e in body.iter("main", "article", "div", "section") if e.tag == "main" or e.get("role") == "main"]
    return mains[0] if len(mains) == 1 and text_of(mains[0]).strip() else body
