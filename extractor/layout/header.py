"""The header of a plan: its title, period, stamps, goals and who issues it, and which blocks they took."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractor.blocks import Block, Cell, Paragraph, Table
from extractor.fields.institutions import InstitutionMention, find_institutions, parse_institution
from extractor.fields.period import parse_period
from extractor.layout.goals import Goals, cell_goals, find_goals
from extractor.layout.header_lines import HeadLine, contents_table, head_lines, passport_table
from extractor.layout.header_words import header_words
from extractor.layout.stamps import find_stamps, parse_stamp, stamp_table, table_stamps
from extractor.layout.titles import Title, find_title, is_paper_line, is_sentence, names_plan, opens_goals, tidy
from extractor.model import Approval, Institution, Period
from extractor.morph import lemmas
from extractor.text import key, one_line, words

__all__ = ["Header", "opens_title", "read_header", "stamp_years"]

_BLANK_YEAR = re.compile(r"_{2,}[^_]*_{2,}\s*(20\d\d)\b")
_TAIL_LINES = 16
_LETTER_HEAD = 30
_TITLE_ROWS = 4
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the rows of a plan (and the stamps behind them).

    `used` are the indexes of the top-level blocks that went into it, `prose` those of the paragraphs before the plan
    that are neither header nor the heading right above a table; `rows` are (block, row) of a table's own rows that hold
    the title.
    """

    title: str | None = None
    period: Period | None = None
    institution: Institution | None = None
    approvals: tuple[Approval, ...] = ()
    goals: tuple[str, ...] = ()
    used: frozenset[int] = frozenset()
    prose: frozenset[int] = frozenset()
    rows: frozenset[tuple[int, int]] = frozenset()


def read_header(blocks: Sequence[Block]) -> Header:
    """The header of the plan that the blocks are."""
    stop = _first_plan_table(blocks)
    lines = list(head_lines(blocks, 0, stop))
    stops = [_opens_own_part(line) for line in lines]
    stamps = find_stamps(lines, stops)
    free = [i not in stamps.taken for i in range(len(lines))]
    title = find_title(lines, free)
    texts, used = [*stamps.stamps], {lines[i].block for i in stamps.taken}
    for index, block in enumerate(blocks[:stop]):
        if isinstance(block, Table) and stamp_table(block):
            texts += [tuple(found) for found in table_stamps(block)]
            used.add(index)
    text, rows = _title_in_table(blocks, stop) if title is None or title.strength == "other" else (None, frozenset())
    goals = find_goals(lines, title.end if title else 0, free) if _is_plan(title) else Goals((), frozenset())
    if title:
        used |= {lines[i].block for i in title.taken}
    used |= {lines[i].block for i in goals.taken}
    tail, tail_used = _tail_stamps(blocks, stop)
    approvals = _distinct([parse_stamp(found) for found in [*texts, *tail]])
    name = text or (title.text if title else None)
    letterhead, head_used = _letterhead(lines, free, title)
    used |= head_used
    return Header(
        title=name,
        period=_period(
            name, title, [x for x, f in zip(lines, free, strict=True) if f], _near(approvals, [*texts, *tail])
        ),
        institution=letterhead or _issuer(name, approvals),
        approvals=approvals,
        goals=goals.goals or (_passport_goals(blocks[:stop]) if _is_plan(title) else ()),
        used=frozenset(used | tail_used),
        prose=_prose(blocks, stop, used),
        rows=rows,
    )


def _opens_own_part(line: HeadLine) -> bool:
    """A line that ends the stamp above it: the title or the goals begin."""
    strength = names_plan(line.plain) if line.short else None
    return strength == "strong" or (strength == "weak" and line.standing_out) or opens_goals(line.plain)


def opens_title(block: Block) -> bool:
    """Whether a paragraph opens a plan's title: its word comes first, and it is set as a title or names a period."""
    if not isinstance(block, Paragraph):
        return False
    lines = list(head_lines((block,), 0, 1))
    if not lines or not lines[0].short or lines[0].numbered or len(block.text) > _LONGEST_TITLE:
        return False
    strength = names_plan(lines[0].plain)
    loud = lines[0].standing_out and (strength == "strong" or lines[0].align == "center" or lines[0].upper)
    return strength in ("strong", "weak") and (loud or parse_period(one_line(block.text)) is not None)


def is_letter(blocks: Sequence[Block]) -> bool:
    """Whether a document greets its readers: «Уважаемые коллеги!» before any title of a plan."""
    for line in list(head_lines(blocks, 0, len(blocks)))[:_LETTER_HEAD]:
        if names_plan(line.plain) == "strong" and line.standing_out:
            return False
        first = next(iter(words(line.plain)), "")
        if line.plain.endswith("!") and lemmas(first) & header_words().salutations:
            return True
    return False


def stamp_years(approvals: Sequence[Approval]) -> tuple[int, ...]:
    """The years of the stamps' days, in order, each once: for plans whose title names none."""
    return tuple(sorted({a.date.year for a in approvals if a.date is not None}))


def _is_plan(title: Title | None) -> bool:
    """A regulation's «Основные задачи совета» are no goals of a plan."""
    return title is None or title.strength != "other"


def _first_plan_table(blocks: Sequence[Block]) -> int:
    """The index of the first table that is no stamp, nor a frame around the title."""
    for index, block in enumerate(blocks):
        if isinstance(block, Table) and not stamp_table(block) and block.rows * block.cols > 1:
            if contents_table(block) or passport_table(block):
                continue
            return index
    return len(blocks)


def _passport_goals(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The aims and tasks that a programme's passport alone names."""
    out: list[str] = []
    for block in blocks:
        if isinstance(block, Table) and passport_table(block):
            for row in range(block.rows):
                cells = block.row(row)
                out += cell_goals(cells[0].text, cells[-1].text) if len(cells) == 2 else []
    return tuple(out)


def _title_in_table(blocks: Sequence[Block], stop: int) -> tuple[str | None, frozenset[tuple[int, int]]]:
    """A title in the first rows of the plan's own table: the only filled cell of its row, or a one-cell table."""
    for index in range(min(stop + 1, len(blocks))):
        block = blocks[index]
        if not isinstance(block, Table) or stamp_table(block):
            continue
        for row in range(min(_TITLE_ROWS, block.rows)):
            filled = [cell for cell in block.row(row) if cell.text]
            if len(filled) == 1 and _is_title_cell(filled[0]):
                return tidy(filled[0].text), frozenset({(index, row)})
            if len(filled) > 1:
                break
    return None, frozenset()


def _is_title_cell(cell: Cell) -> bool:
    text = one_line(cell.text)
    if len(text) > _LONGEST_TITLE or names_plan(text) not in ("strong", "weak"):
        return False
    return parse_period(text) is not None


def _tail_stamps(blocks: Sequence[Block], stop: int) -> tuple[list[tuple[str, ...]], set[int]]:
    """Stamps behind the last table («СОГЛАСОВАНО …» at the end)."""
    last = max((i for i, b in enumerate(blocks) if isinstance(b, Table) and not stamp_table(b)), default=len(blocks))
    start = max(last + 1, stop)
    lines = list(head_lines(blocks, start, len(blocks)))
    if len(lines) > _TAIL_LINES:
        return [], set()
    found = find_stamps(lines, [False] * len(lines))
    texts, used = list(found.stamps), {lines[i].block for i in found.taken}
    for index in range(start, len(blocks)):
        block = blocks[index]
        if isinstance(block, Table) and stamp_table(block):
            texts += [tuple(stamp) for stamp in table_stamps(block)]
            used.add(index)
    return texts, used


def _distinct(approvals: Sequence[Approval]) -> tuple[Approval, ...]:
    """One for each stamp: an annex's line repeats the order of the stamp beside it."""
    out: list[Approval] = []
    for approval in approvals:
        paper = (approval.instrument, approval.number, approval.date)
        twin = any(
            a.kind == approval.kind and paper == (a.instrument, a.number, a.date) and a.person == approval.person
            for a in out
        )
        repeated = (
            approval.number and any(paper == (a.instrument, a.number, a.date) for a in out) and not approval.person
        )
        if not twin and not repeated:
            out.append(approval)
    return tuple(a for a in out if not _is_repeated(a, out))


def _is_repeated(approval: Approval, approvals: Sequence[Approval]) -> bool:
    """«Приложение к приказу № 5 от …» above the stamp that names the same order and who signed it."""
    if not approval.number or approval.person or approval.body:
        return False
    paper = (approval.kind, approval.instrument, approval.number, approval.date)
    return any(a.person and paper == (a.kind, a.instrument, a.number, a.date) for a in approvals)


def _period(name: str | None, title: Title | None, free: Sequence[HeadLine], near: date | None) -> Period | None:
    """From the title, else from a line right below it, else the title's month with the year of a stamp."""
    if name is None:
        return None
    found = parse_period(name)
    if found is None and title is not None:
        last = next((i for i, line in enumerate(free) if line is title.last), len(free))
        below = [line for line in free[last + 1 : last + 4] if _may_name_period(line)]
        found = next((p for line in below if (p := parse_period(line.plain, source="header"))), None)
    if found is None and near is not None:
        found = parse_period(name, source="header", near=near)
    return found


def _near(approvals: Sequence[Approval], stamps: Sequence[Sequence[str]]) -> date | None:
    """The day of the latest stamp; of blank ones the year printed beside the blank («___» ____ 2024 г.)."""
    days = [a.date for a in approvals if a.date is not None]
    if not days:
        days = [date(int(year), 1, 1) for lines in stamps for line in lines for year in _BLANK_YEAR.findall(line)]
    return max(days, default=None)


def _may_name_period(line: HeadLine) -> bool:
    return line.short and not line.numbered and not is_paper_line(line.plain) and not is_sentence(line.plain)


def _letterhead(
    lines: Sequence[HeadLine], free: Sequence[bool], title: Title | None
) -> tuple[Institution | None, set[int]]:
    """The body whose name stands above the title: the first with a name of its own, below its ministry."""
    head = [line for i, line in enumerate(lines[: title.start if title else 0]) if free[i] and line.short][:8]
    found = find_institutions(" ".join(line.plain for line in head)) if head else ()
    named = [m for m in found if m.institution.legal_form or m.institution.number or m.institution.proper_name]
    if not found:
        return None, set()
    blocks = {line.block for line in head if parse_institution(line.plain) or _inside(line.plain, found)}
    return (named or [found[-1]])[0].institution, blocks


def _inside(line: str, found: Sequence[InstitutionMention]) -> bool:
    return any(key(line) in key(mention.institution.text) for mention in found if key(line))


def _issuer(name: str | None, approvals: Sequence[Approval]) -> Institution | None:
    """Who issues a plan without a letterhead: a body in the title, or the approving director's."""
    named = find_institutions(name) if name else ()
    if named:
        return named[0].institution
    return next((a.institution for a in approvals if a.institution and a.kind == "approved"), None)


def _prose(blocks: Sequence[Block], stop: int, used: set[int]) -> frozenset[int]:
    """Paragraphs that no part took, above the last line of the header; what stands below may be the plan's."""
    last = max(used, default=-1)
    return frozenset(i for i, b in enumerate(blocks[:stop]) if i < last and i not in used and _has_text(b))


def _has_text(block: Block) -> bool:
    return isinstance(block, Paragraph) and bool(block.text.strip())
