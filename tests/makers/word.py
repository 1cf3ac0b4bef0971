"""DOCX files made by hand for the tests: raw parts in a ZIP, so that each can hold what no library writes."""

# ruff: noqa: E501 (XML)
from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def run(text: str, look: str = "") -> str:
    """A run; `look` is the inside of its `w:rPr`."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(text: str = "", look: str = "", *, ppr: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{ppr}</w:pPr>{run(text, look) if text else ''}</w:p>"


def item(text: str, num: int, level: int = 0) -> str:
    """A paragraph of a list."""
    return para(text, ppr=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def cell(*blocks: str, shape: str = "") -> str:
    """A cell; texts become paragraphs; `shape` is the inside of its `w:tcPr`."""
    inside = "".join(b if b.startswith("<") else para(b) for b in blocks) or "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{shape}</w:tcPr>{inside}</w:tc>'


def row(*cells: str, shape: str = "") -> str:
    """A row; texts become cells; `shape` is the inside of its `w:trPr`."""
    trpr = f"<w:trPr>{shape}</w:trPr>" if shape else ""
    return f"<w:tr>{trpr}{''.join(c if c.startswith('<') else cell(c) for c in cells)}</w:tr>"


def table(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """A table."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def level(index: int, kind: str, pattern: str, more: str = "") -> str:
    """A level of a list."""
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>'


def numbering(
    *levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>', more: str = ""
) -> str:
    """numbering.xml with one abstract list (and `more` of them)."""
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{more}{nums}'


def story(tag: str, *blocks: str) -> str:
    """A part of its own: a page head (`hdr`), a foot (`ftr`), foot- or endnotes."""
    return f"<w:{tag} {SPACES}>{''.join(blocks)}</w:{tag}>"


def note(key: int, text: str, *, kind: str = "footnote") -> str:
    """A foot- or endnote with its mark before the text."""
    return f'<w:{kind} w:id="{key}"><w:p><w:r><w:{kind}Ref/></w:r>{run(" " + text)}</w:p></w:{kind}>'


def section(*references: tuple[str, str, str], first: bool = False, more: str = "") -> str:
    """A `w:sectPr`; references are («header» or «footer», «first» …, the part's name)."""
    inside = "".join(f'<w:{kind}Reference w:type="{use}" r:id="{name}"/>' for kind, use, name in references)
    return f"<w:sectPr>{inside}{more}{'<w:titlePg/>' if first else ''}</w:sectPr>"


def docx(
    body: str,
    *,
    styles: str = "",
    numbers: str = "",
    before: str = "",
    relations: bool = True,
    strict: bool = False,
    more: dict[str, bytes] | None = None,
    linked: dict[str, tuple[str, str]] | None = None,
) -> bytes:
    """A DOCX file around a body's XML. `linked` are parts by name: the kind of relationship, and their XML.

    The relationship's id is the part's name: `r:id="header1.xml"`.
    """
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "word/document.xml": f"<w:document {SPACES}>{before}<w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"<w:styles {SPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {SPACES}>{numbers}</w:numbering>",
    }
    if relations:
        parts["_rels/.rels"] = _rels(("rId1", "officeDocument", "word/document.xml"))
        parts["word/_rels/document.xml.rels"] = _rels(
            ("rId1", "styles", "styles.xml"),
            ("rId2", "numbering", "/word/numbering.xml"),
            *((name, kind, name) for name, (kind, _xml) in (linked or {}).items()),
        )
    parts |= {f"word/{name}": xml for name, (_kind, xml) in (linked or {}).items()}
    if strict:
        parts = {k: v.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main") for k, v in parts.items()}  # type: ignore[arg-type]
    return package({**parts, **(more or {})})


def package(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def _rels(*relations: tuple[str, str, str]) -> str:
    inside = "".join(f'<Relationship Id="{i}" Type="{_TYPE}/{kind}" Target="{to}"/>' for i, kind, to in relations)
    return f'<Relationships xmlns="{_RELATIONS}">{inside}</Relationships>'


def _content_types() -> str:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{main}.{kind}+xml"/>'
        for part, kind in (("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"))
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
