"""ODT files made by hand for the tests."""

from __future__ import annotations

from tests.makers.word import package

_NAMES = {
    "office": "office",
    "text": "text",
    "table": "table",
    "style": "style",
    "draw": "drawing",
    "fo": "xsl-fo-compatible",
}
SPACES = " ".join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for k, v in _NAMES.items())
SPACES += ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'


def odt(
    body: str, *, automatic: str = "", styles: str = "", pages: str = "", more: dict[str, bytes] | None = None
) -> bytes:
    """An ODT file around the inside of `office:text`; `pages` are its `style:master-page`s."""
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    common = f"<office:document-styles {SPACES}><office:styles>{styles}</office:styles>"
    common += f"<office:master-styles>{pages}</office:master-styles></office:document-styles>"
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "styles.xml": common,
        "META-INF/manifest.xml": "<manifest/>",
    }
    return package({**parts, **(more or {})})


def p(text: str = "", style: str = "") -> str:
    """A paragraph."""
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:p{named}>{text}</text:p>"


def cell(*texts: str, attributes: str = "") -> str:
    """A cell of a table."""
    inside = "".join(t if t.startswith("<") else p(t) for t in texts)
    return f"<table:table-cell {attributes}>{inside}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    """A row of a table."""
    inside = "".join(c if c.startswith("<") else cell(c) for c in cells)
    return f"<table:table-row {attributes}>{inside}</table:table-row>"


def table(*rows: str) -> str:
    """A table."""
    return f"<table:table><table:table-column/>{''.join(rows)}</table:table>"


def items(*texts: str, attributes: str = "") -> str:
    """A list; texts become items, tags stand as they are."""
    inside = "".join(t if t.startswith("<") else f"<text:list-item>{p(t)}</text:list-item>" for t in texts)
    return f"<text:list {attributes}>{inside}</text:list>"
