"""A page's elements -> blocks: paragraphs, list items with their numbers, tables with their spans expanded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from extractor.blocks import Block, Table
from extractor.readers.grid import Piece, build_table
from extractor.readers.html.flow import Flow, Item
from extractor.readers.html.looks import Declarations, Look, Stylesheet, look_of, text_of
from extractor.readers.html.unseen import is_unseen
from extractor.readers.limits import Limits
from extractor.readers.numerals import BULLET, bullet, numeral

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "address",
        "blockquote",
        "center",
        "fieldset",
        "form",
        "figure",
        "figcaption",
        "dl",
        "dt",
        "dd",
        "pre",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "menu",
        "dir",
        "details",
        "summary",
        "body",
        "html",
        "td",
        "th",
        "tr",
        "caption",
        "legend",
        "hgroup",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CSS_KINDS = {
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
}
_MSO_LEVEL = re.compile(r"level(\d)")
_FEW_CELLS = 12
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FEWEST_LETTERS = 3


class PageReader:
    """Walks through a page; counts cells, characters and depth against the limits."""

    def __init__(self, styles: Stylesheet, limits: Limits) -> None:
        self._styles = styles
        self._limits = limits
        self._clock = limits.clock()
        self._cells = self._depth = self._tables = 0
        self._numbers: dict[int, str] = {}  # level -> the last number given there, «2.1»

    def blocks(self, container: etree._Element, look: Look = Look()) -> tuple[Block, ...]:  # noqa: B008 (frozen)
        """The blocks of the page or of a cell."""
        flow = Flow()
        self._inside(container, flow, look)
        flow.end()
        self._limits.check("characters", flow.characters)
        return tuple(flow.blocks)

    def _inside(self, element: etree._Element, flow: Flow, look: Look) -> None:
        self._depth += 1
        self._limits.check("xml_depth", self._depth)
        flow.text(element.text or "", look)
        for child in element:
            self._element(child, flow, look)
            flow.text(child.tail or "", look)
        self._depth -= 1

    def _element(self, element: etree._Element, flow: Flow, look: Look) -> None:
        tag = element.tag
        if not isinstance(tag, str) or is_unseen(element, tag):
            return
        style = self._styles.style(element)
        if tag == "br":
            flow.line_break(look)
        elif style.get("mso-list") == "ignore":
            level = flow.item.level if flow.item else 0
            flow.label(_mark(text_of(element)), level)
        elif tag == "table":
            self._table(element, flow, look_of(element, _without_align(look), style))
        elif tag in _LISTS:
            self._list(element, flow, look_of(element, look, style))
        elif tag in _BLOCKS:
            self._block(element, flow, look_of(element, look, style), style)
        else:
            self._inside(element, flow, look_of(element, look, style))

    def _block(self, element: etree._Element, flow: Flow, look: Look, style: Declarations) -> None:
        flow.end()
        tag = element.tag
        if tag == "hr":
            flow.gap = True
            return
        outer = flow.heading, flow.item
        flow.heading = _HEADINGS.get(tag, flow.heading)
        mso = _MSO_LEVEL.search(style.get("mso-list", ""))
        if mso:
            flow.item = Item(None, max(int(mso.group(1)) - 1, 0), used=True)
        self._inside(element, flow, look)
        flow.end(counts=tag == "p" or tag in _HEADINGS)
        flow.heading, flow.item = outer

    def _list(self, element: etree._Element, flow: Flow, look: Look) -> None:
        flow.end()
        outer = flow.item
        level = 0 if outer is None else outer.level + 1
        number = _whole(element.get("start"), 1) - 1
        for child in element:
            if child.tag != "li":
                flow.item = Item(None, level, used=True)
                self._element(child, flow, look)
                continue
            style = self._styles.style(child)
            number = _whole(child.get("value"), number + 1)
            flow.item = Item(self._numbered(element, self._item_label(element, style, number), level), level)
            self._inside(child, flow, look_of(child, look, style))
            flow.end_item()
        flow.item = outer
        flow.end()

    def _item_label(self, element: etree._Element, style: Declarations, number: int) -> str | None:
        kind = style.get("list-style-type") or style.get("list-style")
        kind = kind or self._styles.style(element).get("list-style-type") or ""
        if kind.startswith("none"):
            return None
        if element.tag != "ol":
            return BULLET
        return numeral(number, _CSS_KINDS.get(kind) or _KINDS.get(element.get("type") or "1", "decimal")) + "."

    def _numbered(self, element: etree._Element, label: str | None, level: int) -> str | None:
        """A list that stands right inside a list, in no item of it, is a level of one outline: «1.» in it is «2.1.».

        So LibreOffice writes Word's numbers of a table's rows, each in a list of its own.
        """
        if label is None or not label[:-1].isdecimal():
            return label
        parent = element.getparent()
        bare = parent is not None and parent.tag == "ol" and next(parent.iterchildren("li"), None) is None
        outer = self._numbers.get(level - 1) if bare else None
        self._numbers[level] = f"{outer}.{label[:-1]}" if outer else label[:-1]
        return f"{self._numbers[level]}."

    def _table(self, element: etree._Element, flow: Flow, look: Look) -> None:
        flow.end()
        self._tables += 1
        self._limits.check("table_depth", self._tables)
        rows = list(_rows(element))
        if _is_layout(element, rows):
            for row, _ in rows:
                for cell in _cells(row):
                    self._block(cell, flow, _without_align(look), {})
        else:
            for caption in element.iterchildren("caption"):
                self._block(caption, flow, look_of(caption, look, self._styles.style(caption)), {})
            table = self._grid(rows, look)
            if table is not None:
                flow.block(table)
        self._tables -= 1

    def _grid(self, rows: list[tuple[etree._Element, bool]], look: Look) -> Table | None:
        pieces: list[list[Piece]] = []
        taken: dict[int, int] = {}  # column -> the first row that is free below a cell merged downwards
        in_header = True
        framed = _is_framed(rows)
        for number, (row, in_head) in enumerate(rows[framed:]):
            row_look = look_of(row, look, self._styles.style(row))
            if row_look.hidden:
                continue
            cells = list(_cells(row))[framed:]
            in_header = in_header and (in_head or (bool(cells) and all(cell.tag == "th" for cell in cells)))
            pieces.append(self._row(cells, row_look, len(pieces), len(rows) - framed - number, taken, in_header))
            self._clock.check()
        return build_table(pieces, self._limits) if any(pieces) else None

    def _row(
        self, cells: list[etree._Element], look: Look, index: int, left: int, taken: dict[int, int], header: bool
    ) -> list[Piece]:
        pieces: list[Piece] = []
        at = 0
        for cell in cells:
            while taken.get(at, 0) > index:
                at += 1
            style = self._styles.style(cell)
            inner = look_of(cell, look, style)
            if inner.hidden:
                continue
            cols = min(max(_whole(cell.get("colspan"), 1), 1), self._limits.columns)
            stated = _whole(cell.get("rowspan"), 1)
            rows = min(left if stated == 0 else max(stated, 1), left, self._limits.span)
            pieces.append(Piece(at, at + cols, self.blocks(cell, inner), rows=rows, header=header))
            for col in range(at, at + cols):
                taken[col] = index + rows
            at += cols
            self._limits.check("columns", at)
        self._cells += len(pieces)
        self._limits.check("cells", self._cells)
        return pieces


def _rows(table: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """A table's own rows, and whether they stand in its head; the foot comes last, as it is shown."""
    feet: list[etree._Element] = []
    for child in table:
        if child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody"):
            for row in child.iterchildren("tr"):
                yield row, child.tag == "thead"
        elif child.tag == "tfoot":
            feet.extend(child.iterchildren("tr"))
    for row in feet:
        yield row, False


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    yield from row.iterchildren("td", "th")


def _is_framed(rows: list[tuple[etree._Element, bool]]) -> bool:
    """A published spreadsheet: «A B C» above its columns, «1 2 3» before its rows."""
    heads = [text_of(cell).strip() for cell in _cells(rows[0][0])] if rows else []
    if len(heads) < _FEWEST_LETTERS or heads[0] or heads[1:] != list(_LETTERS[: len(heads) - 1]):
        return False
    first = [text_of(next(_cells(row), row)).strip() for row, _ in rows[1:]]
    return first == [str(number) for number in range(1, len(first) + 1)]


def _is_layout(table: etree._Element, rows: list[tuple[etree._Element, bool]]) -> bool:
    """A table that only places other tables on the page: few cells of its own, tables inside, no border."""
    if table.get("border") not in (None, "0") or next(table.iterdescendants("table"), None) is None:
        return False
    return sum(1 for row, _ in rows for _ in _cells(row)) <= _FEW_CELLS


def _mark(text: str) -> str | None:
    """Word's own label: «1.», «·» in Symbol."""
    mark = text.replace("\xa0", " ").strip()
    return mark if any(sign.isalnum() for sign in mark) and mark != "o" and mark != "§" else bullet(mark or BULLET)


def _without_align(look: Look) -> Look:
    """Alignment and indent of what stands around a table do not go into it."""
    return Look(look.bold, look.italic, look.struck, look.hidden)


def _whole(text: str | None, default: int) -> int:
    try:
        return int(text) if text and len(text) < 12 else default
    except ValueError:
        return default
