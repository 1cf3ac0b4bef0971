"""Page heads: what the body lacks, they give; what the body says, they never change."""

# ruff: noqa: E501 (a table)
from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from extractor.blocks import Block, Paragraph, Table, paragraphs
from extractor.layout.zones import read_plan
from extractor.pipeline import extract
from extractor.readers import read
from tests.layout_dsl import para, table
from tests.makers.word import cell, docx, note, row, run, section, story
from tests.makers.word import para as word_para
from tests.makers.word import table as word_table

ROWS = table("№ | Мероприятие | Срок", "1 | Слёт юнг | 5 мая", "2 | Игра | 7 июня")
STAMP = (para("УТВЕРЖДАЮ"), para("Директор школы № 5"), para("________ Сомова Л. Д."), para("30.08.2021"))
NAMED = para("План работы кружка «Росток» на 2021-2022 учебный год")
BOOK = para("Образовательная программа начального общего образования")


@pytest.mark.parametrize(
    ("body", "heads", "title", "stamps"),
    [
        ((ROWS,), (), None, 0),
        ((ROWS,), (NAMED,), NAMED.text, 0),
        ((ROWS,), (*STAMP, NAMED), NAMED.text, 1),
        ((para("План спортивного клуба на 2023 год", bold=True), ROWS), (*STAMP, NAMED), "План спортивного клуба на 2023 год", 1),
        ((*STAMP, NAMED, ROWS), STAMP, NAMED.text, 1),
        ((NAMED, ROWS), (BOOK,), NAMED.text, 0),
        ((ROWS,), (BOOK, para("Страница 3")), None, 0),
    ],
)  # fmt: skip
def test_heads_give_what_the_body_lacks(
    body: tuple[Block, ...], heads: tuple[Block, ...], title: str | None, stamps: int
) -> None:
    plan = read_plan(body, heads)
    header = plan.parts[0].header
    assert (header.title, len(header.approvals)) == (title, stamps)
    assert [r.text("title") for r in plan.rows] == ["Слёт юнг", "Игра"]


def test_heads_never_become_rows() -> None:
    heads: tuple[Block, ...] = (para("1. Поход – 5 мая – Цой В. Е."), ROWS)
    plain = read_plan((NAMED, ROWS)).rows
    assert read_plan((NAMED, ROWS), heads).rows == plain
    assert isinstance(heads[0], Paragraph) and isinstance(heads[1], Table)


def headed() -> bytes:
    """A DOCX with its stamp in the first page's head, its title in the running one, a footnote in a cell."""
    first = story("hdr", *(word_para(text) for text in ("УТВЕРЖДАЮ", "Директор школы № 5", "________ Сомова Л. Д.")))
    running = story("hdr", word_para("План работы кружка «Росток» на 2021-2022 учебный год"))
    ends = section(("header", "first", "header2.xml"), ("header", "default", "header1.xml"), first=True)
    marked = f'<w:p>{run("Слёт юнг")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    rows = (row("№", "Мероприятие", "Срок"), row("1", cell(marked), "5 мая"), row("2", "Игра", "7 июня"))
    return docx(
        word_table(*rows) + ends,
        linked={
            "header1.xml": ("header", running),
            "header2.xml": ("header", first),
            "footnotes.xml": ("footnotes", story("footnotes", note(1, "день уточняется"))),
        },
    )


def check(data: bytes, name: str) -> None:
    plan = extract(data, name=name)
    assert plan.document.title == "План работы кружка «Росток» на 2021-2022 учебный год"
    assert [a.person.surname for a in plan.document.approvals if a.person] == ["Сомова"]
    assert [e.date.edtf for e in plan.events] == ["2022-05-05", "2022-06-07"]
    assert [e.title for e in plan.events] == ["Слёт юнг", "Игра"]
    document = read(data)
    assert {p.text for p in paragraphs(document.heads)} >= {"УТВЕРЖДАЮ", plan.document.title}
    assert [(n.label, n.text.strip()) for n in document.notes] == [("1", "день уточняется")]


def test_a_stamp_and_title_in_the_heads_of_a_file() -> None:
    check(headed(), "plan.docx")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_same_heads_in_other_formats(tmp_path: Path) -> None:
    source = tmp_path / "plan.docx"
    source.write_bytes(headed())
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    for kind in ("odt", "rtf", "doc"):
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        check((tmp_path / f"plan.{kind}").read_bytes(), f"plan.{kind}")
