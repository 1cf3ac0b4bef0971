"""What stands inside a paragraph -> its visible text and look: runs, fields, insertions, controls, symbols, breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from extractor.blocks import Place
from extractor.readers.docx.alternate import choose
from extractor.readers.docx.around import NoteMark
from extractor.readers.docx.controls import control_value, field_value, shows_placeholder
from extractor.readers.docx.drawings import Drawings, Drawn
from extractor.readers.docx.looks import Looks
from extractor.readers.docx.names import ALTERNATE, MATH, MATH_TEXT, is_on_attribute, w
from extractor.readers.docx.squeeze import SQUEEZED
from extractor.readers.docx.styles import HIDDEN
from extractor.readers.numerals import symbol

_R, _T, _RPR = w("r"), w("t"), w("rPr")
_SDT, _SDT_CONTENT = w("sdt"), w("sdtContent")
_NOTES = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
_ALL_LOOKS = -1

# Marked as deleted or moved away, or no content at all. Anything else unknown is looked into: nothing is lost.
DROPPED = frozenset(w(name) for name in ("del", "moveFrom"))
_NO_TEXT = DROPPED | frozenset(
    w(name)
    for name in (
        "pPr",
        "proofErr",
        "bookmarkStart",
        "bookmarkEnd",
        "sdtPr",
        "commentRangeStart",
        "commentRangeEnd",
        "permStart",
        "permEnd",
        "rt",
        "altChunk",
    )
)


class Line:
    """A paragraph while it is read. `looks` are the flags all visible text so far has in common.

    `boxes` are the text boxes and drawn lines anchored in it, `is_broken` tells of a page or column that ended in it;
    `fields` the fields open here, True while the instruction is read
    («PAGE», «REF _Ref123»), which nobody sees.
    """

    __slots__ = ("boxes", "fields", "hidden", "is_broken", "looks", "parts", "place")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.looks = _ALL_LOOKS
        self.hidden = False
        self.place: Place | None = None
        self.is_broken = False
        self.boxes: tuple[Drawn, ...] = ()
        self.fields: list[bool] | None = None


class Pages:
    """The page that the reader is on, where the file tells pages: by Word's own breaks, else by explicit ones."""

    def __init__(self, *, rendered: bool, explicit: bool) -> None:
        self.rendered = rendered
        self.place = Place(page=1) if rendered or explicit else Place()

    @property
    def number(self) -> int | None:
        """The page, from 1."""
        return self.place.page

    def turn(self, *, rendered: bool) -> None:
        """A break of one of the two kinds was met; Word marks an explicit one by a rendered one, too."""
        if rendered == self.rendered and self.place.page is not None:
            self.place = Place(page=self.place.page + 1)


class InlineReader:
    """Reads paragraphs' content; knows the styles, turns the pages, gathers the marks of notes."""

    def __init__(self, looks: Looks, pages: Pages, drawings: Drawings) -> None:
        self.marks: list[NoteMark] = []
        self._looks = looks
        self._pages = pages
        self._drawings = drawings
        self._in_run: dict[object, Callable[[etree._Element, Line, int], None]] = {
            w("tab"): lambda _, line, looks: self.put("\t", line, looks),
            w("ptab"): lambda _, line, looks: self.put("\t", line, looks),
            w("cr"): lambda _, line, looks: self.put("\n", line, looks),
            w("noBreakHyphen"): lambda _, line, looks: self.put("-", line, looks),
            w("br"): self._break,
            w("lastRenderedPageBreak"): lambda *_: self._pages.turn(rendered=True),
            w("sym"): self._symbol,
            w("fldChar"): self._field,
            w("drawing"): self._drawing,
            w("pict"): self._drawing,
            w("object"): self._drawing,
            w("ruby"): lambda child, line, looks: self.read(child, line, looks),
            ALTERNATE: self._alternate,
        }

    def read(self, parent: Iterable[etree._Element], line: Line, looks: int) -> None:
        """Adds the content of a paragraph, or of anything that wraps runs in it, to a line."""
        for child in parent:
            tag = child.tag
            if tag == _R:
                self._run(child, line, looks)
            elif tag not in _NO_TEXT:
                self._wrapper(child, line, looks)

    def _wrapper(self, element: etree._Element, line: Line, looks: int) -> None:
        tag = element.tag
        if tag == _SDT:
            self._control(element, line, looks)
        elif tag == ALTERNATE:
            self.read(choose(element), line, looks)
        elif isinstance(tag, str) and tag.startswith("{" + MATH):
            text = "".join(t.text or "" for t in element.iter(MATH_TEXT))
            if text:
                self.put(text, line, looks)
        else:
            if str(tag).startswith(SQUEEZED) and element.text:  # a paragraph where none may stand
                self.put(element.text, line, looks)
            self.read(element, line, looks)

    def _control(self, control: etree._Element, line: Line, looks: int) -> None:
        if shows_placeholder(control):
            return
        before = len(line.parts)
        for content in control.iterchildren(_SDT_CONTENT):
            self.read(content, line, looks)
        if len(line.parts) == before:
            self.put(control_value(control), line, looks)

    def _run(self, run: etree._Element, line: Line, looks: int) -> None:
        for child in run:
            tag = child.tag
            if tag == _T:
                text = child.text
                if text:
                    self.put(text.replace("\n", " "), line, looks)
            elif tag == _RPR:
                if len(child):
                    looks = self._looks.run(child, looks)
            elif tag in _NOTES:
                if self._note(child, run, looks):
                    return
            else:
                handler = self._in_run.get(tag)
                if handler is not None:
                    handler(child, line, looks)

    def _note(self, reference: etree._Element, run: etree._Element, looks: int) -> bool:
        """A mark of a note. Answers whether the rest of its run is the mark itself («*», typed by hand)."""
        by_hand = is_on_attribute(reference.get(w("customMarkFollows")))
        own = "".join(t.text or "" for t in run.iterchildren(_T)) if by_hand else ""
        if not looks & HIDDEN:
            part = _NOTES[reference.tag]
            self.marks.append(NoteMark(part, reference.get(w("id")) or "", own.strip(), self._pages.place))
        return by_hand

    def put(self, text: str, line: Line, looks: int) -> None:
        """Adds text of these flags to a line, where it is seen."""
        if looks & HIDDEN:
            line.hidden = True
            return
        if not text or (line.fields and any(line.fields)):
            return
        if line.is_broken:
            line.is_broken = False
            if line.parts:
                text = "\n" + text
        if line.place is None:
            line.place = self._pages.place
        line.parts.append(text)
        if line.looks != looks and not text.isspace():
            line.looks &= looks

    def _break(self, element: etree._Element, line: Line, looks: int) -> None:
        kind = element.get(w("type"))
        if kind == "page":
            self._pages.turn(rendered=False)
        if kind in ("page", "column"):
            line.is_broken = True
        else:
            self.put("\n", line, looks)

    def _symbol(self, element: etree._Element, line: Line, looks: int) -> None:
        try:
            code = int(element.get(w("char")) or "", 16)
        except ValueError:
            return
        self.put(symbol(code, element.get(w("font")) or ""), line, looks)

    def _field(self, element: etree._Element, line: Line, looks: int) -> None:
        kind = element.get(w("fldCharType"))
        fields = line.fields = line.fields or []
        if kind == "begin":
            self.put(field_value(element), line, looks)
            fields.append(True)
        elif kind == "separate" and fields:
            fields[-1] = False
        elif kind == "end" and fields:
            fields.pop()

    def _drawing(self, element: etree._Element, line: Line, looks: int) -> None:
        if not looks & HIDDEN:
            line.boxes += self._drawings.read(element)

    def _alternate(self, element: etree._Element, line: Line, looks: int) -> None:
        self._run(choose(element), line, looks)
