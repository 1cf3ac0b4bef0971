"""What a drawing, shape or object shows: text boxes, WordArt, diagrams; what it hides is told by a warning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from extractor.blocks import Paragraph
from extractor.errors import ReadError
from extractor.readers.docx.alternate import choose
from extractor.readers.docx.names import ALTERNATE, RELATIONS, w
from extractor.readers.docx.package import Package

Drawn = etree._Element | str
"""A text box (`w:txbxContent`), or a line of drawn text."""

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/%s}"
_MAIN, _DIAGRAM, _CHART, _PICTURE, _PLACED = (
    _DRAWING % name for name in ("main", "diagram", "chart", "picture", "wordprocessingDrawing")
)
_VML, _OFFICE = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}"
_TEXT_BOX, _DRAWN_TEXT, _WORD_ART = w("txbxContent"), f"{_MAIN}txBody", f"{_VML}textpath"
_RELATED_DIAGRAM, _POINT, _DATA = f"{_DIAGRAM}relIds", f"{_DIAGRAM}pt", f"{{{RELATIONS}}}dm"
_UNREAD = frozenset((f"{_CHART}chart", f"{_OFFICE}OLEObject", w("control"), w("object")))
_POINTS_OF_NODES = (None, "node", "asst")

# A picture of 12 x 15 cm and more is a scanned page, whatever its text may be.
_PAGE_EMU = (4_320_000, 5_400_000)
_PAGE_POINTS = (340, 425)
_VML_SIZE = re.compile(r"\b(width|height):\s*([\d.]+)pt")


class Drawings:
    """Reads drawings; notes what it cannot read in `warnings`, and what pictures say of themselves in `notes`."""

    def __init__(self, package: Package, warnings: dict[str, None]) -> None:
        self.notes: dict[str, None] = {}
        self._package = package
        self._warnings = warnings

    def read(self, element: etree._Element) -> tuple[Drawn, ...]:
        """Everything that is drawn with words in a `w:drawing`, `w:pict` or `w:object`, in its order."""
        return tuple(self._walk(element))

    def _walk(self, element: etree._Element) -> Iterator[Drawn]:
        tag = element.tag
        if tag == _TEXT_BOX:
            yield element
            return
        if tag == _DRAWN_TEXT:
            yield from _drawn_lines(element)
            return
        if tag == _WORD_ART:
            yield from filter(str.strip, (element.get("string") or "").splitlines())
        elif tag == _RELATED_DIAGRAM:
            yield from self._diagram(element)
        elif tag in _UNREAD:
            self._warnings["embedded_object"] = None
        else:
            self._look_at_picture(element)
        for child in choose(element) if tag == ALTERNATE else element:
            yield from self._walk(child)

    def _diagram(self, element: etree._Element) -> Iterator[str]:
        """SmartArt: its points stand in a part of their own; without it nothing of the diagram is read."""
        data = self._package.related(element.get(_DATA))
        try:
            root = None if data is None else self._package.parse(data)
        except ReadError:
            root = None
        if root is None:
            self._warnings["embedded_object"] = None
            return
        for point in root.iter(_POINT):
            if point.get("type") in _POINTS_OF_NODES:
                yield from _drawn_lines(point)

    def _look_at_picture(self, element: etree._Element) -> None:
        """A picture that fills a page is a scan; what it is said to show (its text alternative) is kept."""
        tag = element.tag
        if tag == f"{_PLACED}docPr":
            said = (element.get("descr") or "").strip()
            if any(sign.isalpha() for sign in said):
                self.notes[said] = None
        elif tag in (f"{_PLACED}inline", f"{_PLACED}anchor"):
            extent = element.find(f"{_PLACED}extent")
            if extent is not None and element.find(f".//{_PICTURE}pic") is not None:
                self._measure((extent.get("cx") or "", extent.get("cy") or ""), _PAGE_EMU)
        elif tag == f"{_VML}shape" and element.find(f"{_VML}imagedata") is not None:
            sizes = dict(_VML_SIZE.findall(element.get("style") or ""))
            self._measure((sizes.get("width", ""), sizes.get("height", "")), _PAGE_POINTS)

    def _measure(self, sizes: tuple[str, str], page: tuple[int, int]) -> None:
        if all(
            size.split(".")[0].isdecimal() and float(size) >= least for size, least in zip(sizes, page, strict=True)
        ):
            self._warnings["page_without_text"] = None


def as_note(said: str) -> Paragraph:
    """What a picture says of itself, as one paragraph."""
    return Paragraph(" ".join(said.split()))


def _drawn_lines(element: etree._Element) -> Iterator[str]:
    """The paragraphs of drawn text (`a:p`)."""
    for paragraph in element.iter(f"{_MAIN}p"):
        text = "".join(
            "\n" if e.tag == f"{_MAIN}br" else e.text or "" for e in paragraph.iter(f"{_MAIN}t", f"{_MAIN}br")
        )
        if text.strip():
            yield text
