"""RTF: page heads and footnotes stand apart from the text, as in a DOCX."""

from __future__ import annotations

import pytest

from extractor.blocks import SourceDocument
from extractor.readers.limits import Limits
from extractor.readers.rtf import read
from tests.makers.outline import outline
from tests.test_read_rtf import HEAD, hexed


def opened(body: str) -> SourceDocument:
    return read((HEAD + body + "}").encode("cp1251"), limits=Limits())


TEXT = hexed("Слёт") + r"\par "


@pytest.mark.parametrize(
    ("body", "heads"),
    [
        (TEXT, []),
        (r"{\header " + hexed("План") + r"\par}" + TEXT, ["План"]),
        (r"{\headerf УТВЕРЖДАЮ\par Сомова\par}{\header План\par}\titlepg " + TEXT, ["УТВЕРЖДАЮ", "Сомова", "План"]),
        (r"{\headerf УТВЕРЖДАЮ\par}{\header План\par}" + TEXT, ["План"]),
        (r"{\header План}{\footer {\field{\*\fldinst PAGE}{\fldrslt 3}}\par}\sect{\header План}" + TEXT, ["План"]),
        (r"{\header а \{б\} \\ {\b в}\par}" + TEXT, ["а {б} \\ в"]),
        (r"\headery720\footery720 " + TEXT, []),
    ],
)
def test_page_heads(body: str, heads: list[object]) -> None:
    document = opened(body)
    assert outline(document.blocks) == ["Слёт"] and outline(document.heads) == heads


def test_footnotes() -> None:
    note = r"{\super\chftn}{\footnote {\super\chftn} день уточняется\par}"
    own = r"{\super *}{\footnote * по плану}"
    document = opened(f"Слёт{note} в мае{own}\\par Бал{note}\\par")
    assert [n.label for n in document.notes] == ["1", None, "2"]
    assert [n.text.strip() for n in document.notes] == ["день уточняется", "* по плану", "день уточняется"]


@pytest.mark.parametrize(
    ("start", "times"),
    [(r"{\header ", 150), (r"{\footnote ", 150), (r"{\header}", 20_000), (r"{\footnote \'", 150), (r"{\fonttbl", 150)],
)
def test_what_never_ends_is_left(start: str, times: int) -> None:
    assert outline(opened(TEXT + start * times).blocks)[0] == "Слёт"
