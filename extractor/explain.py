"""Why a plan was read as it was: its zones, the roles of its columns with their scores, the fate of every piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from extractor.blocks import Block, Paragraph, SourceDocument, Table, paragraphs
from extractor.layout.plan import Fate, Plan
from extractor.layout.zones import read_plan
from extractor.readers import read
from extractor.readers.limits import Limits
from extractor.text import one_line, words


@dataclass(frozen=True, slots=True)
class Explanation:
    """A document as read and as understood; both can be printed."""

    source: SourceDocument
    plan: Plan


def explain(
    source: str | Path | bytes, *, name: str = "", limits: Limits | None = None, passwords: Sequence[str] = ()
) -> Explanation:
    """Read a document as far as its plan rows, keeping every intermediate.

    Raises:
        ExtractorError: the file cannot be read.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    called = name or ("" if isinstance(source, bytes) else Path(source).name)
    document = read(data, name=called, limits=limits or Limits(), passwords=passwords)
    return Explanation(document, read_plan(document.blocks, document.heads))


def beside(source: SourceDocument) -> tuple[str, ...]:
    """What stands beside the text: page heads and feet, notes with their marks."""
    return tuple(one_line(p.full_text) for p in (*paragraphs(source.heads), *source.notes))


def lost_words(explanation: Explanation) -> Counter[str]:
    """The words of the document that no fate and no row tells of; empty where nothing was lost."""
    told = Counter(_words(fate.text for fate in explanation.plan.fates))
    return Counter(_words(_texts(explanation.source.blocks))) - told


def _words(texts: Iterable[str]) -> Iterable[str]:
    return (word.casefold() for text in texts for word in words(text))


def _texts(blocks: tuple[Block, ...]) -> Iterable[str]:
    return (p.full_text for p in paragraphs(blocks))


COLOURS = {
    "event": "#e3f4e3",
    "continued": "#cfe8cf",
    "section": "#e3ecfa",
    "header": "#eeeeee",
    "title": "#fdf3d8",
    "skipped": "#fbe1e1",
    "prose": "#ffffff",
}


def to_html(explanation: Explanation, labels: dict[str, str]) -> str:
    """The document with every row and paragraph coloured by its fate; one self-contained page.

    Args:
        labels: fate kinds and reasons in the reader's language; what is missing stays a code.
    """
    fates: dict[tuple[int | None, int | None], Fate] = {
        (f.place.table, f.place.row): f for f in explanation.plan.fates if f.place.row
    }
    by_text: dict[str, Fate] = {one_line(f.text): f for f in explanation.plan.fates if not f.place.row}
    body: list[str] = []
    table = 0
    for block in explanation.source.blocks:
        if isinstance(block, Paragraph):
            body.append(_paragraph_html(block, by_text.get(one_line(block.full_text)), labels))
        else:
            table += 1
            body.append(_table_html(block, table, fates, labels))
    body += (f"<p><small>{escape(line)}</small></p>" for line in beside(explanation.source))
    legend = " ".join(f'<span style="background:{c}">{escape(labels.get(k, k))}</span>' for k, c in COLOURS.items())
    columns = "".join(
        f"<li>{c.table}.{c.column} «{escape(c.header)}» → {escape(labels.get(c.role, c.role))} "
        f"({c.score:.2f}, {escape(labels.get(c.by, c.by))})</li>"
        for c in explanation.plan.columns
    )
    style = "body{font:14px sans-serif;margin:2em}td,th{border:1px solid #999;padding:4px;vertical-align:top}"
    style += "table{border-collapse:collapse;margin:1em 0}span{padding:2px 6px}small{color:#666}"
    head = f'<!doctype html><meta charset="utf-8"><style>{style}</style><p>{legend}</p>'
    return f"{head}<ul>{columns}</ul>{''.join(body)}"


def _paragraph_html(paragraph: Paragraph, fate: Fate | None, labels: dict[str, str]) -> str:
    colour = COLOURS.get(fate.kind if fate else "prose", "#fff")
    return f'<p style="background:{colour}">{escape(paragraph.full_text)} {_why(fate, labels)}</p>'


def _table_html(
    table: Table, number: int, fates: dict[tuple[int | None, int | None], Fate], labels: dict[str, str]
) -> str:
    rows = []
    for index in range(table.rows):
        fate = fates.get((number, index + 1))
        cells = "".join(
            f'<td rowspan="{c.rowspan}" colspan="{c.colspan}">{escape(c.text)}</td>' for c in table.row(index)
        )
        colour = COLOURS.get(fate.kind if fate else "prose", "#fff")
        rows.append(f'<tr style="background:{colour}">{cells}<td>{_why(fate, labels)}</td></tr>')
    return f"<table>{''.join(rows)}</table>"


def _why(fate: Fate | None, labels: dict[str, str]) -> str:
    if fate is None:
        return ""
    reason = f": {labels.get(fate.reason, fate.reason)}" if fate.reason else ""
    return f"<small>{escape(labels.get(fate.kind, fate.kind) + reason)}</small>"
