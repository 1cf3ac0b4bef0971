"""ODT: page heads and notes stand apart from the text, as in a DOCX."""

from __future__ import annotations

import pytest

from extractor.readers.limits import Limits
from extractor.readers.odt import read
from tests.makers.opendocument import items, odt, p, row, table
from tests.makers.outline import outline


def page(**parts: str) -> str:
    inside = "".join(
        f"<style:{name.replace('_', '-')}>{xml}</style:{name.replace('_', '-')}>" for name, xml in parts.items()
    )
    return f'<style:master-page style:name="Standard">{inside}</style:master-page>'


@pytest.mark.parametrize(
    ("pages", "heads"),
    [
        ("", []),
        (page(header=p("План кружка"), footer=p("Страница 2") + p("3")), ["План кружка", "Страница 2"]),
        (page(header=p("План кружка"), header_first=p("УТВЕРЖДАЮ")), ["УТВЕРЖДАЮ", "План кружка"]),
        (page(header=table(row("УТВЕРЖДЕНО", "приказом"))), [[["УТВЕРЖДЕНО", "приказом"]]]),
        (page(header=p("План")) + page(header=p("План")), ["План"]),
        (page(header=p("План")).replace("<style:header>", '<style:header style:display="false">'), []),
    ],
)
def test_page_heads(pages: str, heads: list[object]) -> None:
    document = read(odt(p("Слёт"), pages=pages), limits=Limits())
    assert outline(document.blocks) == ["Слёт"] and outline(document.heads) == heads


def note(mark: str, *blocks: str, kind: str = "footnote") -> str:
    body = f"<text:note-citation>{mark}</text:note-citation><text:note-body>{''.join(blocks)}</text:note-body>"
    return f'<text:note text:note-class="{kind}">{body}</text:note>'


def test_notes() -> None:
    body = p(
        f"Слёт{note('1', p('день уточняется'))} в мае{note('*', p('по плану'), items('а', 'б'))}"
        + note("i", kind="endnote")
    )
    document = read(odt(body), limits=Limits())
    assert outline(document.blocks) == ["Слёт в мае"]
    assert [(n.label, n.text) for n in document.notes] == [("1", "день уточняется"), ("*", "по плану\n• а\n• б")]
