"""The parts of a DOCX package: the document and what it refers to, found by relationships, else by usual names."""

from __future__ import annotations

import posixpath
import re
from contextlib import suppress

from lxml import etree

from extractor.errors import ReadError
from extractor.readers.docx.names import MATH, RELATIONS, STRICT_MATH, STRICT_RELATIONS, STRICT_WORD, WORD
from extractor.readers.docx.squeeze import squeeze
from extractor.readers.docx.stylesheet import StyleSheet
from extractor.readers.limits import Limits
from extractor.readers.safezip import SafeZip
from extractor.readers.xml import parse_xml

_STRICT = tuple(
    (old.encode(), new.encode())
    for old, new in ((STRICT_WORD, WORD), (STRICT_RELATIONS, RELATIONS), (STRICT_MATH, MATH))
)
_PURL = b"http://purl.oclc.org/ooxml/"
_MAIN = "word/document.xml"
_MACROS = "vbaproject.bin"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Package:
    """A DOCX file in memory: its main part, its parts by relationship, nothing that is not asked for."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        if data.startswith(_OLE):  # a DOCX under a password is an OLE file with the package inside
            raise ReadError(code="encrypted")
        self._zip = SafeZip(data, limits)
        self._limits = limits
        self.has_rendered_breaks = False
        self.has_page_breaks = False
        self.main = self._find_main()
        self._relations = self._read_relations(self.main)

    def document(self) -> etree._Element:
        """The root of the main part, squeezed where it can be (`squeeze`)."""
        xml = _transitional(self._zip.read(self.main))
        self.has_rendered_breaks = b"lastRenderedPageBreak" in xml
        self.has_page_breaks = b'type="page"' in xml
        squeezed = squeeze(xml)
        if squeezed is not None:
            with suppress(ReadError):  # what is wrong with it, the whole document tells best
                return parse_xml(squeezed, self._limits)
        return parse_xml(xml, self._limits)

    def numbering(self) -> etree._Element | None:
        """The root of the part with the lists; None where there is none."""
        xml = self.named_part("numbering")
        return None if xml is None else self.parse(xml)

    def styles(self) -> StyleSheet | None:
        """The styles; None where there are none."""
        xml = self.named_part("styles")
        return None if xml is None else StyleSheet(_transitional(xml), self.parse)

    def named_part(self, kind: str) -> bytes | None:
        """The part of a kind (`settings`, `footnotes`), by its relationship or its usual name."""
        name = next((target for what, target in self._relations.values() if what == kind), None)
        if name is None or name not in self._zip:
            name = posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")
        return self._zip.read(name) if name in self._zip else None

    def parse(self, xml: bytes) -> etree._Element:
        """The root of a part's bytes."""
        return parse_xml(_transitional(xml), self._limits)

    @property
    def has_macros(self) -> bool:
        """Whether programs come with the document (DOCM, or a DOCX that hides them)."""
        return any(name.lower().endswith(_MACROS) for name in self._zip.names)

    def related(self, relation: str | None) -> bytes | None:
        """The bytes of the part behind a relationship's id."""
        name = self._relations.get(relation or "", ("", ""))[1]
        return self._zip.read(name) if name in self._zip else None

    def _find_main(self) -> str:
        """The document by the package's own relationships: `word/document.xml`, `word/document2.xml` …"""
        for kind, target in self._read_relations("").values():
            if kind == "officeDocument" and target in self._zip:
                return target
        if _MAIN in self._zip:
            return _MAIN
        guess = next((n for n in self._zip.names if re.fullmatch(r"word/document\d*\.xml", n)), None)
        if guess is None:
            raise ReadError("no document inside", code="damaged")
        return guess

    def _read_relations(self, part: str) -> dict[str, tuple[str, str]]:
        """id -> (kind, part name). Missing relationships are no error: the parts' usual names serve."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self._zip:
            return {}
        try:
            root = parse_xml(self._zip.read(path), self._limits)
        except ReadError as error:
            if error.code != "damaged":
                raise
            return {}
        found: dict[str, tuple[str, str]] = {}
        for relation in root:
            if relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target") or ""
            target = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = (relation.get("Type") or "").rpartition("/")[2]
            found[relation.get("Id") or ""] = (kind, posixpath.normpath(target))
        return found


def _transitional(xml: bytes) -> bytes:
    """Strict OOXML has other namespaces for the same elements."""
    if _PURL in xml[:8192]:
        for old, new in _STRICT:
            xml = xml.replace(old, new)
    return xml
