"""DOCX: automatic numbers by styles, overrides and restarts. LibreOffice prints the same, but for what it lacks:
«legal» numbers and levels that never start anew, where Word's own way is expected."""

# ruff: noqa: E501 (a table)
from __future__ import annotations

import pytest

from extractor.blocks import paragraphs
from extractor.readers.docx import read
from extractor.readers.limits import Limits
from tests.makers.word import docx, level, para


def line(style: str = "", num: int | None = None, at: int | None = None) -> str:
    """A paragraph of a style, of a list, of a level."""
    ppr = f'<w:pStyle w:val="{style}"/>' if style else ""
    return para("т", ppr=ppr + properties(num, at))


def properties(num: int | None, at: int | None) -> str:
    inside = "" if at is None else f'<w:ilvl w:val="{at}"/>'
    inside += "" if num is None else f'<w:numId w:val="{num}"/>'
    return f"<w:numPr>{inside}</w:numPr>" if inside else ""


def style(key: str, based: str = "", num: int | None = None, at: int | None = None) -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="paragraph" w:styleId="{key}">{base}<w:pPr>{properties(num, at)}</w:pPr></w:style>'


def num(key: int, *overrides: str, of: int = 0) -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{"".join(overrides)}</w:num>'


def override(at: int, start: int | None = None, own: str = "") -> str:
    begins = "" if start is None else f'<w:startOverride w:val="{start}"/>'
    return f'<w:lvlOverride w:ilvl="{at}">{begins}{own}</w:lvlOverride>'


def abstract(*levels: str, key: int = 0, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


THREE = abstract(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."), level(2, "russianLower", "%3)"))
CHAIN = style("A", num=1) + style("B", "A", at=1) + style("C", "B", at=2) + style("D", "B") + style("E", "A", num=0)
LINKED = abstract(
    level(0, "upperRoman", "%1.", '<w:pStyle w:val="H1"/>'),
    level(1, "decimal", "%1.%2", '<w:pStyle w:val="H2"/><w:isLgl/>'),
)
FROM_FIVE = level(0, "decimal", "%1.").replace('<w:start w:val="1"/>', '<w:start w:val="5"/>')
NUMBERING_STYLE = f'<w:style w:type="numbering" w:styleId="NL"><w:pPr>{properties(1, None)}</w:pPr></w:style>'
BY_STYLE = abstract(key=1, more='<w:numStyleLink w:val="NL"/>') + THREE + num(1) + num(2, of=1)
PICTURE = level(0, "bullet", "", '<w:lvlPicBulletId w:val="0"/>')


@pytest.mark.parametrize(
    ("body", "styles", "numbers", "labels"),
    [
        ("".join(map(line, "ABBCABDEA")), CHAIN, THREE + num(1), ["1.", "1.1.", "1.2.", "а)", "2.", "2.1.", "2.2.", None, "3."]),
        (line("H1") + line("H2") * 2 + line("H1") + line("H2"), style("H1", num=1) + style("H2", num=1), LINKED + num(1), ["I.", "1.1", "1.2", "II.", "2.1"]),
        (line(num=1, at=0) * 2 + line(num=2, at=0) * 2 + line(num=1, at=0) + line(num=3, at=0), "", THREE + num(1) + num(2, override(0, 1)) + num(3), ["1.", "2.", "1.", "2.", "3.", "4."]),
        (line(num=1, at=0) + line(num=2, at=0) + line(num=2, at=1), "", THREE + num(1) + num(2, override(0, own=level(0, "lowerLetter", "(%1)"))), ["1.", "(b)", "b.1."]),
        (line(num=1, at=0) + line(num=1, at=2) * 2 + line(num=1, at=1) + line(num=1, at=2) + line(num=1, at=0) + line(num=1, at=2), "", THREE + num(1), ["1.", "а)", "б)", "1.2.", "а)", "2.", "а)"]),
        ((line(num=1, at=0) + line(num=1, at=1)) * 2, "", abstract(level(0, "decimal", "%1."), level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')) + num(1), ["1.", "1)", "2.", "2)"]),
        (line(num=1, at=0) * 2, "", abstract(FROM_FIVE) + num(1), ["5.", "6."]),
        (line(num=1, at=0) + line(num=1, at=1) + line(num=2, at=0) + line(num=2, at=1) * 2, "", THREE + num(1) + num(2, override(0, 3), override(1, 7)), ["1.", "1.1.", "3.", "3.7.", "3.8."]),
        (line(num=2, at=0) + line(num=2, at=1) + line(num=1, at=0), NUMBERING_STYLE, BY_STYLE, ["1.", "1.1.", "2."]),
        (line(num=1, at=0) * 30, "", abstract(level(0, "russianUpper", "%1)")) + num(1), [f"{letter})" for letter in [*"АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ", "АА"]]),
        (line(num=1, at=0) * 14, "", abstract(level(0, "lowerRoman", "%1.")) + num(1), [f"{one}." for one in ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv"]]),
        (line(num=1, at=0), "", abstract(level(0, "decimal", "Раздел %1:", '<w:suff w:val="nothing"/>')) + num(1), ["Раздел 1:"]),
        (line(num=1, at=0), "", abstract(level(0, "bullet", "\uf0fc", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>')) + num(1), ["•"]),
        (line(num=1, at=0), "", abstract(PICTURE) + num(1), ["•"]),
    ],
)  # fmt: skip
def test_numbers_as_word_prints_them(body: str, styles: str, numbers: str, labels: list[str | None]) -> None:
    found = read(docx(body, styles=styles, numbers=numbers), limits=Limits()).blocks
    assert [p.label for p in paragraphs(found)] == labels
