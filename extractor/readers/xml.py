"""XML parsed safely: no DTD, no entities, no network, a bounded depth; lxml's own errors never get out."""

from __future__ import annotations

from functools import cache

from lxml import etree

from extractor.errors import LimitError, ReadError
from extractor.readers.limits import Limits

_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_WIDE_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_OWN_DEPTH = 256  # libxml2 refuses more unless it is told that the tree is huge
_NEAR_ENOUGH = 200  # from here to 256 libxml2's own bound serves: an exact count costs a third of the parse


def parse_xml(data: bytes, limits: Limits) -> etree._Element:
    """The root of a part's tree, without comments and processing instructions.

    Raises:
        ReadError: not well-formed, or it declares a DTD or entities (no office program writes them).
        LimitError: nested deeper than `limits.xml_depth`.
    """
    data = _as_utf8(data)
    if any(mark in data for mark in _DECLARATIONS):
        raise ReadError("XML with a DTD", code="damaged")
    try:
        root = etree.fromstring(data, _parser(huge=limits.xml_depth > _OWN_DEPTH))
    except etree.XMLSyntaxError as error:
        if "xcessive depth" in str(error):
            raise LimitError(f"xml_depth > {limits.xml_depth}") from error
        raise ReadError("broken XML", code="damaged") from error
    except (ValueError, LookupError) as error:  # an unknown encoding, a null byte
        raise ReadError("broken XML", code="damaged") from error
    if root is None:
        raise ReadError("empty XML", code="damaged")
    if getattr(root.getroottree().docinfo, "doctype", None):  # declared in an encoding that hid it from the search
        raise ReadError("XML with a DTD", code="damaged")
    if not _NEAR_ENOUGH <= limits.xml_depth <= _OWN_DEPTH:
        _check_depth(root, limits)
    return root


@cache
def _parser(*, huge: bool) -> etree.XMLParser:
    """Made once: making one costs as much as parsing a small part."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=huge,
    )


def _as_utf8(data: bytes) -> bytes:
    """UTF-16 parts are rare but legal; in UTF-8 a declaration cannot hide from the search for it."""
    encoding = _WIDE_MARKS.get(data[:2])
    if encoding is None:
        if b"\0" in data[:64]:
            raise ReadError("XML in an unmarked wide encoding", code="damaged")
        return data
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError("broken XML", code="damaged") from error
    if text.startswith("<?xml"):
        text = text[text.find("?>") + 2 :]
    return text.encode("utf-8", "surrogatepass")


def _check_depth(root: etree._Element, limits: Limits) -> None:
    """One XPath of as many steps as the limit: libxml2 answers without a Python object for each element."""
    if root.xpath("boolean(" + "/*" * (limits.xml_depth + 1) + ")"):
        raise LimitError(f"xml_depth > {limits.xml_depth}")
