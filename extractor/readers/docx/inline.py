"""What stands inside a paragraph -> its visible text and look: runs, fields, insertions, controls, symbols, breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from extractor.blocks import Place
from extractor.readers.docx.looks import Looks
from extractor.readers.docx.names import ALTERNATE, CHOICE, FALLBACK, MATH, MATH_TEXT, is_on, value, w, whole
from extractor.readers.docx.squeeze import SQUEEZED
from extractor.readers.docx.styles import HIDDEN
from extractor.readers.numerals import symbol

_R, _T, _RPR = w("r"), w("t"), w("rPr")
_SDT, _SDT_CONTENT = w("sdt"), w("sdtContent")
_TEXT_BOX = w("txbxContent")
_CONTENT = frozenset((_T, _TEXT_BOX, w("p"), w("sym"), w("drawing")))
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

    `boxes` are the text boxes anchored in it; `fields` the fields open here, True while the instruction is read
    («PAGE», «REF _Ref123»), which nobody sees.
    """

    __slots__ = ("boxes", "fields", "hidden", "looks", "parts", "place")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.looks = _ALL_LOOKS
        self.hidden = False
        self.place: Place | None = None
        self.boxes: tuple[etree._Element, ...] = ()
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
    """Reads paragraphs' content; knows the styles, turns the pages, notes warnings."""

    def __init__(self, looks: Looks, pages: Pages, warnings: dict[str, None]) -> None:
        self._looks = looks
        self._pages = pages
        self._warnings = warnings
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
            w("object"): self._object,
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
            if not shows_placeholder(element):
                for content in element.iterchildren(_SDT_CONTENT):
                    self.read(content, line, looks)
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
            else:
                handler = self._in_run.get(tag)
                if handler is not None:
                    handler(child, line, looks)

    def put(self, text: str, line: Line, looks: int) -> None:
        """Adds text of these flags to a line, where it is seen."""
        if looks & HIDDEN:
            line.hidden = True
            return
        if line.fields and any(line.fields):
            return
        if line.place is None:
            line.place = self._pages.place
        line.parts.append(text)
        if line.looks != looks and not text.isspace():
            line.looks &= looks

    def _break(self, element: etree._Element, line: Line, looks: int) -> None:
        kind = element.get(w("type"))
        if kind == "page":
            self._pages.turn(rendered=False)
        elif kind != "column":
            self.put("\n", line, looks)

    def _symbol(self, element: etree._Element, line: Line, looks: int) -> None:
        try:
            code = int(element.get(w("char")) or "", 16)
        except ValueError:
            return
        self.put(symbol(code), line, looks)

    def _field(self, element: etree._Element, line: Line, looks: int) -> None:
        kind = element.get(w("fldCharType"))
        fields = line.fields = line.fields or []
        if kind == "begin":
            self.put(_form_value(element), line, looks)
            fields.append(True)
        elif kind == "separate" and fields:
            fields[-1] = False
        elif kind == "end" and fields:
            fields.pop()

    def _drawing(self, element: etree._Element, line: Line, looks: int) -> None:
        if not looks & HIDDEN:
            line.boxes += tuple(_text_boxes(element))
        if any(isinstance(e.tag, str) and e.tag.endswith(("}chart", "}relIds", "}OLEObject")) for e in element.iter()):
            self._warnings["embedded_object"] = None

    def _object(self, element: etree._Element, line: Line, looks: int) -> None:
        self._drawing(element, line, looks)
        self._warnings["embedded_object"] = None

    def _alternate(self, element: etree._Element, line: Line, looks: int) -> None:
        self._run(choose(element), line, looks)


def shows_placeholder(control: etree._Element) -> bool:
    """Whether a content control shows its prompt («Выберите дату») and no content."""
    return is_on(control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}"))


def choose(alternate: etree._Element) -> etree._Element:
    """The branch of alternate content to read: the first choice that holds anything, else the fallback."""
    for branch in alternate.iterchildren(CHOICE):
        if any(e.tag in _CONTENT or str(e.tag).startswith(SQUEEZED) for e in branch.iter()):
            return branch
    fallback = alternate.find(FALLBACK)
    return fallback if fallback is not None else alternate


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Text boxes inside a drawing or shape, each once: alternate content is chosen from here, too."""
    if element.tag == _TEXT_BOX:
        yield element
        return
    for child in choose(element) if element.tag == ALTERNATE else element:
        yield from _text_boxes(child)


def _form_value(begin: etree._Element) -> str:
    """What an old form field shows by itself: a ticked box, the chosen entry of a list."""
    box = begin.find(f"{w('ffData')}/{w('checkBox')}")
    if box is not None:
        checked = box.find(w("checked"))
        return "☒" if is_on(checked if checked is not None else box.find(w("default"))) else "☐"
    entries = begin.find(f"{w('ffData')}/{w('ddList')}")
    if entries is not None:
        names = [value(e) or "" for e in entries.iterchildren(w("listEntry"))]
        chosen = whole(value(entries.find(w("result"))) or value(entries.find(w("default"))))
        return names[chosen] if 0 <= chosen < len(names) else ""
    return ""
