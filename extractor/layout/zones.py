"""The zones of a document: its plans (a later title opens another), and in each the header, tables, lists and prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.blocks import Block, Paragraph, Table
from extractor.fields.dates import find_dates, parse_date
from extractor.fields.period import parse_period
from extractor.layout.entry import read_entry
from extractor.layout.grid import Grid, join_grids, row_text, to_grid, without_rows
from extractor.layout.header import Header, is_letter, opens_title, read_header
from extractor.layout.header_lines import contents_table
from extractor.layout.heads import with_heads
from extractor.layout.items import is_contents_line, is_next
from extractor.layout.lists import LONG, read_list
from extractor.layout.numbers import section_title, split_marker
from extractor.layout.outline import Outline
from extractor.layout.plan import Fate, Plan, PlanPart, RowPlace
from extractor.layout.stamps import opens_annex, stamp_kind, stamp_table
from extractor.layout.table import Sink, Walk, read_table
from extractor.layout.titles import names_plan
from extractor.layout.words import names_any, opens_with
from extractor.model import Period
from extractor.text import key, one_line

HEADING = 200
"""A heading between tables has at most so many characters."""
_FEW = 2
"""So many entries make a list."""
_PAGE_HEAD = 10
"""The heading of a page is among so many first blocks."""
_STAMP_LINES = 9
"""A stamp above a title has at most so many lines."""


def read_plan(blocks: Sequence[Block], heads: Sequence[Block] = ()) -> Plan:
    """Blocks → headers, plan rows and the fate of every piece. `heads` are the page heads of the document."""
    sink = Sink()
    parts: list[PlanPart] = []
    tables = 0
    for start, end in split_parts(blocks):
        part = blocks[start:end]
        header = with_heads(read_header(part), heads if not parts else ())
        if not sink.rows and header.period is not None and all(p.header.period is None for p in parts):
            # a programme without years gives way to the plan annexed to it, which keeps its stamps
            stamps = [a for p in parts if p.is_plan for a in p.header.approvals]
            header = replace(header, approvals=(*stamps, *header.approvals))
            parts = [replace(p, is_plan=False) for p in parts]
        is_first = not any(p.is_plan for p in parts)
        other = opens_with(header.title or "", "not_plan_titles") or is_letter(part)
        parts.append(PlanPart(header, not other))
        base = (header.title,) if not is_first and header.title else ()
        walk = Walk(sink, Outline(base=base), plan=len(parts) - 1, day=_title_day(header))
        _header_fates(part, header, sink)
        tables = _read_part(part, header, walk, tables) if parts[-1].is_plan else _skip_part(part, header, sink, tables)
        parts[-1] = replace(parts[-1], header=_of_one_day(header, walk))
    if not sink.rows and parts and parts[0].header.title is None:
        parts[0] = replace(parts[0], header=replace(parts[0].header, title=_page_title(blocks)))
    warnings = tuple(sink.warnings) + (("no_plan_found",) if not sink.rows else ())
    return Plan(tuple(parts), tuple(sink.rows), tuple(sink.columns), tuple(sink.fates), warnings)


def split_parts(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Where each plan of the file begins and ends: a plan's title behind the rows of another opens the next."""
    starts = [0]
    body = False  # a table, or a list under a title, has begun
    titled, entries = False, 0
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            body = body or (len(block.cells) > 8 and not contents_table(block) and not stamp_table(block))
        elif opens_title(block):
            behind = blocks[index + 1 : index + 12]
            if (body and _has_body(behind)) or (entries >= _FEW and _opens_list(blocks, index)):
                starts.append(_with_stamps(blocks, starts[-1], index))
                body, entries = False, 0
            titled = True
        elif titled and not body and isinstance(block, Paragraph):
            entries += _is_entry(block)
    return list(zip(starts, [*starts[1:], len(blocks)], strict=True))


def _is_entry(paragraph: Paragraph) -> bool:
    """«1. Сбор заявок – до 5 мая»: an entry of a plan without tables, by its date or party."""
    text = one_line(paragraph.text)
    return len(text) < LONG and any({"date", "responsible"} & set(read_entry(t).parts) for t in [split_marker(text)[1]])


def _opens_list(blocks: Sequence[Block], index: int) -> bool:
    """A title set apart, no entry itself, with a table or entries of its own below."""
    title = blocks[index]
    assert isinstance(title, Paragraph)
    apart = title.gap or title.bold or title.align == "center" or title.heading is not None
    if not apart or title.label is not None or title.text.rstrip().endswith((".", ";")) or _is_entry(title):
        return False
    behind = blocks[index + 1 : index + 16]
    below = sum(isinstance(b, Paragraph) and _is_entry(b) for b in behind)
    return below >= _FEW or any(isinstance(b, Table) and len(b.cells) > 8 for b in behind[:11])


def _has_body(blocks: Sequence[Block]) -> bool:
    return any(isinstance(b, Table) for b in blocks) or sum(isinstance(b, Paragraph) for b in blocks) >= 4


def _with_stamps(blocks: Sequence[Block], since: int, index: int) -> int:
    """The stamp and «Приложение 2» right above a title belong to it."""
    at = index
    for place in range(index - 1, max(since, index - _STAMP_LINES), -1):
        block = blocks[place]
        if not isinstance(block, Paragraph) or _is_entry(block):
            break
        if opens_annex(one_line(block.text)) or stamp_kind(one_line(block.text)):
            at = place
    while at - 1 > since and isinstance(blocks[at - 1], Paragraph) and index - at < 8:
        above = blocks[at - 1]
        if not isinstance(above, Paragraph) or above.align not in ("right", "center"):
            break
        at -= 1
    return at


def _header_fates(part: Sequence[Block], header: Header, sink: Sink) -> None:
    for index in sorted(header.used):
        sink.fates.append(Fate("title", _block_text(part[index]), "header", _block_place(part[index])))
    for index in sorted(header.prose):
        sink.fates.append(Fate("prose", _block_text(part[index]), "before_plan", _block_place(part[index])))
    for index, row in sorted(header.rows):
        block = part[index]
        if isinstance(block, Table):
            sink.fates.append(Fate("title", " ".join(c.text for c in block.row(row)), "header", RowPlace(row=row + 1)))


def _skip_part(part: Sequence[Block], header: Header, sink: Sink, tables: int) -> int:
    for index, block in enumerate(part):
        tables += isinstance(block, Table)
        if index not in header.used:
            sink.fates.append(Fate("skipped", _block_text(block), "no_plan_document", _block_place(block)))
    return tables


def _read_part(part: Sequence[Block], header: Header, walk: Walk, tables: int) -> int:
    loose: list[Paragraph] = []
    has_tables = any(
        isinstance(b, Table) and i not in header.used and len(b.cells) > 8 and not contents_table(b)
        for i, b in enumerate(part)
    )
    for index, grid, paragraph in _steps(part, header, tables):
        if paragraph is not None:
            if is_contents_line(paragraph.text):
                walk.sink.fate("skipped", paragraph.full_text, "contents", _place(paragraph))
            else:
                loose.append(paragraph)
            continue
        assert grid is not None
        headings = _split_headings(loose)
        _read_loose(loose[: len(loose) - len(headings)], walk, strict=True)
        before = list(walk.outline.stack)
        member_list = any(names_any(h.text, "not_plan_headings") for h in headings[-1:])
        named = False
        for heading in headings:
            first = not any(row.plan == walk.plan for row in walk.sink.rows)
            named = first and (_names_the_plan(heading) or (named and _says_period(heading, header)))
            if named:
                walk.sink.fate("title", heading.full_text, "plan_heading", _place(heading))
                walk.outline.stack.clear()
                before = []
                continue
            walk.outline.push(heading.full_text, in_table=False, level=heading.heading)
            walk.sink.fate("section", heading.full_text, "heading", _place(heading))
        loose = []
        tables = index
        if member_list or not read_table(grid, walk):
            walk.outline.stack = before
            for row in grid.rows:
                if row.filled:
                    place = RowPlace(row.page, row.table, row.row, row.line)
                    walk.sink.fate("skipped", row_text(row), "no_plan_table", place)
    _read_loose(loose, walk, strict=has_tables or header.title is None)
    return tables


def _title_day(header: Header) -> str | None:
    """«Программа открытия фестиваля 19 апреля 2025 года»: the day at the title's end."""
    title = header.title or ""
    start, end = next(iter(find_dates(title)[-1:]), (0, 0))
    spans = parse_date(title[start:end]).spans if end and not title[end:].strip(" ).") else ()
    return title[start:end] if len(spans) == 1 and spans[0].precision == "day" else None


def _of_one_day(header: Header, walk: Walk) -> Header:
    """The period of a programme whose rows all take the title's day is that day."""
    rows = [row for row in walk.sink.rows if row.plan == walk.plan]
    if walk.day is None or not rows or any(row.under != walk.day for row in rows):
        return header
    day = parse_date(walk.day).spans[0].start
    return header if day is None else replace(header, period=Period(day, day, "custom", walk.day, "title"))


def _page_title(blocks: Sequence[Block]) -> str | None:
    """The first heading of a page that is no plan: «Библионочь прошла в Озёрном»."""
    first = next((b for b in blocks[:_PAGE_HEAD] if isinstance(b, Paragraph) and b.heading == 1), None)
    return one_line(first.text) or None if first is not None else None


def _names_the_plan(heading: Paragraph) -> bool:
    """«3. План мероприятий»: the heading of a programme's only plan is no section of it."""
    return opens_title(heading) or names_plan(section_title(heading.text)) == "strong"


def _says_period(heading: Paragraph, header: Header) -> bool:
    """«на август 2031 года» below the title's second printing: the plan's own period again."""
    found = parse_period(heading.text)
    own = header.period
    return found is not None and own is not None and (found.start, found.end) == (own.start, own.end)


def _steps(part: Sequence[Block], header: Header, tables: int) -> Iterator[tuple[int, Grid | None, Paragraph | None]]:
    """Paragraphs and whole grids in order; tables that go on over a page are one grid."""
    pending: Grid | None = None
    for index, block in enumerate(part):
        tables += isinstance(block, Table)
        if index in header.used or index in header.prose or (isinstance(block, Paragraph) and not key(block.text)):
            continue
        if isinstance(block, Paragraph):
            if pending is not None:
                yield tables, pending, None
                pending = None
            yield tables, None, block
            continue
        grid = without_rows(to_grid(block, tables), {row for at, row in header.rows if at == index})
        if pending is not None and block.continues and pending.cols == grid.cols:
            pending = join_grids(pending, grid)
            continue
        if pending is not None:
            yield tables - 1, pending, None
        pending = grid
    if pending is not None:
        yield tables, pending, None


def _split_headings(loose: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs right above a table that head it: short, and not the end of a text."""
    out: list[Paragraph] = []
    for at in range(len(loose) - 1, -1, -1):
        paragraph = loose[at]
        text = one_line(paragraph.text)
        bullet = paragraph.label is not None and not any(c.isalnum() for c in paragraph.label)
        sentence = text.endswith((".", ";")) and not paragraph.bold and not paragraph.heading and text.count(" ") > 6
        if len(text) > HEADING or bullet or sentence or len(out) == 3 or _goes_on(loose, at) or _is_labelled(text):
            break
        out.insert(0, paragraph)
        if paragraph.gap and not (paragraph.bold or paragraph.heading or paragraph.align == "center"):
            break
    return out


def _is_labelled(text: str) -> bool:
    """«Тема: «…»», «Цель: …»: a line that says something of the plan; «Раздел 1: …» is a heading."""
    label, colon, rest = text.partition(":")
    return bool(colon and rest.strip()) and label.count(" ") < 3 and not opens_with(label, "section_words")


def _goes_on(loose: Sequence[Paragraph], at: int) -> bool:
    """«2. Выпуск памятки – до 1 марта» behind «1. …»: the last entry of a list, no heading of the table below."""
    return at > 0 and is_next(_marker(loose[at - 1]), _marker(loose[at]))


def _marker(paragraph: Paragraph) -> str | None:
    return paragraph.label or split_marker(one_line(paragraph.text))[0]


def _read_loose(loose: Sequence[Paragraph], walk: Walk, *, strict: bool) -> None:
    if not loose or read_list(loose, walk, strict=strict):
        return
    for paragraph in loose:
        walk.sink.fate("prose", paragraph.full_text, "prose", _place(paragraph))


def _place(paragraph: Paragraph) -> RowPlace:
    return RowPlace(paragraph.place.page, None, None, paragraph.place.line)


def _block_text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.full_text
    return "\n".join(row_text(row) for row in to_grid(block, 0).rows if row.filled)


def _block_place(block: Block) -> RowPlace:
    return RowPlace(block.place.page, None, None, block.place.line)
