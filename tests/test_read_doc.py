"""Old Word files: the own reader on a file LibreOffice made (`makers/old_word.py`), and the choice of the route."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from extractor.blocks import Paragraph, Table, paragraphs
from extractor.errors import ExtractorError, MissingToolError, ReadError
from extractor.readers import doc, office, word97
from extractor.readers.docx.numbering import Level
from extractor.readers.limits import Limits
from extractor.readers.word97.binary import WordFile
from extractor.readers.word97.lists import _read_changes
from extractor.readers.word97.properties import BOLD, Properties, is_on, laid_over, properties, quick_property
from tests.makers.mutate import mutations
from tests.makers.outline import assert_no_overlap, outline

OLD = (Path(__file__).parent / "data" / "old_word.doc").read_bytes()
STYLED = (Path(__file__).parent / "data" / "styled_word.doc").read_bytes()
EXPECTED = [
    "План слётов",
    "видно",
    "I. Раздел",
    "а) пункт",
    "б) пункт",
    "зачёркнут",
    [
        ["№", "Дело", "Сроки 1x2", "Место", "Кто"],
        ["II.", "Слёт\nюннатов", "май 2x1", "5", "лес", "все"],
        ["III.", "Поход\nа\nб\nночью", "6", "", "кружок"],
    ],
]


def test_text_numbers_and_merges() -> None:
    document = word97.read(OLD, limits=Limits())
    assert outline(document.blocks) == EXPECTED
    assert document.route == "own"
    grid = document.blocks[-1]
    assert isinstance(grid, Table)
    assert_no_overlap(grid)
    assert [c.header for c in grid.row(0)] == [True] * 5
    assert not any(c.header for c in grid.row(1))
    nested = next(c for c in grid.row(2) if c.col == 1)
    assert [type(b) for b in nested.blocks] == [Paragraph, Table, Paragraph]


def test_looks() -> None:
    title, seen, section, point, *_ = paragraphs(word97.read(OLD, limits=Limits()).blocks)
    assert (title.bold, title.align) == (True, "center")
    assert (seen.bold, seen.text) == (False, "видно")
    assert (section.level, point.level) == (0, 1)
    assert next(p for p in paragraphs(word97.read(OLD, limits=Limits()).blocks) if p.text == "зачёркнут").struck


def test_styles_boxes_and_lists_that_start_anew() -> None:
    document = word97.read(STYLED, limits=Limits())
    assert outline(document.blocks) == [
        *("УТВЕРЖДАЮ", "Директор", "лист", "Раздел", "Тихо", "твёрдо", "Не жирно"),
        [["1. слёт\n2. сбор\n3. бал", "май"], ["1. хор\n2. игра", "июнь"]],
        "конец",
    ]
    looks = {p.text: (p.heading, p.bold, p.italic, p.align) for p in paragraphs(document.blocks)}
    assert looks["Раздел"] == (1, True, False, "center")
    assert looks["Тихо"] == (1, True, True, "center")  # of a style based on the heading's
    assert looks["твёрдо"] == (None, True, False, "left")  # of a character style
    assert looks["Не жирно"] == (1, False, False, "center")
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("base", "own", "on"),
    [
        ({}, {}, False),
        ({BOLD: b"\1"}, {}, True),
        ({BOLD: b"\1"}, {BOLD: b"\0"}, False),
        ({BOLD: b"\1"}, {BOLD: b"\x80"}, True),
        ({BOLD: b"\1"}, {BOLD: b"\x81"}, False),
        ({}, {BOLD: b"\x81"}, True),
        ({}, quick_property(0x55 << 1 | 1 << 8), True),
        ({BOLD: b"\1"}, quick_property(0x55 << 1), False),
        ({BOLD: b"\1"}, quick_property(0x7F << 1), True),
        ({}, properties(b"\x35\x08\x01\x36\x08\x01"), True),
        ({}, properties(b"\x08\xd6\x05\0\1\2\3\4\x35\x08\x01"), True),
        ({}, properties(b"\x35\x08"), False),
    ],
)
def test_looks_laid_over_one_another(base: Properties, own: Properties, on: bool) -> None:
    assert is_on(laid_over(base, own), BOLD) is on


def test_a_list_that_starts_anew_where_its_use_says_so() -> None:
    at_three = b"\xff\xff\xff\xff" + struct.pack("<iI", 3, 0x10 | 1)
    assert _read_changes(at_three, 0, 1, ()) == ((), ((1, 3),), len(at_three))
    assert _read_changes(at_three[:9], 0, 1, ()) == ((), (), 4)
    level = struct.pack("<iB", 5, 0) + bytes(23) + struct.pack("<H", 2) + "\0)".encode("utf-16-le")
    levels, starts, end = _read_changes(bytes(4) + struct.pack("<iI", 0, 0x20) + level, 0, 1, (Level(),))
    assert (levels[0].start, levels[0].parts, starts, end) == (5, (0, ")"), (), 12 + len(level))


def test_a_lost_page_of_looks_is_told() -> None:
    """Bold, cells and rows stand in pages of the file; without one of them the text is there, but not all of it."""
    word = WordFile(STYLED, Limits())
    (_, entries) = word.positions(0x102, 4)
    page = struct.unpack("<I", entries[0])[0]
    at = STYLED.index(word.main[:512]) + 512 * page
    broken = word97.read(STYLED[:at] + b"\xff" * 512 + STYLED[at + 512 :], limits=Limits())
    assert "damaged_part" in broken.warnings


@pytest.fixture
def without_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    monkeypatch.setattr(doc, "_antiword", lambda: None)


@pytest.mark.parametrize("use", ["needed", "always", "never"])
def test_a_table_at_the_end_goes_past_libreoffice(use: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.SETTING, use)
    monkeypatch.setattr(office, "program", lambda: "/nowhere/soffice")
    assert word97.ends_in_table(OLD, Limits())
    document = doc.read(OLD, limits=Limits())
    assert document.route == "own"
    assert outline(document.blocks) == EXPECTED


def old_magic() -> bytes:
    """The same file, as Word 95 would begin it."""
    at = OLD.find(b"\xec\xa5")
    return OLD[:at] + b"\xdc\xa5" + OLD[at + 2 :]


@pytest.mark.usefixtures("without_programs")
def test_word_95_needs_a_program() -> None:
    with pytest.raises(MissingToolError) as caught:
        doc.read(old_magic(), limits=Limits())
    assert "install" in caught.value.detail


def encrypted() -> bytes:
    at = OLD.find(b"\xec\xa5")
    return OLD[: at + 11] + bytes([OLD[at + 11] | 1]) + OLD[at + 12 :]


@pytest.mark.parametrize("read", [doc.read, word97.read])
def test_encrypted(read: object) -> None:
    with pytest.raises(ReadError) as caught:
        read(encrypted(), limits=Limits())  # type: ignore[operator]
    assert caught.value.code == "encrypted"


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD[:600], OLD[:512] + bytes(9_000)])
def test_damaged(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        word97.read(data, limits=Limits())
    assert caught.value.code == "damaged"


def test_mutated_files_never_raise_anything_else() -> None:
    for data in mutations(OLD, 300, 8):
        try:
            found = word97.read(data, limits=Limits())
        except ExtractorError:
            continue
        for paragraph in paragraphs(found.blocks):
            assert isinstance(paragraph.full_text, str)
