"""styles.xml, of which each style is parsed when it is asked for: Word's template has 164, a plan uses five."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from extractor.readers.docx.names import WORD, w

_ROOT = re.compile(rb"<w:styles\b[^<>]*>")
_STYLE = re.compile(rb"<w:style ([^<>]*)>")
_ID = re.compile(rb"""\bw:styleId\s*=\s*["']([^"']*)["']""")
_IS_DEFAULT = re.compile(rb"""\bw:default\s*=\s*["'](?:1|true|on)["']""")
_DEFAULTS, _DEFAULTS_END = b"<w:docDefaults>", b"</w:docDefaults>"
_END, _CLOSING = b"</w:style>", b"</w:styles>"
_OWN_SPACE = b'xmlns:w="%b"' % WORD.encode()


class StyleSheet:
    """The `w:style` elements of a document by their ids; `default` is the id of its plain paragraphs' style."""

    def __init__(self, xml: bytes, parse: Callable[[bytes], etree._Element]) -> None:
        """Finds where each style stands; `parse` makes an element of a whole part, or of a cut one."""
        self.default = ""
        self._xml = xml
        self._parse = parse
        self._places: dict[str, re.Match[bytes]] = {}
        self._elements: dict[str, etree._Element | None] = {}
        self._defaults: etree._Element | None = None
        root = _ROOT.search(xml)
        self._root = root.group() if root else b""
        if _OWN_SPACE in self._root and not (b"!" in xml and b"<!" in xml):
            self._find()
        else:
            self._read_whole()

    def get(self, key: str) -> etree._Element | None:
        """A style; None where there is none of this id."""
        if key not in self._elements and key in self._places:
            place = self._places[key]
            is_empty = place.group(1).endswith(b"/")
            end = place.end() if is_empty else self._xml.find(_END, place.end()) + len(_END)
            self._elements[key] = self._part(self._xml[place.start() : end])
        return self._elements.get(key)

    def defaults(self) -> etree._Element | None:
        """`w:docDefaults`."""
        start = self._xml.find(_DEFAULTS) if self._places else -1
        end = self._xml.find(_DEFAULTS_END, start)
        return self._part(self._xml[start : end + len(_DEFAULTS_END)]) if 0 <= start < end else self._defaults

    def _part(self, xml: bytes) -> etree._Element | None:
        root = self._parse(self._root + xml + _CLOSING)
        return root[0] if len(root) else None

    def _find(self) -> None:
        for style in _STYLE.finditer(self._xml):
            opening = style.group(1)
            found = _ID.search(opening)
            if found is None or b'w:type="table"' in opening:
                continue
            key = found.group(1).decode("utf-8", "replace")
            self._places[key] = style
            if _IS_DEFAULT.search(opening) and b'w:type="paragraph"' in opening:
                self.default = key

    def _read_whole(self) -> None:
        root = self._parse(self._xml)
        self._defaults = root.find(w("docDefaults"))
        for style in root.iterchildren(w("style")):
            key = style.get(w("styleId")) or ""
            self._elements[key] = style
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on"):
                self.default = key
