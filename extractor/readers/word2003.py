"""The WordprocessingML of Word 2003 -> the parts of a DOCX: nearly the same elements in another namespace."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extractor.errors import ReadError

WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
MAIN = "word/document.xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HINTS = "http://schemas.microsoft.com/office/word/2003/auxHint"
_NOTES = "http://schemas.microsoft.com/aml/2001/core"

_RENAMED = {"vmerge": "vMerge", "hmerge": "hMerge", "listPr": "numPr", "ilfo": "numId", "nfc": "numFmt"}
_KINDS = {
    "0": "decimal",
    "1": "upperRoman",
    "2": "lowerRoman",
    "3": "upperLetter",
    "4": "lowerLetter",
    "22": "decimalZero",
    "23": "bullet",
    "58": "russianLower",
    "59": "russianUpper",
    "255": "none",
}
"""`w:nfc`, as in the binary format."""


def parts_of(root: etree._Element) -> dict[str, bytes]:
    """The document, its styles and its lists.

    Raises:
        ReadError: there is no body.
    """
    body = root.find(_old("body"))
    if body is None:
        raise ReadError("no document inside", code="damaged")
    _unwrap(body)
    document = etree.Element(_new("document"), nsmap={"w": _WORD})
    document.append(body)
    parts = {MAIN: _written(document)}
    styles = root.find(_old("styles"))
    if styles is not None:
        parts["word/styles.xml"] = _written(styles)
    lists = root.find(_old("lists"))
    if lists is not None:
        parts["word/numbering.xml"] = _written(_numbering(lists))
    return parts


def _old(name: str) -> str:
    return f"{{{WORD_2003}}}{name}"


def _new(name: str) -> str:
    return f"{{{_WORD}}}{name}"


def _unwrap(body: etree._Element) -> None:
    """Sections, insertions and comments stand around what they are about; what is deleted goes."""
    for note in list(body.iter(f"{{{_NOTES}}}annotation")):
        kind = note.get(_old("type")) or ""
        content = note.find(f"{{{_NOTES}}}content")
        _replace(note, () if kind.endswith("Deletion") or content is None else tuple(content))
    for section in reversed(list(body.iter(f"{{{_HINTS}}}sect", f"{{{_HINTS}}}sub-section"))):
        _replace(section, tuple(section))


def _replace(element: etree._Element, children: tuple[etree._Element, ...]) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent[at : at + 1] = children


def _numbering(lists: etree._Element) -> etree._Element:
    """`w:listDef` and `w:list` as `w:abstractNum` and `w:num`."""
    out = etree.Element(_new("numbering"), nsmap={"w": _WORD})
    for definition in lists.iterchildren(_old("listDef")):
        abstract = etree.SubElement(out, _new("abstractNum"))
        abstract.set(_new("abstractNumId"), definition.get(_old("listDefId")) or "")
        abstract.extend(definition.iterchildren(_old("lvl")))
    for use in lists.iterchildren(_old("list")):
        number = etree.SubElement(out, _new("num"))
        number.set(_new("numId"), use.get(_old("ilfo")) or "")
        target = use.find(_old("ilst"))
        link = etree.SubElement(number, _new("abstractNumId"))
        link.set(_new("val"), "" if target is None else target.get(_old("val")) or "")
        number.extend(use.iterchildren(_old("lvlOverride")))
    return out


def _written(element: etree._Element) -> bytes:
    """An element in the namespace and with the names of OOXML."""
    for child in element.iter():
        _rename(child)
    return etree.tostring(element)


def _rename(element: etree._Element) -> None:
    space, _, name = str(element.tag)[1:].partition("}")
    if space != WORD_2003:
        return
    element.tag = _new(_RENAMED.get(name, name))
    for key, value in _attributes(element):
        del element.attrib[key]
        element.set(_new(key.rpartition("}")[2]), value)
    if name == "nfc":
        element.set(_new("val"), _KINDS.get(element.get(_new("val")) or "0", "decimal"))


def _attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    for key, value in list(element.items()):
        if str(key).startswith(f"{{{WORD_2003}}}"):
            yield str(key), str(value)
