"""One plan in the mark-up of each program that writes DOCX files: the same events, whoever wrote it."""

from __future__ import annotations

import zipfile
from functools import cache
from io import BytesIO

import pytest

from extractor.blocks import Table
from extractor.pipeline import extract
from extractor.readers import read
from extractor.readers.docx.squeeze import squeeze
from tests.makers.producers import docx_twin, rows
from tests.makers.word import package
from tests.makers.word_producers import STYLES, written
from tests.test_read_producers import facts, heading, twin

TRANSITIONAL, STRICT = "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"  # fmt: skip # noqa: E501


@cache
def file_of(name: str) -> bytes:
    return written(STYLES[name])


@pytest.mark.parametrize("name", STYLES)
def test_the_same_events_whoever_wrote_it(name: str) -> None:
    plan = extract(file_of(name), name="план.docx")
    assert facts(plan) == facts(twin()) and heading(plan) == heading(twin())
    assert plan.document.warnings == ()


@pytest.mark.parametrize("name", STYLES)
def test_no_text_has_what_its_writer_cut(name: str) -> None:
    tables = [b for b in read(file_of(name)).blocks if isinstance(b, Table)]
    expected = [b for b in read(docx_twin()).blocks if isinstance(b, Table)]
    assert [[c.text for c in t.cells] for t in tables] == [[c.text for c in t.cells] for t in expected]


@pytest.mark.parametrize("name", ["Word", "LibreOffice", "Google Docs", "WPS", "Pages", "lean"])
def test_all_cells_of_one_paragraph_are_squeezed(name: str) -> None:
    with zipfile.ZipFile(BytesIO(file_of(name))) as parts:
        xml = parts.read("word/document.xml")
    squeezed = squeeze(xml)
    assert squeezed is not None and len(squeezed) < len(xml) / 2
    lines = sum("\n" in text for texts in rows() for text in texts)
    assert squeezed.partition(b"<_s>")[0].count(b"<w:tc>") == lines == 2


def repacked(data: bytes, changes: dict[bytes, bytes], without: str = "") -> bytes:
    """The package with bytes changed in all its parts, and those of some names left out."""
    parts: dict[str, str | bytes] = {}
    with zipfile.ZipFile(BytesIO(data)) as source:
        for name in source.namelist():
            content = source.read(name)
            for old, new in changes.items():
                content = content.replace(old, new)
            if not (without and without in name):
                parts[name] = content
    return package(parts)


MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@pytest.mark.parametrize(
    ("changes", "without", "warnings"),
    [
        ({TRANSITIONAL.encode(): STRICT.encode()}, "", ()),
        ({MAIN: b"application/vnd.ms-word.document.macroEnabled.main+xml"}, "", ()),
        ({MAIN: b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"}, "", ()),
        ({}, "_rels", ()),
        ({}, "styles", ()),
        ({}, "numbering", ()),
        ({}, "[Content_Types]", ()),
        ({b"word/document.xml": b"word/document2.xml"}, "", ()),
    ],
    ids=[
        "strict",
        "with macros",
        "template",
        "no relationships",
        "no styles",
        "no lists",
        "no types",
        "a wrong relation",
    ],
)
def test_packages_of_all_kinds(changes: dict[bytes, bytes], without: str, warnings: tuple[str, ...]) -> None:
    plan = extract(repacked(file_of("Word"), changes, without), name="план.docx")
    assert facts(plan) == facts(twin()) and plan.document.warnings == warnings
