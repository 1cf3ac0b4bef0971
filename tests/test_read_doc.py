"""Old Word files: the own reader on a file LibreOffice made (`makers/old_word.py`), and the choice of the route."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.blocks import Paragraph, Table, paragraphs
from extractor.errors import ExtractorError, MissingToolError, ReadError
from extractor.readers import doc, office, word97
from extractor.readers.limits import Limits
from tests.makers.mutate import mutations
from tests.makers.outline import assert_no_overlap, outline

OLD = (Path(__file__).parent / "data" / "old_word.doc").read_bytes()
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
